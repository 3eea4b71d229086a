//! `read.db`: rows of positions and keys. It holds nothing that an entry says about a person, and is deleted
//! and built again whenever its version changes.

use std::{path::Path, sync::Arc, sync::Mutex, sync::MutexGuard, sync::PoisonError};

use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use crate::model::ModelError;

/// Version of all tables together. Another version in the file means: build again.
const VERSION: i64 = 1;

const TABLES: &str = "
    -- The log that the rows were built from.
    CREATE TABLE log (id BLOB NOT NULL) STRICT;

    CREATE TABLE checkpoint (model TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;

    -- An entry by its participant and when it occurred, corrections applied.
    CREATE TABLE timeline (
        position INTEGER PRIMARY KEY, subject BLOB NOT NULL, occurred_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX timeline_by_subject ON timeline (subject, occurred_at, position);

    -- A correction or an error mark, by the entry that it comes down to.
    CREATE TABLE amendment (position INTEGER PRIMARY KEY, entry_position INTEGER NOT NULL) STRICT;
    CREATE INDEX amendment_by_entry ON amendment (entry_position, position);

    -- Every event, by who wrote it, when, about whom.
    CREATE TABLE audit (
        position INTEGER PRIMARY KEY, team BLOB NOT NULL, subject BLOB, actor BLOB NOT NULL,
        event_type TEXT NOT NULL, recorded_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_team ON audit (team, position);
    CREATE INDEX audit_by_subject ON audit (subject, position);
";

/// The database of stored read models.
#[derive(Clone)]
pub struct ReadDb(Arc<Mutex<Connection>>);

impl ReadDb {
    /// Opens `read.db` in a directory, building it from nothing where it is missing, of another version, or
    /// built from another log than this one of `head` events.
    ///
    /// # Errors
    /// SQLite.
    pub fn open(directory: &Path, log: Uuid, head: u64) -> Result<Self, ModelError> {
        let path = directory.join("read.db");
        let connection = Connection::open(&path)?;
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version == VERSION && is_of(&connection, log, head)? {
            return Self::prepare(connection);
        }
        drop(connection);
        for suffix in ["", "-wal", "-shm"] {
            let mut name = path.clone().into_os_string();
            name.push(suffix);
            // What is not there need not be deleted.
            let _ = std::fs::remove_file(name);
        }
        Self::create(Connection::open(&path)?, log)
    }

    /// A database in memory.
    ///
    /// # Errors
    /// SQLite.
    pub fn in_memory() -> Result<Self, ModelError> {
        Self::create(Connection::open_in_memory()?, Uuid::nil())
    }

    fn create(connection: Connection, log: Uuid) -> Result<Self, ModelError> {
        connection.execute_batch(TABLES)?;
        connection.execute("INSERT INTO log (id) VALUES (?1)", [log.as_bytes()])?;
        connection.pragma_update(None, "user_version", VERSION)?;
        Self::prepare(connection)
    }

    fn prepare(connection: Connection) -> Result<Self, ModelError> {
        // Losing the last transaction loses nothing: its checkpoint goes with it.
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn checkpoint(&self, model: &str) -> Result<u64, ModelError> {
        let position =
            self.lock().query_row("SELECT position FROM checkpoint WHERE model = ?1", [model], |row| {
                row.get::<_, i64>(0)
            });
        Ok(u64::try_from(position.optional()?.unwrap_or_default()).unwrap_or_default())
    }
}

/// Whether the rows were built from this log, and from no more of it than there is.
fn is_of(connection: &Connection, log: Uuid, head: u64) -> Result<bool, ModelError> {
    let id: Option<[u8; 16]> = connection.query_row("SELECT id FROM log", [], |row| row.get(0)).optional()?;
    let reached: Option<i64> =
        connection.query_row("SELECT max(position) FROM checkpoint", [], |row| row.get(0))?;
    Ok(id == Some(*log.as_bytes()) && as_position(reached.unwrap_or_default()) <= head)
}

/// Moves a model's checkpoint within its transaction.
pub fn set_checkpoint(connection: &Connection, model: &str, position: u64) -> Result<(), ModelError> {
    connection.execute(
        "INSERT INTO checkpoint (model, position) VALUES (?1, ?2)
         ON CONFLICT (model) DO UPDATE SET position = excluded.position",
        (model, as_integer(position)),
    )?;
    Ok(())
}

/// A position as SQLite has it.
pub fn as_integer(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

/// A position from SQLite.
pub fn as_position(integer: i64) -> u64 {
    u64::try_from(integer).unwrap_or_default()
}

/// Hash over a query's rows of integers and blobs.
pub fn digest_rows(connection: &Connection, query: &str) -> Result<[u8; 32], ModelError> {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    let mut statement = connection.prepare(query)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            hash.update(format!("{:?}", row.get_ref(column)?));
        }
    }
    Ok(hash.finalize().into())
}
