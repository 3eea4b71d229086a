//! A participant's stays in hospital, detox and prison.

mod decide;
mod error;
mod event;
mod state;

pub use error::AdmissionRejection;
pub use event::*;
pub use state::Admissions;
