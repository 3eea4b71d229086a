//! The one catch-up loop: reads the log in batches and feeds every read model.
//!
//! `feed` reads ahead and hands out, `slot` is one model with what it owes, `beside` builds a new version of a
//! model while the old one is read, `readable` says how far readers can read.

mod beside;
mod feed;
mod readable;
mod slot;
#[cfg(test)]
mod tests;

use std::{
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use tavle_event_store::{Clock, EventStore};
use tokio::{
    sync::{Notify, watch},
    task::{JoinHandle, spawn_blocking},
};

use self::{beside::Beside, feed::Feeder, readable::Reached, slot::Slot};
use crate::{
    health::{Health, ModelState},
    model::{Capture, Look, ModelError, ReadModel},
    snapshot::Snapshots,
};

pub use self::readable::Readable;

/// How long the loop pauses after a fault before it tries again.
const PAUSE: Duration = Duration::from_secs(1);
/// Events after which the models in memory are written down again: so many are folded at a start after a crash.
const SNAPSHOT_EVERY: u64 = 20_000;

/// What the models went on without lies beside the snapshots, under a name that no model has.
const SKIPPED: &str = "skipped";
const SKIPPED_VERSION: u32 = 1;

/// Feeds the read models.
pub struct Runner {
    clock: Clock,
    feeder: Feeder,
    slots: Vec<Slot>,
    beside: Vec<Beside>,
    /// Told when a model that is built beside another is ready.
    built: Arc<Notify>,
    readable: watch::Sender<Reached>,
    snapshots: Option<Snapshots>,
    writing: Option<JoinHandle<()>>,
    /// How many skipped events are written down.
    noted: u64,
    /// When the models last showed themselves.
    looked: Option<DateTime<Utc>>,
}

impl Runner {
    /// A loop over these models, in this order.
    #[must_use]
    pub fn new(store: Arc<dyn EventStore>, clock: Clock, models: Vec<Box<dyn ReadModel>>) -> Self {
        let health = Health::default();
        let (beside, slots): (Vec<_>, Vec<_>) = models
            .into_iter()
            .map(|model| Slot::new(model, &health))
            .partition(|slot| slot.model.is_beside());
        let stopping = watch::channel(false).1;
        Self {
            clock,
            feeder: Feeder { store, health, stopping },
            slots,
            beside: beside.into_iter().map(Beside::Waiting).collect(),
            built: Arc::default(),
            readable: watch::Sender::new(Reached { position: 0, at: Instant::now() }),
            snapshots: None,
            writing: None,
            noted: 0,
            looked: None,
        }
    }

    /// Goes on from the snapshots that there are, and writes new ones.
    #[must_use]
    pub fn with_snapshots(mut self, snapshots: Snapshots) -> Self {
        let head = self.feeder.store.head();
        for slot in &mut self.slots {
            let (name, version) = (slot.model.name(), slot.model.version());
            let Some((position, content)) = snapshots.read(name, version, head) else { continue };
            if slot.model.restore(position, &content) {
                slot.kept = position;
                slot.tell(ModelState::CatchingUp);
            } else {
                tracing::warn!(model = name, "a snapshot was ignored; the model is folded from the log");
            }
        }
        if let Some((_, content)) = snapshots.read(SKIPPED, SKIPPED_VERSION, head)
            && let Ok(skips) = postcard::from_bytes(&content)
        {
            self.feeder.health.recall(skips);
            self.noted = self.feeder.health.skipped();
        }
        self.snapshots = Some(snapshots);
        self
    }

    /// Writes down what the models went on without, where that is more than it was.
    fn note_skipped(&mut self, position: u64) {
        let skipped = self.feeder.health.skipped();
        let Some(snapshots) = self.snapshots.as_ref().filter(|_| skipped != self.noted) else { return };
        let written = postcard::to_stdvec(&self.feeder.health.skips())
            .map_err(io::Error::other)
            .and_then(|content| snapshots.write(SKIPPED, SKIPPED_VERSION, position, &content));
        match written {
            Ok(()) => self.noted = skipped,
            Err(error) => tracing::warn!(%error, "skipped events could not be written down"),
        }
    }

    /// Says how far readers can read.
    #[must_use]
    pub fn readable(&self) -> Readable {
        Readable(self.readable.subscribe())
    }

    /// Says how the models fare.
    #[must_use]
    pub fn health(&self) -> Health {
        self.feeder.health.clone()
    }

    /// Runs until `stop` is dropped or says true: catches up, then waits for new events or the next minute.
    /// Writes the models in memory down before it ends.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut committed = self.feeder.store.watch();
        self.feeder.stopping = stop.clone();
        loop {
            let caught_up = self.catch_up().await;
            let reached = *caught_up.as_ref().unwrap_or(&self.readable.borrow().position);
            if let Err(error) = &caught_up {
                tracing::error!(%error, "read models could not be brought up to date");
            }
            self.write_snapshots(SNAPSHOT_EVERY);
            let behind = caught_up.is_err() || reached < self.feeder.store.head();
            let built = self.built.clone();
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => break,
                () = tokio::time::sleep(PAUSE), if behind => {}
                changed = committed.wait_for(|head| *head > reached), if !behind => {
                    if changed.is_err() {
                        break;
                    }
                }
                () = built.notified() => {}
                () = tokio::time::sleep(until_next_minute((self.clock)())) => {}
            }
        }
        self.keep().await;
    }

    /// Applies everything up to the end of the log and publishes it. Gives the position reached, which is
    /// before the end where the process is stopping.
    ///
    /// # Errors
    /// The log or a model's database. What was applied so far stays; the models that did not fail are at the
    /// end of the log and are shown.
    pub async fn catch_up(&mut self) -> Result<u64, ModelError> {
        self.slots.iter_mut().for_each(|slot| slot.failed = None);
        let end = self.feeder.store.head();
        let fed = self.feeder.bring_up(&mut self.slots, end).await;
        if self.feeder.is_stopping() {
            return Ok(self.readable.borrow().position);
        }
        self.settle(end);
        self.publish();
        self.slots.iter().for_each(|slot| slot.tell(ModelState::Live));
        self.note_skipped(end);
        fed?;
        if let Some(error) = self.slots.iter_mut().find_map(|slot| slot.failed.take()) {
            return Err(error);
        }
        let at = Instant::now();
        self.feeder.health.count(|counts| (counts.position, counts.caught_up) = (end, Some(at)));
        self.readable.send_replace(Reached { position: end, at });
        self.advance_beside(end).await?;
        Ok(end)
    }

    /// Lets the models finish what they do at the end of the log. The first time they build indexes, each
    /// beside the others.
    fn settle(&mut self, end: u64) {
        let is_first = self.looked.is_none();
        let at_end = |slot: &&mut Slot| slot.model.checkpoint() == end && slot.is_settled();
        let one = |slot: &mut Slot| slot.failed = slot.attempt(|model| model.settle()).err();
        let slots = self.slots.iter_mut().filter(at_end);
        if is_first {
            std::thread::scope(|scope| slots.for_each(|slot| drop(scope.spawn(move || one(slot)))));
        } else {
            slots.for_each(one);
        }
    }

    /// Shows every model. Where the minute is another than at the last look, whatever it was that led here,
    /// everything that time changes is derived again.
    fn publish(&mut self) {
        let now = (self.clock)();
        let tick = self.looked.map(minute) != Some(minute(now));
        let look = Look { now, tick };
        for slot in &mut self.slots {
            let shown = slot.attempt(|model| {
                model.publish(look);
                Ok(())
            });
            slot.failed = slot.failed.take().or(shown.err());
        }
        // A look that failed was none: the tick is not lost.
        if self.slots.iter().all(|slot| slot.failed.is_none()) {
            self.looked = Some(now);
        }
    }

    /// Lets models that are built beside others go on, and swaps those that have reached the same position.
    async fn advance_beside(&mut self, end: u64) -> Result<(), ModelError> {
        for beside in std::mem::take(&mut self.beside) {
            let beside = match beside.advance(&self.feeder, &self.built).await {
                Some(Beside::Built(mut slot)) => {
                    let fed = self.feeder.bring_up(std::slice::from_mut(&mut slot), end).await;
                    if fed.is_ok() && slot.is_settled() && slot.model.checkpoint() == end {
                        self.swap(slot);
                        continue;
                    }
                    Some(Beside::Waiting(slot))
                }
                other => other,
            };
            self.beside.extend(beside);
        }
        Ok(())
    }

    /// Readers read the new one from here on; the old one goes once nobody reads it.
    fn swap(&mut self, mut new: Slot) {
        new.model.take_place();
        let (name, version) = (new.model.name(), new.model.version());
        new.tell(ModelState::Live);
        tracing::info!(model = name, version, "took the place of an older version");
        if let Some(old) = self.slots.iter_mut().find(|slot| slot.model.name() == name) {
            let mut old = std::mem::replace(old, new);
            self.feeder.health.forget(name, old.model.version());
            old.model.discard();
        }
        self.feeder.health.count(|counts| counts.swaps += 1);
    }

    /// Writes down every model in memory that took so many events since it last was, elsewhere than here. One
    /// that still owes a fold is not the state of its position, and is left for the next time.
    fn write_snapshots(&mut self, every: u64) {
        if self.writing.as_ref().is_some_and(|writing| !writing.is_finished()) {
            return;
        }
        let Some(snapshots) = self.snapshots.clone() else { return };
        let mut due = Vec::new();
        for slot in self.slots.iter_mut().filter(|slot| slot.is_settled()) {
            if slot.model.checkpoint() < slot.kept + every {
                continue;
            }
            let Some(capture) = slot.model.capture() else { continue };
            slot.kept = capture.position;
            due.push((slot.model.name(), slot.model.version(), capture));
        }
        if !due.is_empty() {
            let health = self.feeder.health.clone();
            self.writing = Some(spawn_blocking(move || {
                for (name, version, capture) in due {
                    write_snapshot(&snapshots, &health, name, version, capture);
                }
            }));
        }
    }

    /// Writes down every model in memory that took anything since it last was, and waits until it is done.
    pub async fn keep(&mut self) {
        self.written().await;
        self.write_snapshots(1);
        self.written().await;
    }

    async fn written(&mut self) {
        if let Some(writing) = self.writing.take()
            && let Err(error) = writing.await
        {
            tracing::warn!(%error, "a snapshot could not be written");
        }
    }

    /// Hash of every model, by name.
    ///
    /// # Errors
    /// A model's database.
    pub fn digests(&mut self) -> Result<Vec<(&'static str, [u8; 32])>, ModelError> {
        self.slots.iter_mut().map(|slot| Ok((slot.model.name(), slot.model.digest()?))).collect()
    }
}

/// A snapshot that cannot be written costs time at the next start, and nothing else.
fn write_snapshot(snapshots: &Snapshots, health: &Health, name: &str, version: u32, capture: Capture) {
    let began = Instant::now();
    let position = capture.position;
    let written =
        (capture.write)().and_then(|content| Ok(snapshots.write(name, version, position, &content)?));
    match written {
        Ok(()) => health.count(|counts| {
            counts.snapshots += 1;
            counts.snapshot = Some(Instant::now());
            counts.last_snapshot = began.elapsed();
        }),
        Err(error) => tracing::warn!(model = name, %error, "a snapshot could not be written"),
    }
}

fn minute(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(60)
}

/// To the next full minute, so that a deadline or a day passes on every wall at the same time.
fn until_next_minute(now: DateTime<Utc>) -> Duration {
    let into = u64::try_from(now.timestamp_millis().rem_euclid(60_000)).unwrap_or_default();
    Duration::from_millis(60_000 - into)
}
