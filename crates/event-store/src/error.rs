//! Why a store did not do what was asked.

use std::{error::Error, io, sync::Arc};

/// A refusal or a fault. Clonable, because appends that share a transaction share its fault.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The stream is at another revision than the decision was made on: read it again and decide again.
    #[error("the stream is at another revision than expected")]
    WrongRevision {
        /// The stream's last revision; `None` where it has no events.
        current: Option<u64>,
    },
    /// The actor's command id, or an event id that follows from it, stands in the log with something else.
    #[error("the command id was already used for something else")]
    CommandReused,
    /// An append without events.
    #[error("an append needs at least one event")]
    Empty,
    /// The data of one event is too large.
    #[error("event data of {size} bytes is over the limit of {limit} bytes")]
    TooLarge {
        /// Size of the data, in bytes.
        size: usize,
        /// Largest size accepted, in bytes.
        limit: usize,
    },
    /// More events than one append may have.
    #[error("an append of {events} events is over the limit of {limit}")]
    TooMany {
        /// How many there are.
        events: usize,
        /// The most that are accepted.
        limit: usize,
    },
    /// The events of one append are too large together.
    #[error("an append of at least {size} bytes is over the limit of {limit} bytes")]
    AppendTooLarge {
        /// Size of the data as far as it was counted, in bytes.
        size: usize,
        /// Largest size accepted, in bytes.
        limit: usize,
    },
    /// A name that is longer than the log keeps.
    #[error("the name of the {what} has {size} bytes, over the limit of {limit}")]
    NameTooLong {
        /// Whose name.
        what: &'static str,
        /// Its size, in bytes.
        size: usize,
        /// Largest size accepted, in bytes.
        limit: usize,
    },
    /// An event that could not be read back after writing it; nothing was written.
    #[error("an event of type {event_type} would not read back")]
    WouldNotRead {
        /// The stored type.
        event_type: &'static str,
    },
    /// A history has an event that this version cannot read, so nothing may be decided on it.
    #[error("the event at position {position} cannot be read by this version")]
    UnknownEvent {
        /// Its place in the log.
        position: u64,
    },
    /// Too many appends are waiting, or another connection holds the database. Try again later.
    #[error("the store is busy: {waiting} appends are waiting")]
    Busy {
        /// How many appends were waiting when this one was refused.
        waiting: usize,
    },
    /// The database cannot be written to. Reads go on.
    #[error("the store is read-only")]
    ReadOnly,
    /// No room for more. Reads go on, and so do appends once there is room.
    #[error("the disk is full")]
    DiskFull,
    /// Another process has the store open.
    #[error("another process has the store open")]
    Locked,
    /// An event is not what was written.
    #[error("the event at position {position} is not what was written")]
    Corrupt {
        /// Its place in the log.
        position: u64,
    },
    /// The database file as a whole cannot be trusted.
    #[error("the database file is damaged")]
    Damaged,
    /// The database belongs to another program.
    #[error("the database file is not an event log of this program")]
    NotOurs,
    /// The database has a schema of a later version of this program.
    #[error("the database has schema version {found}, which this program does not know")]
    SchemaUnknown {
        /// The version found.
        found: i64,
    },
    /// A file that was part of the store when it was last open is gone, and acknowledged events may be with it.
    #[error("{file} is missing and was there when the store was last open")]
    FileMissing {
        /// Name of the file in the store's directory.
        file: &'static str,
    },
    /// The log ends before what was acknowledged: its end was damaged, or an older copy has taken its place.
    #[error(
        "the log ends at position {last}, but position {acknowledged} was acknowledged: its end is damaged or lost"
    )]
    EventsMissing {
        /// Position of the last event found.
        last: u64,
        /// A position that was acknowledged.
        acknowledged: u64,
    },
    /// The linked SQLite has a known fault that can damage the log.
    #[error("SQLite {found} is too old to be trusted with the log")]
    SqliteTooOld {
        /// The version linked.
        found: &'static str,
    },
    /// Writing failed in a way after which the database's word cannot be trusted. Whether this append was
    /// stored is not known: start the process again, then repeat it.
    #[error("writing failed for good; the process has to start again")]
    Fatal,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// A bulk load that cannot be accepted; nothing was written.
    #[error("bulk load refused: {reason}")]
    LoadRefused {
        /// Why.
        reason: &'static str,
    },
    /// There is no log where one was to be read.
    #[error("there is no log")]
    NoLog,
    /// A file is there already that was to be written.
    #[error("the file exists already")]
    Exists,
    /// Something is in a directory that was to be filled.
    #[error("the directory is not empty")]
    NotEmpty,
    /// A file is not a backup.
    #[error("the file is not a backup of a log")]
    NotABackup,
    /// A backup does not reach as far as was asked for.
    #[error("the backup ends at position {last}")]
    BeyondEnd {
        /// The position of its last event.
        last: u64,
    },
    /// Every event is as it was written, but an index or a page around them is not.
    #[error("the database is damaged around its events ({what})")]
    DamagedAround {
        /// What SQLite found first.
        what: String,
    },
    /// A file of the store could not be used.
    #[error("a file of the store could not be used")]
    Io(#[source] Arc<io::Error>),
    /// The database refused something it should not refuse.
    #[error("the database reports a fault")]
    Database(#[source] Arc<dyn Error + Send + Sync>),
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        Self::Io(Arc::new(error))
    }
}
