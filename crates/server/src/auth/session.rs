//! Server-side sessions. The cookie holds 256 random bits; what is kept is their hash, so a stolen database
//! opens no session. Kept on disk, so that a restart signs nobody out and a wall goes on by itself.

use std::{
    collections::HashMap,
    io,
    path::Path,
    sync::{Mutex, PoisonError},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use tavle_domain::id::StaffId;
use uuid::Uuid;

use crate::secret::random;

/// Without a request for so long, a session ends.
const IDLE: Duration = Duration::minutes(30);
/// After so long, a session ends.
const ABSOLUTE: Duration = Duration::hours(10);
/// How often the last use is written down.
const NOTED_EVERY: Duration = Duration::minutes(1);

/// A session that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    hash: [u8; 32],
    /// Whose it is.
    pub staff: StaffId,
    /// A wall screen's session has no end of its own.
    pub unattended: bool,
    began_at: DateTime<Utc>,
    used_at: DateTime<Utc>,
}

/// A session could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The database.
    #[error("the database of sessions failed")]
    Database(#[from] rusqlite::Error),
    /// No randomness.
    #[error("no session id could be made")]
    Random(#[from] io::Error),
}

/// All sessions.
pub struct Sessions(Mutex<Kept>);

struct Kept {
    database: Connection,
    by_hash: HashMap<[u8; 32], Session>,
}

impl Sessions {
    /// Opens `sessions.db` in the data directory.
    ///
    /// # Errors
    /// The database.
    pub fn open(data: &Path) -> Result<Self, SessionError> {
        let database = Connection::open(data.join("sessions.db"))?;
        database.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
             CREATE TABLE IF NOT EXISTS session (
                hash BLOB PRIMARY KEY, staff BLOB NOT NULL, unattended INTEGER NOT NULL,
                began_at INTEGER NOT NULL, used_at INTEGER NOT NULL
             ) STRICT, WITHOUT ROWID;",
        )?;
        let by_hash = read(&database)?.into_iter().map(|session| (session.hash, session)).collect();
        Ok(Self(Mutex::new(Kept { database, by_hash })))
    }

    /// Begins a session and gives the cookie's value.
    ///
    /// # Errors
    /// The database, or no randomness.
    pub fn begin(
        &self,
        staff: StaffId,
        unattended: bool,
        now: DateTime<Utc>,
    ) -> Result<String, SessionError> {
        let value = URL_SAFE_NO_PAD.encode(random()?);
        let session = Session { hash: hash(&value), staff, unattended, began_at: now, used_at: now };
        let mut kept = self.lock();
        kept.database.execute(
            "INSERT INTO session (hash, staff, unattended, began_at, used_at) VALUES (?1, ?2, ?3, ?4, ?4)",
            (session.hash, staff.0.as_bytes(), unattended, now.timestamp()),
        )?;
        kept.by_hash.insert(session.hash, session);
        Ok(value)
    }

    /// The session that a cookie opens, if it holds. Counts as use.
    pub fn find(&self, value: &str, now: DateTime<Utc>) -> Option<Session> {
        let mut kept = self.lock();
        let session = kept.by_hash.get_mut(&hash(value))?;
        if !holds(session, now) {
            return None;
        }
        if now - session.used_at >= NOTED_EVERY {
            session.used_at = now;
            let session = *session;
            let noted = kept
                .database
                .execute("UPDATE session SET used_at = ?2 WHERE hash = ?1", (session.hash, now.timestamp()));
            if let Err(error) = noted {
                tracing::warn!(%error, "the use of a session could not be noted");
            }
            return Some(session);
        }
        Some(*session)
    }

    /// Whether a session that was found still holds: it may have been ended since.
    pub fn still_holds(&self, session: &Session, now: DateTime<Utc>) -> bool {
        self.lock().by_hash.get(&session.hash).is_some_and(|session| holds(session, now))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database.
    pub fn end(&self, value: &str) -> Result<(), SessionError> {
        let mut kept = self.lock();
        let hash = hash(value);
        kept.by_hash.remove(&hash);
        kept.database.execute("DELETE FROM session WHERE hash = ?1", [hash])?;
        Ok(())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn holds(session: &Session, now: DateTime<Utc>) -> bool {
    session.unattended || (now - session.used_at < IDLE && now - session.began_at < ABSOLUTE)
}

fn hash(value: &str) -> [u8; 32] {
    Sha256::digest(value.as_bytes()).into()
}

fn read(database: &Connection) -> Result<Vec<Session>, rusqlite::Error> {
    let instant = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let mut statement = database.prepare("SELECT hash, staff, unattended, began_at, used_at FROM session")?;
    let rows = statement.query_map([], |row| {
        Ok(Session {
            hash: row.get(0)?,
            staff: StaffId(Uuid::from_bytes(row.get(1)?)),
            unattended: row.get(2)?,
            began_at: instant(row.get(3)?),
            used_at: instant(row.get(4)?),
        })
    })?;
    rows.collect()
}
