//! Public holidays and working days.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Easter Sunday of a year in the Gregorian calendar (the anonymous Gregorian computus). `None` where the
/// year lies beyond the calendar.
#[must_use]
pub fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let moon_shift = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - moon_shift + 15).rem_euclid(30);
    let sunday = (32 + 2 * century.rem_euclid(4) + 2 * (rest / 4) - epact - rest % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    let day = epact + sunday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(day / 31).ok()?, u32::try_from(day % 31 + 1).ok()?)
}

/// Whether the date is a Norwegian public holiday (helligdagsfredloven § 2), or 1 or 17 May. Easter Eve and
/// 24 and 31 December are ordinary days.
#[must_use]
pub fn is_public_holiday(date: NaiveDate) -> bool {
    is_fixed_holiday(date) || is_movable_holiday(date)
}

const fn is_fixed(month: u32, day: u32) -> bool {
    matches!((month, day), (1, 1) | (5, 1 | 17) | (12, 25 | 26))
}

fn is_fixed_holiday(date: NaiveDate) -> bool {
    is_fixed(date.month(), date.day())
}

/// Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday and Monday.
fn is_movable_holiday(date: NaiveDate) -> bool {
    easter(date.year()).is_some_and(|easter| {
        matches!(date.signed_duration_since(easter).num_days(), -3 | -2 | 0 | 1 | 39 | 49 | 50)
    })
}

/// Whether it is neither Saturday, Sunday nor a holiday.
#[must_use]
pub fn is_working_day(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !is_public_holiday(date)
}

/// The date itself where it is a working day, else the next one. Deadlines of husleieloven's own acts
/// (husleieloven § 1-6) and of the courts (domstolloven § 149) that end on a day off move to it.
#[must_use]
pub fn next_working_day(date: NaiveDate) -> NaiveDate {
    let mut day = date;
    while !is_working_day(day) {
        match day.checked_add_days(Days::new(1)) {
            Some(next) => day = next,
            None => return date,
        }
    }
    day
}

/// The day on which rent falls due: on a Saturday, Sunday, holiday, 1 or 17 May it moves to the next working
/// day (husleieloven § 3-2).
#[must_use]
pub fn rent_due_date(date: NaiveDate) -> NaiveDate {
    next_working_day(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_is_where_the_church_has_it() {
        let sundays = [
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
        ];
        for (year, sunday) in (2024..).zip(sundays) {
            assert_eq!(easter(year), Some(day(sunday)));
        }
    }

    #[test]
    fn all_holidays_of_2026() {
        let expected = [
            "2026-01-01",
            "2026-04-02",
            "2026-04-03",
            "2026-04-05",
            "2026-04-06",
            "2026-05-01",
            "2026-05-14",
            "2026-05-17",
            "2026-05-24",
            "2026-05-25",
            "2026-12-25",
            "2026-12-26",
        ];
        let year: Vec<_> =
            day("2026-01-01").iter_days().take(365).filter(|day| is_public_holiday(*day)).collect();
        assert_eq!(year, expected.map(day));
    }

    #[test]
    fn the_eves_are_ordinary_days() {
        assert!(is_working_day(day("2026-12-24")));
        assert!(is_working_day(day("2026-12-31")));
        // Easter Eve is no holiday; it is a Saturday all the same.
        assert!(!is_public_holiday(day("2026-04-04")));
    }

    #[test]
    fn rent_due_on_a_day_off_moves_to_the_next_working_day() {
        let moves = [
            ("2026-11-20", "2026-11-20"), // Friday
            ("2026-11-21", "2026-11-23"), // Saturday
            ("2026-11-01", "2026-11-02"), // Sunday
            ("2026-05-01", "2026-05-04"), // 1 May, a Friday
            ("2027-05-17", "2027-05-18"), // 17 May, a Monday
            ("2026-04-02", "2026-04-07"), // over Easter
            ("2026-12-25", "2026-12-28"), // over Christmas and Sunday
            ("2026-12-24", "2026-12-24"), // Christmas Eve, a Thursday
            ("2027-01-01", "2027-01-04"), // New Year's Day, a Friday
        ];
        for (due, moved) in moves {
            assert_eq!(rent_due_date(day(due)), day(moved), "{due}");
        }
    }
}
