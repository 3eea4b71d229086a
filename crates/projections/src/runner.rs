//! The one catch-up loop: reads the log in batches and feeds every read model.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use tavle_domain::{id::ParticipantId, recorded::Recorded};
use tavle_event_store::{Clock, Decoded, EventStore, known};
use tokio::sync::watch;

use crate::{
    health::{Health, ModelState, Skipped, Why},
    model::{ModelError, ReadModel},
};

/// Events read at a time.
const BATCH: usize = 4_096;

/// How long the loop pauses after a fault before it tries again.
const PAUSE: Duration = Duration::from_secs(1);

/// A loop that has not caught up for so long has stopped: it does so at least once a minute.
const ALIVE_WITHIN: Duration = Duration::from_secs(75);
/// A loop that lies behind the log for so long is stuck.
const BEHIND_AT_MOST: Duration = Duration::from_secs(5);

/// How far the loop came, and when it last got to the end of the log.
#[derive(Clone, Copy, Debug)]
struct Reached {
    position: u64,
    at: Instant,
}

/// The position up to which every read model can be read; see [`Readable::wait`].
#[derive(Clone, Debug)]
pub struct Readable(watch::Receiver<Reached>);

impl Readable {
    /// The position now.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.0.borrow().position
    }

    /// Whether what can be read may be shown as the present, `head` being the end of the log.
    #[must_use]
    pub fn is_current(&self, head: u64) -> bool {
        let reached = *self.0.borrow();
        let age = reached.at.elapsed();
        age < if reached.position < head { BEHIND_AT_MOST } else { ALIVE_WITHIN }
    }

    /// Waits until `position` can be read, at most so long. Says whether it can.
    pub async fn wait(&self, position: u64, at_most: Duration) -> bool {
        let mut readable = self.0.clone();
        let reached = readable.wait_for(|reached| reached.position >= position);
        matches!(tokio::time::timeout(at_most, reached).await, Ok(Ok(_)))
    }
}

/// A shared view that readers clone and the loop replaces.
#[derive(Debug)]
pub struct View<T>(std::sync::RwLock<Arc<T>>);

impl<T> View<T> {
    /// A view that shows `value`.
    pub fn new(value: T) -> Self {
        Self(std::sync::RwLock::new(Arc::new(value)))
    }

    /// What is shown now.
    pub fn get(&self) -> Arc<T> {
        self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Shows another value.
    pub fn set(&self, value: T) {
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(value);
    }
}

/// Feeds the read models.
pub struct Runner {
    store: Arc<dyn EventStore>,
    clock: Clock,
    models: Vec<Box<dyn ReadModel>>,
    readable: watch::Sender<Reached>,
    /// Who is still to be folded again, by which model. Kept until it is done: a fault in between must not
    /// leave a corrected entry as it was.
    again: BTreeSet<(ParticipantId, usize)>,
    health: Health,
}

impl Runner {
    /// A loop over these models, in this order.
    #[must_use]
    pub fn new(store: Arc<dyn EventStore>, clock: Clock, models: Vec<Box<dyn ReadModel>>) -> Self {
        let reached = Reached { position: 0, at: Instant::now() };
        let health = Health::default();
        for model in &models {
            health.tell(model.name(), model.version(), ModelState::CatchingUp, model.checkpoint());
        }
        let readable = watch::Sender::new(reached);
        Self { store, clock, models, readable, again: BTreeSet::new(), health }
    }

    /// Says how the models fare.
    #[must_use]
    pub fn health(&self) -> Health {
        self.health.clone()
    }

    /// Says how far readers can read.
    #[must_use]
    pub fn readable(&self) -> Readable {
        Readable(self.readable.subscribe())
    }

    /// Runs until `stop` is dropped or says true: catches up, then waits for new events or the next minute.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut committed = self.store.watch();
        loop {
            let reached = match self.catch_up().await {
                Ok(reached) => reached,
                Err(error) => {
                    tracing::error!(%error, "read models could not be brought up to date");
                    self.tell(ModelState::Failed);
                    self.readable.borrow().position
                }
            };
            let behind = reached < self.store.head();
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(PAUSE), if behind => {}
                changed = committed.wait_for(|head| *head > reached), if !behind => {
                    if changed.is_err() {
                        return;
                    }
                }
                () = tokio::time::sleep(until_next_minute((self.clock)())) => self.publish(true),
            }
        }
    }

    /// Applies everything up to the end of the log and publishes it. Gives the position reached.
    ///
    /// # Errors
    /// The log or a model's database; what was applied so far stays.
    pub async fn catch_up(&mut self) -> Result<u64, ModelError> {
        let mut reached = self.models.iter().map(|model| model.checkpoint()).min().unwrap_or_default();
        loop {
            let batch = self.store.read_all(reached, BATCH).await?;
            let Some(last) = batch.last().map(Decoded::position) else { break };
            self.apply(batch, last)?;
            reached = last;
        }
        self.fold_again(reached).await?;
        self.publish(false);
        self.tell(ModelState::Live);
        let at = Instant::now();
        self.health.count(|counts| (counts.position, counts.caught_up) = (reached, Some(at)));
        self.readable.send_replace(Reached { position: reached, at });
        Ok(reached)
    }

    fn tell(&self, state: ModelState) {
        for model in &self.models {
            self.health.tell(model.name(), model.version(), state, model.checkpoint());
        }
    }

    /// Applies a batch to every model that has not seen it, and notes who has to be folded again.
    fn apply(&mut self, batch: Vec<Decoded>, position: u64) -> Result<(), ModelError> {
        let began = Instant::now();
        for unread in &batch {
            let Decoded::Unknown { position, event_type, .. } = unread else { continue };
            tracing::warn!(position, event_type, "an event that cannot be read was skipped");
            for model in self.models.iter().filter(|model| model.checkpoint() < *position) {
                let event_type = event_type.clone();
                let skipped = Skipped { position: *position, event_type, why: Why::Unread };
                self.health.skip(model.name(), model.version(), skipped);
            }
        }
        let read = batch.len() as u64;
        let events = known(batch);
        for (index, model) in self.models.iter_mut().enumerate() {
            let from = model.checkpoint();
            if from < position {
                let new = &events[events.partition_point(|event| event.position <= from)..];
                let again = model.apply(new, position)?;
                self.again.extend(again.into_iter().map(|subject| (subject, index)));
            }
        }
        self.health.count(|counts| {
            counts.events += read;
            counts.batches += 1;
            counts.last_batch = began.elapsed();
        });
        Ok(())
    }

    /// Folds each participant again once, however many events asked for it.
    async fn fold_again(&mut self, reached: u64) -> Result<(), ModelError> {
        let mut loaded: Option<(ParticipantId, Vec<Recorded>)> = None;
        while let Some((subject, index)) = self.again.first().copied() {
            let history = match loaded.take() {
                Some((of, history)) if of == subject => history,
                _ => known(self.store.read_subject(subject, Some(reached)).await?),
            };
            self.models[index].fold_again(subject, &history)?;
            self.again.remove(&(subject, index));
            self.health.count(|counts| counts.folded_again += 1);
            loaded = Some((subject, history));
        }
        Ok(())
    }

    fn publish(&mut self, tick: bool) {
        let now = (self.clock)();
        for model in &mut self.models {
            model.publish(now, tick);
        }
    }

    /// Hash of every model, by name.
    ///
    /// # Errors
    /// A model's database.
    pub fn digests(&mut self) -> Result<Vec<(&'static str, [u8; 32])>, ModelError> {
        self.models.iter_mut().map(|model| Ok((model.name(), model.digest()?))).collect()
    }
}

/// To the next full minute, so that a deadline or a day passes on every wall at the same time.
fn until_next_minute(now: DateTime<Utc>) -> Duration {
    let into = u64::try_from(now.timestamp_millis().rem_euclid(60_000)).unwrap_or_default();
    Duration::from_millis(60_000 - into)
}
