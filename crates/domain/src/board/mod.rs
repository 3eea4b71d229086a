//! The board: which status each participant has, why and since when.

mod status;

pub use status::Status;
