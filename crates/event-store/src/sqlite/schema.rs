//! The tables. Once in use they may only be added to.

use rusqlite::{Connection, Error, OptionalExtension};
use uuid::Uuid;

use crate::error::StoreError;

use super::fault::read_fault;

/// `Tavl` in ASCII: tells the file from other SQLite databases.
const APPLICATION_ID: i64 = 0x5461_766C;

/// Version of the tables, kept in `user_version`. Version 1 never left development.
const SCHEMA_VERSION: i64 = 2;

/// Before 3.51.3, resetting the write-ahead log can damage the database.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Ids are 16 bytes, times µs since 1970 UTC. What many events share stands once, in tables that the log
/// refers to by number; see [`Names`](super::names::Names). The digest, described at `Stored::digest_of`, is
/// over the event as a whole, so a name changed behind a number is found like any other change.
///
/// Three columns leave out what follows from another: an empty subject is the participant whose stream it is,
/// an empty correlation is the command, an empty causation none.
const TABLES: &str = "
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stream (
    no   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE actor (
    no INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16)
) STRICT;

CREATE TABLE origin (
    no           INTEGER PRIMARY KEY,
    role         TEXT NOT NULL,
    organisation TEXT NOT NULL,
    team         BLOB NOT NULL CHECK (length(team) = 16),
    UNIQUE (role, organisation, team)
) STRICT;

CREATE TABLE form (
    no        INTEGER PRIMARY KEY,
    type      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    class     TEXT    NOT NULL,
    precision TEXT    NOT NULL,
    UNIQUE (type, version, class, precision)
) STRICT;

CREATE TABLE log (
    position    INTEGER PRIMARY KEY CHECK (position > 0),
    stream      INTEGER NOT NULL,
    revision    INTEGER NOT NULL CHECK (revision >= 0),
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    form        INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    actor       INTEGER NOT NULL,
    origin      INTEGER NOT NULL,
    subject     BLOB             CHECK (length(subject) IN (0, 16)),
    legal_basis TEXT,
    command     BLOB    NOT NULL CHECK (length(command) = 16),
    ordinal     INTEGER NOT NULL CHECK (ordinal >= 0),
    correlation BLOB    NOT NULL CHECK (length(correlation) IN (0, 16)),
    causation   BLOB             CHECK (length(causation) = 16),
    request_mac BLOB    NOT NULL,
    data        BLOB    NOT NULL,
    digest      BLOB    NOT NULL CHECK (length(digest) = 32)
) STRICT;
";

/// Ids and commands begin with the time: new ones go to the end of their index, also in a bulk load.
const INDEXES_IN_TIME: &str = "
CREATE UNIQUE INDEX log_id      ON log (id);
CREATE UNIQUE INDEX log_command ON log (command, actor, ordinal);
";

/// New events go to any place of these, so a bulk load builds them at the end.
const INDEXES_AT_RANDOM: &str = "
CREATE UNIQUE INDEX log_stream  ON log (stream, revision);
CREATE INDEX        log_subject ON log (subject) WHERE subject > x'';
";

/// The log as a person reads it.
const VIEW: &str = "
CREATE VIEW event AS
SELECT position, stream.name AS stream, revision, hex(log.id) AS id, type, version,
    strftime('%FT%TZ', occurred_at / 1000000, 'unixepoch') AS occurred_at, precision,
    strftime('%FT%TZ', recorded_at / 1000000, 'unixepoch') AS recorded_at,
    hex(actor.id) AS actor, role, organisation, hex(team) AS team,
    CASE WHEN subject = x'' THEN substr(stream.name, instr(stream.name, '-') + 1) ELSE hex(subject) END AS subject,
    class, hex(command) AS command, ordinal, CAST(data AS TEXT) AS data, hex(digest) AS digest
FROM log JOIN stream ON stream.no = log.stream JOIN actor ON actor.no = log.actor
    JOIN origin ON origin.no = log.origin JOIN form ON form.no = log.form;
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
  OR EXISTS (SELECT 1 FROM log WHERE command = NEW.command AND actor = NEW.actor AND ordinal = NEW.ordinal)
BEGIN SELECT RAISE(ABORT, 'the log takes new events at its end only'); END;
";

/// The same for each table of names, with what makes a name new.
const NAMED: [(&str, &str); 4] = [
    ("stream", "name = NEW.name"),
    ("actor", "id = NEW.id"),
    ("origin", "role = NEW.role AND organisation = NEW.organisation AND team = NEW.team"),
    ("form", "type = NEW.type AND version = NEW.version AND class = NEW.class AND precision = NEW.precision"),
];

fn triggers_of_names() -> String {
    let triggers = |(table, same): &(&str, &str)| {
        format!(
            "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
             BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
             CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
             BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
             CREATE TRIGGER {table}_in_order BEFORE INSERT ON {table}
             WHEN NEW.no <> (SELECT coalesce(max(no), 0) + 1 FROM {table})
               OR EXISTS (SELECT 1 FROM {table} WHERE {same})
             BEGIN SELECT RAISE(ABORT, 'the log takes new names at their end only'); END;"
        )
    };
    NAMED.iter().map(triggers).collect()
}

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
        create_whole(db).map_err(read_fault)?;
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

/// Creates the tables in one transaction, for events to be written one append at a time.
fn create_whole(db: &mut Connection) -> Result<(), Error> {
    let transaction = db.transaction()?;
    create_tables(&transaction)?;
    let id: [u8; 16] = transaction.query_row("SELECT randomblob(16)", [], |row| row.get(0))?;
    finish(&transaction, Uuid::from_bytes(id))?;
    transaction.commit()
}

/// Creates the tables, to be filled and then completed with [`finish`].
pub fn create_tables(db: &Connection) -> Result<(), Error> {
    db.execute_batch(TABLES)?;
    db.execute_batch(INDEXES_IN_TIME)
}

/// Builds the other indexes, view and triggers, and only then calls the file ours.
pub fn finish(db: &Connection, store_id: Uuid) -> Result<(), Error> {
    db.execute_batch(INDEXES_AT_RANDOM)?;
    db.execute_batch(VIEW)?;
    db.execute_batch(TRIGGERS)?;
    db.execute_batch(&triggers_of_names())?;
    db.execute("INSERT INTO meta (name, value) VALUES ('store_id', ?1)", [store_id.as_bytes()])?;
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    db.pragma_update(None, "user_version", SCHEMA_VERSION)
}
