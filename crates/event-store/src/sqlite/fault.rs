//! What a fault of SQLite means for the store.

use std::{
    fs::{OpenOptions, remove_file},
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use rusqlite::{Connection, Error, ErrorCode, ffi};

use crate::error::StoreError;

/// Written beside the database to learn why it cannot be, and removed again.
const PROBE_FILE: &str = "tavle.probe";

/// A fault while reading or opening.
pub fn read_fault(error: Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { waiting: 0 },
        Some(ErrorCode::DiskFull) => StoreError::DiskFull,
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly,
        Some(ErrorCode::NotADatabase) => StoreError::NotOurs,
        Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged,
        _ => StoreError::Database(Arc::new(error)),
    }
}

/// A fault while writing. After an input or output error SQLite may go on acknowledging what is not stored;
/// a damaged file or a constraint says that the log is not what the writer takes it for. None of these can
/// be written through. A write that the disk did not take can: see [`was_not_taken`].
pub fn write_fault(db: &Connection, error: Error) -> StoreError {
    if was_not_taken(&error) {
        return db.path().map_or(StoreError::Fatal, |path| why_not_taken(Path::new(path)));
    }
    match error.sqlite_error_code() {
        Some(
            ErrorCode::SystemIoFailure
            | ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::ConstraintViolation
            | ErrorCode::CannotOpen,
        ) => StoreError::Fatal,
        _ => read_fault(error),
    }
}

/// Whether a fault while writing is one that cannot be written through.
pub fn is_fatal(db: &Connection, error: Error) -> bool {
    matches!(write_fault(db, error), StoreError::Fatal)
}

/// Whether a write failed before anything depended on it. A transaction appends its frames to the
/// write-ahead log and syncs them last, so a frame that was refused leaves a transaction without its end:
/// SQLite rolls it back, recovery would skip it, and the next one is written over it. A checkpoint that was
/// refused has taken nothing away from the write-ahead log. A failed sync is another matter: what is on
/// disk is then not known, nor is it where the index of the write-ahead log cannot grow, because that
/// happens after the sync.
fn was_not_taken(error: &Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    matches!(code, Some(ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_TRUNCATE))
}

/// SQLite says that a write failed, but only of a full disk why. A file system that has become read-only
/// refuses a file of our own as well; a disk that takes it has failed in another way, and is not trusted.
fn why_not_taken(database: &Path) -> StoreError {
    let probe = database.with_file_name(PROBE_FILE);
    let written =
        OpenOptions::new().write(true).create(true).truncate(true).open(&probe).and_then(|mut file| {
            file.write_all(&[0; 512])?;
            remove_file(&probe)
        });
    match written.map_err(|error| error.kind()) {
        Err(io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied) => StoreError::ReadOnly,
        Err(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) => StoreError::DiskFull,
        _ => StoreError::Fatal,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use tempfile::TempDir;

    use super::*;

    fn failure(code: i32) -> Error {
        Error::SqliteFailure(ffi::Error::new(code), None)
    }

    #[test]
    fn a_disk_that_refuses_a_write_but_takes_another_file_is_not_trusted() {
        let dir = TempDir::new().unwrap();
        let db = Connection::open(dir.path().join("log.db")).unwrap();
        for code in [ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_TRUNCATE] {
            assert!(matches!(write_fault(&db, failure(code)), StoreError::Fatal));
        }
        assert!(!dir.path().join(PROBE_FILE).exists());
    }

    #[test]
    fn no_failed_sync_can_be_written_through() {
        let dir = TempDir::new().unwrap();
        let db = Connection::open(dir.path().join("log.db")).unwrap();
        for code in [
            ffi::SQLITE_IOERR_FSYNC,
            ffi::SQLITE_IOERR_DIR_FSYNC,
            ffi::SQLITE_IOERR_SHMSIZE,
            ffi::SQLITE_IOERR_READ,
            ffi::SQLITE_CORRUPT,
            ffi::SQLITE_CONSTRAINT,
        ] {
            assert!(is_fatal(&db, failure(code)), "{code}");
        }
        assert!(!is_fatal(&db, failure(ffi::SQLITE_BUSY)));
        assert!(!is_fatal(&db, failure(ffi::SQLITE_FULL)));
    }
}
