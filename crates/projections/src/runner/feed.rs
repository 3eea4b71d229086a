//! Bringing models up to a position: the next batches are read and decoded while this one is applied.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
    time::Instant,
};

use tavle_event_store::{Decoded, EventStore, StoreError};
use tokio::{sync::watch, task::JoinHandle};

use super::slot::Slot;
use crate::{
    health::{Health, ModelState},
    model::{Again, History, ModelError},
};

/// Events read at a time.
pub(super) const BATCH: u64 = 4_096;
/// Batches, or histories, that are read ahead.
const AHEAD: usize = 3;
/// From so many events on, each model applies a batch in a thread of its own.
const WORTH_A_THREAD: usize = 256;

/// What feeding takes.
#[derive(Clone)]
pub(super) struct Feeder {
    pub store: Arc<dyn EventStore>,
    pub health: Health,
    /// True once the process is stopping: then a long catch-up ends early.
    pub stopping: watch::Receiver<bool>,
}

impl Feeder {
    /// Brings models to `end`, and folds again what they owe. A model that fails is left where it is, and says
    /// so itself.
    pub async fn bring_up(&self, slots: &mut [Slot], end: u64) -> Result<(), ModelError> {
        let Some(from) = slots.iter().map(|slot| slot.model.checkpoint()).min() else { return Ok(()) };
        let mut batches = Batches { store: &self.store, next: from, end, reading: VecDeque::new() };
        while let Some(batch) = batches.next().await? {
            if self.is_stopping() {
                return Ok(());
            }
            let began = Instant::now();
            hand_out(slots, &batch);
            for slot in slots.iter() {
                let is_near = slot.model.checkpoint() + BATCH >= end;
                slot.tell(if is_near { ModelState::Live } else { ModelState::CatchingUp });
            }
            self.health.count(|counts| {
                counts.events += batch.len() as u64;
                counts.batches += 1;
                counts.last_batch = began.elapsed();
            });
        }
        self.repay(slots, end).await
    }

    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Folds each history again once, however many events and models asked for it.
    async fn repay(&self, slots: &mut [Slot], end: u64) -> Result<(), ModelError> {
        let owed: BTreeSet<Again> = slots.iter().flat_map(|slot| slot.owed.iter().copied()).collect();
        let mut waiting = owed.into_iter();
        let mut reading = VecDeque::new();
        loop {
            while reading.len() < AHEAD
                && let Some(what) = waiting.next()
            {
                let store = self.store.clone();
                reading.push_back((what, tokio::spawn(async move { history(&*store, what, end).await })));
            }
            let Some((what, history)) = reading.pop_front() else { return Ok(()) };
            if self.is_stopping() {
                return Ok(());
            }
            let history = history.await.map_err(|_| StoreError::Closed)??;
            for slot in slots.iter_mut().filter(|slot| slot.model.checkpoint() == end) {
                slot.repay(what, &history);
            }
        }
    }
}

/// Gives every model a batch; each is independent of the others.
fn hand_out(slots: &mut [Slot], batch: &[Decoded]) {
    let Some(position) = batch.last().map(Decoded::position) else { return };
    if batch.len() < WORTH_A_THREAD || slots.len() == 1 {
        slots.iter_mut().for_each(|slot| slot.take(batch, position));
        return;
    }
    std::thread::scope(|scope| {
        for slot in slots {
            scope.spawn(move || slot.take(batch, position));
        }
    });
}

/// The log from one position to another. Positions have no gaps, so that several batches can be read at once.
struct Batches<'a> {
    store: &'a Arc<dyn EventStore>,
    next: u64,
    end: u64,
    reading: VecDeque<JoinHandle<Result<Vec<Decoded>, StoreError>>>,
}

impl Batches<'_> {
    async fn next(&mut self) -> Result<Option<Vec<Decoded>>, ModelError> {
        while self.reading.len() < AHEAD && self.next < self.end {
            let (store, after) = (self.store.clone(), self.next);
            let size = BATCH.min(self.end - after);
            self.next += size;
            let limit = usize::try_from(size).unwrap_or(usize::MAX);
            self.reading.push_back(tokio::spawn(async move { store.read_all(after, limit).await }));
        }
        let Some(first) = self.reading.pop_front() else { return Ok(None) };
        Ok(Some(first.await.map_err(|_| StoreError::Closed)??))
    }
}

/// A history up to a position. An event that could not be read is known by its stream alone.
async fn history(store: &dyn EventStore, what: Again, end: u64) -> Result<History, StoreError> {
    let (events, own) = match what {
        Again::Subject(id) => (store.read_subject(id, Some(end)).await?, Some(id)),
        Again::Stream(stream) => (store.read_stream(stream, 0).await?, None),
    };
    let mut history = History::default();
    for event in events.into_iter().take_while(|event| event.position() <= end) {
        match event {
            Decoded::Known(event) => history.events.push(event),
            Decoded::Unknown { position, stream, .. } => {
                let of: Option<tavle_domain::stream::Stream> = stream.parse().ok();
                if own.is_none() || of.and_then(|stream| stream.participant()) == own {
                    history.missing.insert(position);
                }
            }
        }
    }
    Ok(history)
}
