//! Clock times in Oslo, also in the two nights of the year when the clock changes.

use chrono::{DateTime, Duration, FixedOffset, LocalResult, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Europe::Oslo;

/// Why a clock time in Oslo is no instant yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocalTimeError {
    /// The clock was set forward past it.
    #[error("{given} does not exist in Oslo")]
    DoesNotExist {
        /// The time asked for.
        given: NaiveDateTime,
        /// The clock time that takes its place.
        suggestion: NaiveDateTime,
    },
    /// The clock was set back, and showed it twice.
    #[error("{given} exists twice in Oslo")]
    ExistsTwice {
        /// The time asked for.
        given: NaiveDateTime,
        /// Offset of the first time: summer time.
        first: FixedOffset,
        /// Offset of the second time: winter time.
        second: FixedOffset,
    },
    /// The offset is not one that the clock had then.
    #[error("{given} was never at offset {offset} in Oslo")]
    WrongOffset {
        /// The time asked for.
        given: NaiveDateTime,
        /// The offset asked for.
        offset: FixedOffset,
    },
}

/// The clock time in Oslo.
#[must_use]
pub fn oslo_time(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Oslo).naive_local()
}

/// The instant at which the clock in Oslo shows this time.
///
/// # Errors
/// A time that does not exist, with a suggestion; a time that exists twice, with both offsets.
pub fn local_instant(local: NaiveDateTime) -> Result<DateTime<Utc>, LocalTimeError> {
    match Oslo.from_local_datetime(&local) {
        LocalResult::Single(at) => Ok(at.with_timezone(&Utc)),
        LocalResult::Ambiguous(first, second) => Err(LocalTimeError::ExistsTwice {
            given: local,
            first: first.offset().fix(),
            second: second.offset().fix(),
        }),
        LocalResult::None => {
            Err(LocalTimeError::DoesNotExist { given: local, suggestion: suggestion(local) })
        }
    }
}

/// The same, with the offset that was chosen for a time that exists twice.
///
/// # Errors
/// A time that does not exist, or an offset that the clock did not have then.
pub fn local_instant_at(local: NaiveDateTime, offset: FixedOffset) -> Result<DateTime<Utc>, LocalTimeError> {
    let candidates = match Oslo.from_local_datetime(&local) {
        LocalResult::Single(at) => [Some(at), None],
        LocalResult::Ambiguous(first, second) => [Some(first), Some(second)],
        LocalResult::None => return local_instant(local),
    };
    (candidates.into_iter().flatten().find(|at| at.offset().fix() == offset))
        .map(|at| at.with_timezone(&Utc))
        .ok_or(LocalTimeError::WrongOffset { given: local, offset })
}

/// The clock skips an hour: what it shows when the time asked for would have come.
fn suggestion(local: NaiveDateTime) -> NaiveDateTime {
    local.checked_add_signed(Duration::hours(1)).unwrap_or(local)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }
    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }
    fn hours(hours: i32) -> FixedOffset {
        FixedOffset::east_opt(hours * 3600).unwrap()
    }

    #[test]
    fn an_ordinary_time_is_one_instant_and_back() {
        let at = local_instant(local("2026-11-24T08:30:00"));
        assert_eq!(at, Ok(instant("2026-11-24T07:30:00Z")));
        assert_eq!(oslo_time(instant("2026-11-24T07:30:00Z")), local("2026-11-24T08:30:00"));
        assert_eq!(local_instant(local("2026-07-01T08:30:00")), Ok(instant("2026-07-01T06:30:00Z")));
    }

    #[test]
    fn a_time_that_the_clock_skips_is_refused_with_a_suggestion() {
        let given = local("2026-03-29T02:30:00");
        let suggestion = local("2026-03-29T03:30:00");
        assert_eq!(local_instant(given), Err(LocalTimeError::DoesNotExist { given, suggestion }));
        assert_eq!(
            local_instant_at(given, hours(1)),
            Err(LocalTimeError::DoesNotExist { given, suggestion })
        );
        assert_eq!(local_instant(local("2026-03-29T01:59:59")), Ok(instant("2026-03-29T00:59:59Z")));
        assert_eq!(local_instant(local("2026-03-29T03:00:00")), Ok(instant("2026-03-29T01:00:00Z")));
    }

    #[test]
    fn a_time_that_the_clock_shows_twice_asks_which() {
        let given = local("2026-10-25T02:30:00");
        let twice = LocalTimeError::ExistsTwice { given, first: hours(2), second: hours(1) };
        assert_eq!(local_instant(given), Err(twice));
        assert_eq!(local_instant_at(given, hours(2)), Ok(instant("2026-10-25T00:30:00Z")));
        assert_eq!(local_instant_at(given, hours(1)), Ok(instant("2026-10-25T01:30:00Z")));
        let offset = hours(3);
        assert_eq!(local_instant_at(given, offset), Err(LocalTimeError::WrongOffset { given, offset }));
        assert_eq!(local_instant(local("2026-10-25T03:00:00")), Ok(instant("2026-10-25T02:00:00Z")));
    }
}
