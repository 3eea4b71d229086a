//! How long things took.

use std::time::{Duration, Instant};

use serde::Serialize;

/// Latencies of a run, and what it came to.
#[derive(Clone, Debug, Serialize)]
pub struct Measured {
    /// What was done.
    pub what: String,
    /// How often.
    pub count: u64,
    /// So many in a second, all clients together.
    pub per_second: f64,
    /// Half of them took at most so many µs; none where they were not timed one by one.
    pub p50_us: Option<f64>,
    /// All but one in a hundred took at most so many µs.
    pub p99_us: Option<f64>,
}

impl Measured {
    /// Of single latencies within a span.
    pub fn of(what: impl Into<String>, mut each: Vec<Duration>, whole: Duration) -> Self {
        each.sort_unstable();
        let at = |part: f64| {
            let index = ((each.len() as f64 * part).ceil() as usize).clamp(1, each.len().max(1)) - 1;
            each.get(index).map(|latency| latency.as_secs_f64() * 1e6)
        };
        let (p50_us, p99_us) = (at(0.50), at(0.99));
        Self { p50_us, p99_us, ..Self::whole(what, each.len() as u64, whole) }
    }

    /// Of a span alone.
    pub fn whole(what: impl Into<String>, count: u64, whole: Duration) -> Self {
        let per_second = count as f64 / whole.as_secs_f64().max(1e-9);
        Self { what: what.into(), count, per_second, p50_us: None, p99_us: None }
    }
}

/// Times something.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_latencies() {
        let each = (1..=200).rev().map(Duration::from_micros).collect();
        let measured = Measured::of("steps", each, Duration::from_secs(2));
        assert_eq!((measured.p50_us, measured.p99_us), (Some(100.0), Some(198.0)));
        assert_eq!((measured.count, measured.per_second), (200, 100.0));
        assert_eq!(Measured::of("nothing", Vec::new(), Duration::from_secs(1)).p50_us, None);
    }
}
