//! The stored read models: a database file each, of positions and keys. They hold nothing that an entry says
//! about a person.
//!
//! A file is named for its model and version, `read/timeline.v2.db`. One of another version is never changed:
//! it is read and fed as it is while the new one is built beside it, and deleted once that has taken its
//! place. A file that is missing, of another log, or ahead of the log is built from nothing.

mod shelf;
mod stored;
mod words;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OpenFlags, OptionalExtension};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{model::ModelError, view::View};

pub use self::{
    shelf::Shelf,
    stored::{Form, Rows, Stored},
    words::find,
};

/// The database that readers of a model read now.
pub type Served = std::sync::Arc<View<ReadDb>>;

/// What every file has beside the tables of its model. `owed` is who was still to be folded again when the
/// checkpoint was moved: it moves in the same transaction.
const TABLES: &str = "
    CREATE TABLE built (log BLOB NOT NULL, checkpoint INTEGER NOT NULL, whole INTEGER NOT NULL) STRICT;
    CREATE TABLE owed (subject BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    -- Ids and names that rows repeat, by a small number, in the order in which the log first has them.
    CREATE TABLE word (number INTEGER PRIMARY KEY, value BLOB NOT NULL UNIQUE) STRICT;
";

/// The database of one stored model. Whoever reads does not wait for whoever writes.
pub struct ReadDb {
    path: Option<PathBuf>,
    writing: Mutex<Connection>,
    reading: Option<Mutex<Connection>>,
}

impl ReadDb {
    /// Opens a file that was built from this log, and from no more of it than there is.
    fn open(path: &Path, version: u32, log: Uuid, head: u64) -> Result<Option<Self>, ModelError> {
        if !path.exists() {
            return Ok(None);
        }
        let connection = Connection::open(path)?;
        if user_version(&connection).unwrap_or_default() != i64::from(version) {
            return Ok(None);
        }
        let built: Option<([u8; 16], i64)> = connection
            .query_row("SELECT log, checkpoint FROM built", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match built {
            Some((of, reached)) if of == *log.as_bytes() && as_position(reached) <= head => {
                Self::prepare(connection, Some(path)).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn create(path: Option<&Path>, tables: &str, version: u32, log: Uuid) -> Result<Self, ModelError> {
        let mut connection = match path {
            Some(path) => Connection::open(path)?,
            None => Connection::open_in_memory()?,
        };
        // Rows are found by others that are as young: a page holds many of them.
        connection.execute_batch("PRAGMA page_size = 8192")?;
        let creating = connection.transaction()?;
        creating.execute_batch(TABLES)?;
        creating.execute_batch(tables)?;
        creating.execute("INSERT INTO built (log, checkpoint, whole) VALUES (?1, 0, 0)", [log.as_bytes()])?;
        // Last, and in the same transaction: without it the file is none of ours.
        creating.pragma_update(None, "user_version", version)?;
        creating.commit()?;
        Self::prepare(connection, path)
    }

    fn prepare(writing: Connection, path: Option<&Path>) -> Result<Self, ModelError> {
        // Losing the last transaction loses nothing: its checkpoint goes with it.
        writing.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384;",
        )?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reading = path.map(|path| Connection::open_with_flags(path, flags)).transpose()?.map(Mutex::new);
        Ok(Self { path: path.map(Path::to_owned), writing: Mutex::new(writing), reading })
    }

    /// The connection that rows are read with.
    pub(crate) fn reading(&self) -> MutexGuard<'_, Connection> {
        lock(self.reading.as_ref().unwrap_or(&self.writing))
    }

    fn writing(&self) -> MutexGuard<'_, Connection> {
        lock(&self.writing)
    }

    fn checkpoint(&self) -> Result<u64, ModelError> {
        Ok(as_position(self.writing().query_row("SELECT checkpoint FROM built", [], |row| row.get(0))?))
    }

    /// Whether it once reached the end of the log, and has its indexes.
    fn is_whole(&self) -> Result<bool, ModelError> {
        Ok(self.writing().query_row("SELECT whole FROM built", [], |row| row.get(0))?)
    }

    fn remove(&self) {
        if let Some(path) = &self.path
            && let Err(error) = remove_database(path)
        {
            tracing::warn!(%error, "a read model that is no longer read could not be deleted");
        }
    }
}

fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

fn user_version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Deletes a database with what SQLite keeps beside it.
pub fn remove_database(path: &Path) -> io::Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.to_owned().into_os_string();
        name.push(suffix);
        match fs::remove_file(name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Deletes a directory with everything in it, where there is one.
pub fn remove_directory(directory: &Path) -> io::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A position as SQLite has it.
pub fn as_integer(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

/// A position from SQLite.
pub fn as_position(integer: i64) -> u64 {
    u64::try_from(integer).unwrap_or_default()
}

/// Hash over the rows of queries, with the type and length of every value.
fn digest_rows(connection: &Connection, queries: &[&str]) -> Result<[u8; 32], ModelError> {
    use rusqlite::types::ValueRef;
    let mut hash = Sha256::new();
    for query in queries {
        let mut statement = connection.prepare(query)?;
        let columns = statement.column_count();
        hash.update(b"query");
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                match row.get_ref(column)? {
                    ValueRef::Null => hash.update([0]),
                    ValueRef::Integer(n) => {
                        hash.update([1]);
                        hash.update(n.to_be_bytes());
                    }
                    ValueRef::Real(n) => {
                        hash.update([2]);
                        hash.update(n.to_be_bytes());
                    }
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                        hash.update([3]);
                        hash.update((bytes.len() as u64).to_be_bytes());
                        hash.update(bytes);
                    }
                }
            }
        }
    }
    Ok(hash.finalize().into())
}
