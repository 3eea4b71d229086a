//! What a fault of SQLite means for the store.

use std::sync::Arc;

use rusqlite::{Error, ErrorCode};

use crate::error::StoreError;

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
/// be written through.
pub fn write_fault(error: Error) -> StoreError {
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
pub fn is_fatal(error: Error) -> bool {
    matches!(write_fault(error), StoreError::Fatal)
}
