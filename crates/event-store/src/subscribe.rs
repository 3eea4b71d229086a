//! Following the log.

use std::sync::Arc;

use futures::{Stream, stream::try_unfold};
use tokio::sync::watch;

use crate::{codec::Decoded, error::StoreError, store::EventStore};

/// What a follower is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Followed {
    /// The next events in log order, at least one.
    Events(Vec<Decoded>),
    /// Everything has been given that stood in the log when the following began, up to this position. Told once;
    /// the batch before it may hold newer events too.
    CaughtUp(u64),
}

/// Every event after a position, in log order and without an end: batches of at most `batch` events while
/// there is something to catch up with, then as they are written. Ends when the store is closed.
pub fn subscribe(
    store: Arc<dyn EventStore>,
    after: u64,
    batch: usize,
) -> impl Stream<Item = Result<Followed, StoreError>> + Send {
    let committed = store.watch();
    let behind = Some(store.head());
    try_unfold(Follower { store, committed, after, batch: batch.max(1), behind }, Follower::next)
}

struct Follower {
    store: Arc<dyn EventStore>,
    committed: watch::Receiver<u64>,
    /// The last position given.
    after: u64,
    batch: usize,
    /// The end of the log at the beginning, until that is told.
    behind: Option<u64>,
}

impl Follower {
    async fn next(mut self) -> Result<Option<(Followed, Self)>, StoreError> {
        if let Some(head) = self.behind.take_if(|head| *head <= self.after) {
            return Ok(Some((Followed::CaughtUp(head), self)));
        }
        let after = self.after;
        if self.committed.wait_for(|head| *head > after).await.is_err() {
            return Ok(None);
        }
        let events = self.store.read_all(after, self.batch).await?;
        self.after = events.last().map_or(after, Decoded::position);
        Ok(Some((Followed::Events(events), self)))
    }
}
