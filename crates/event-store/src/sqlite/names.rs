//! What many events share, and the numbers by which the log refers to it.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use rusqlite::{Connection, Error, Result, Row, params, types::Type};
use tavle_domain::stream::Stream;
use uuid::Uuid;

use crate::envelope::Envelope;

/// Role, organisation and team of whoever wrote.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    pub role: String,
    pub organisation: String,
    pub team: Uuid,
}

/// Type, version, class and precision.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Form {
    pub event_type: String,
    pub version: u16,
    pub class: String,
    pub precision: String,
}

/// A stream's name, with the participant whose stream it is.
#[derive(Clone, Debug)]
pub struct StreamName {
    pub name: String,
    pub owner: Option<Uuid>,
}

/// The four tables of names as far as a connection has read or written them. Numbers are dense from 1 and
/// names never change, so what is known stays true.
#[derive(Debug, Default)]
pub struct Names {
    streams: Vec<StreamName>,
    stream_numbers: HashMap<String, i64>,
    actors: Numbered<Uuid>,
    origins: Numbered<Origin>,
    forms: Numbered<Form>,
}

/// How much a connection knows: what is beyond goes when a transaction is undone.
#[derive(Clone, Copy, Debug)]
pub struct Known([usize; 4]);

/// The numbers of one event's names.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    pub stream: i64,
    pub actor: i64,
    pub origin: i64,
    pub form: i64,
}

impl Names {
    /// Reads the names that were added since this last looked.
    pub fn refresh(&mut self, db: &Connection) -> Result<()> {
        let streams =
            added(db, "SELECT name FROM stream WHERE no > ?1 ORDER BY no", self.streams.len(), |row| {
                row.get(0)
            })?;
        streams.into_iter().for_each(|name| self.add_stream(name));
        let sql = "SELECT id FROM actor WHERE no > ?1 ORDER BY no";
        self.actors.extend(added(db, sql, self.actors.len(), |row| row.get(0).map(Uuid::from_bytes))?);
        let sql = "SELECT role, organisation, team FROM origin WHERE no > ?1 ORDER BY no";
        self.origins.extend(added(db, sql, self.origins.len(), |row| {
            let team = row.get(2).map(Uuid::from_bytes)?;
            Ok(Origin { role: row.get(0)?, organisation: row.get(1)?, team })
        })?);
        let sql = "SELECT type, version, class, precision FROM form WHERE no > ?1 ORDER BY no";
        self.forms.extend(added(db, sql, self.forms.len(), |row| {
            let (event_type, version) = (row.get(0)?, row.get(1)?);
            Ok(Form { event_type, version, class: row.get(2)?, precision: row.get(3)? })
        })?);
        Ok(())
    }

    /// The stream with a number; reads it where it is new.
    pub fn stream(&mut self, db: &Connection, no: i64) -> Result<&StreamName> {
        if index(no) >= self.streams.len() {
            self.refresh(db)?;
        }
        self.streams.get(index(no)).ok_or_else(missing)
    }

    /// The actor with a number.
    pub fn actor(&mut self, db: &Connection, no: i64) -> Result<Uuid> {
        if index(no) >= self.actors.len() {
            self.refresh(db)?;
        }
        self.actors.get(no).map(|id| **id)
    }

    /// Whose behalf a number stands for.
    pub fn origin(&mut self, db: &Connection, no: i64) -> Result<&Origin> {
        if index(no) >= self.origins.len() {
            self.refresh(db)?;
        }
        self.origins.get(no).map(|origin| &**origin)
    }

    /// The stored form with a number.
    pub fn form(&mut self, db: &Connection, no: i64) -> Result<&Form> {
        if index(no) >= self.forms.len() {
            self.refresh(db)?;
        }
        self.forms.get(no).map(|form| &**form)
    }

    /// A stream's number, where it has one.
    pub fn stream_number(&self, name: &str) -> Option<i64> {
        self.stream_numbers.get(name).copied()
    }

    /// An actor's number, where there is one.
    pub fn actor_number(&self, id: Uuid) -> Option<i64> {
        self.actors.number(&id)
    }

    /// Whose stream it is.
    pub fn owner(&self, stream: i64) -> Option<Uuid> {
        self.streams.get(index(stream))?.owner
    }

    /// The numbers of an event's names. What has none yet is written. The writer knows every name there is.
    pub fn number(&mut self, db: &Connection, envelope: &Envelope) -> Result<Numbers> {
        let stream = match self.stream_numbers.get(&envelope.stream) {
            Some(no) => *no,
            None => {
                let no = next(self.streams.len());
                let insert = "INSERT INTO stream (no, name) VALUES (?1, ?2)";
                db.prepare_cached(insert)?.execute(params![no, envelope.stream])?;
                self.add_stream(envelope.stream.clone());
                no
            }
        };
        let actor = self.actors.number_or(&envelope.actor, |no, id| {
            let insert = "INSERT INTO actor (no, id) VALUES (?1, ?2)";
            db.prepare_cached(insert)?.execute(params![no, id.as_bytes()])
        })?;
        let origin = Origin {
            role: envelope.role.clone(),
            organisation: envelope.organisation.clone(),
            team: envelope.team,
        };
        let origin = self.origins.number_or(&origin, |no, origin| {
            let insert = "INSERT INTO origin (no, role, organisation, team) VALUES (?1, ?2, ?3, ?4)";
            db.prepare_cached(insert)?.execute(params![
                no,
                origin.role,
                origin.organisation,
                origin.team.as_bytes()
            ])
        })?;
        let form = Form {
            event_type: envelope.event_type.clone(),
            version: envelope.version,
            class: envelope.class.clone(),
            precision: envelope.precision.clone(),
        };
        let form = self.forms.number_or(&form, |no, form| {
            let insert = "INSERT INTO form (no, type, version, class, precision) VALUES (?1, ?2, ?3, ?4, ?5)";
            db.prepare_cached(insert)?.execute(params![
                no,
                form.event_type,
                form.version,
                form.class,
                form.precision
            ])
        })?;
        Ok(Numbers { stream, actor, origin, form })
    }

    /// How much is known now.
    pub fn known(&self) -> Known {
        Known([self.streams.len(), self.actors.len(), self.origins.len(), self.forms.len()])
    }

    /// Forgets what was added since: it was written in a transaction that is undone.
    pub fn forget_since(&mut self, Known([streams, actors, origins, forms]): Known) {
        for stream in self.streams.drain(streams..) {
            self.stream_numbers.remove(&stream.name);
        }
        self.actors.truncate(actors);
        self.origins.truncate(origins);
        self.forms.truncate(forms);
    }

    fn add_stream(&mut self, name: String) {
        let owner = name.parse::<Stream>().ok().and_then(Stream::participant).map(|id| id.0);
        self.stream_numbers.insert(name.clone(), next(self.streams.len()));
        self.streams.push(StreamName { name, owner });
    }
}

/// Things by number and numbers by thing.
#[derive(Debug)]
struct Numbered<T> {
    things: Vec<Arc<T>>,
    numbers: HashMap<Arc<T>, i64>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { things: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Eq + Hash> Numbered<T> {
    fn len(&self) -> usize {
        self.things.len()
    }

    fn get(&self, no: i64) -> Result<&Arc<T>> {
        self.things.get(index(no)).ok_or_else(missing)
    }

    fn number(&self, thing: &T) -> Option<i64> {
        self.numbers.get(thing).copied()
    }

    fn number_or(&mut self, thing: &T, write: impl FnOnce(i64, &T) -> Result<usize>) -> Result<i64>
    where
        T: Clone,
    {
        if let Some(no) = self.number(thing) {
            return Ok(no);
        }
        let no = next(self.len());
        write(no, thing)?;
        self.extend([thing.clone()]);
        Ok(no)
    }

    fn extend(&mut self, things: impl IntoIterator<Item = T>) {
        for thing in things.into_iter().map(Arc::new) {
            self.numbers.insert(Arc::clone(&thing), next(self.things.len()));
            self.things.push(thing);
        }
    }

    fn truncate(&mut self, len: usize) {
        for thing in self.things.drain(len..) {
            self.numbers.remove(&thing);
        }
    }
}

fn added<T>(
    db: &Connection,
    sql: &str,
    known: usize,
    read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    db.prepare_cached(sql)?.query_map([next(known) - 1], read)?.collect()
}

fn index(no: i64) -> usize {
    usize::try_from(no).map_or(usize::MAX, |no| no.wrapping_sub(1))
}

fn next(len: usize) -> i64 {
    i64::try_from(len).map_or(i64::MAX, |len| len + 1)
}

/// A number without a name: the file is damaged.
fn missing() -> Error {
    Error::FromSqlConversionFailure(0, Type::Integer, "a number that has no name".into())
}
