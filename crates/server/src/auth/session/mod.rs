//! Server-side sessions. The cookie holds 256 random bits; what is kept is their hash, so a stolen database
//! opens no session. Kept on disk, so that a restart signs nobody out and a wall goes on by itself.

mod rows;

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
use tavle_domain::id::{StaffId, TeamId};
use tokio::sync::watch;
use uuid::{Builder, Uuid};

use crate::secret::random;

/// Without a request for so long, a session ends.
const IDLE: Duration = Duration::minutes(30);
/// After so long, a session ends.
const ABSOLUTE: Duration = Duration::hours(10);
/// How often the last use is written down.
const NOTED_EVERY: Duration = Duration::minutes(1);
/// How often the cookie's value is changed.
const ROTATED_EVERY: Duration = Duration::hours(1);
/// So long the value before still holds, for requests that were on their way; and so long a value that was
/// handed out is waited for before another one is.
const GRACE: Duration = Duration::minutes(1);

/// What is kept of a cookie's value.
type Hash = [u8; 32];

/// A session that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Names it to people; opens nothing.
    pub id: Uuid,
    /// Whose it is.
    pub staff: StaffId,
    /// The team whose wall it shows. A wall's session has no end of its own.
    pub wall: Option<TeamId>,
    /// When somebody signed in.
    pub began_at: DateTime<Utc>,
    /// The last request, to the minute.
    pub used_at: DateTime<Utc>,
    hash: Hash,
    rotated_at: DateTime<Utc>,
    /// The value before, and until when it holds.
    previous: Option<(Hash, DateTime<Utc>)>,
    /// The value that was handed out and not seen yet, and when. Until it is seen, the present one holds: an
    /// answer that is lost on its way signs nobody out.
    next: Option<(Hash, DateTime<Utc>)>,
}

impl Session {
    /// Whether nobody sits at it.
    #[must_use]
    pub const fn is_unattended(&self) -> bool {
        self.wall.is_some()
    }

    fn holds(&self, now: DateTime<Utc>) -> bool {
        self.is_unattended() || (now - self.used_at < IDLE && now - self.began_at < ABSOLUTE)
    }

    fn hashes(&self) -> impl Iterator<Item = Hash> {
        [Some(self.hash), self.previous.map(|(hash, _)| hash), self.next.map(|(hash, _)| hash)]
            .into_iter()
            .flatten()
    }
}

/// A session could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The database.
    #[error("the database of sessions failed")]
    Database(#[from] rusqlite::Error),
    /// No randomness, or no file.
    #[error("no session could be made")]
    Io(#[from] io::Error),
}

/// A session has ended, but the disk did not take it: a restart before it does would bring it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the end of a session could not be written down")]
pub struct NotDurable;

/// All sessions.
pub struct Sessions {
    kept: Mutex<Kept>,
    /// How many have ended.
    ended: watch::Sender<u64>,
}

struct Kept {
    database: Connection,
    /// Sessions of a demonstration open nothing else.
    demo: bool,
    sessions: HashMap<Uuid, Session>,
    by_hash: HashMap<Hash, Uuid>,
    /// Sessions whose row is not what is held here: a full or read-only disk did not take it.
    unsaved: HashSet<Uuid>,
}

impl Kept {
    /// Puts a session in the place of what was there under its id, and writes its row.
    fn put(&mut self, session: Session) {
        if let Some(old) = self.sessions.insert(session.id, session) {
            for hash in old.hashes() {
                self.by_hash.remove(&hash);
            }
        }
        self.by_hash.extend(session.hashes().map(|hash| (hash, session.id)));
        self.unsaved.insert(session.id);
        self.save();
    }

    fn remove(&mut self, id: Uuid) -> bool {
        let Some(session) = self.sessions.remove(&id) else { return false };
        for hash in session.hashes() {
            self.by_hash.remove(&hash);
        }
        self.unsaved.insert(id);
        true
    }

    /// Writes the rows of sessions that the disk does not have as they are, and takes away those of sessions that
    /// have ended. Nobody is kept out by a disk that takes nothing: what is held here counts, and only a restart
    /// before the disk has room again would forget it.
    fn save(&mut self) {
        for id in self.unsaved.iter().copied().collect::<Vec<_>>() {
            let saved = match self.sessions.get(&id) {
                Some(session) => rows::write(&self.database, session, self.demo),
                None => rows::delete(&self.database, id),
            };
            match saved {
                Ok(_) => {
                    self.unsaved.remove(&id);
                }
                Err(error) => {
                    tracing::warn!(%error, unsaved = self.unsaved.len(), "sessions could not be saved");
                    return;
                }
            }
        }
    }

    /// The session that a cookie opens. A value that was handed out and is seen for the first time takes the
    /// place of the one before.
    fn open(&mut self, value: &str, now: DateTime<Utc>) -> Option<Session> {
        let hash = hash(value);
        let mut session = *self.sessions.get(self.by_hash.get(&hash)?)?;
        if !session.holds(now)
            || session.previous.is_some_and(|(previous, until)| previous == hash && now >= until)
        {
            return None;
        }
        if session.next.is_some_and(|(next, _)| next == hash) {
            session.previous = Some((session.hash, now + GRACE));
            session.hash = hash;
            session.next = None;
            session.rotated_at = now;
            self.put(session);
        }
        Some(session)
    }
}

impl Sessions {
    /// Opens `sessions.db` in the data directory. Sessions of a demonstration do not outlive it.
    ///
    /// # Errors
    /// The database.
    pub fn open(data: &Path, demo: bool) -> Result<Self, SessionError> {
        let database = rows::open(data, demo)?;
        let sessions: HashMap<_, _> =
            rows::read(&database)?.into_iter().map(|session| (session.id, session)).collect();
        let hashes = |session: &Session| session.hashes().map(|hash| (hash, session.id)).collect::<Vec<_>>();
        let by_hash = sessions.values().flat_map(hashes).collect();
        let kept = Kept { database, demo, sessions, by_hash, unsaved: HashSet::new() };
        Ok(Self { kept: Mutex::new(kept), ended: watch::Sender::new(0) })
    }

    /// Begins a session, of a wall where a team is named, and gives it with the cookie's value.
    ///
    /// # Errors
    /// No randomness.
    pub fn begin(
        &self,
        staff: StaffId,
        wall: Option<TeamId>,
        now: DateTime<Utc>,
    ) -> Result<(Session, String), SessionError> {
        let value = value()?;
        let mut id = [0; 16];
        id.copy_from_slice(&random()?[..16]);
        let session = Session {
            id: Builder::from_custom_bytes(id).into_uuid(),
            staff,
            wall,
            began_at: now,
            used_at: now,
            hash: hash(&value),
            rotated_at: now,
            previous: None,
            next: None,
        };
        self.lock().put(session);
        Ok((session, value))
    }

    /// The session that a cookie opens, if it holds. Counts as use.
    pub fn find(&self, value: &str, now: DateTime<Utc>) -> Option<Session> {
        let mut kept = self.lock();
        let mut session = kept.open(value, now)?;
        if now - session.used_at >= NOTED_EVERY {
            session.used_at = now;
            kept.put(session);
        }
        Some(session)
    }

    /// The cookie's next value, where it is time for one. A wall keeps its value: it may lose its power at
    /// any moment, and nobody is there to sign it in again.
    pub fn renewed(&self, old: &str, now: DateTime<Utc>) -> Option<String> {
        let mut kept = self.lock();
        let mut session = kept.open(old, now)?;
        let is_due = now - session.rotated_at >= ROTATED_EVERY
            && session.next.is_none_or(|(_, handed_out)| now - handed_out >= GRACE);
        if session.is_unattended() || !is_due || hash(old) != session.hash {
            return None;
        }
        let value = value().ok()?;
        session.next = Some((hash(&value), now));
        kept.put(session);
        Some(value)
    }

    /// Gives a session another value at once; the one before opens nothing any more.
    ///
    /// # Errors
    /// No randomness.
    pub fn rotate(&self, id: Uuid, now: DateTime<Utc>) -> Result<Option<String>, SessionError> {
        let value = value()?;
        let mut kept = self.lock();
        let Some(mut session) = kept.sessions.get(&id).copied() else { return Ok(None) };
        (session.hash, session.rotated_at) = (hash(&value), now);
        (session.previous, session.next) = (None, None);
        kept.put(session);
        Ok(Some(value))
    }

    /// Whether a session that was found still holds: it may have been ended since.
    pub fn still_holds(&self, session: &Session, now: DateTime<Utc>) -> bool {
        self.lock().sessions.get(&session.id).is_some_and(|session| session.holds(now))
    }

    /// Sessions that hold, the one that began first first.
    pub fn all(&self, now: DateTime<Utc>) -> Vec<Session> {
        let mut all: Vec<_> =
            self.lock().sessions.values().filter(|session| session.holds(now)).copied().collect();
        all.sort_by_key(|session| (session.began_at, session.id));
        all
    }

    /// Ends the sessions for which this holds: at once here, and on the disk before this returns.
    ///
    /// # Errors
    /// [`NotDurable`], also for one that ended before and that the disk still does not take: whoever ends it again
    /// is not told that all is well.
    pub fn end(&self, is_over: impl Fn(&Session) -> bool) -> Result<(), NotDurable> {
        let mut kept = self.lock();
        let over: Vec<_> =
            kept.sessions.values().filter(|session| is_over(session)).map(|session| session.id).collect();
        let ended = over.into_iter().filter(|id| kept.remove(*id)).count();
        kept.save();
        let is_durable = kept.unsaved.iter().all(|id| kept.sessions.contains_key(id));
        drop(kept);
        if ended > 0 {
            self.ended.send_modify(|count| *count += ended as u64);
        }
        if is_durable { Ok(()) } else { Err(NotDurable) }
    }

    /// Ends the session that a cookie opens.
    ///
    /// # Errors
    /// [`NotDurable`].
    pub fn end_of_cookie(&self, value: &str) -> Result<(), NotDurable> {
        let id = self.lock().by_hash.get(&hash(value)).copied();
        self.end(|session| Some(session.id) == id)
    }

    /// Takes away what has ended by itself, and what the disk did not take before.
    pub fn sweep(&self, now: DateTime<Utc>) {
        // What does not hold any more does not hold after a restart either; a failure is in the log.
        let _ = self.end(|session| !session.holds(now));
    }

    /// Moves when a session has ended before its time or was taken away: whatever is open may have to close.
    #[must_use]
    pub fn ended(&self) -> watch::Receiver<u64> {
        self.ended.subscribe()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn value() -> io::Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random()?))
}

fn hash(value: &str) -> Hash {
    Sha256::digest(value.as_bytes()).into()
}
