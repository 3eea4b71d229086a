//! The plan: made in the morning meeting, most of it for the next working day, some for later in the week.

use chrono::{Datelike, NaiveDate};

use super::End;
use crate::demo::{
    cast::Plot,
    day::{Day, plus, working_until},
    office::Office,
    person::Person,
    rng::mix,
};

impl Person {
    /// On which weekdays the person is usually visited, and at what time.
    fn usual_visit(&self, date: NaiveDate) -> Option<u32> {
        let weekday = date.weekday().num_days_from_monday();
        let days = match self.part.plot {
            Plot::StepDown if date.iso_week().week().is_multiple_of(2) => 0,
            Plot::StepDown | Plot::Base => 1,
            Plot::Long | Plot::Imported | Plot::HardToReach => 2,
            _ => 3,
        };
        let offset = (self.slot as u32 + 5 - weekday) % 5;
        let falls = match days {
            0 => false,
            1 => offset == 0,
            2 => offset == 0 || offset == 3,
            _ => offset == 0 || offset == 2 || offset == 4,
        };
        falls.then(|| 540 + (self.slot as u32 * 37 + weekday * 55) % 25 * 15)
    }

    fn visit_on(&self, date: NaiveDate, end: End) -> Option<u32> {
        let open = date > end.0 || (date != end.0 && self.can_be_met(date, end));
        let is_usual = self.usual_visit(date).filter(|_| !self.imprisoned);
        is_usual.filter(|_| open && !self.is_last_meeting(date, end) && !self.new_to_some(date, end))
    }

    /// Somebody who is new at the end was met by one of the team only.
    fn new_to_some(&self, date: NaiveDate, end: End) -> bool {
        self.ends.is_none() && self.part.plot == Plot::New && date < end.0
    }
}

impl Office {
    /// Plans for the days ahead.
    pub(super) fn plan_ahead(&mut self, people: &mut [Person], day: Day, end: End) {
        let ahead = [1, 2, 3, 5].map(|days| (days, Day::new(day.ahead(days))));
        let last = Day::new(end.0);
        let plans_last = day.date < end.0 && working_until(plus(end.0, -1)) == day.date;
        for p in people.iter_mut().filter(|p| p.enrolled) {
            for (days, on) in ahead {
                if is_planned(p, on.date, days)
                    && let Some(start) = p.visit_on(on.date, end)
                {
                    let desk = self.desk_for(p);
                    let minute = self.rng.between(515, 580);
                    self.plan_contact(p, day, minute, on, (start, Some(desk)));
                }
            }
            if plans_last && p.ends.is_none() {
                self.plan_last(p, day, last);
            }
        }
    }

    /// The visits of the last day, as its wall has them.
    fn plan_last(&mut self, p: &mut Person, day: Day, last: Day) {
        let Some(start) = p.part.today else { return };
        let desk = p.part.assigned.then_some(if p.slot.is_multiple_of(3) { p.co } else { p.lead });
        let minute = self.rng.between(840, 930);
        self.plan_contact(p, day, minute, last, (start, desk));
    }
}

/// How many working days ahead a visit is planned follows from the person and the date.
fn is_planned(p: &Person, date: NaiveDate, days: usize) -> bool {
    let n = mix((p.slot as u64) << 32 | u64::from(date.num_days_from_ce().unsigned_abs())) % 100;
    let ahead = match n {
        0..20 => 1,
        20..50 => 2,
        50..75 => 3,
        _ => 5,
    };
    ahead == days
}
