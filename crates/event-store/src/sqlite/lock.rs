//! The lock file: one process at a time, and whether the last one closed the store.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{ErrorKind, Read, Seek, Write},
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

/// How the store was left. Both words are as long as each other, so that one write replaces the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A process has it open, or had when it died: what it acknowledged may stand in the write-ahead log only.
    Open,
    /// All that was acknowledged stands in the database file.
    Closed,
}

/// A directory that this process alone may write to, as long as this value lives.
#[derive(Debug)]
pub struct DirLock {
    file: File,
}

impl DirLock {
    /// Takes the lock; the directory is made where it is missing.
    pub fn take(dir: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(dir)?;
        let path = dir.join(LOCK_FILE);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Refuses a store that has lost the file with its last events. An empty log in its place would look
    /// like a new one.
    pub fn check_files(&mut self, dir: &Path) -> Result<(), StoreError> {
        let mark = self.mark()?;
        if mark.is_some() && !dir.join(DATABASE_FILE).exists() {
            return Err(StoreError::FileMissing { file: DATABASE_FILE });
        }
        if mark == Some(Mark::Open) && !dir.join(WAL_FILE).exists() {
            return Err(StoreError::FileMissing { file: WAL_FILE });
        }
        Ok(())
    }

    fn mark(&mut self) -> Result<Option<Mark>, StoreError> {
        let mut text = String::new();
        self.file.rewind()?;
        self.file.read_to_string(&mut text)?;
        Ok(match text.trim_end() {
            "open" => Some(Mark::Open),
            "closed" => Some(Mark::Closed),
            _ => None,
        })
    }

    /// Says durably how the store is left.
    pub fn set(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.file.rewind()?;
        self.file.write_all(match mark {
            Mark::Open => b"open  \n",
            Mark::Closed => b"closed\n",
        })?;
        self.file.sync_data()?;
        Ok(())
    }
}

/// Refuses a store that has lost a file, without taking the lock: the process that has it may go on. Gives
/// whether a store was ever open there.
pub fn look(dir: &Path) -> Result<bool, StoreError> {
    match File::open(dir.join(LOCK_FILE)) {
        Ok(file) => {
            let mut lock = DirLock { file };
            lock.check_files(dir)?;
            Ok(lock.mark()?.is_some())
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Makes what was created or renamed in a directory durable.
pub fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    File::open(dir)?.sync_all()?;
    Ok(())
}
