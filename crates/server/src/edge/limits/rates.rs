//! So many requests a second, each key by itself.

use std::{
    hash::Hash,
    num::NonZeroU32,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};

/// What may come at once, in seconds' worth of the rate.
const BURST: u32 = 6;
/// After so many questions, keys that have been quiet are forgotten.
const FORGET_EVERY: u64 = 4_096;

/// Too many requests: come again after this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFast(pub Duration);

/// Rates of many clients.
pub struct Rates<K: Clone + Eq + Hash> {
    /// None where any rate is allowed.
    each: Option<DefaultKeyedRateLimiter<K>>,
    clock: DefaultClock,
    asked: AtomicU64,
}

impl<K: Clone + Eq + Hash> Rates<K> {
    /// So many a second; none for any number.
    #[must_use]
    pub fn new(per_second: u32) -> Self {
        let rate = NonZeroU32::new(per_second);
        let quota = rate.map(|rate| Quota::per_second(rate).allow_burst(rate.saturating_mul(SIX)));
        Self { each: quota.map(RateLimiter::keyed), clock: DefaultClock::default(), asked: AtomicU64::new(0) }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// [`TooFast`].
    pub fn count(&self, key: &K) -> Result<(), TooFast> {
        let Some(each) = &self.each else { return Ok(()) };
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            each.retain_recent();
            each.shrink_to_fit();
        }
        each.check_key(key).map_err(|not_until| TooFast(not_until.wait_time_from(self.clock.now())))
    }
}

const SIX: NonZeroU32 = match NonZeroU32::new(BURST) {
    Some(six) => six,
    None => NonZeroU32::MIN,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_seconds_worth_may_come_at_once_and_each_key_counts_by_itself() {
        let rates = Rates::new(10);
        assert_eq!((0..100).filter(|_| rates.count(&"one").is_ok()).count(), 60);
        assert!(rates.count(&"one").is_err_and(|TooFast(wait)| wait <= Duration::from_millis(100)));
        assert!(rates.count(&"other").is_ok());
    }

    #[test]
    fn a_rate_of_zero_is_no_limit() {
        let rates = Rates::new(0);
        assert!((0..100_000).all(|_| rates.count(&1).is_ok()));
    }

    #[test]
    fn keys_that_are_quiet_are_forgotten() {
        let rates = Rates::new(1_000_000);
        for key in 0..10 * FORGET_EVERY {
            assert!(rates.count(&key).is_ok());
        }
        assert!(rates.each.is_some_and(|each| (each.len() as u64) < 3 * FORGET_EVERY));
    }
}
