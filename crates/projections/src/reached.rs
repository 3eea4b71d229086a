//! How far the stored models of a directory have come, read beside whoever feeds them.

use std::{fs::read_dir, path::Path};

use rusqlite::{Connection, OpenFlags, Result};
use uuid::Uuid;

/// How far one file of stored models has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The log that it was built from.
    pub log: Uuid,
    /// The last position applied.
    pub position: u64,
}

/// Every file of stored models in a data directory. One that cannot be read is left out: models are
/// disposable, and the service builds it again.
#[must_use]
pub fn reached(directory: &Path) -> Vec<Reached> {
    let files = read_dir(directory.join("read")).into_iter().flatten().flatten().map(|entry| entry.path());
    let databases = files.filter(|path| path.extension().is_some_and(|extension| extension == "db"));
    databases.filter_map(|path| read(&path).ok()).collect()
}

fn read(path: &Path) -> Result<Reached> {
    let sql = "SELECT log, checkpoint FROM built";
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let (log, position): ([u8; 16], i64) = db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Reached { log: Uuid::from_bytes(log), position: u64::try_from(position).unwrap_or_default() })
}
