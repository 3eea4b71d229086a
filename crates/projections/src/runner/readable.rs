//! How far readers can read.

use std::time::{Duration, Instant};

use tokio::sync::watch;

/// A loop that has not caught up for so long has stopped: it does so at least once a minute.
const ALIVE_WITHIN: Duration = Duration::from_secs(75);
/// A loop that lies behind the log for so long is stuck.
const BEHIND_AT_MOST: Duration = Duration::from_secs(5);

/// How far the loop came, and when it last got to the end of the log.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reached {
    pub position: u64,
    pub at: Instant,
}

/// The position up to which every read model can be read; see [`Readable::wait`].
#[derive(Clone, Debug)]
pub struct Readable(pub(super) watch::Receiver<Reached>);

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
