//! The one shape of a model in memory: a fold for each key, evolved in log order.
//!
//! It keeps state, never histories. Where an event reaches back (a correction, an error mark, something
//! recorded late), the key's history is read from the log and folded again.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use tavle_domain::{recorded::Recorded, stream::Stream};
use tavle_event_store::Decoded;

use crate::model::{Again, Capture, History, Look, ModelError, ReadModel};

/// States by key. Behind an `Arc` each, so that readers and snapshots share them with the loop.
pub type States<F> = BTreeMap<<F as Fold>::Key, Arc<<F as Fold>::State>>;

/// What is folded, for each key.
pub trait Fold: Send + 'static {
    /// Name of the model.
    const NAME: &'static str;
    /// Version of the state. Raise it whenever the state's fields or what they mean change: a snapshot of
    /// another version is not read.
    const VERSION: u32;
    /// What has a state of its own.
    type Key: Copy + Ord + Serialize + DeserializeOwned + Send + Sync;
    /// The state.
    type State: Clone + Serialize + DeserializeOwned + Send + Sync;

    /// Whose event this is; `None` for one that this model does not heed.
    fn key(event: &Recorded) -> Option<Self::Key>;

    /// Whose events a stream holds as a whole: all that is known of an event that could not be read.
    fn key_of(stream: Stream) -> Option<Self::Key>;

    /// The history behind a key.
    fn history(key: Self::Key) -> Again;

    /// The key behind a history.
    fn key_behind(history: Again) -> Option<Self::Key>;

    /// Heeds an event that was recorded after all others. False when it reaches back, and the history has to
    /// be folded again; the state is then of no account.
    fn evolve(state: &mut Option<Arc<Self::State>>, event: &Recorded) -> bool;

    /// Folds a whole history; `None` where nothing of it counts.
    fn fold(key: Self::Key, history: &History) -> Option<Self::State>;
}

/// Where readers see the states.
pub trait Screen<F: Fold>: Send {
    /// Notes an event, also one without a key.
    fn heed(&mut self, _event: &Recorded) {}

    /// Shows the states. `changed` are the keys that were touched since the last time.
    fn show(&mut self, states: &States<F>, changed: BTreeSet<F::Key>, position: u64, look: Look);
}

/// A model in memory.
pub struct InMemory<F: Fold, S> {
    checkpoint: u64,
    states: States<F>,
    changed: BTreeSet<F::Key>,
    /// Histories to fold again that the loop was not told of yet: a panic within a batch loses none.
    again: BTreeSet<Again>,
    /// Whose state is of no account until it is folded again: until then nothing has to be heeded.
    owed: BTreeSet<F::Key>,
    screen: S,
}

impl<F: Fold, S: Screen<F>> InMemory<F, S> {
    /// An empty model that shows itself on a screen.
    #[must_use]
    pub const fn on(screen: S) -> Self {
        Self {
            checkpoint: 0,
            states: BTreeMap::new(),
            changed: BTreeSet::new(),
            again: BTreeSet::new(),
            owed: BTreeSet::new(),
            screen,
        }
    }

    /// Heeds one event; gives the history to fold again.
    fn heed(&mut self, event: &Recorded) -> Option<Again> {
        self.screen.heed(event);
        let key = F::key(event)?;
        self.changed.insert(key);
        if self.owed.contains(&key) {
            return None;
        }
        let mut state = self.states.remove(&key);
        let followed = F::evolve(&mut state, event);
        if let Some(state) = state {
            self.states.insert(key, state);
        }
        (!followed).then(|| {
            self.owed.insert(key);
            F::history(key)
        })
    }
}

/// Whose history an event belongs to that was not read or not taken.
fn history_of<F: Fold>(event: &Decoded) -> Option<Again> {
    let key = match event {
        Decoded::Known(event) => F::key(event),
        Decoded::Unknown { stream, .. } => stream.parse().ok().and_then(F::key_of),
    };
    key.map(F::history)
}

impl<F: Fold, S: Screen<F>> ReadModel for InMemory<F, S> {
    fn name(&self) -> &'static str {
        F::NAME
    }

    fn version(&self) -> u32 {
        F::VERSION
    }

    fn checkpoint(&self) -> u64 {
        self.checkpoint
    }

    fn apply(&mut self, batch: &[Decoded], position: u64) -> Result<Vec<Again>, ModelError> {
        let new = batch.partition_point(|event| event.position() <= self.checkpoint);
        for event in &batch[new..] {
            let reaches_back = match event {
                Decoded::Known(event) => self.heed(event),
                Decoded::Unknown { .. } => history_of::<F>(event),
            };
            self.again.extend(reaches_back);
            // Moved with each event: after a panic the loop sees which one it was.
            self.checkpoint = event.position();
        }
        self.checkpoint = self.checkpoint.max(position);
        Ok(std::mem::take(&mut self.again).into_iter().collect())
    }

    fn skip(&mut self, event: &Decoded) -> Result<Vec<Again>, ModelError> {
        self.checkpoint = self.checkpoint.max(event.position());
        self.again.extend(history_of::<F>(event));
        Ok(std::mem::take(&mut self.again).into_iter().collect())
    }

    fn fold_again(&mut self, what: Again, history: &History) -> Result<(), ModelError> {
        let Some(key) = F::key_behind(what) else { return Ok(()) };
        match F::fold(key, history) {
            Some(state) => self.states.insert(key, Arc::new(state)),
            None => self.states.remove(&key),
        };
        self.owed.remove(&key);
        self.changed.insert(key);
        Ok(())
    }

    fn publish(&mut self, look: Look) {
        let changed = std::mem::take(&mut self.changed);
        self.screen.show(&self.states, changed, self.checkpoint, look);
    }

    fn capture(&self) -> Option<Capture> {
        let states = self.states.clone();
        let write = move || {
            let states: Vec<(&F::Key, &F::State)> =
                states.iter().map(|(key, state)| (key, &**state)).collect();
            Ok(postcard::to_stdvec(&states)?)
        };
        Some(Capture { position: self.checkpoint, write: Box::new(write) })
    }

    fn restore(&mut self, position: u64, content: &[u8]) -> bool {
        let Ok((states, [])) = postcard::take_from_bytes::<Vec<(F::Key, F::State)>>(content) else {
            return false;
        };
        self.states = states.into_iter().map(|(key, state)| (key, Arc::new(state))).collect();
        self.changed = self.states.keys().copied().collect();
        self.checkpoint = position;
        true
    }

    fn digest(&mut self) -> Result<[u8; 32], ModelError> {
        let mut hash = Sha256::new();
        for (key, state) in &self.states {
            let state = postcard::to_stdvec(&(key, &**state))?;
            hash.update((state.len() as u64).to_be_bytes());
            hash.update(state);
        }
        Ok(hash.finalize().into())
    }
}
