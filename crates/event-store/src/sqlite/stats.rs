//! What the store counts while it works, for metrics.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    time::Duration,
};

use super::checkpoint::Frames;
use crate::{admit::Written, error::StoreError};

/// Bounds of batches, in appends.
const APPENDS: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256];
/// Bounds of times, in µs.
const MICROS: &[u64] =
    &[50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000];

/// What became of an append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Written now.
    Written,
    /// It stood in the log already.
    Repeated,
    /// The stream was at another revision, or the command id was used for something else.
    Conflict,
    /// Too many appends were waiting, or another connection held the database.
    Busy,
    /// There was no room.
    DiskFull,
    /// The database could not be written to, for now.
    Refused,
    /// Writing failed for good.
    Fatal,
}

impl Outcome {
    /// Each of them.
    pub const ALL: [Self; 7] = [
        Self::Written,
        Self::Repeated,
        Self::Conflict,
        Self::Busy,
        Self::DiskFull,
        Self::Refused,
        Self::Fatal,
    ];

    /// Its name in metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Repeated => "repeated",
            Self::Conflict => "conflict",
            Self::Busy => "busy",
            Self::DiskFull => "disk_full",
            Self::Refused => "refused",
            Self::Fatal => "fatal",
        }
    }

    const fn of(answer: &Result<Written, StoreError>) -> Self {
        match answer {
            Ok(Written::New { .. }) => Self::Written,
            Ok(Written::Repeat(_)) => Self::Repeated,
            Err(StoreError::WrongRevision { .. } | StoreError::CommandReused) => Self::Conflict,
            Err(StoreError::Busy { .. }) => Self::Busy,
            Err(StoreError::DiskFull) => Self::DiskFull,
            Err(StoreError::Fatal) => Self::Fatal,
            Err(_) => Self::Refused,
        }
    }
}

/// Counters of one store, from when it was opened.
#[derive(Debug)]
pub struct Stats {
    outcomes: [AtomicU64; Outcome::ALL.len()],
    is_refusing: AtomicBool,
    /// Appends that shared a transaction.
    pub batches: Histogram,
    /// Time that a commit took until it was on the disk, in µs.
    pub commits: Histogram,
    /// Time that a checkpoint of the write-ahead log took, in µs.
    pub checkpoints: Histogram,
    /// Time that a read waited for a connection, in µs.
    pub waits: Histogram,
    unmoved: AtomicU64,
}

impl Default for Stats {
    fn default() -> Self {
        Self {
            outcomes: Default::default(),
            is_refusing: AtomicBool::new(false),
            batches: Histogram::new(APPENDS),
            commits: Histogram::new(MICROS),
            checkpoints: Histogram::new(MICROS),
            waits: Histogram::new(MICROS),
            unmoved: AtomicU64::new(0),
        }
    }
}

impl Stats {
    /// How many appends ended so.
    #[must_use]
    pub fn appends(&self, outcome: Outcome) -> u64 {
        self.outcomes[outcome as usize].load(Relaxed)
    }

    /// Whether the last write was refused because the disk is full or cannot be written to.
    #[must_use]
    pub fn is_refusing(&self) -> bool {
        self.is_refusing.load(Relaxed)
    }

    /// Pages of the write-ahead log that the last checkpoint could not move, because somebody was reading.
    #[must_use]
    pub fn unmoved_pages(&self) -> u64 {
        self.unmoved.load(Relaxed)
    }

    /// One append was answered.
    pub(super) fn answered(&self, answer: &Result<Written, StoreError>) {
        let outcome = Outcome::of(answer);
        self.outcomes[outcome as usize].fetch_add(1, Relaxed);
        match outcome {
            Outcome::Written => self.is_refusing.store(false, Relaxed),
            Outcome::DiskFull | Outcome::Refused => self.is_refusing.store(true, Relaxed),
            _ => {}
        }
    }

    /// One append found the queue full.
    pub(super) fn turned_away(&self) {
        self.outcomes[Outcome::Busy as usize].fetch_add(1, Relaxed);
    }

    /// A checkpoint ended.
    pub(super) fn checkpointed(&self, took: Duration, frames: Frames) {
        self.checkpoints.time(took);
        self.unmoved.store(u64::try_from(frames.all - frames.moved).unwrap_or_default(), Relaxed);
    }
}

/// How often a value was at most each of some bounds.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [u64],
    counts: Box<[AtomicU64]>,
    sum: AtomicU64,
}

/// What a histogram has counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Values over the bound before and at most this one; the last has no bound.
    pub counts: Vec<(Option<u64>, u64)>,
    /// All values together.
    pub sum: u64,
}

impl Histogram {
    fn new(bounds: &'static [u64]) -> Self {
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, counts, sum: AtomicU64::new(0) }
    }

    /// What was counted so far.
    #[must_use]
    pub fn read(&self) -> Spread {
        let bounds = self.bounds.iter().copied().map(Some).chain([None]);
        let counts = self.counts.iter().map(|count| count.load(Relaxed));
        Spread { counts: bounds.zip(counts).collect(), sum: self.sum.load(Relaxed) }
    }

    pub(super) fn count(&self, value: u64) {
        self.counts[self.bounds.partition_point(|bound| *bound < value)].fetch_add(1, Relaxed);
        self.sum.fetch_add(value, Relaxed);
    }

    pub(super) fn time(&self, took: Duration) {
        self.count(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_counts_at_the_first_bound_that_holds_it() {
        let histogram = Histogram::new(&[1, 10]);
        for value in [0, 1, 2, 10, 11, 900] {
            histogram.count(value);
        }
        assert_eq!(
            histogram.read(),
            Spread { counts: vec![(Some(1), 2), (Some(10), 2), (None, 2)], sum: 924 }
        );
    }

    #[test]
    fn a_full_disk_is_told_until_something_is_written_again() {
        let stats = Stats::default();
        stats.answered(&Err(StoreError::DiskFull));
        stats.answered(&Err(StoreError::CommandReused));
        assert!(stats.is_refusing());
        let written = Written::New { first_revision: 0, first_position: 1, recorded_at: Default::default() };
        stats.answered(&Ok(written));
        assert!(!stats.is_refusing());
        let counted = Outcome::ALL.map(|outcome| stats.appends(outcome));
        assert_eq!(counted, [1, 0, 1, 0, 1, 0, 0]);
    }
}
