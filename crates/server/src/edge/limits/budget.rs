//! So much work of one sort at a time, a short queue, and no more.
//!
//! A burst waits: a hundred walls fetch at once when a board changes. But where there has been no end of waiting
//! for a while, waiting longer helps nobody: then each waits a moment only and is told to come again.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// Longest wait in a burst.
const PATIENCE: Duration = Duration::from_secs(1);
/// Longest wait while there is no end of waiting.
const STANDING_PATIENCE: Duration = Duration::from_millis(10);
/// A queue that has not been empty for so long is there to stay.
const STANDING: Duration = Duration::from_millis(200);

/// Too much work at a time: the request was turned away before anything was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shed;

/// A budget of one sort of work.
pub struct Budget {
    places: Arc<Semaphore>,
    waiting: AtomicU32,
    at_most_waiting: u32,
    began: Instant,
    /// When somebody last found a place at once, in ms since the beginning.
    free_at: AtomicU64,
}

impl Budget {
    /// So many at a time, and so many that wait.
    #[must_use]
    pub fn new(at_once: u32, at_most_waiting: u32) -> Self {
        Self {
            places: Arc::new(Semaphore::new(at_once as usize)),
            waiting: AtomicU32::new(0),
            at_most_waiting,
            began: Instant::now(),
            free_at: AtomicU64::new(0),
        }
    }

    /// A place, held until it is dropped.
    ///
    /// # Errors
    /// [`Shed`].
    pub async fn enter(&self) -> Result<OwnedSemaphorePermit, Shed> {
        let now = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            self.free_at.store(now, Ordering::Relaxed);
            return Ok(place);
        }
        let _waits = Waits::begin(&self.waiting, self.at_most_waiting)?;
        let crowded_for = Duration::from_millis(now.saturating_sub(self.free_at.load(Ordering::Relaxed)));
        let patience = if crowded_for > STANDING { STANDING_PATIENCE } else { PATIENCE };
        let place = timeout(patience, Arc::clone(&self.places).acquire_owned()).await;
        place.map_err(|_| Shed)?.map_err(|_| Shed)
    }
}

/// Counts as waiting as long as it lives.
struct Waits<'a>(&'a AtomicU32);

impl<'a> Waits<'a> {
    fn begin(waiting: &'a AtomicU32, at_most: u32) -> Result<Self, Shed> {
        let guard = Self(waiting);
        if waiting.fetch_add(1, Ordering::Relaxed) < at_most { Ok(guard) } else { Err(Shed) }
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use futures::future::join_all;

    use super::*;

    #[tokio::test]
    async fn a_burst_waits_for_its_turn_and_everybody_is_let_in() {
        let budget = Budget::new(2, 100);
        let each = (0..100).map(async |_| {
            let _place = budget.enter().await?;
            tokio::task::yield_now().await;
            Ok::<_, Shed>(())
        });
        assert!(join_all(each).await.into_iter().all(|answer| answer.is_ok()));
    }

    #[tokio::test]
    async fn more_than_may_wait_are_turned_away_at_once() {
        let budget = Budget::new(1, 1);
        let held = budget.enter().await.unwrap();
        let (first, second) = tokio::join!(budget.enter(), async {
            let second = budget.enter().await;
            drop(held);
            second
        });
        assert!(first.is_ok());
        assert!(second.is_err());
        assert!(budget.enter().await.is_err(), "the first still holds the place");
        drop(first);
        assert!(budget.enter().await.is_ok());
    }

    #[tokio::test]
    async fn where_there_is_no_end_of_waiting_nobody_waits_for_long() {
        let budget = Budget::new(1, 100);
        let _held = budget.enter().await.unwrap();
        tokio::time::sleep(STANDING + Duration::from_millis(50)).await;
        let crowd = (0..100).map(|_| budget.enter());
        let began = Instant::now();
        assert!(join_all(crowd).await.into_iter().all(|answer| answer.is_err()));
        assert!(began.elapsed() < PATIENCE, "all were told at once: {:?}", began.elapsed());
    }
}
