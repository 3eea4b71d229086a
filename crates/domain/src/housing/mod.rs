//! housing.

mod event;

pub use event::*;
