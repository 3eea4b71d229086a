//! Chronicles: what each participant's history had come to, at some instants along it, so that a look at the past
//! folds a stretch and not a life.
//!
//! `stretch` cuts a history and folds what lies before each cut, as it was known then and after everything that was
//! recorded late; `archive` keeps that. They are disposable, and nothing waits for them: where there is no
//! chronicle yet, or something recorded since reaches back before the stretch, the whole history is folded.

mod archive;
mod stretch;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use tavle_domain::{effective::AsOf, id::ParticipantId, recorded::Recorded};
use tavle_event_store::{Decoded, EventStore};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use self::{
    archive::{Archive, Kept},
    stretch::{Chronicle, reaches_back, recorded_before},
};
use crate::{
    board::Person,
    model::{History, ModelError},
};

/// Events in a stretch, more or less: what is folded for a look at any instant within it.
pub(crate) const STRETCH: usize = 40;
/// So many participants are looked after at a time.
const AT_A_TIME: usize = 32;

/// A participant as of an instant.
#[derive(Debug, PartialEq)]
pub struct Then {
    /// What their history had come to; `None` where nothing of it counted.
    pub person: Option<Person>,
    /// Something of it could not be read.
    pub incomplete: bool,
    /// The last position of their history.
    pub position: u64,
}

/// The chronicles of an installation.
#[derive(Clone, Debug)]
pub struct Chronicles(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    archive: Archive,
    stretch: usize,
    /// Whose chronicle no longer serves a look that was taken.
    outdated: Mutex<BTreeSet<ParticipantId>>,
}

impl Chronicles {
    /// In a directory, of one log of `head` events.
    ///
    /// # Errors
    /// SQLite or the file system.
    pub fn open(directory: &Path, log: Uuid, head: u64) -> Result<Self, ModelError> {
        Ok(Self::over(Archive::open(directory, log, head)?, STRETCH))
    }

    /// Gone with the process, in stretches of about so many events.
    ///
    /// # Errors
    /// SQLite.
    pub fn in_memory(stretch: usize) -> Result<Self, ModelError> {
        Ok(Self::over(Archive::in_memory()?, stretch))
    }

    fn over(archive: Archive, stretch: usize) -> Self {
        Self(Arc::new(Inner { archive, stretch, outdated: Mutex::default() }))
    }

    /// Participants as of an instant, in the order asked for. At most three reads of the log, however many they are.
    ///
    /// # Errors
    /// The log, or the archive.
    pub async fn at(
        &self,
        log: &dyn EventStore,
        who: &[ParticipantId],
        as_of: AsOf,
    ) -> Result<Vec<Then>, ModelError> {
        let mut kept = self.0.archive.at(who, as_of)?;
        let since: Vec<_> = who.iter().map(|id| (*id, kept.get(id).map_or(0, |kept| kept.up_to))).collect();
        let later = log.read_subjects(&since).await?;
        let places: Vec<u64> = kept.values().flat_map(|kept| kept.members.iter().copied()).collect();
        let mut members = BTreeMap::new();
        if !places.is_empty() {
            members.extend(
                log.read_positions(&places).await?.into_iter().map(|event| (event.position(), event)),
            );
        }
        let mut found = BTreeMap::new();
        let mut whole = Vec::new();
        for (id, later) in who.iter().zip(later) {
            match kept.remove(id) {
                None => drop(found.insert(*id, fold(&History::read(later), as_of))),
                Some(kept) => match then(kept, &mut members, History::read(later), as_of) {
                    Some(then) => drop(found.insert(*id, then)),
                    None => whole.push(*id),
                },
            }
        }
        if !whole.is_empty() {
            let from_the_start: Vec<_> = whole.iter().map(|id| (*id, 0)).collect();
            let histories = log.read_subjects(&from_the_start).await?.into_iter().map(History::read);
            found.extend(whole.iter().copied().zip(histories.map(|history| fold(&history, as_of))));
            self.0.outdated.lock().unwrap_or_else(PoisonError::into_inner).extend(whole);
        }
        Ok(who.iter().filter_map(|id| found.remove(id)).collect())
    }

    /// Whether a look was taken that a chronicle did not serve.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        !self.0.outdated.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Writes the chronicles of those of these participants about whom enough was recorded since. Gives how many.
    ///
    /// # Errors
    /// The log, or the archive.
    pub async fn keep_up(&self, log: &dyn EventStore, who: &[ParticipantId]) -> Result<usize, ModelError> {
        let reached = self.0.archive.reached()?;
        let outdated = std::mem::take(&mut *self.0.outdated.lock().unwrap_or_else(PoisonError::into_inner));
        let mut written = 0;
        for some in who.chunks(AT_A_TIME) {
            let since: Vec<_> = some.iter().map(|id| (*id, reached.get(id).copied().unwrap_or(0))).collect();
            let later = log.read_subjects(&since).await?;
            for ((id, from), later) in since.into_iter().zip(later) {
                if later.len() < self.0.stretch && !outdated.contains(&id) {
                    continue;
                }
                let history = match from {
                    0 => later,
                    _ => log.read_subject(id, None).await?,
                };
                self.write(id, history).await?;
                written += 1;
            }
        }
        Ok(written)
    }

    /// Elsewhere than here: it is work. A history that cannot be folded keeps no other from being written.
    async fn write(&self, id: ParticipantId, history: Vec<Decoded>) -> Result<(), ModelError> {
        let inner = self.0.clone();
        let writing = spawn_blocking(move || {
            inner.archive.keep(id, &Chronicle::of(&History::read(history), inner.stretch))
        });
        match writing.await {
            Ok(written) => written,
            Err(error) => {
                tracing::error!(%error, "a chronicle could not be folded");
                Ok(())
            }
        }
    }
}

fn fold(history: &History, as_of: AsOf) -> Then {
    Then {
        person: Person::fold(&history.events, as_of),
        incomplete: history.is_incomplete(as_of),
        position: history.last_position(),
    }
}

/// A participant from what is kept of them; `None` where something recorded since reaches back too far.
fn then(kept: Kept, read: &mut BTreeMap<u64, Decoded>, later: History, as_of: AsOf) -> Option<Then> {
    let members = kept.members.iter().filter_map(|position| read.remove(position)).collect();
    let members = History::read(members);
    if reaches_back(kept.from, &members.events, &later.events, as_of) {
        return None;
    }
    let known = |from| as_of.known_at.is_none_or(|at| at >= from);
    let missing_since =
        later.missing.first().map(|missing| recorded_before(*missing, &later).max(kept.recorded_at));
    let position = later.last_position().max(kept.up_to);
    let events: Vec<Recorded> = members.events.into_iter().chain(later.events).collect();
    Some(Then {
        person: Person::go_on(kept.person, kept.from, &events, as_of),
        incomplete: !members.missing.is_empty()
            || kept.incomplete_from.is_some_and(known)
            || missing_since.is_some_and(known),
        position,
    })
}
