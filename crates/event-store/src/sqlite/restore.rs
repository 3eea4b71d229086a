//! A log out of a backup: all of it or nothing.

use std::{
    fs::{read_dir, remove_dir, remove_file},
    io::ErrorKind,
    path::Path,
};

use uuid::Uuid;

use super::{
    backup::{Backup, all_there},
    fault::read_fault,
    load::{LOADING_FILE, load},
    lock::{LOCK_FILE, sync_dir},
    source::{self, Log},
    verify::{Verified, walk},
};
use crate::error::StoreError;

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The backup that it came from.
    pub backup: Backup,
    /// The log as it is now.
    pub log: Verified,
    /// The id of the store: that of the backup, or a new one where its end was left out.
    pub store_id: Uuid,
}

/// Fills an empty or missing directory with the log of a backup, up to a position where one is given. Every
/// event is checked on the way. Either the whole log is there and durable afterwards or nothing is. `tell`
/// hears how many events are restored, and of how many.
///
/// # Errors
/// [`StoreError::NotABackup`], [`StoreError::NotEmpty`], [`StoreError::BeyondEnd`]; [`StoreError::Corrupt`]
/// with the first position that is not as it was written, [`StoreError::Damaged`]; and faults of files.
pub fn restore(
    from: &Path,
    dir: &Path,
    to_position: Option<u64>,
    mut tell: impl FnMut(u64, u64) + Send,
) -> Result<Restored, StoreError> {
    let log = open(from)?;
    let backup = Backup::read(&log)?;
    if to_position.is_some_and(|position| position > backup.position) {
        return Err(StoreError::BeyondEnd { last: backup.position });
    }
    let store_id = if to_position.is_some() { new_id(&log)? } else { backup.store_id };
    let of = to_position.unwrap_or(backup.position);
    let place = Place::check(dir)?;
    let mut verified = None;
    let loaded = load(dir, |sink| {
        let walked = walk(&log.source, of, |stored| {
            tell(stored.position, of);
            sink.put(stored)
        })?;
        all_there(walked.events, of)?;
        verified = Some(walked);
        Ok(Some(store_id))
    });
    match (loaded, verified) {
        (Ok(_), Some(log)) => {
            place.keep(dir)?;
            Ok(Restored { backup, log, store_id })
        }
        (loaded, _) => {
            let error = loaded.err().unwrap_or(StoreError::Damaged);
            place.leave(dir, &error);
            Err(error)
        }
    }
}

/// What is not readable as a database at all is no backup.
fn open(from: &Path) -> Result<Log, StoreError> {
    source::of_file(from).map_err(|error| match error {
        StoreError::NoLog | StoreError::NotOurs => StoreError::NotABackup,
        other => other,
    })
}

/// Two logs that go on differently after the same position must not be taken for each other.
fn new_id(log: &Log) -> Result<Uuid, StoreError> {
    let id = log.source.db.query_row("SELECT randomblob(16)", [], |row| row.get(0));
    id.map(Uuid::from_bytes).map_err(read_fault)
}

/// The directory as it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Missing,
    Empty,
    /// With what a restore leaves that was killed.
    BrokenOff,
}

impl Place {
    fn check(dir: &Path) -> Result<Self, StoreError> {
        let entries = match read_dir(dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::Missing),
            Err(error) => return Err(error.into()),
        };
        let mut place = Self::Empty;
        for entry in entries {
            let name = entry?.file_name();
            if name != LOCK_FILE && name != LOADING_FILE {
                return Err(StoreError::NotEmpty);
            }
            place = Self::BrokenOff;
        }
        Ok(place)
    }

    /// Makes a new directory itself durable.
    fn keep(self, dir: &Path) -> Result<(), StoreError> {
        let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
        if self == Self::Missing { sync_dir(parent.unwrap_or(Path::new("."))) } else { Ok(()) }
    }

    /// Leaves the directory as it was found. Where another process has it, it is that one's.
    fn leave(self, dir: &Path, error: &StoreError) {
        if matches!(error, StoreError::Locked) {
            return;
        }
        let _ = remove_file(dir.join(LOCK_FILE));
        if self == Self::Missing {
            let _ = remove_dir(dir);
        }
    }
}
