//! The tables. The first schema can never be rewritten: it may only be added to.

use rusqlite::{Connection, Error, OptionalExtension};
use uuid::Uuid;

use crate::error::StoreError;

use super::fault::read_fault;

/// `Tavl` in ASCII: tells the file from other SQLite databases.
const APPLICATION_ID: i64 = 0x5461_766C;

/// Version of the tables, kept in `user_version`.
const SCHEMA_VERSION: i64 = 1;

/// Before 3.51.3, resetting the write-ahead log can damage the database.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Ids are 16 bytes, times µs since 1970 UTC. The digest is described at `Stored::digest_of`.
const TABLES: &str = "
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
    position     INTEGER PRIMARY KEY CHECK (position > 0),
    stream       TEXT    NOT NULL,
    revision     INTEGER NOT NULL CHECK (revision >= 0),
    id           BLOB    NOT NULL CHECK (length(id) = 16),
    type         TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    occurred_at  INTEGER NOT NULL,
    precision    TEXT    NOT NULL,
    recorded_at  INTEGER NOT NULL,
    actor        BLOB    NOT NULL CHECK (length(actor) = 16),
    role         TEXT    NOT NULL,
    organisation TEXT    NOT NULL,
    team         BLOB    NOT NULL CHECK (length(team) = 16),
    subject      BLOB             CHECK (length(subject) = 16),
    class        TEXT    NOT NULL,
    legal_basis  TEXT,
    command      BLOB    NOT NULL CHECK (length(command) = 16),
    ordinal      INTEGER NOT NULL CHECK (ordinal >= 0),
    correlation  BLOB    NOT NULL CHECK (length(correlation) = 16),
    causation    BLOB             CHECK (length(causation) = 16),
    request_mac  BLOB    NOT NULL,
    data         BLOB    NOT NULL,
    digest       BLOB    NOT NULL CHECK (length(digest) = 32)
) STRICT;
";

/// Uniqueness as indexes of their own, so that a bulk load can build them once at the end. An index entry
/// ends with the position, so the last two give log order without sorting.
const INDEXES: &str = "
CREATE UNIQUE INDEX log_stream  ON log (stream, revision);
CREATE UNIQUE INDEX log_id      ON log (id);
CREATE UNIQUE INDEX log_command ON log (actor, command, ordinal);
CREATE INDEX        log_subject ON log (subject) WHERE subject IS NOT NULL;
CREATE INDEX        log_team    ON log (team);
";

/// Nothing is changed and nothing goes. The check on insert closes the way round: `INSERT OR REPLACE` takes
/// rows away without calling the trigger on delete.
const TRIGGERS: &str = "
CREATE TRIGGER log_no_update BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER log_no_delete BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER log_in_order BEFORE INSERT ON log
WHEN NEW.position <> (SELECT coalesce(max(position), 0) + 1 FROM log)
  OR NEW.revision <> (SELECT coalesce(max(revision), -1) + 1 FROM log WHERE stream = NEW.stream)
  OR EXISTS (SELECT 1 FROM log WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM log WHERE actor = NEW.actor AND command = NEW.command AND ordinal = NEW.ordinal)
BEGIN SELECT RAISE(ABORT, 'the log takes new events at its end only'); END;
";

/// Refuses to go on with an SQLite that can damage the log.
pub fn check_sqlite() -> Result<(), StoreError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(StoreError::SqliteTooOld { found: rusqlite::version() });
    }
    Ok(())
}

/// Creates the tables where the file is new, else checks that they are ours. Gives the store's id.
pub fn ensure(db: &mut Connection) -> Result<Uuid, StoreError> {
    if is_new(db)? {
        create(db, true).map_err(read_fault)?;
    }
    check(db)?;
    let id: Option<[u8; 16]> = db
        .query_row("SELECT value FROM meta WHERE name = 'store_id'", [], |row| row.get(0))
        .optional()
        .map_err(read_fault)?;
    id.map(Uuid::from_bytes).ok_or(StoreError::NotOurs)
}

/// Whether nobody has made anything of the file yet.
pub fn is_new(db: &Connection) -> Result<bool, StoreError> {
    let tables: i64 =
        db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(read_fault)?;
    Ok(tables == 0 && pragma(db, "application_id")? == 0)
}

/// Refuses a file that is not ours or has tables that this version does not know.
pub fn check(db: &Connection) -> Result<(), StoreError> {
    if pragma(db, "application_id")? != APPLICATION_ID {
        return Err(StoreError::NotOurs);
    }
    match pragma(db, "user_version")? {
        SCHEMA_VERSION => Ok(()),
        found => Err(StoreError::SchemaUnknown { found }),
    }
}

fn pragma(db: &Connection, name: &str) -> Result<i64, StoreError> {
    db.pragma_query_value(None, name, |row| row.get(0)).map_err(read_fault)
}

/// Creates the tables in one transaction; the rest now or, for a bulk load, with [`finish`].
pub fn create(db: &mut Connection, and_finish: bool) -> Result<(), Error> {
    let transaction = db.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.execute(
        "INSERT INTO meta (name, value) VALUES ('store_id', randomblob(16)), ('schema_version', ?1)",
        [SCHEMA_VERSION.to_be_bytes()],
    )?;
    if and_finish {
        finish(&transaction)?;
    }
    transaction.commit()
}

/// Builds indexes and triggers, and only then calls the file ours.
pub fn finish(db: &Connection) -> Result<(), Error> {
    db.execute_batch(INDEXES)?;
    db.execute_batch(TRIGGERS)?;
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    db.pragma_update(None, "user_version", SCHEMA_VERSION)
}
