//! The only place that reads the machine's clock.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tavle_event_store::Clock;

/// The machine's clock.
#[must_use]
pub fn machine() -> Clock {
    Arc::new(now)
}

#[expect(clippy::disallowed_methods, reason = "the composition root hands the clock to everybody else")]
fn now() -> DateTime<Utc> {
    Utc::now()
}
