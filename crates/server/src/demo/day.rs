//! One day of the demo: clock times in Oslo, and the working days around it.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use tavle_domain::calendar::{self, is_working_day};

/// A date with what the day's work needs to know about it.
#[derive(Clone, Copy, Debug)]
pub struct Day {
    /// The date in Oslo.
    pub date: NaiveDate,
    /// Whether the team works: weekdays that are no holiday.
    pub works: bool,
    noon: DateTime<Utc>,
    ahead: [NaiveDate; 5],
}

impl Day {
    /// The day of a date.
    pub fn new(date: NaiveDate) -> Self {
        let mut ahead = [date; 5];
        let mut last = date;
        for next in &mut ahead {
            last = working_from(plus(last, 1));
            *next = last;
        }
        Self { date, works: is_working_day(date), noon: calendar::noon(date), ahead }
    }

    /// A clock time, in minutes from midnight. Good from four in the morning on: the clock changes before that.
    pub fn at(self, minute: u32) -> DateTime<Utc> {
        self.noon + Duration::minutes(i64::from(minute) - 720)
    }

    /// The working day `n` working days later, at most five.
    pub const fn ahead(self, n: usize) -> NaiveDate {
        self.ahead[if n == 0 { 0 } else { n - 1 }]
    }

    /// Whether the rents are entered today: the first working day of the month.
    pub fn is_rent_day(self) -> bool {
        self.works && working_from(first_of_month(self.date)) == self.date
    }
}

/// The first day of the date's month.
pub fn first_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// So many days later, or earlier for a negative number.
pub fn plus(date: NaiveDate, days: i64) -> NaiveDate {
    date + Duration::days(days)
}

/// The date, or the working day before it.
pub fn working_until(date: NaiveDate) -> NaiveDate {
    let mut day = date;
    while !is_working_day(day) {
        day = plus(day, -1);
    }
    day
}

/// The date, or the working day after it.
pub fn working_from(date: NaiveDate) -> NaiveDate {
    calendar::next_working_day(date)
}
