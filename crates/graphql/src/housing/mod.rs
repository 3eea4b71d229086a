//! Dwellings and offers.

mod query;
mod types;

pub use query::{HousingQuery, offers_to};
pub use types::{Offer, OfferState};
