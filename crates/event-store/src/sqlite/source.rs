//! A log that is only read: beside the process that has it open, or without one.

use std::path::Path;

use rusqlite::OptionalExtension;
use uuid::Uuid;

use super::{
    connect::reading,
    fault::read_fault,
    lock::{self, DATABASE_FILE},
    reader::Source,
    schema,
};
use crate::error::StoreError;

/// A log to be read, as far as it reached when it was opened.
pub struct Log {
    /// Where its events are read.
    pub source: Source,
    /// The store's id.
    pub store_id: Uuid,
    /// The position of the last event.
    pub head: u64,
    /// The last position that is known to be acknowledged.
    pub acknowledged: u64,
    /// Size of the database file, in bytes.
    pub bytes: u64,
}

impl Log {
    /// Refuses a log that ends before what was acknowledged.
    pub const fn check_end(&self) -> Result<(), StoreError> {
        if self.head < self.acknowledged {
            return Err(StoreError::EventsMissing { last: self.head, acknowledged: self.acknowledged });
        }
        Ok(())
    }
}

/// Opens the log of a directory for reading. The directory need not be free.
///
/// # Errors
/// [`StoreError::NoLog`], [`StoreError::FileMissing`], and faults of the database.
pub fn of_directory(dir: &Path) -> Result<Log, StoreError> {
    // Before anything is opened: a missing write-ahead log would be made again, empty.
    let acknowledged = lock::look(dir)?;
    let log = of_file(&dir.join(DATABASE_FILE)).map_err(|error| match error {
        // A file of which nobody has made anything, where a log was.
        StoreError::NoLog if acknowledged.is_some() => StoreError::Damaged,
        other => other,
    })?;
    Ok(Log { acknowledged: acknowledged.unwrap_or_default(), ..log })
}

/// Opens a file with the tables of a log.
///
/// # Errors
/// [`StoreError::NoLog`], and faults of the database.
pub fn of_file(path: &Path) -> Result<Log, StoreError> {
    schema::check_sqlite()?;
    if !path.is_file() {
        return Err(StoreError::NoLog);
    }
    let bytes = path.metadata()?.len();
    let db = reading(path)?;
    if schema::is_new(&db)? {
        return Err(StoreError::NoLog);
    }
    schema::check(&db)?;
    let id = db.query_row("SELECT value FROM meta WHERE name = 'store_id'", [], |row| row.get(0));
    let id: Option<[u8; 16]> = id.optional().map_err(read_fault)?;
    let store_id = id.map(Uuid::from_bytes).ok_or(StoreError::NotOurs)?;
    let head = "SELECT coalesce(max(position), 0) FROM log";
    let head: i64 = db.query_row(head, [], |row| row.get(0)).map_err(read_fault)?;
    let head = u64::try_from(head).unwrap_or_default();
    Ok(Log { source: Source::new(db), store_id, head, acknowledged: 0, bytes })
}
