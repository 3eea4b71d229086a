//! A clock that a test sets.

use std::{
    backtrace::Backtrace,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tavle_event_store::Clock;

/// Stands still until it is moved.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>, Arc<AtomicBool>);

/// What a panic says that a resolver of a board meets.
pub const PANIC: &str = "the clock of a board is broken";

impl TestClock {
    pub fn at(instant: &str) -> Self {
        Self(Arc::new(AtomicI64::new(time(instant).timestamp_micros())), Arc::default())
    }

    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0.load(Ordering::SeqCst)).unwrap()
    }

    pub fn set(&self, instant: &str) {
        self.0.store(time(instant).timestamp_micros(), Ordering::SeqCst);
    }

    pub fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_microseconds().unwrap(), Ordering::SeqCst);
    }

    pub fn handed_out(&self) -> Clock {
        let clock = self.clone();
        Arc::new(move || {
            let breaks = clock.1.load(Ordering::SeqCst);
            assert!(!breaks || !asked_by("tavle_graphql::board"), "{PANIC}");
            clock.now()
        })
    }

    /// From now on, or no longer, a resolver of a board that asks for the time panics.
    pub fn breaks_boards(&self, breaks: bool) {
        self.1.store(breaks, Ordering::SeqCst);
    }
}

/// An instant from its text.
pub fn time(instant: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(instant).unwrap().with_timezone(&Utc)
}

fn asked_by(module: &str) -> bool {
    Backtrace::force_capture().to_string().contains(module)
}

/// Time that this process has spent on its processors.
pub fn process_cpu() -> Duration {
    cpu(rustix::time::ClockId::ProcessCPUTime)
}

/// Time that this thread has spent on a processor.
pub fn thread_cpu() -> Duration {
    cpu(rustix::time::ClockId::ThreadCPUTime)
}

fn cpu(clock: rustix::time::ClockId) -> Duration {
    let spent = rustix::time::clock_gettime(clock);
    Duration::new(spent.tv_sec.try_into().unwrap(), spent.tv_nsec.try_into().unwrap())
}
