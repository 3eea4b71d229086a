//! One model with what it owes: feeding it, and going on without an event that it cannot take.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

use tavle_event_store::Decoded;

use crate::{
    health::{Health, ModelState, Skipped, Why},
    model::{Again, History, ModelError, ReadModel},
};

/// A model that the loop feeds.
pub(super) struct Slot {
    pub model: Box<dyn ReadModel>,
    /// Histories still to be folded again. Kept until it is done: a fault in between must not leave a corrected
    /// entry as it was.
    pub owed: BTreeSet<Again>,
    /// What stopped it. It is left alone until the loop tries again, and the others go on.
    pub failed: Option<ModelError>,
    /// The position of its last snapshot.
    pub kept: u64,
    health: Health,
}

impl Slot {
    pub fn new(model: Box<dyn ReadModel>, health: &Health) -> Self {
        let owed = model.owed().into_iter().collect();
        let slot = Self { model, owed, failed: None, kept: 0, health: health.clone() };
        slot.tell(ModelState::CatchingUp);
        slot
    }

    /// Tells how the model fares; what failed is told whatever is hoped.
    pub fn tell(&self, state: ModelState) {
        let state = match (&self.failed, self.model.is_beside()) {
            (Some(_), _) => ModelState::Failed,
            (None, true) => ModelState::Rebuilding,
            (None, false) => state,
        };
        self.health.tell(self.model.name(), self.model.version(), state, self.model.checkpoint());
    }

    /// Whether its state is the one of its checkpoint.
    pub fn is_settled(&self) -> bool {
        self.failed.is_none() && self.owed.is_empty()
    }

    /// Applies a batch.
    pub fn take(&mut self, batch: &[Decoded], position: u64) {
        let from = self.model.checkpoint();
        if self.failed.is_some() || from >= position {
            return;
        }
        match self.attempt(|model| model.apply(batch, position)) {
            Ok(again) => self.owed.extend(again),
            Err(error) if error.is_poison() => self.take_one_by_one(batch),
            Err(error) => self.failed = Some(error),
        }
        if self.failed.is_none() {
            self.note_unread(&batch[batch.partition_point(|event| event.position() <= from)..]);
        }
    }

    fn take_one_by_one(&mut self, batch: &[Decoded]) {
        let new = batch.partition_point(|event| event.position() <= self.model.checkpoint());
        for event in &batch[new..] {
            let one = std::slice::from_ref(event);
            let mut taken = self.attempt(|model| model.apply(one, event.position()));
            if taken.as_ref().is_err_and(ModelError::is_poison) {
                if let Decoded::Known(event) = event {
                    self.note_poison(event.position, event.body.event_type());
                }
                taken = self.attempt(|model| model.skip(event));
            }
            match taken {
                Ok(again) => self.owed.extend(again),
                Err(error) => {
                    self.failed = Some(error);
                    return;
                }
            }
        }
    }

    /// Folds a history again, where it is owed.
    pub fn repay(&mut self, what: Again, history: &History) {
        if self.failed.is_some() || !self.owed.contains(&what) {
            return;
        }
        let mut folded = self.attempt(|model| model.fold_again(what, history));
        if folded.as_ref().is_err_and(ModelError::is_poison) {
            folded = self.fold_without_poison(what, history.clone());
        }
        match folded {
            Ok(()) => {
                self.owed.remove(&what);
                self.health.count(|counts| counts.folded_again += 1);
            }
            Err(error) => self.failed = Some(error),
        }
    }

    /// Leaves out one event after another until the rest can be folded. A state that lacks something says so;
    /// no state at all would hide the person behind it.
    fn fold_without_poison(&mut self, what: Again, mut history: History) -> Result<(), ModelError> {
        loop {
            let Some(at) = self.find_poison(what, &history)? else {
                return Err(ModelError::Poisoned { model: self.model.name() });
            };
            let poison = history.events.remove(at);
            self.note_poison(poison.position, poison.body.event_type());
            history.missing.insert(poison.position);
            match self.attempt(|model| model.fold_again(what, &history)) {
                Err(error) if error.is_poison() => {}
                folded => return folded,
            }
        }
    }

    /// The last event of a prefix that cannot be folded, where it can without that event.
    fn find_poison(&mut self, what: Again, history: &History) -> Result<Option<usize>, ModelError> {
        let (mut fine, mut bad) = (0, history.events.len());
        while bad > fine + 1 {
            let middle = fine + (bad - fine) / 2;
            let events = history.events[..middle].to_vec();
            let prefix = History { events, missing: history.missing.clone() };
            match self.attempt(|model| model.fold_again(what, &prefix)) {
                Ok(()) => fine = middle,
                Err(error) if error.is_poison() => bad = middle,
                Err(error) => return Err(error),
            }
        }
        Ok(bad.checked_sub(1))
    }

    /// Runs a model's own code. A panic in it is that model's failure, and no other's.
    pub fn attempt<T>(
        &mut self,
        work: impl FnOnce(&mut dyn ReadModel) -> Result<T, ModelError>,
    ) -> Result<T, ModelError> {
        let model = &mut *self.model;
        // What a panic leaves half done is folded again or rolled back: `skip` and `fold_again` see to that.
        catch_unwind(AssertUnwindSafe(|| work(model)))
            .unwrap_or_else(|_| Err(ModelError::Poisoned { model: self.model.name() }))
    }

    fn note_unread(&self, batch: &[Decoded]) {
        for event in batch {
            let Decoded::Unknown { position, event_type, .. } = event else { continue };
            let model = self.model.name();
            tracing::warn!(model, position, event_type, "an event that cannot be read was skipped");
            self.note(*position, event_type, Why::Unread);
        }
    }

    fn note_poison(&self, position: u64, event_type: &str) {
        let model = self.model.name();
        tracing::error!(
            model,
            position,
            event_type,
            "a read model failed on an event and goes on without it"
        );
        self.note(position, event_type, Why::Poison);
    }

    fn note(&self, position: u64, event_type: &str, why: Why) {
        let skipped = Skipped { position, event_type: event_type.to_owned(), why };
        self.health.skip(self.model.name(), self.model.version(), skipped);
    }
}
