//! admission.

mod event;

pub use event::*;
