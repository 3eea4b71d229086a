//! arrears.

mod event;

pub use event::*;
