//! Building a model beside an older version of itself.

use std::sync::Arc;

use tokio::{
    runtime::Handle,
    sync::Notify,
    task::{JoinHandle, spawn_blocking},
};

use super::{
    feed::{BATCH, Feeder},
    slot::Slot,
};

/// A model on its way to take another's place.
pub(super) enum Beside {
    /// To be started.
    Waiting(Slot),
    /// Being built in a thread of its own, while the loop feeds the others.
    Building(JoinHandle<Slot>),
    /// Nearly at the end of the log: the loop brings it to the others.
    Built(Slot),
}

impl Beside {
    /// Starts what waits, and takes back what was built.
    pub async fn advance(self, feeder: &Feeder, built: &Arc<Notify>) -> Option<Self> {
        match self {
            Self::Waiting(mut slot) => {
                slot.failed = None;
                let (feeder, built, runtime) = (feeder.clone(), built.clone(), Handle::current());
                let building = move || runtime.block_on(build(slot, feeder, built));
                Some(Self::Building(spawn_blocking(building)))
            }
            Self::Building(handle) if handle.is_finished() => match handle.await {
                Ok(slot) if slot.is_settled() => Some(Self::Built(slot)),
                Ok(slot) => Some(Self::Waiting(slot)),
                Err(error) => {
                    tracing::error!(%error, "a read model could not be built beside another");
                    None
                }
            },
            other => Some(other),
        }
    }
}

/// Builds until what is left is no more than a batch.
async fn build(mut slot: Slot, feeder: Feeder, built: Arc<Notify>) -> Slot {
    loop {
        let end = feeder.store.head();
        let result = feeder.bring_up(std::slice::from_mut(&mut slot), end).await;
        let result = result.and_then(|()| match slot.failed.take() {
            Some(error) => Err(error),
            None if feeder.is_stopping() => Ok(()),
            None => slot.attempt(|model| model.settle()),
        });
        if let Err(error) = result {
            tracing::error!(model = slot.model.name(), %error, "a read model could not be built; trying again");
            slot.failed = Some(error);
            break;
        }
        if feeder.is_stopping() || feeder.store.head() <= slot.model.checkpoint() + BATCH {
            break;
        }
    }
    built.notify_one();
    slot
}
