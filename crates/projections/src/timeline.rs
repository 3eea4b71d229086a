//! Timeline: which entries a participant has, by when they occurred, and what amends each.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use tavle_domain::{
    effective::{AsOf, effective},
    id::{EntryId, ParticipantId},
    recorded::{Body, Recorded},
};

use crate::{
    model::{ModelError, ReadModel},
    read_db::{ReadDb, as_integer, as_position, digest_rows, set_checkpoint},
};

const NAME: &str = "timeline";

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
pub struct Timelines(ReadDb);

impl Timelines {
    /// Over a database.
    #[must_use]
    pub const fn new(db: ReadDb) -> Self {
        Self(db)
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
        let connection = self.0.lock();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT occurred_at, position FROM timeline
             WHERE subject = ?1 AND (occurred_at, position) {beyond} (?2, ?3)
             ORDER BY occurred_at {order}, position {order} LIMIT ?4"
        ))?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows =
            statement.query_map((subject.0.as_bytes(), occurred_at, as_integer(position), limit), |row| {
                let position = as_position(row.get(1)?);
                Ok(Place { cursor: (row.get(0)?, position), position })
            })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The positions of an entry's corrections and marks, before a position, in log order.
    ///
    /// # Errors
    /// The database.
    pub fn amendments(&self, entry: u64, before: u64) -> Result<Vec<u64>, ModelError> {
        let connection = self.0.lock();
        let mut statement = connection.prepare_cached(
            "SELECT position FROM amendment WHERE entry_position = ?1 AND position < ?2 ORDER BY position",
        )?;
        let rows = statement.query_map((as_integer(entry), as_integer(before)), |row| row.get(0))?;
        Ok(rows.map(|position| position.map(as_position)).collect::<Result<_, _>>()?)
    }
}

/// The model behind [`Timelines`].
pub struct TimelineModel {
    db: ReadDb,
    checkpoint: u64,
    /// Participants still to be folded again. Until they are, the stored checkpoint stays behind: after a
    /// crash the batch is applied once more, which changes nothing but what was missing.
    pending: BTreeSet<ParticipantId>,
}

impl TimelineModel {
    /// Goes on from the database's checkpoint.
    ///
    /// # Errors
    /// The database.
    pub fn new(db: ReadDb) -> Result<Self, ModelError> {
        let checkpoint = db.checkpoint(NAME)?;
        Ok(Self { db, checkpoint, pending: BTreeSet::new() })
    }
}

impl ReadModel for TimelineModel {
    fn name(&self) -> &'static str {
        NAME
    }

    fn checkpoint(&self) -> u64 {
        self.checkpoint
    }

    fn apply(&mut self, events: &[Recorded], position: u64) -> Result<Vec<ParticipantId>, ModelError> {
        let mut connection = self.db.lock();
        let batch = connection.transaction()?;
        {
            let mut entry = batch.prepare_cached(
                "INSERT OR REPLACE INTO timeline (position, subject, occurred_at) VALUES (?1, ?2, ?3)",
            )?;
            for event in events {
                match (&event.body, event.subject) {
                    (Body::Entry(_), Some(subject)) => {
                        let at = event.occurred.at.timestamp_micros();
                        entry.execute((as_integer(event.position), subject.0.as_bytes(), at))?;
                    }
                    // Which entry an amendment comes down to takes the whole history.
                    (Body::Correction(_) | Body::ErrorMark(_), Some(subject)) => {
                        self.pending.insert(subject);
                    }
                    (_, None) => {}
                }
            }
        }
        if self.pending.is_empty() {
            set_checkpoint(&batch, NAME, position)?;
        }
        batch.commit()?;
        self.checkpoint = position;
        Ok(self.pending.iter().copied().collect())
    }

    fn fold_again(&mut self, subject: ParticipantId, history: &[Recorded]) -> Result<(), ModelError> {
        let mut connection = self.db.lock();
        let batch = connection.transaction()?;
        let mut amended = BTreeSet::new();
        for event in history {
            let Some(entry) = entry_of(history, event) else { continue };
            amended.insert(entry.id);
            batch.execute(
                "INSERT OR REPLACE INTO amendment (position, entry_position) VALUES (?1, ?2)",
                (as_integer(event.position), as_integer(entry.position)),
            )?;
        }
        for entry in effective(history, AsOf::NOW).iter().filter(|entry| amended.contains(&entry.id())) {
            batch.execute(
                "UPDATE timeline SET occurred_at = ?2 WHERE position = ?1",
                (as_integer(entry.original.position), entry.occurred.at.timestamp_micros()),
            )?;
        }
        self.pending.remove(&subject);
        if self.pending.is_empty() {
            set_checkpoint(&batch, NAME, self.checkpoint)?;
        }
        batch.commit()?;
        Ok(())
    }

    fn publish(&mut self, _: DateTime<Utc>, _: bool) {}

    fn digest(&mut self) -> Result<[u8; 32], ModelError> {
        digest_rows(
            &self.db.lock(),
            "SELECT position, subject, occurred_at, NULL FROM timeline
             UNION ALL SELECT position, NULL, entry_position, 1 FROM amendment ORDER BY 4, 1",
        )
    }
}

/// The entry that an amendment comes down to, through marks of corrections and marks of marks.
#[must_use]
pub fn entry_of<'a>(history: &'a [Recorded], amendment: &Recorded) -> Option<&'a Recorded> {
    let mut target: EntryId = match &amendment.body {
        Body::Entry(_) => return None,
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
        };
    }
}
