//! Rent unpaid and the chain towards eviction, for one tenancy. Lives in the tenancies' stream.

mod decide;
mod error;
mod event;
mod state;

pub use error::ArrearsRejection;
pub use event::*;
pub use state::{Agreement, Arrears, Eviction, Termination};
