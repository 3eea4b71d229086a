//! Timeline: which entries a participant has, by when they occurred, and what amends each.

use std::collections::BTreeSet;

use tavle_domain::{
    effective::{AsOf, effective},
    id::{EntryId, ParticipantId},
    recorded::{Body, Recorded},
};
use tavle_event_store::Decoded;

use crate::{
    model::{History, ModelError},
    read_db::{Form, Rows, Served, as_integer, as_position, find},
};

/// Where in the order a page begins or ends: occurred at (µs) and position.
pub type Cursor = (i64, u64);

/// Which way to read from a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards earlier entries: the order in which a timeline is read.
    Older,
    /// Towards later entries.
    Newer,
}

/// One entry's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where it stands.
    pub cursor: Cursor,
    /// Its position in the log.
    pub position: u64,
}

/// Reads pages of timelines.
#[derive(Clone)]
pub struct Timelines(Served);

impl Timelines {
    /// Over whichever database is read.
    #[must_use]
    pub const fn new(served: Served) -> Self {
        Self(served)
    }

    /// At most `limit` places of a participant beyond a cursor, nearest first.
    ///
    /// # Errors
    /// The database.
    pub fn page(
        &self,
        subject: ParticipantId,
        from: Option<Cursor>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<Place>, ModelError> {
        let (beyond, order) = match direction {
            Direction::Older => ("<", "DESC"),
            Direction::Newer => (">", "ASC"),
        };
        let start = match direction {
            Direction::Older => (i64::MAX, u64::MAX),
            Direction::Newer => (i64::MIN, 0),
        };
        let (occurred_at, position) = from.unwrap_or(start);
        let db = self.0.get();
        let connection = db.reading();
        let Some(subject) = find(&connection, subject.0.as_bytes())? else { return Ok(Vec::new()) };
        let mut statement = connection.prepare_cached(&format!(
            "SELECT occurred_at, position FROM timeline
             WHERE subject = ?1 AND (occurred_at, position) {beyond} (?2, ?3)
             ORDER BY occurred_at {order}, position {order} LIMIT ?4"
        ))?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement.query_map((subject, occurred_at, as_integer(position), limit), |row| {
            let position = as_position(row.get(1)?);
            Ok(Place { cursor: (row.get(0)?, position), position })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The positions of the corrections and marks of each of these entries, in log order.
    ///
    /// # Errors
    /// The database.
    pub fn amendments(&self, entries: &[u64]) -> Result<Vec<Vec<u64>>, ModelError> {
        let db = self.0.get();
        let connection = db.reading();
        let mut statement = connection
            .prepare_cached("SELECT position FROM amendment WHERE entry_position = ?1 ORDER BY position")?;
        let mut of_entry = |entry: &u64| {
            let rows = statement.query_map([as_integer(*entry)], |row| row.get(0))?;
            rows.map(|position| position.map(as_position)).collect()
        };
        Ok(entries.iter().map(&mut of_entry).collect::<Result<_, _>>()?)
    }
}

/// The form of the model behind [`Timelines`].
pub struct TimelineForm;

impl Form for TimelineForm {
    fn name(&self) -> &'static str {
        "timeline"
    }

    fn version(&self) -> u32 {
        2
    }

    fn tables(&self) -> &'static str {
        "-- An entry by its participant and when it occurred, corrections applied.
         CREATE TABLE timeline (
             position INTEGER PRIMARY KEY, subject INTEGER NOT NULL, occurred_at INTEGER NOT NULL
         ) STRICT;
         -- A correction or an error mark, by the entry that it comes down to.
         CREATE TABLE amendment (position INTEGER PRIMARY KEY, entry_position INTEGER NOT NULL) STRICT;"
    }

    /// An index ends with the position, so that pages are read in its order.
    fn indexes(&self) -> &'static str {
        "CREATE INDEX timeline_by_subject ON timeline (subject, occurred_at);
         CREATE INDEX amendment_by_entry ON amendment (entry_position);"
    }

    fn contents(&self) -> &'static [&'static str] {
        &["SELECT * FROM timeline ORDER BY position", "SELECT * FROM amendment ORDER BY position"]
    }

    fn apply(&self, rows: &mut Rows<'_>, event: &Decoded) -> Result<bool, ModelError> {
        let Decoded::Known(event) = event else { return Ok(false) };
        let Some(subject) = event.subject else { return Ok(false) };
        // Which entry an amendment comes down to takes the whole history.
        let Body::Entry(_) = &event.body else { return Ok(true) };
        let subject = rows.number(subject.0.as_bytes())?;
        let mut insert = rows.tables().prepare_cached(
            "INSERT OR REPLACE INTO timeline (position, subject, occurred_at) VALUES (?1, ?2, ?3)",
        )?;
        insert.execute((as_integer(event.position), subject, event.occurred.at.timestamp_micros()))?;
        Ok(false)
    }

    fn fold_again(&self, rows: &mut Rows<'_>, history: &History) -> Result<(), ModelError> {
        let history = &history.events;
        let mut amended = BTreeSet::new();
        let mut insert = rows
            .tables()
            .prepare_cached("INSERT OR REPLACE INTO amendment (position, entry_position) VALUES (?1, ?2)")?;
        for event in history {
            let Some(entry) = entry_of(history, event) else { continue };
            amended.insert(entry.id);
            insert.execute((as_integer(event.position), as_integer(entry.position)))?;
        }
        let mut update =
            rows.tables().prepare_cached("UPDATE timeline SET occurred_at = ?2 WHERE position = ?1")?;
        for entry in effective(history, AsOf::NOW).iter().filter(|entry| amended.contains(&entry.id())) {
            update.execute((as_integer(entry.original.position), entry.occurred.at.timestamp_micros()))?;
        }
        Ok(())
    }
}

/// The entry that an amendment comes down to, through marks of corrections and marks of marks.
#[must_use]
pub fn entry_of<'a>(history: &'a [Recorded], amendment: &Recorded) -> Option<&'a Recorded> {
    let mut target: EntryId = match &amendment.body {
        Body::Entry(_) | Body::View(_) => return None,
        Body::Correction(correction) => correction.target,
        Body::ErrorMark(mark) => mark.target,
    };
    // A target always lies earlier, so this ends.
    loop {
        let event = history.iter().find(|event| event.id == target)?;
        target = match &event.body {
            Body::Entry(_) => return Some(event),
            Body::Correction(correction) => correction.target,
            Body::ErrorMark(mark) => mark.target,
            Body::View(_) => return None,
        };
    }
}
