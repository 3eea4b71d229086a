//! A dwelling with its offers and its occupancy. It holds: one open offer, one tenancy a unit.

mod decide;
mod error;
mod event;
mod state;

pub use error::DwellingRejection;
pub use event::*;
pub use state::{Dwelling, Offer, OfferState};
