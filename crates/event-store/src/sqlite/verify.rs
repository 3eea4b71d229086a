//! A walk over the log that finds what is not as it was written.

use std::{
    collections::HashMap,
    path::Path,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::scope,
};

use rusqlite::Error;
use uuid::Uuid;

use super::{
    fault::read_fault,
    reader::{Source, raw},
    source,
};
use crate::{envelope::Stored, error::StoreError};

/// Events read at a time: a long walk must not hold the write-ahead log back.
const STEP: usize = 1_000;

/// Steps that may wait to be checked.
const AHEAD: usize = 2;

/// A log that is as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many events there are: also the position of the last.
    pub events: u64,
    /// How many streams they are in.
    pub streams: u64,
}

/// A database that is sound as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The log in it.
    pub log: Verified,
    /// The store's id.
    pub store_id: Uuid,
    /// Size of the database file, in bytes.
    pub bytes: u64,
}

/// How far a check has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checking {
    /// It reads the events.
    Events {
        /// Events checked.
        done: u64,
        /// Events in the log.
        of: u64,
    },
    /// It reads the tables and indexes as SQLite has them.
    Structure,
}

/// Checks the log in a directory with everything around it, beside a process that has it open or without one.
/// Nothing is written to it.
///
/// # Errors
/// [`StoreError::Corrupt`] with the first position that is wrong; [`StoreError::Damaged`],
/// [`StoreError::EventsMissing`], [`StoreError::DamagedAround`], [`StoreError::NotOurs`] and
/// [`StoreError::FileMissing`] for the rest of the
/// database; others where it could not be checked.
pub fn check(dir: &Path, mut tell: impl FnMut(Checking) + Send) -> Result<Checked, StoreError> {
    let log = source::of_directory(dir)?;
    let of = log.head;
    let told = &mut tell;
    let verified = walk(&log.source, u64::MAX, move |stored| {
        told(Checking::Events { done: stored.position, of: of.max(stored.position) });
        Ok(())
    })?;
    log.check_end()?;
    tell(Checking::Structure);
    structure(&log.source)?;
    Ok(Checked { log: verified, store_id: log.store_id, bytes: log.bytes })
}

/// Pages, indexes and constraints, by SQLite's own word.
fn structure(source: &Source) -> Result<(), StoreError> {
    let said = source.db.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
    match said.map_err(read_fault)?.as_str() {
        "ok" => Ok(()),
        what => Err(StoreError::DamagedAround { what: what.replace('\n', " ") }),
    }
}

/// Checks every digest, that positions and revisions have no gaps, and that time does not go backwards.
///
/// # Errors
/// [`StoreError::Corrupt`] with the first position that is wrong.
pub fn verify(source: &Source) -> Result<Verified, StoreError> {
    walk(source, u64::MAX, |_| Ok(()))
}

/// Reads the log up to a position here, checks it in a second thread, and gives on what is sound, in order.
///
/// # Errors
/// [`StoreError::Corrupt`] with the first position that is wrong, and what `give` fails with.
pub fn walk<G>(source: &Source, up_to: u64, give: G) -> Result<Verified, StoreError>
where
    G: FnMut(Stored) -> Result<(), StoreError> + Send,
{
    let (chunks, received) = sync_channel(AHEAD);
    let walk = Walk { position: 0, recorded_at: None, next_revision: HashMap::new(), give };
    let (read, walked) = scope(|scope| {
        let walking = scope.spawn(move || walk.all(received));
        let read = read(source, up_to, &chunks);
        drop(chunks);
        (read, walking.join())
    });
    let mut walk = walked.map_err(|_| StoreError::Fatal)??;
    if let Err(error) = read {
        find(source, up_to, &mut walk, error)?;
    }
    Ok(Verified { events: walk.position, streams: walk.next_revision.len() as u64 })
}

fn read(source: &Source, up_to: u64, chunks: &SyncSender<Vec<Stored>>) -> Result<(), Error> {
    let mut after = 0;
    while after < up_to {
        let step = usize::try_from(up_to - after).map_or(STEP, |left| left.min(STEP));
        let events = raw(source, after, step)?;
        let Some(last) = events.last() else { break };
        after = last.position;
        if chunks.send(events).is_err() {
            // The other thread has stopped, and says why.
            break;
        }
    }
    Ok(())
}

/// A step that cannot be read is taken again one event at a time, to name the one that is wrong.
fn find<G>(source: &Source, up_to: u64, walk: &mut Walk<G>, error: Error) -> Result<(), StoreError>
where
    G: FnMut(Stored) -> Result<(), StoreError>,
{
    let fault = read_fault(error);
    if matches!(fault, StoreError::Busy { .. }) || (walk.position == 0 && !is_readable(source)) {
        return Err(fault);
    }
    while walk.position < up_to {
        match raw(source, walk.position, 1) {
            Ok(events) if !events.is_empty() => {
                events.into_iter().try_for_each(|stored| walk.take(stored))?;
            }
            _ => return Err(StoreError::Corrupt { position: walk.position + 1 }),
        }
    }
    Ok(())
}

fn is_readable(source: &Source) -> bool {
    source.db.query_row("SELECT count(*) FROM meta", [], |_| Ok(())).is_ok()
}

struct Walk<G> {
    position: u64,
    recorded_at: Option<i64>,
    next_revision: HashMap<String, u64>,
    give: G,
}

impl<G: FnMut(Stored) -> Result<(), StoreError>> Walk<G> {
    /// Owns the receiver: once this stops, the reading side notices.
    fn all(mut self, chunks: Receiver<Vec<Stored>>) -> Result<Self, StoreError> {
        chunks.into_iter().flatten().try_for_each(|stored| self.take(stored))?;
        Ok(self)
    }

    fn take(&mut self, stored: Stored) -> Result<(), StoreError> {
        let position = self.position + 1;
        let in_time = self.recorded_at.is_none_or(|last| last <= stored.recorded_at);
        let stream = stored.envelope.stream.as_str();
        let next = self.next_revision.get(stream).copied().unwrap_or_default();
        if stored.position != position || stored.revision != next || !in_time || !stored.is_intact() {
            return Err(StoreError::Corrupt { position });
        }
        match self.next_revision.get_mut(stream) {
            Some(revision) => *revision += 1,
            None => drop(self.next_revision.insert(stream.to_owned(), 1)),
        }
        self.position = position;
        self.recorded_at = Some(stored.recorded_at);
        (self.give)(stored)
    }
}
