//! One event as a row.

use std::cell::RefCell;

use rusqlite::{CachedStatement, Connection, Error, OptionalExtension, Result, Row, params};
use uuid::Uuid;

use super::names::{Form, Names, Origin, StreamName};

use crate::{
    admit::Lookup,
    envelope::{Envelope, Stored},
};

/// All columns, in the order of [`read`] and [`INSERT`]. A macro, because statements are put together from it.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT position, stream, revision, id, form, occurred_at, recorded_at, actor, origin, subject, ",
            "legal_basis, command, ordinal, correlation, causation, request_mac, data, digest FROM log ",
            $rest
        )
    };
}
pub(super) use select;

/// Inserts one event.
pub const INSERT: &str = "INSERT INTO log (position, stream, revision, id, form, occurred_at, recorded_at, actor, \
     origin, subject, legal_basis, command, ordinal, correlation, causation, request_mac, data, digest) VALUES (?1, \
     ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";

/// Reads a row with the columns of [`select`].
pub fn read(row: &Row<'_>, db: &Connection, names: &mut Names) -> Result<Stored> {
    let command = id(row, 11)?;
    let form = names.form(db, row.get(4)?)?;
    let Form { event_type, version, class, precision } = form.clone();
    let Origin { role, organisation, team } = names.origin(db, row.get(8)?)?.clone();
    let actor = names.actor(db, row.get(7)?)?;
    let StreamName { name, owner } = names.stream(db, row.get(1)?)?;
    Ok(Stored {
        position: number(row, 0)?,
        revision: number(row, 2)?,
        recorded_at: row.get(6)?,
        envelope: Envelope {
            stream: name.clone(),
            id: id(row, 3)?,
            event_type,
            version,
            occurred_at: row.get(5)?,
            precision,
            actor,
            role,
            organisation,
            team,
            subject: shortened(row, 9, *owner)?,
            class,
            legal_basis: row.get(10)?,
            command,
            ordinal: row.get(12)?,
            correlation: shortened(row, 13, Some(command))?.unwrap_or(command),
            causation: shortened(row, 14, None)?,
            request_mac: row.get(15)?,
            data: row.get(16)?,
        },
        digest: row.get(17)?,
    })
}

/// Writes a row through the prepared [`INSERT`].
pub fn insert(
    statement: &mut CachedStatement<'_>,
    db: &Connection,
    names: &mut Names,
    stored: &Stored,
) -> Result<()> {
    let envelope = &stored.envelope;
    let numbers = names.number(db, envelope)?;
    let owner = names.owner(numbers.stream);
    statement.execute(params![
        signed(stored.position),
        numbers.stream,
        signed(stored.revision),
        envelope.id.as_bytes(),
        numbers.form,
        envelope.occurred_at,
        stored.recorded_at,
        numbers.actor,
        numbers.origin,
        envelope.subject.as_ref().map(|subject| unless(owner == Some(*subject), subject)),
        envelope.legal_basis,
        envelope.command.as_bytes(),
        envelope.ordinal,
        unless(envelope.correlation == envelope.command, &envelope.correlation),
        envelope.causation.as_ref().map(Uuid::as_bytes),
        envelope.request_mac,
        envelope.data,
        stored.digest,
    ])?;
    Ok(())
}

/// An id, or nothing where it follows from something else.
fn unless(follows: bool, id: &Uuid) -> &[u8] {
    if follows { &[] } else { id.as_bytes() }
}

/// An id that may be left out, and then is `same`.
fn shortened(row: &Row<'_>, column: usize, same: Option<Uuid>) -> Result<Option<Uuid>> {
    let bytes = row.get_ref(column)?.as_blob_or_null()?;
    Ok(bytes.and_then(|bytes| Uuid::from_slice(bytes).ok().or(same)))
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

/// The log as the writer's own connection sees it, with what its open transaction has written.
pub struct Table<'a> {
    /// The connection.
    pub db: &'a Connection,
    /// Every name there is.
    pub names: RefCell<&'a mut Names>,
}

impl Lookup for Table<'_> {
    type Fault = Error;

    fn by_id(&self, id: Uuid) -> Result<Option<Stored>> {
        let mut statement = self.db.prepare_cached(select!("WHERE id = ?1"))?;
        let mut names = self.names.borrow_mut();
        statement.query_row([id.as_bytes()], |row| read(row, self.db, &mut names)).optional()
    }

    fn has_ordinal(&self, actor: Uuid, command: Uuid, ordinal: u32) -> Result<bool> {
        let Some(actor) = self.names.borrow().actor_number(actor) else { return Ok(false) };
        let sql = "SELECT 1 FROM log WHERE command = ?1 AND actor = ?2 AND ordinal = ?3";
        self.db.prepare_cached(sql)?.exists(params![command.as_bytes(), actor, ordinal])
    }

    fn last_revision(&self, stream: &str) -> Result<Option<u64>> {
        let Some(stream) = self.names.borrow().stream_number(stream) else { return Ok(None) };
        let sql = "SELECT revision FROM log WHERE stream = ?1 ORDER BY revision DESC LIMIT 1";
        self.db.prepare_cached(sql)?.query_row([stream], |row| number(row, 0)).optional()
    }
}
