//! Following the log.

use std::sync::Arc;

use futures::{Stream, stream::try_unfold};

use crate::{codec::Decoded, error::StoreError, store::EventStore};

/// Every event after a position, in log order and without an end: batches of at most `batch` events while
/// there is something to catch up with, then as they are written. Ends when the store is closed.
pub fn subscribe(
    store: Arc<dyn EventStore>,
    after: u64,
    batch: usize,
) -> impl Stream<Item = Result<Vec<Decoded>, StoreError>> + Send {
    let committed = store.watch();
    try_unfold((store, committed, after), move |(store, mut committed, after)| async move {
        if committed.wait_for(|head| *head > after).await.is_err() {
            return Ok(None);
        }
        let events = store.read_all(after, batch.max(1)).await?;
        let after = events.last().map_or(after, Decoded::position);
        Ok(Some((events, (store, committed, after))))
    })
}
