//! How the read models fare: for metrics, for readiness, and for whoever is called out at night.
//!
//! It says where an event stands that a model could not take, never what it holds.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

/// So many skipped events a model are remembered by their position; the rest are only counted.
const REMEMBERED: usize = 8;

/// What a model is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ModelState {
    /// It shows the end of the log as it was when the loop last looked.
    Live,
    /// It is on its way to the end of the log, and what it shows is not the present.
    CatchingUp,
    /// It is built beside an older version of itself, which is read until this one has caught up.
    Rebuilding,
    /// Its database or the log refused the last attempt; the loop tries again.
    Failed,
}

impl ModelState {
    /// The name in metrics, e.g. `CATCHING_UP`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Why a model went on without an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, Serialize, Deserialize)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Why {
    /// The event is of an unknown type or a newer version, malformed or damaged.
    Unread,
    /// The event was read, and the model failed on it.
    Poison,
}

/// An event that a model went on without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Its place in the log.
    pub position: u64,
    /// Its stored type.
    pub event_type: String,
    /// Why.
    pub why: Why,
}

/// How one model fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelHealth {
    /// Name of the model.
    pub name: &'static str,
    /// Version of its form. While one is built beside another, a name stands here twice.
    pub version: u32,
    /// What it is doing.
    pub state: ModelState,
    /// The last position applied.
    pub checkpoint: u64,
    /// Events that could not be read.
    pub unread: u64,
    /// Events that were read and that the model failed on.
    pub poisoned: u64,
    /// The first few of both, in the order in which they were met.
    pub first_skipped: Vec<Skipped>,
}

/// How the loop fares that feeds the models. Counters run from the start of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunnerHealth {
    /// The position up to which every model can be read.
    pub position: u64,
    /// Events read and handed to the models.
    pub events: u64,
    /// Batches of them.
    pub batches: u64,
    /// How long the last batch took to apply, without reading it.
    pub last_batch: Duration,
    /// Histories folded again because something earlier changed.
    pub folded_again: u64,
    /// Time since every model was last brought to the end of the log; `None` before the first time.
    pub since_caught_up: Option<Duration>,
    /// Snapshots written.
    pub snapshots: u64,
    /// Time since the last of them; `None` before the first.
    pub since_snapshot: Option<Duration>,
    /// How long the last of them took to write.
    pub last_snapshot: Duration,
    /// Models that took the place of an older version.
    pub swaps: u64,
}

/// What one model went on without, as it is written down: a start from snapshots does not read those events
/// again, and must warn of them all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Skips {
    model: String,
    version: u32,
    unread: u64,
    poisoned: u64,
    first: Vec<Skipped>,
}

/// A handle on how the read models fare. Cheap to clone and to read.
#[derive(Clone, Debug, Default)]
pub struct Health(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    models: BTreeMap<(&'static str, u32), ModelHealth>,
    counts: Counts,
}

/// What the loop counts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub position: u64,
    pub events: u64,
    pub batches: u64,
    pub last_batch: Duration,
    pub folded_again: u64,
    pub caught_up: Option<Instant>,
    pub snapshots: u64,
    pub snapshot: Option<Instant>,
    pub last_snapshot: Duration,
    pub swaps: u64,
}

impl Health {
    /// Every model, by name and version.
    #[must_use]
    pub fn models(&self) -> Vec<ModelHealth> {
        self.lock().models.values().cloned().collect()
    }

    /// The loop.
    #[must_use]
    pub fn runner(&self) -> RunnerHealth {
        let counts = self.lock().counts;
        RunnerHealth {
            position: counts.position,
            events: counts.events,
            batches: counts.batches,
            last_batch: counts.last_batch,
            folded_again: counts.folded_again,
            since_caught_up: counts.caught_up.map(|at| at.elapsed()),
            snapshots: counts.snapshots,
            since_snapshot: counts.snapshot.map(|at| at.elapsed()),
            last_snapshot: counts.last_snapshot,
            swaps: counts.swaps,
        }
    }

    /// Tells what a model is doing and how far it came.
    pub(crate) fn tell(&self, name: &'static str, version: u32, state: ModelState, checkpoint: u64) {
        let mut inner = self.lock();
        let model = inner.model(name, version);
        model.state = state;
        model.checkpoint = checkpoint;
    }

    /// Counts an event that a model went on without, and remembers the first few.
    pub(crate) fn skip(&self, name: &'static str, version: u32, skipped: Skipped) {
        let mut inner = self.lock();
        let model = inner.model(name, version);
        let known = model.first_skipped.iter().any(|other| other.position == skipped.position);
        if known {
            // The same event again, in a history that was folded once more.
            return;
        }
        match skipped.why {
            Why::Unread => model.unread += 1,
            Why::Poison => model.poisoned += 1,
        }
        if model.first_skipped.len() < REMEMBERED {
            model.first_skipped.push(skipped);
        }
    }

    /// How many events were skipped, over all models.
    pub(crate) fn skipped(&self) -> u64 {
        self.lock().models.values().map(|model| model.unread + model.poisoned).sum()
    }

    /// What every model went on without.
    pub(crate) fn skips(&self) -> Vec<Skips> {
        let models = self.models().into_iter().filter(|model| !model.first_skipped.is_empty());
        let skips = |model: ModelHealth| Skips {
            model: model.name.to_owned(),
            version: model.version,
            unread: model.unread,
            poisoned: model.poisoned,
            first: model.first_skipped,
        };
        models.map(skips).collect()
    }

    /// Goes on from what was written down. What lies beyond a model's checkpoint it will meet again.
    pub(crate) fn recall(&self, written: Vec<Skips>) {
        let mut inner = self.lock();
        for skips in written {
            let same = |model: &&mut ModelHealth| model.name == skips.model && model.version == skips.version;
            let Some(model) = inner.models.values_mut().find(same) else { continue };
            let checkpoint = model.checkpoint;
            let (first, again): (Vec<_>, Vec<_>) =
                skips.first.into_iter().partition(|skipped| skipped.position <= checkpoint);
            let of = |why| again.iter().filter(|skipped| skipped.why == why).count() as u64;
            model.unread = skips.unread.saturating_sub(of(Why::Unread));
            model.poisoned = skips.poisoned.saturating_sub(of(Why::Poison));
            model.first_skipped = first;
        }
    }

    /// A model is no longer fed.
    pub(crate) fn forget(&self, name: &'static str, version: u32) {
        self.lock().models.remove(&(name, version));
    }

    /// Changes what the loop counts.
    pub(crate) fn count(&self, change: impl FnOnce(&mut Counts)) {
        change(&mut self.lock().counts);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn model(&mut self, name: &'static str, version: u32) -> &mut ModelHealth {
        self.models.entry((name, version)).or_insert_with(|| ModelHealth {
            name,
            version,
            state: ModelState::CatchingUp,
            checkpoint: 0,
            unread: 0,
            poisoned: 0,
            first_skipped: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(position: u64, why: Why) -> Skipped {
        Skipped { position, event_type: "ContactCompleted".to_owned(), why }
    }

    #[test]
    fn every_skipped_event_is_counted_and_the_first_few_are_remembered() {
        let health = Health::default();
        for position in 1..=20 {
            health.skip("board", 1, at(position, Why::Unread));
        }
        health.skip("board", 1, at(1, Why::Unread));
        let models = health.models();
        assert_eq!((models[0].unread, models[0].poisoned), (20, 0));
        assert_eq!(models[0].first_skipped.len(), REMEMBERED);
    }

    #[test]
    fn a_model_and_the_one_built_beside_it_are_told_apart() {
        let health = Health::default();
        health.tell("timeline", 1, ModelState::Live, 9);
        health.tell("timeline", 2, ModelState::Rebuilding, 4);
        let told: Vec<_> = health
            .models()
            .iter()
            .map(|model| (model.version, model.state.name(), model.checkpoint))
            .collect();
        assert_eq!(told, [(1, "LIVE", 9), (2, "REBUILDING", 4)]);
        health.forget("timeline", 1);
        assert_eq!(health.models().len(), 1);
    }
}
