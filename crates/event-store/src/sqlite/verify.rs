//! A walk over the log that finds what is not as it was written.

use std::collections::HashMap;

use super::{
    fault::read_fault,
    reader::{Source, raw},
};
use crate::{envelope::Stored, error::StoreError};

/// Events read at a time: a long walk must not hold the write-ahead log back.
const STEP: usize = 1_000;

/// A log that is as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many events there are: also the position of the last.
    pub events: u64,
    /// How many streams they are in.
    pub streams: u64,
}

/// Checks every digest, that positions and revisions have no gaps, and that time does not go backwards.
///
/// # Errors
/// [`StoreError::Corrupt`] with the first position that is wrong.
pub fn verify(source: &Source) -> Result<Verified, StoreError> {
    let mut walk = Walk::default();
    loop {
        match raw(source, walk.position, STEP) {
            Ok(events) if events.is_empty() => break,
            Ok(events) => events.into_iter().try_for_each(|stored| walk.check(stored))?,
            Err(_) if walk.position > 0 || is_readable(source) => return find(source, walk),
            Err(error) => return Err(read_fault(error)),
        }
    }
    Ok(Verified { events: walk.position, streams: walk.next_revision.len() as u64 })
}

/// A step that cannot be read is taken again one event at a time, to name the one that is wrong.
fn find(source: &Source, mut walk: Walk) -> Result<Verified, StoreError> {
    loop {
        match raw(source, walk.position, 1) {
            Ok(events) if !events.is_empty() => {
                events.into_iter().try_for_each(|stored| walk.check(stored))?;
            }
            _ => return Err(StoreError::Corrupt { position: walk.position + 1 }),
        }
    }
}

fn is_readable(source: &Source) -> bool {
    source.db.query_row("SELECT count(*) FROM meta", [], |_| Ok(())).is_ok()
}

#[derive(Default)]
struct Walk {
    position: u64,
    recorded_at: Option<i64>,
    next_revision: HashMap<String, u64>,
}

impl Walk {
    fn check(&mut self, stored: Stored) -> Result<(), StoreError> {
        let position = self.position + 1;
        let in_time = self.recorded_at.is_none_or(|last| last <= stored.recorded_at);
        let is_intact = stored.is_intact();
        let next = self.next_revision.entry(stored.envelope.stream).or_default();
        if !is_intact || !in_time || stored.position != position || stored.revision != *next {
            return Err(StoreError::Corrupt { position });
        }
        *next += 1;
        self.position = position;
        self.recorded_at = Some(stored.recorded_at);
        Ok(())
    }
}
