//! Dates as Norwegian law and a Norwegian team count them: Europe/Oslo.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Oslo;

/// The date in Oslo.
#[must_use]
pub fn date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Oslo).date_naive()
}

/// Noon in Oslo on a date. Noon always exists once: the clock changes at night.
#[must_use]
pub fn noon(date: NaiveDate) -> DateTime<Utc> {
    let noon = date.and_time(NaiveTime::MIN) + chrono::Duration::hours(12);
    Oslo.from_local_datetime(&noon).earliest().map_or_else(|| noon.and_utc(), |at| at.with_timezone(&Utc))
}
