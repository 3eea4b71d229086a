//! Local accounts: who may sign in with which name and password, invitations, tokens for scripts, and how often
//! somebody tried. In `accounts.db` beside the log, never in it: a password must be changeable.

mod account;
mod attempts;
mod plan;
mod tokens;

use std::{
    fs, io,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use rusqlite::Connection;

pub use account::{Account, Taken};
pub use attempts::Locked;
pub use plan::{Plan, ids};
pub use tokens::{LONGEST_DAYS, Listed, TokenId, TokenOf};

/// How long a command line and the service wait for each other.
const WAIT: Duration = Duration::from_secs(5);

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS account (
        staff BLOB PRIMARY KEY, user TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, password TEXT NOT NULL,
        made_at INTEGER NOT NULL, changed_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS invitation (
        staff BLOB PRIMARY KEY, hash BLOB NOT NULL UNIQUE, expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS attempt (
        of BLOB PRIMARY KEY, failures INTEGER NOT NULL, last_at INTEGER NOT NULL, locked_until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS token (
        id INTEGER PRIMARY KEY AUTOINCREMENT, hash BLOB NOT NULL UNIQUE, staff BLOB, demo_user TEXT,
        label TEXT NOT NULL, made_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER
    ) STRICT;
    CREATE TABLE IF NOT EXISTS set_up (
        one INTEGER PRIMARY KEY CHECK (one = 1), plan TEXT NOT NULL
    ) STRICT;";

/// The accounts could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The database.
    #[error("the database of accounts failed")]
    Database(#[from] rusqlite::Error),
    /// The file, or no randomness.
    #[error("accounts.db cannot be used")]
    Io(#[from] io::Error),
}

/// All accounts. Another process may change them: nothing is held here.
pub struct Accounts(Mutex<Connection>);

impl Accounts {
    /// Opens `accounts.db` in the data directory.
    ///
    /// # Errors
    /// The file or the database.
    pub fn open(data: &Path) -> Result<Self, AccountError> {
        let path = data.join("accounts.db");
        private_file(&path)?;
        let database = Connection::open(path)?;
        database.busy_timeout(WAIT)?;
        database.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )?;
        database.execute_batch(TABLES)?;
        Ok(Self(Mutex::new(database)))
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes a file that its owner alone reads, where there is none. What SQLite keeps beside it follows its mode.
pub fn private_file(path: &Path) -> io::Result<()> {
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}
