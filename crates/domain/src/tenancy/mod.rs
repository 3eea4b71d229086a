//! A participant's tenancies. It holds: one active tenancy a participant, temporary stays apart.

mod decide;
mod error;
mod event;
mod state;

pub use error::TenancyRejection;
pub use event::*;
pub use state::{Tenancies, Tenancy};
