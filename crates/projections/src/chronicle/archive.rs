//! Chronicles in a database file. It holds what snapshots hold, and lies among them.

use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, DirBuilder, OpenOptions},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use tavle_domain::{effective::AsOf, id::ParticipantId};
use uuid::Uuid;

use super::stretch::Chronicle;
use crate::{
    board::{Followed, Person},
    in_memory::Fold,
    model::ModelError,
    read_db::{as_integer, as_position, remove_database},
};

/// Version of the tables, and of the state in them: it moves with the board's.
const VERSION: u32 = Followed::VERSION * 100 + 2;

/// When the first stretch begins.
const EVER: i64 = DateTime::<Utc>::MIN_UTC.timestamp_micros();

const TABLES: &str = "
    CREATE TABLE built (log BLOB NOT NULL) STRICT;
    CREATE TABLE chronicle (
        subject BLOB PRIMARY KEY, up_to INTEGER NOT NULL, recorded_at INTEGER NOT NULL, incomplete_from INTEGER
    ) STRICT;
    CREATE TABLE stretch (subject BLOB NOT NULL, began INTEGER NOT NULL, members BLOB NOT NULL) STRICT;
    CREATE UNIQUE INDEX stretch_of ON stretch (subject, began);
    CREATE TABLE known (
        subject BLOB NOT NULL, began INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
        person BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX known_of ON known (subject, began, since);";

/// What is kept of a participant for a look at an instant.
#[derive(Debug)]
pub struct Kept {
    /// The last position that it heeds.
    pub up_to: u64,
    /// When that was recorded.
    pub recorded_at: DateTime<Utc>,
    /// What was known from here on lacks something that could not be read.
    pub incomplete_from: Option<DateTime<Utc>>,
    /// Where the stretch begins in which the instant lies.
    pub from: DateTime<Utc>,
    /// What everything until then came to, as known at the instant.
    pub person: Option<Person>,
    /// Positions of what has to be folded onto it.
    pub members: Vec<u64>,
}

/// The chronicles of an installation.
#[derive(Debug)]
pub struct Archive(Mutex<Connection>);

impl Archive {
    /// In a file of one log of `head` events. Whatever is off about the file, it is made anew.
    ///
    /// # Errors
    /// SQLite or the file system.
    pub fn open(directory: &Path, log: Uuid, head: u64) -> Result<Self, ModelError> {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        let path = directory.join(format!("past.v{VERSION}.db"));
        for other in fs::read_dir(directory)?.flatten() {
            let name = other.file_name().to_string_lossy().into_owned();
            if name.starts_with("past.v") && name.ends_with(".db") && other.path() != path {
                remove_database(&other.path())?;
            }
        }
        if let Ok(Some(kept)) = existing(&path, log, head) {
            return Self::prepared(kept);
        }
        remove_database(&path)?;
        // Its owner alone may read it; what SQLite puts beside it is made likewise.
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        let connection = Connection::open(&path)?;
        made(&connection, log)?;
        Self::prepared(connection)
    }

    /// Gone with the process.
    ///
    /// # Errors
    /// SQLite.
    pub fn in_memory() -> Result<Self, ModelError> {
        let connection = Connection::open_in_memory()?;
        made(&connection, Uuid::nil())?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Losing the last transactions loses nothing: they come back from the log.
    fn prepared(connection: Connection) -> Result<Self, ModelError> {
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192;",
        )?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Up to where each participant has a chronicle.
    ///
    /// # Errors
    /// SQLite.
    pub fn reached(&self) -> Result<HashMap<ParticipantId, u64>, ModelError> {
        let db = self.lock();
        let mut statement = db.prepare_cached("SELECT subject, up_to FROM chronicle")?;
        let rows = statement.query_map([], |row| {
            Ok((ParticipantId(Uuid::from_bytes(row.get(0)?)), as_position(row.get(1)?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What is kept of each of these for a look at an instant.
    ///
    /// # Errors
    /// SQLite.
    pub fn at(
        &self,
        who: &[ParticipantId],
        as_of: AsOf,
    ) -> Result<BTreeMap<ParticipantId, Kept>, ModelError> {
        let mut db = self.lock();
        let reading = db.transaction()?;
        let mut kept = BTreeMap::new();
        for id in who {
            kept.extend(one(&reading, *id, as_of)?.map(|of| (*id, of)));
        }
        Ok(kept)
    }

    /// Keeps a participant's chronicle in place of an earlier one.
    ///
    /// # Errors
    /// SQLite.
    pub fn keep(&self, who: ParticipantId, chronicle: &Chronicle) -> Result<(), ModelError> {
        let mut db = self.lock();
        let writing = db.transaction()?;
        let subject = who.0.as_bytes();
        for table in ["DELETE FROM stretch WHERE subject = ?1", "DELETE FROM known WHERE subject = ?1"] {
            writing.prepare_cached(table)?.execute([subject])?;
        }
        let at = |at: DateTime<Utc>| at.timestamp_micros();
        writing.prepare_cached("INSERT OR REPLACE INTO chronicle VALUES (?1, ?2, ?3, ?4)")?.execute(
            params![
                subject,
                as_integer(chronicle.up_to),
                at(chronicle.recorded_at),
                chronicle.incomplete_from.map(at)
            ],
        )?;
        for stretch in &chronicle.stretches {
            let (began, members) = (at(stretch.from), postcard::to_stdvec(&stretch.members)?);
            writing
                .prepare_cached("INSERT INTO stretch VALUES (?1, ?2, ?3)")?
                .execute(params![subject, began, members])?;
            for known in stretch.before.iter().filter(|known| known.is_lasting()) {
                let person = postcard::to_stdvec(&known.person)?;
                writing.prepare_cached("INSERT OR REPLACE INTO known VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(
                    params![subject, began, at(known.since), known.until.map_or(i64::MAX, at), person],
                )?;
            }
        }
        Ok(writing.commit()?)
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A database of this version and log, that knows of nothing past its end.
fn existing(path: &Path, log: Uuid, head: u64) -> Result<Option<Connection>, ModelError> {
    if !path.exists() {
        return Ok(None);
    }
    let connection = Connection::open(path)?;
    let of: Option<[u8; 16]> =
        connection.query_row("SELECT log FROM built", [], |row| row.get(0)).optional()?;
    let reached: Option<i64> =
        connection.query_row("SELECT max(up_to) FROM chronicle", [], |row| row.get(0))?;
    let is_ours = of == Some(*log.as_bytes()) && reached.is_none_or(|reached| as_position(reached) <= head);
    Ok(is_ours.then_some(connection))
}

fn made(connection: &Connection, log: Uuid) -> Result<(), ModelError> {
    let making = connection.unchecked_transaction()?;
    making.execute_batch(TABLES)?;
    making.execute("INSERT INTO built (log) VALUES (?1)", [log.as_bytes()])?;
    Ok(making.commit()?)
}

fn one(db: &Connection, who: ParticipantId, as_of: AsOf) -> Result<Option<Kept>, ModelError> {
    let subject = who.0.as_bytes();
    let instant = |at: Option<DateTime<Utc>>| at.map_or(i64::MAX, |at| at.timestamp_micros());
    let known_at = instant(as_of.known_at);
    let until = known_at.min(instant(as_of.happened_at));
    let at = |at: i64| DateTime::from_timestamp_micros(at).unwrap_or_default();
    // The first stretch holds for whatever was known, however long ago.
    let found = db
        .prepare_cached(
            "SELECT up_to, recorded_at, incomplete_from, began, person FROM chronicle JOIN known USING (subject)
             WHERE subject = ?1 AND began <= ?2 AND since <= ?3 AND until > ?3 ORDER BY began DESC LIMIT 1",
        )?
        .query_row(params![subject, until, known_at.clamp(EVER, i64::MAX - 1)], |row| {
            let person: Vec<u8> = row.get(4)?;
            Ok((row.get(3)?, person, Kept {
                up_to: as_position(row.get(0)?),
                recorded_at: at(row.get(1)?),
                incomplete_from: row.get::<_, Option<i64>>(2)?.map(at),
                from: at(row.get(3)?),
                person: None,
                members: Vec::new(),
            }))
        })
        .optional()?;
    let Some((began, person, mut kept)): Option<(i64, Vec<u8>, _)> = found else { return Ok(None) };
    kept.person = postcard::from_bytes(&person)?;
    let mut statement = db.prepare_cached(
        "SELECT members FROM stretch WHERE subject = ?1 AND began BETWEEN ?2 AND ?3 ORDER BY began",
    )?;
    let mut rows = statement.query(params![subject, began, until])?;
    while let Some(row) = rows.next()? {
        kept.members.extend(postcard::from_bytes::<Vec<u64>>(row.get_ref(0)?.as_blob().unwrap_or_default())?);
    }
    // One that was moved in time belongs to several.
    kept.members.sort_unstable();
    kept.members.dedup();
    Ok(Some(kept))
}
