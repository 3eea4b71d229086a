//! Commands that touch more than one stream. Nothing relies on a transaction across streams: each process
//! reserves first, confirms after, and can be finished or undone from what the log says.

mod occupancy;
mod take_in;
mod tenancy;

pub use occupancy::Occupancy;
