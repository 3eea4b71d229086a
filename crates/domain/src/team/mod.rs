//! team.

mod event;

pub use event::*;
