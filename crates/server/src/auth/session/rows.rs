//! The rows of `sessions.db`.

use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Error};
use tavle_domain::id::{StaffId, TeamId};
use uuid::Uuid;

use super::{Hash, Session, SessionError};
use crate::auth::private_file;

/// The form of the table. One in another form is not read: everybody signs in again.
const FORM: i64 = 2;

/// Opens the database, for a demonstration or not: the sessions of the other kind are taken away.
pub fn open(data: &Path, demo: bool) -> Result<Connection, SessionError> {
    let path = data.join("sessions.db");
    private_file(&path)?;
    let database = Connection::open(path)?;
    // A session that was answered to have ended must not come back with the power.
    database.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    let form: i64 = database.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if form != FORM {
        database.execute_batch("DROP TABLE IF EXISTS session;")?;
        database.pragma_update(None, "user_version", FORM)?;
    }
    database.execute_batch(
        "CREATE TABLE IF NOT EXISTS session (
            id BLOB PRIMARY KEY, demo INTEGER NOT NULL, staff BLOB NOT NULL, wall BLOB,
            began_at INTEGER NOT NULL, used_at INTEGER NOT NULL,
            hash BLOB NOT NULL, rotated_at INTEGER NOT NULL,
            previous BLOB, previous_until INTEGER, next BLOB, next_at INTEGER
         ) STRICT, WITHOUT ROWID;",
    )?;
    let others = "SELECT EXISTS (SELECT 1 FROM session WHERE demo <> ?1)";
    if database.query_row(others, [demo], |row| row.get(0))? {
        database.execute("DELETE FROM session WHERE demo <> ?1", [demo])?;
    }
    Ok(database)
}

pub fn write(database: &Connection, session: &Session, demo: bool) -> Result<usize, Error> {
    let seconds = |pair: Option<(Hash, DateTime<Utc>)>| pair.map(|(_, at)| at.timestamp());
    let hash = |pair: Option<(Hash, DateTime<Utc>)>| pair.map(|(hash, _)| hash);
    let mut statement = database.prepare_cached(
        "INSERT OR REPLACE INTO session (id, demo, staff, wall, began_at, used_at, hash, rotated_at,
            previous, previous_until, next, next_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    statement.execute((
        session.id.as_bytes(),
        demo,
        session.staff.0.as_bytes(),
        session.wall.map(|team| *team.0.as_bytes()),
        session.began_at.timestamp(),
        session.used_at.timestamp(),
        session.hash,
        session.rotated_at.timestamp(),
        hash(session.previous),
        seconds(session.previous),
        hash(session.next),
        seconds(session.next),
    ))
}

pub fn delete(database: &Connection, id: Uuid) -> Result<usize, Error> {
    database.execute("DELETE FROM session WHERE id = ?1", [id.as_bytes()])
}

pub fn read(database: &Connection) -> Result<Vec<Session>, Error> {
    let instant = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let pair = |hash: Option<Hash>, at: Option<i64>| Some((hash?, instant(at?)));
    let mut statement = database.prepare(
        "SELECT id, staff, wall, began_at, used_at, hash, rotated_at, previous, previous_until, next, next_at
         FROM session",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Session {
            id: Uuid::from_bytes(row.get(0)?),
            staff: StaffId(Uuid::from_bytes(row.get(1)?)),
            wall: row.get::<_, Option<_>>(2)?.map(|team| TeamId(Uuid::from_bytes(team))),
            began_at: instant(row.get(3)?),
            used_at: instant(row.get(4)?),
            hash: row.get(5)?,
            rotated_at: instant(row.get(6)?),
            previous: pair(row.get(7)?, row.get(8)?),
            next: pair(row.get(9)?, row.get(10)?),
        })
    })?;
    rows.collect()
}
