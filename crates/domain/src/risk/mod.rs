//! Tenancy risk: explained signals, never a score in the dark.

mod signal;

pub use signal::{Deadline, Signal};
