//! Denials are written beside the answers that they are about, never before them: an answer that waited would tell
//! by its time, and on a full disk by its code, that there was something to deny.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use tavle_domain::id::StaffId;
use tavle_event_store::StoreError;
use tokio::{runtime::Handle, sync::watch, time::sleep};

use super::{AccessLog, Look};

/// So many answers' denials wait at most, those that cannot be written just now among them.
const MOST_WAITING: usize = 4_096;
/// What comes within so long is written together, apart from what whoever was denied asks next.
const GATHER: Duration = Duration::from_millis(250);
/// How long to wait before the log is tried again: at first, and at most.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(30)];

/// What one answer denied.
struct Denied {
    staff: StaffId,
    organisation: String,
    looks: Vec<Look>,
    at: DateTime<Utc>,
}

/// What is still to be written.
#[derive(Default)]
pub struct Denials {
    waiting: Mutex<VecDeque<Denied>>,
    /// How many are not written yet. While there are any, a task writes them.
    count: watch::Sender<usize>,
}

impl AccessLog {
    /// Takes in what an answer denied, and returns at once. It is written within the second, or as soon as the log
    /// takes it; a stop of the process in between loses it, and where too many wait, one is lost. Both are logged.
    pub fn deny(self: &Arc<Self>, staff: StaffId, organisation: &str, looks: Vec<Look>) {
        if looks.is_empty() {
            return;
        }
        let Ok(runtime) = Handle::try_current() else {
            return tracing::error!("a denial is not recorded: there is nothing to write it with");
        };
        let denied = Denied { staff, organisation: organisation.to_owned(), looks, at: self.tavle.now() };
        match self.denials.add(denied) {
            None => tracing::error!("a denial is not recorded: too many wait"),
            Some(1) => drop(runtime.spawn(write_all(self.clone()))),
            Some(_) => {}
        }
    }

    /// Waits until every denial is written or given up.
    pub async fn settled(&self) {
        // It ends with the log that is borrowed here.
        let _ = self.denials.count.subscribe().wait_for(|count| *count == 0).await;
    }

    /// Writes until the log takes it. What no trying again can mend is given up.
    async fn write_denied(&self, denied: &Denied) {
        let Denied { staff, organisation, looks, at } = denied;
        let [mut pause, longest] = PAUSES;
        while let Err(error) = self.record_at(*staff, organisation, looks, *at).await {
            if !matches!(error, StoreError::Busy { .. } | StoreError::DiskFull | StoreError::ReadOnly) {
                return tracing::error!(%error, "a denial is not recorded");
            }
            tracing::warn!(%error, "a denial could not be recorded yet");
            sleep(pause).await;
            pause = longest.min(pause * 2);
        }
    }
}

impl Denials {
    /// How many there are with this one; none where there is no room.
    fn add(&self, denied: Denied) -> Option<usize> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let count = *self.count.borrow() + 1;
        if count > MOST_WAITING {
            return None;
        }
        waiting.push_back(denied);
        self.count.send_replace(count);
        Some(count)
    }

    fn next(&self) -> Option<Denied> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    /// One is written. Says whether more wait.
    fn written(&self) -> bool {
        let _waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        self.count.send_modify(|count| *count -= 1);
        *self.count.borrow() > 0
    }
}

async fn write_all(log: Arc<AccessLog>) {
    sleep(GATHER).await;
    while let Some(denied) = log.denials.next() {
        log.write_denied(&denied).await;
        if !log.denials.written() {
            return;
        }
    }
}
