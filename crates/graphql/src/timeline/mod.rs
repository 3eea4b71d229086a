//! Entries and timelines.

mod entry;
mod query;
mod types;

pub use entry::{Opened, author, change_of};
pub use query::TimelineQuery;
pub use types::{Author, Entry, FieldChange};
