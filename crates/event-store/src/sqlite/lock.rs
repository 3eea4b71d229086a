//! The lock file: one process at a time, whether the last one closed the store, and how far it had come.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{ErrorKind, Read, Seek, Write},
    os::unix::fs::FileExt,
    path::Path,
};

use crate::error::StoreError;

/// Name of the lock file.
pub const LOCK_FILE: &str = "tavle.lock";
/// Name of the database file.
pub const DATABASE_FILE: &str = "log.db";
/// Name of the write-ahead log.
pub const WAL_FILE: &str = "log.db-wal";
/// Name of the write-ahead log's index.
pub const INDEX_FILE: &str = "log.db-shm";

/// How the store was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A process has it open, or had when it died: what it acknowledged may stand in the write-ahead log only.
    Open,
    /// All that was acknowledged stands in the database file.
    Closed,
}

/// A directory that this process alone may write to, as long as this value lives.
///
/// The file holds the mark and a position that was acknowledged, e.g. `open   00000000000000001042`, always
/// of the same length, so that one write within one sector replaces it. SQLite takes a damaged end of the
/// write-ahead log for a transaction that was broken off, and leaves it out without a word; the position
/// tells. It is written after every commit and synced with the mark only: after a power cut it may lie some
/// seconds behind, but never ahead of what was acknowledged.
#[derive(Debug)]
pub struct DirLock {
    file: File,
    mark: Option<Mark>,
    acknowledged: u64,
}

impl DirLock {
    /// Takes the lock; the directory is made where it is missing.
    pub fn take(dir: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(dir)?;
        let path = dir.join(LOCK_FILE);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        Self::read(file)
    }

    /// What the file says.
    fn read(mut file: File) -> Result<Self, StoreError> {
        let mut text = String::new();
        file.rewind()?;
        file.read_to_string(&mut text)?;
        let mut words = text.split_whitespace();
        let mark = match words.next() {
            Some("open") => Some(Mark::Open),
            Some("closed") => Some(Mark::Closed),
            _ => None,
        };
        let acknowledged = words.next().and_then(|position| position.parse().ok()).unwrap_or_default();
        Ok(Self { file, mark, acknowledged })
    }

    /// Refuses a store that has lost the file with its last events. An empty log in its place would look
    /// like a new one.
    pub fn check_files(&self, dir: &Path) -> Result<(), StoreError> {
        if self.mark.is_some() && !dir.join(DATABASE_FILE).exists() {
            return Err(StoreError::FileMissing { file: DATABASE_FILE });
        }
        if self.mark == Some(Mark::Open) && !dir.join(WAL_FILE).exists() {
            return Err(StoreError::FileMissing { file: WAL_FILE });
        }
        Ok(())
    }

    /// Refuses a log that ends before what was acknowledged.
    pub const fn check_end(&self, last: u64) -> Result<(), StoreError> {
        if last < self.acknowledged {
            return Err(StoreError::EventsMissing { last, acknowledged: self.acknowledged });
        }
        Ok(())
    }

    /// Says durably how the store is left. Where it says so already nothing is written: a store that a crash
    /// left on a full disk can still be opened for reading.
    pub fn set(&mut self, mark: Mark) -> Result<(), StoreError> {
        if self.mark != Some(mark) {
            self.file.rewind()?;
            self.file.write_all(&text(mark, self.acknowledged))?;
        }
        self.file.sync_data()?;
        self.mark = Some(mark);
        Ok(())
    }

    /// Remembers the last position that was acknowledged. Nothing depends on it but the search for damage, so
    /// a disk that is full or read-only may refuse it.
    pub fn note(&mut self, position: u64) {
        if position > self.acknowledged {
            self.acknowledged = position;
            let _ = self.file.write_all_at(&text(self.mark.unwrap_or(Mark::Open), position), 0);
        }
    }
}

fn text(mark: Mark, acknowledged: u64) -> Vec<u8> {
    let word = match mark {
        Mark::Open => "open",
        Mark::Closed => "closed",
    };
    format!("{word:<6} {acknowledged:020}\n").into_bytes()
}

/// Refuses a store that has lost a file, without taking the lock: the process that has it may go on. Gives
/// the last position known to be acknowledged, `None` where no store was ever open.
pub fn look(dir: &Path) -> Result<Option<u64>, StoreError> {
    match File::open(dir.join(LOCK_FILE)) {
        Ok(file) => {
            let lock = DirLock::read(file)?;
            lock.check_files(dir)?;
            Ok(lock.mark.map(|_| lock.acknowledged))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Makes what was created or renamed in a directory durable.
pub fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    File::open(dir)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs::{read, write};

    use tempfile::TempDir;

    use super::*;

    #[test]
    fn what_was_acknowledged_is_remembered_and_a_log_that_ends_before_it_refused() {
        let dir = TempDir::new().unwrap();
        let mut lock = DirLock::take(dir.path()).unwrap();
        lock.set(Mark::Open).unwrap();
        let length = read(dir.path().join(LOCK_FILE)).unwrap().len();
        lock.note(41);
        lock.note(7);
        drop(lock);
        let mut lock = DirLock::take(dir.path()).unwrap();
        assert_eq!(lock.mark, Some(Mark::Open));
        lock.check_end(41).unwrap();
        let missing = lock.check_end(40);
        assert!(
            matches!(missing, Err(StoreError::EventsMissing { last: 40, acknowledged: 41 })),
            "{missing:?}"
        );
        lock.note(u64::MAX);
        lock.set(Mark::Closed).unwrap();
        assert_eq!(read(dir.path().join(LOCK_FILE)).unwrap().len(), length, "one write replaces the other");
    }

    #[test]
    fn a_lock_file_without_a_position_promises_nothing() {
        let dir = TempDir::new().unwrap();
        write(dir.path().join(LOCK_FILE), "closed\n").unwrap();
        let lock = DirLock::take(dir.path()).unwrap();
        assert_eq!(lock.mark, Some(Mark::Closed));
        lock.check_end(0).unwrap();
    }
}
