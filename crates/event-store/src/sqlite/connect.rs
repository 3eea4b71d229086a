//! Connections with the settings that durability rests on.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, Error, OpenFlags, config::DbConfig};

use super::{checkpoint::KEPT_BYTES, fault::read_fault};
use crate::error::StoreError;

/// How long a connection waits for a lock that another holds.
const BUSY: Duration = Duration::from_secs(5);

/// A connection that writes: write-ahead log, every commit on disk before it returns, checkpoints by us.
pub fn writing(path: &Path) -> Result<Connection, StoreError> {
    let db = Connection::open(path).map_err(read_fault)?;
    let set = || -> Result<(), Error> {
        db.busy_timeout(BUSY)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "wal_autocheckpoint", 0)?;
        db.pragma_update(None, "journal_size_limit", KEPT_BYTES)?;
        db.pragma_update(None, "trusted_schema", false)?;
        db.pragma_update(None, "cell_size_check", true)?;
        // A plan never depends on a value: else statements are planned again when one is bound.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // The write-ahead log stays when the last connection goes: a missing one then always means a loss.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        db.set_prepared_statement_cache_capacity(32);
        Ok(())
    };
    set().map_err(read_fault)?;
    check_durable(&db)?;
    Ok(db)
}

/// A file system without shared memory makes SQLite fall back without a word.
fn check_durable(db: &Connection) -> Result<(), StoreError> {
    let mode: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0)).map_err(read_fault)?;
    let synchronous: i64 =
        db.pragma_query_value(None, "synchronous", |row| row.get(0)).map_err(read_fault)?;
    if mode == "wal" && synchronous == 2 { Ok(()) } else { Err(StoreError::Damaged) }
}

/// A connection that cannot write.
pub fn reading(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(read_fault)?;
    let set = || -> Result<(), Error> {
        db.busy_timeout(BUSY)?;
        db.pragma_update(None, "query_only", true)?;
        db.pragma_update(None, "trusted_schema", false)?;
        db.pragma_update(None, "cell_size_check", true)?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        Ok(())
    };
    set().map_err(read_fault)?;
    Ok(db)
}
