//! Contact with the participants: planned in the meeting, held, missed, and everything in between.

mod answer;
mod entry;
mod plan;
mod traffic;

use chrono::NaiveDate;

use super::{
    cast::Plot,
    day::{Day, plus},
    office::Office,
    person::Person,
    plot::last_seen,
};

/// The last day of the demo, for those whose last weeks are shaped.
#[derive(Clone, Copy, Debug)]
pub struct End(pub NaiveDate);

impl Person {
    /// Whether the last weeks before the end have begun, for the one who is on the wall then.
    fn is_near(&self, date: NaiveDate, end: End, days: i64) -> bool {
        self.ends.is_none() && date > plus(end.0, -days)
    }

    /// Whether the person is met face to face on this date.
    fn can_be_met(&self, date: NaiveDate, end: End) -> bool {
        self.ends.is_some() || date <= last_seen(self.part, end.0)
    }

    /// Whether the person answers calls on this date.
    fn answers(&self, date: NaiveDate, end: End) -> bool {
        self.part.plot != Plot::HardToReach || self.can_be_met(date, end)
    }

    /// Whether this date is the last on which the person was met before the end.
    fn is_last_meeting(&self, date: NaiveDate, end: End) -> bool {
        self.ends.is_none() && self.part.seen > 0 && date == last_seen(self.part, end.0)
    }
}

impl Office {
    /// Whose desk a contact falls to: mostly the main responsible's.
    fn desk_for(&mut self, p: &Person) -> usize {
        match self.rng.below(20) {
            0..11 => p.lead,
            11..16 => p.co,
            _ => self.rng.below(u32::try_from(self.staff.desks.len()).unwrap_or(1)) as usize,
        }
    }

    /// A full day's contacts for everyone.
    pub fn contacts(&mut self, people: &mut [Person], day: Day, end: End) {
        let is_last = day.date == end.0;
        if day.works {
            self.late_entries(people, day, end);
            self.plan_ahead(people, day, end);
        }
        if day.works || is_last {
            self.answer_planned(people, day, end);
        }
        if day.works {
            self.traffic(people, day, end);
        } else {
            self.on_call(people, day, end);
        }
    }
}
