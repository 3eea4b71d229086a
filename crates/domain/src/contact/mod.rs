//! Contact with a participant: planned, kept, attempted, cancelled.

mod decide;
mod error;
mod event;
mod state;

pub use error::ContactRejection;
pub use event::*;
pub use state::{Contacts, PlannedContact};
