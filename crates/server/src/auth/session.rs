//! Server-side sessions. The cookie holds 256 random bits; what is kept is their hash, so a stolen database
//! opens no session. Kept on disk, so that a restart signs nobody out and a wall goes on by itself.

use std::{
    collections::{HashMap, HashSet},
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
    /// Sessions whose row is not what is held here: a full or read-only disk did not take it.
    unsaved: HashSet<[u8; 32]>,
}

impl Kept {
    /// Writes a session's row, or takes it away where the session has ended, and with it whatever the disk
    /// did not take before. Nobody is kept out by a disk that takes nothing: what is held here counts, and
    /// only a restart before the disk has room again would forget it.
    fn save(&mut self, hash: [u8; 32]) {
        self.unsaved.insert(hash);
        for hash in self.unsaved.iter().copied().collect::<Vec<_>>() {
            let saved = match self.by_hash.get(&hash) {
                Some(session) => write(&self.database, session),
                None => self.database.execute("DELETE FROM session WHERE hash = ?1", [hash]),
            };
            match saved {
                Ok(_) => {
                    self.unsaved.remove(&hash);
                }
                Err(error) => {
                    tracing::warn!(%error, unsaved = self.unsaved.len(), "sessions could not be saved");
                    return;
                }
            }
        }
    }
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
        Ok(Self(Mutex::new(Kept { database, by_hash, unsaved: HashSet::new() })))
    }

    /// Begins a session and gives the cookie's value.
    ///
    /// # Errors
    /// No randomness.
    pub fn begin(
        &self,
        staff: StaffId,
        unattended: bool,
        now: DateTime<Utc>,
    ) -> Result<String, SessionError> {
        let value = URL_SAFE_NO_PAD.encode(random()?);
        let session = Session { hash: hash(&value), staff, unattended, began_at: now, used_at: now };
        let mut kept = self.lock();
        kept.by_hash.insert(session.hash, session);
        kept.save(session.hash);
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
            kept.save(session.hash);
            return Some(session);
        }
        Some(*session)
    }

    /// Whether a session that was found still holds: it may have been ended since.
    pub fn still_holds(&self, session: &Session, now: DateTime<Utc>) -> bool {
        self.lock().by_hash.get(&session.hash).is_some_and(|session| holds(session, now))
    }

    /// Ends a session.
    pub fn end(&self, value: &str) {
        let mut kept = self.lock();
        let hash = hash(value);
        if kept.by_hash.remove(&hash).is_some() {
            kept.save(hash);
        }
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

fn write(database: &Connection, session: &Session) -> Result<usize, rusqlite::Error> {
    database.execute(
        "INSERT INTO session (hash, staff, unattended, began_at, used_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (hash) DO UPDATE SET used_at = excluded.used_at",
        (
            session.hash,
            session.staff.0.as_bytes(),
            session.unattended,
            session.began_at.timestamp(),
            session.used_at.timestamp(),
        ),
    )
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
