//! participant.

mod event;

pub use event::*;
