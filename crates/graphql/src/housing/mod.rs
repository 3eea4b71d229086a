//! Dwellings and offers.

mod query;
mod types;

pub use query::{HousingQuery, offers_to, one_dwelling};
pub use types::{Dwelling, Offer, OfferState};
