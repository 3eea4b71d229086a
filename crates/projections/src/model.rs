//! What every read model does.

use chrono::{DateTime, Utc};
use rusqlite::ErrorCode;
use std::collections::BTreeSet;
use tavle_domain::{effective::AsOf, id::ParticipantId, recorded::Recorded, stream::Stream};
use tavle_event_store::{Decoded, StoreError, known};

/// A read model could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The database of read models failed.
    #[error("the database of read models failed")]
    Database(#[from] rusqlite::Error),
    /// The log could not be read.
    #[error("the log could not be read")]
    Store(#[from] StoreError),
    /// A file of the read models could not be used.
    #[error("a file of the read models could not be used")]
    Io(#[from] std::io::Error),
    /// The model's state could not be written down.
    #[error("the state of a model could not be written down")]
    Form(#[from] postcard::Error),
    /// The model failed on what it was given, and would again.
    #[error("the model {model} failed on an event")]
    Poisoned {
        /// Its name.
        model: &'static str,
    },
}

impl ModelError {
    /// Whether trying the same again would end the same: then an event is to blame, not the disk.
    #[must_use]
    pub fn is_poison(&self) -> bool {
        match self {
            Self::Poisoned { .. } => true,
            Self::Database(error) => matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig)
            ),
            Self::Store(_) | Self::Io(_) | Self::Form(_) => false,
        }
    }
}

/// Which history a model has to fold again, because an event changed something earlier in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Again {
    /// Everything about a participant, over all streams.
    Subject(ParticipantId),
    /// One stream.
    Stream(Stream),
}

/// A history to fold again, in log order.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The events that were read and that the model can take.
    pub events: Vec<Recorded>,
    /// Positions of events that belong to it and are missing: they could not be read, or the model failed on
    /// them. What is folded without them is not the whole truth, and says so.
    pub missing: BTreeSet<u64>,
}

impl History {
    /// A participant's or a stream's events, as the log gives them.
    #[must_use]
    pub fn read(events: Vec<Decoded>) -> Self {
        let missing = events.iter().filter(|event| matches!(event, Decoded::Unknown { .. }));
        Self { missing: missing.map(Decoded::position).collect(), events: known(events) }
    }

    /// The last position that belongs to it; 0 where there is none.
    #[must_use]
    pub fn last_position(&self) -> u64 {
        let last = self.events.last().map(|event| event.position);
        last.max(self.missing.last().copied()).unwrap_or(0)
    }

    /// Whether something is missing of what was known by the instant looked at.
    #[must_use]
    pub fn is_incomplete(&self, as_of: AsOf) -> bool {
        let later = |event: &&Recorded| as_of.known_at.is_some_and(|instant| event.recorded_at > instant);
        let known_before = self.events.iter().find(later).map_or(u64::MAX, |event| event.position);
        self.missing.first().is_some_and(|position| *position < known_before)
    }
}

/// The instant for which a model shows itself.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The instant.
    pub now: DateTime<Utc>,
    /// Whether the minute is another than at the last look: everything that time changes is derived again,
    /// whatever else led to this look.
    pub tick: bool,
}

/// A model's state at a position, taken quickly and written down elsewhere.
pub struct Capture {
    /// The last position applied.
    pub position: u64,
    /// Writes the state down.
    pub write: Box<dyn FnOnce() -> Result<Vec<u8>, ModelError> + Send>,
}

/// One read model, fed by the runner in log order.
///
/// The state is a function of the events up to the checkpoint, and of nothing else: not of how they were
/// split into batches, not of the clock.
pub trait ReadModel: Send {
    /// Name of the model; also names its files.
    fn name(&self) -> &'static str;

    /// Version of its form. Anything kept of another version is built again from the log.
    fn version(&self) -> u32;

    /// The last position applied.
    fn checkpoint(&self) -> u64;

    /// What was still to be folded again when the state was last stored.
    fn owed(&self) -> Vec<Again> {
        Vec::new()
    }

    /// Applies the events of a batch that lie after the checkpoint, and moves the checkpoint to `position`, in
    /// one transaction where the model is stored. Gives the histories that have to be folded again; that
    /// happens once the end of the log is reached.
    ///
    /// # Errors
    /// The model's database.
    fn apply(&mut self, batch: &[Decoded], position: u64) -> Result<Vec<Again>, ModelError>;

    /// Goes past one event that [`apply`](Self::apply) failed on. It may have been half applied: gives what
    /// has to be folded again.
    ///
    /// # Errors
    /// The model's database.
    fn skip(&mut self, event: &Decoded) -> Result<Vec<Again>, ModelError>;

    /// Folds one history again from its beginning.
    ///
    /// # Errors
    /// The model's database.
    fn fold_again(&mut self, what: Again, history: &History) -> Result<(), ModelError>;

    /// Makes what was applied visible.
    fn publish(&mut self, _: Look) {}

    /// Called at the end of the log with nothing owed: what is only worth doing once, such as indexes.
    ///
    /// # Errors
    /// The model's database.
    fn settle(&mut self) -> Result<(), ModelError> {
        Ok(())
    }

    /// Whether this is built beside an older version that is read meanwhile.
    fn is_beside(&self) -> bool {
        false
    }

    /// Takes the place of the older version, which is at the same position: readers read this one from now on.
    fn take_place(&mut self) {}

    /// Removes what is kept of the model. Whoever still reads it can read to the end.
    fn discard(&mut self) {}

    /// The state, for a snapshot; `None` for a model that keeps itself.
    fn capture(&self) -> Option<Capture> {
        None
    }

    /// Takes a state that was captured at `position`. Says whether it could be read; the model is unchanged
    /// where it could not.
    fn restore(&mut self, _position: u64, _content: &[u8]) -> bool {
        false
    }

    /// Hash over the whole state, equal for any two ways of building it from the same log.
    ///
    /// # Errors
    /// The model's database.
    fn digest(&mut self) -> Result<[u8; 32], ModelError>;
}
