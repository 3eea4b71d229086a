//! A copy of the log in one file, taken while others write to it.
//!
//! Events are copied, not pages: what is written is never changed, so the events up to a position are the same
//! at any time. The copy needs no long transaction that would hold the write-ahead log back, every event is
//! checked on the way, and tables and indexes are made anew.

use std::{
    ffi::OsString,
    fs::{File, OpenOptions, TryLockError, remove_file, rename},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Result as SqlResult, Row, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    fault::read_fault,
    load::fill,
    lock::sync_dir,
    rows::signed,
    source::{self, Log},
    verify::walk,
};
use crate::error::StoreError;

/// What tells a backup from a log.
const TABLE: &str = "
CREATE TABLE backup (
    position INTEGER NOT NULL,
    taken_at INTEGER NOT NULL,
    store_id BLOB    NOT NULL,
    version  TEXT    NOT NULL,
    digest   BLOB    NOT NULL
) STRICT;
";

/// What a backup says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The position of the last event in it.
    pub position: u64,
    /// When it was begun.
    pub taken_at: DateTime<Utc>,
    /// The id of the store that it was taken of.
    pub store_id: Uuid,
    /// The version of the program that took it.
    pub version: String,
}

impl Backup {
    fn digest(&self) -> [u8; 32] {
        let mut form = Sha256::new();
        form.update(b"tavle-backup-1");
        form.update(self.position.to_be_bytes());
        form.update(self.taken_at.timestamp_micros().to_be_bytes());
        form.update(self.store_id.as_bytes());
        form.update(self.version.as_bytes());
        form.finalize().into()
    }

    fn write(&self, path: &Path) -> SqlResult<()> {
        let db = Connection::open(path)?;
        db.pragma_update(None, "journal_mode", "OFF")?;
        db.execute_batch(TABLE)?;
        let taken_at = self.taken_at.timestamp_micros();
        let id = self.store_id.as_bytes();
        db.execute(
            "INSERT INTO backup VALUES (?1, ?2, ?3, ?4, ?5)",
            params![signed(self.position), taken_at, id, self.version, self.digest()],
        )?;
        db.close().map_err(|(_, error)| error)
    }

    /// Reads what a file says about itself.
    pub(super) fn read(log: &Log) -> Result<Self, StoreError> {
        let exists = "SELECT 1 FROM sqlite_schema WHERE name = 'backup'";
        let found: Option<i64> =
            log.source.db.query_row(exists, [], |row| row.get(0)).optional().map_err(read_fault)?;
        found.ok_or(StoreError::NotABackup)?;
        let read = |row: &Row<'_>| {
            let named: (i64, i64, [u8; 16]) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok((named, row.get::<_, String>(3)?, row.get::<_, [u8; 32]>(4)?))
        };
        let sql = "SELECT position, taken_at, store_id, version, digest FROM backup";
        // Whatever is there instead of what was written is damage.
        let row = log.source.db.query_row(sql, [], read).map_err(|_| StoreError::Damaged)?;
        let ((position, taken_at, store_id), version, digest) = row;
        let position = u64::try_from(position).map_err(|_| StoreError::Damaged)?;
        let taken_at = DateTime::from_timestamp_micros(taken_at).ok_or(StoreError::Damaged)?;
        let backup = Self { position, taken_at, store_id: Uuid::from_bytes(store_id), version };
        if backup.digest() == digest { Ok(backup) } else { Err(StoreError::Damaged) }
    }
}

/// What a backup is to be.
#[derive(Clone, Copy, Debug)]
pub struct BackupOrder<'a> {
    /// The file to be written.
    pub out: &'a Path,
    /// Whether it may take the place of a file that is there.
    pub replace: bool,
    /// The present instant.
    pub now: DateTime<Utc>,
    /// The version of this program.
    pub version: &'a str,
}

/// Copies the log in a directory, which another process may have open, to one file: every event up to the last
/// that was written when this began. The file is durable afterwards, or not there. `tell` hears how many
/// events are copied, and of how many.
///
/// # Errors
/// [`StoreError::Exists`], [`StoreError::NoLog`], [`StoreError::FileMissing`], [`StoreError::EventsMissing`];
/// [`StoreError::Corrupt`] with the first position that is not as it was written; [`StoreError::DiskFull`] and
/// faults of files.
pub fn backup(
    dir: &Path,
    order: BackupOrder<'_>,
    mut tell: impl FnMut(u64, u64) + Send,
) -> Result<Backup, StoreError> {
    refuse_existing(order)?;
    let log = source::of_directory(dir)?;
    log.check_end()?;
    let backup = Backup {
        position: log.head,
        taken_at: order.now,
        store_id: log.store_id,
        version: order.version.to_owned(),
    };
    let unfinished = Unfinished::beside(order.out)?;
    fill(&unfinished.path, |sink| {
        let walked = walk(&log.source, log.head, |stored| {
            tell(stored.position, log.head);
            sink.put(stored)
        })?;
        all_there(walked.events, log.head).map(|()| Some(log.store_id))
    })?;
    backup.write(&unfinished.path).map_err(read_fault)?;
    refuse_existing(order)?;
    unfinished.finish(order.out)?;
    Ok(backup)
}

fn refuse_existing(order: BackupOrder<'_>) -> Result<(), StoreError> {
    if order.out.symlink_metadata().is_ok() && !order.replace { Err(StoreError::Exists) } else { Ok(()) }
}

/// A log that ends too early lacks its next event.
pub fn all_there(events: u64, expected: u64) -> Result<(), StoreError> {
    if events == expected { Ok(()) } else { Err(StoreError::Corrupt { position: events + 1 }) }
}

/// A file that is not whole yet. It goes when this does.
struct Unfinished {
    path: PathBuf,
    /// Held locked, so that nobody else fills it.
    file: File,
}

impl Unfinished {
    /// An empty file that only its owner may read, beside the one that it is to become.
    fn beside(out: &Path) -> Result<Self, StoreError> {
        let mut name = OsString::from(".");
        name.push(out.file_name().unwrap_or_default());
        name.push(".unfinished");
        let path = out.with_file_name(name);
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).mode(0o600).open(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        // What a crash left is of no use.
        file.set_len(0)?;
        Ok(Self { path, file })
    }

    fn finish(self, out: &Path) -> Result<(), StoreError> {
        self.file.sync_all()?;
        rename(&self.path, out)?;
        let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty());
        sync_dir(parent.unwrap_or(Path::new(".")))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After a rename there is nothing to remove.
        let _ = remove_file(&self.path);
    }
}
