//! One event as a row.

use rusqlite::{CachedStatement, Connection, Error, OptionalExtension, Result, Row, params};
use uuid::Uuid;

use crate::{
    admit::Lookup,
    envelope::{Envelope, Stored},
};

/// All columns, in the order of [`read`] and [`INSERT`]. A macro, because statements are put together from it.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT position, stream, revision, id, type, version, occurred_at, precision, recorded_at, actor, ",
            "role, organisation, team, subject, class, legal_basis, command, ordinal, correlation, causation, ",
            "request_mac, data, digest FROM log ",
            $rest
        )
    };
}
pub(super) use select;

/// Inserts one event.
pub const INSERT: &str = "INSERT INTO log (position, stream, revision, id, type, version, occurred_at, precision, \
     recorded_at, actor, role, organisation, team, subject, class, legal_basis, command, ordinal, correlation, \
     causation, request_mac, data, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, \
     ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)";

/// Reads a row with the columns of [`select`].
pub fn read(row: &Row<'_>) -> Result<Stored> {
    Ok(Stored {
        position: number(row, 0)?,
        revision: number(row, 2)?,
        recorded_at: row.get(8)?,
        envelope: Envelope {
            stream: row.get(1)?,
            id: id(row, 3)?,
            event_type: row.get(4)?,
            version: row.get(5)?,
            occurred_at: row.get(6)?,
            precision: row.get(7)?,
            actor: id(row, 9)?,
            role: row.get(10)?,
            organisation: row.get(11)?,
            team: id(row, 12)?,
            subject: optional_id(row, 13)?,
            class: row.get(14)?,
            legal_basis: row.get(15)?,
            command: id(row, 16)?,
            ordinal: row.get(17)?,
            correlation: id(row, 18)?,
            causation: optional_id(row, 19)?,
            request_mac: row.get(20)?,
            data: row.get(21)?,
        },
        digest: row.get(22)?,
    })
}

/// Writes a row through the prepared [`INSERT`].
pub fn insert(statement: &mut CachedStatement<'_>, stored: &Stored) -> Result<()> {
    let envelope = &stored.envelope;
    statement.execute(params![
        signed(stored.position),
        envelope.stream,
        signed(stored.revision),
        envelope.id.as_bytes(),
        envelope.event_type,
        envelope.version,
        envelope.occurred_at,
        envelope.precision,
        stored.recorded_at,
        envelope.actor.as_bytes(),
        envelope.role,
        envelope.organisation,
        envelope.team.as_bytes(),
        envelope.subject.as_ref().map(Uuid::as_bytes),
        envelope.class,
        envelope.legal_basis,
        envelope.command.as_bytes(),
        envelope.ordinal,
        envelope.correlation.as_bytes(),
        envelope.causation.as_ref().map(Uuid::as_bytes),
        envelope.request_mac,
        envelope.data,
        stored.digest,
    ])?;
    Ok(())
}

/// A place as SQLite counts; what is past its largest number is past every log's end.
pub fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn number(row: &Row<'_>, column: usize) -> Result<u64> {
    let n: i64 = row.get(column)?;
    u64::try_from(n).map_err(|_| Error::IntegralValueOutOfRange(column, n))
}

fn id(row: &Row<'_>, column: usize) -> Result<Uuid> {
    row.get(column).map(Uuid::from_bytes)
}

fn optional_id(row: &Row<'_>, column: usize) -> Result<Option<Uuid>> {
    let bytes: Option<[u8; 16]> = row.get(column)?;
    Ok(bytes.map(Uuid::from_bytes))
}

/// The log as the writer's own connection sees it, with what its open transaction has written.
pub struct Table<'a>(pub &'a Connection);

impl Lookup for Table<'_> {
    type Fault = Error;

    fn by_id(&self, id: Uuid) -> Result<Option<Stored>> {
        let mut statement = self.0.prepare_cached(select!("WHERE id = ?1"))?;
        statement.query_row([id.as_bytes()], read).optional()
    }

    fn has_ordinal(&self, actor: Uuid, command: Uuid, ordinal: u32) -> Result<bool> {
        let sql = "SELECT 1 FROM log WHERE actor = ?1 AND command = ?2 AND ordinal = ?3";
        self.0.prepare_cached(sql)?.exists(params![actor.as_bytes(), command.as_bytes(), ordinal])
    }

    fn last_revision(&self, stream: &str) -> Result<Option<u64>> {
        let sql = "SELECT revision FROM log WHERE stream = ?1 ORDER BY revision DESC LIMIT 1";
        self.0.prepare_cached(sql)?.query_row([stream], |row| number(row, 0)).optional()
    }
}
