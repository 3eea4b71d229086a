//! Entries and timelines.

mod entry;
mod query;
mod types;

pub use entry::{Opened, author, change_of, open};
pub use query::{TimelineQuery, one_entry};
pub use types::{Author, Entry, FieldChange};
