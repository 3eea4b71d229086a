//! How fast one socket may speak. A page says a few things a second at its busiest, a wall a word in eight seconds;
//! each costs little, but one client that never stops would take a whole processor.

use std::time::Instant;

/// Messages that may come at once, of whatever kind, and how many more a second.
const BURST: f64 = 64.0;
const A_SECOND: f64 = 20.0;

/// What a socket may still say.
pub struct Pace {
    left: f64,
    at: Instant,
}

impl Default for Pace {
    fn default() -> Self {
        Self { left: BURST, at: Instant::now() }
    }
}

impl Pace {
    /// Counts a message; false where it is one too many.
    pub fn keeps(&mut self) -> bool {
        self.keeps_at(Instant::now())
    }

    fn keeps_at(&mut self, now: Instant) -> bool {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = since.mul_add(A_SECOND, self.left).min(BURST) - 1.0;
        self.at = now;
        self.left >= 0.0
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_burst_may_come_at_once_and_then_twenty_a_second() {
        let mut pace = Pace::default();
        let now = pace.at;
        assert_eq!((0..100).take_while(|_| pace.keeps_at(now)).count(), 64);
        let mut pace = Pace::default();
        let began = pace.at;
        assert!((0..10_000).all(|n| pace.keeps_at(began + Duration::from_millis(50) * n)));
    }
}
