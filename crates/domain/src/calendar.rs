//! Dates as Norwegian law and a Norwegian team count them: Europe/Oslo.

mod holiday;
mod local;

use chrono::{DateTime, Datelike, Days, IsoWeek, Months, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Oslo;

pub use holiday::{easter, is_public_holiday, is_working_day, next_working_day, rent_due_date};
pub use local::{LocalTimeError, local_instant, local_instant_at, oslo_time};

/// The date in Oslo.
#[must_use]
pub fn date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Oslo).date_naive()
}

/// Noon in Oslo on a date. Noon always exists once: the clock changes at night.
#[must_use]
pub fn noon(date: NaiveDate) -> DateTime<Utc> {
    at_time(date, 12, 0)
}

/// So many days later; the last date there is where the sum lies beyond it.
#[must_use]
pub fn add_days(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// So many days earlier; the first date there is where the difference lies before it.
#[must_use]
pub fn sub_days(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN)
}

/// So many months later: the same day number, else the last day of that month.
#[must_use]
pub fn add_months(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// The last day of the month.
#[must_use]
pub fn end_of_month(date: NaiveDate) -> NaiveDate {
    let first = date.with_day(1).unwrap_or(date);
    add_months(first, 1).pred_opt().unwrap_or(date)
}

/// The ISO week, with the year that the week belongs to.
#[must_use]
pub fn iso_week(date: NaiveDate) -> IsoWeek {
    date.iso_week()
}

/// 08:30 in Oslo on the last working day before today: where "the last 24 hours" begin. After a weekend or a
/// holiday they reach back over it.
#[must_use]
pub fn last_working_day_0830(now: DateTime<Utc>) -> DateTime<Utc> {
    let mut day = sub_days(date(now), 1);
    while !is_working_day(day) && day > NaiveDate::MIN {
        day = sub_days(day, 1);
    }
    at_time(day, 8, 30)
}

/// A time of day that no clock change touches.
fn at_time(date: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
    let local = date.and_time(time);
    Oslo.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }
    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_later_is_the_same_day_number_else_the_last_day() {
        assert_eq!(add_months(day("2026-01-31"), 1), day("2026-02-28"));
        assert_eq!(add_months(day("2028-01-31"), 1), day("2028-02-29"));
        assert_eq!(add_months(day("2026-03-31"), 1), day("2026-04-30"));
        assert_eq!(add_months(day("2026-11-24"), 3), day("2027-02-24"));
        assert_eq!(add_months(NaiveDate::MAX, 1), NaiveDate::MAX);
    }

    #[test]
    fn months_end_where_the_calendar_says() {
        assert_eq!(end_of_month(day("2026-02-03")), day("2026-02-28"));
        assert_eq!(end_of_month(day("2028-02-29")), day("2028-02-29"));
        assert_eq!(end_of_month(day("2026-12-01")), day("2026-12-31"));
    }

    #[test]
    fn the_date_and_noon_follow_oslo_over_the_clock_changes() {
        assert_eq!(date(instant("2026-11-24T23:30:00Z")), day("2026-11-25"));
        assert_eq!(date(instant("2026-06-24T22:30:00Z")), day("2026-06-25"));
        assert_eq!(noon(day("2026-03-28")), instant("2026-03-28T11:00:00Z"));
        assert_eq!(noon(day("2026-03-29")), instant("2026-03-29T10:00:00Z"));
        assert_eq!(noon(day("2026-10-25")), instant("2026-10-25T11:00:00Z"));
    }

    #[test]
    fn the_last_24_hours_reach_back_over_weekend_and_holidays() {
        // Monday reaches back to Friday.
        assert_eq!(last_working_day_0830(instant("2026-11-23T07:30:00Z")), instant("2026-11-20T07:30:00Z"));
        // Tuesday to Monday.
        assert_eq!(last_working_day_0830(instant("2026-11-24T07:30:00Z")), instant("2026-11-23T07:30:00Z"));
        // The Tuesday after Easter 2026 to the Wednesday before it, over the clock's change to summer or not.
        assert_eq!(last_working_day_0830(instant("2026-04-07T06:30:00Z")), instant("2026-04-01T06:30:00Z"));
        // Monday after the clock changed back: Friday was still summer time.
        assert_eq!(last_working_day_0830(instant("2026-10-26T07:30:00Z")), instant("2026-10-23T06:30:00Z"));
    }

    #[test]
    fn the_iso_week_may_belong_to_another_year() {
        assert_eq!((iso_week(day("2027-01-01")).year(), iso_week(day("2027-01-01")).week()), (2026, 53));
        assert_eq!(iso_week(day("2026-11-24")).week(), 48);
    }

    #[test]
    fn the_ends_of_the_calendar_stop_nothing() {
        for end in [NaiveDate::MIN, NaiveDate::MAX] {
            let _ =
                (add_days(end, 14), sub_days(end, 14), end_of_month(end), next_working_day(end), noon(end));
        }
    }
}
