//! Contact with the participant: planned, kept, attempted, cancelled.

mod event;

pub use event::*;
