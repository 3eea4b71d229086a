//! What every read model does.

use chrono::{DateTime, Utc};
use tavle_domain::{id::ParticipantId, recorded::Recorded};
use tavle_event_store::StoreError;

/// A read model could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The database of read models failed.
    #[error("the database of read models failed")]
    Database(#[from] rusqlite::Error),
    /// The log could not be read.
    #[error("the log could not be read")]
    Store(#[from] StoreError),
}

/// One read model, fed by the runner in log order.
pub trait ReadModel: Send {
    /// Name of the model; also names its checkpoint.
    fn name(&self) -> &'static str;

    /// Version of its form: another version is built again from the log.
    fn version(&self) -> u32 {
        1
    }

    /// The last position applied.
    fn checkpoint(&self) -> u64;

    /// Applies events up to and including `position`, with the checkpoint in the same transaction where the
    /// model is stored. Gives the participants whose history has to be folded again, because an event
    /// changed something earlier; that happens once the end of the log is reached.
    ///
    /// # Errors
    /// The model's database.
    fn apply(&mut self, events: &[Recorded], position: u64) -> Result<Vec<ParticipantId>, ModelError>;

    /// Folds one participant again from their whole history.
    ///
    /// # Errors
    /// The model's database.
    fn fold_again(&mut self, subject: ParticipantId, history: &[Recorded]) -> Result<(), ModelError>;

    /// Makes what was applied visible. `tick` says that only time has passed.
    fn publish(&mut self, now: DateTime<Utc>, tick: bool);

    /// Hash over the whole state, equal for any two ways of building it from the same log.
    ///
    /// # Errors
    /// The model's database.
    fn digest(&mut self) -> Result<[u8; 32], ModelError>;
}
