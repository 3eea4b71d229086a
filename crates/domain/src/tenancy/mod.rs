//! tenancy.

mod event;

pub use event::*;
