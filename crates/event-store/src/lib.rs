//! The log: what is stored of an event, how it is read back, and where it is kept.
//!
//! A store promises four things: an append is durable before it is answered, it is written against the
//! revision that its decision was made on, the same append again gives the first answer, and nothing written
//! is ever changed.

mod admit;
mod body;
mod codec;
mod envelope;
mod error;
mod memory;
mod sqlite;
mod store;
mod subscribe;
mod upcast;
mod view;

#[cfg(any(test, feature = "contract"))]
pub mod contract;
#[cfg(test)]
mod evolution;
#[cfg(test)]
mod model;
#[cfg(test)]
mod samples;
#[cfg(any(test, feature = "contract"))]
pub mod testing;

pub use codec::{Codec, Decoded, Unread, history, known};
pub use envelope::{Envelope, Stored};
pub use error::StoreError;
pub use memory::MemoryStore;
pub use sqlite::{
    Backup, BackupOrder, Checked, Checking, Histogram, Outcome, Restored, Spread, SqliteStore, Stats,
    Verified, backup, check, restore,
};
pub use store::{
    Append, Appended, BulkEvent, Clock, CommandEvent, EventStore, Expected, MAX_APPEND_BYTES, MAX_DATA_BYTES,
    MAX_EVENTS, MAX_ORGANISATION_BYTES, NewEnvelope,
};
pub use subscribe::{Followed, subscribe};
pub use upcast::{UPCASTS, Upcast, Upcaster};
