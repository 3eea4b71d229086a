//! Messages, calls and talks with others between the visits: the bulk of what a team writes.

use super::{End, entry::Held};
use crate::demo::{
    cast::Plot,
    day::{Day, plus, working_until},
    office::Office,
    person::Person,
};

/// What a team writes on a working day beside plans and visits. With weekends and holidays it makes about
/// three hundred entries a day.
const PER_WORKING_DAY: u32 = 350;

impl Person {
    fn weight(&self) -> u32 {
        if matches!(self.part.plot, Plot::Base | Plot::StepDown) { 5 } else { 10 }
    }
}

impl Office {
    /// A working day's messages, calls and talks.
    pub(super) fn traffic(&mut self, people: &mut [Person], day: Day, end: End) {
        let weights: u32 = people.iter().filter(|p| p.enrolled).map(Person::weight).sum();
        for p in people.iter_mut().filter(|p| p.enrolled) {
            let exactly = PER_WORKING_DAY * p.weight() * 10 / weights.max(300);
            let count = (exactly + self.rng.below(20)) / 10;
            for n in 0..count {
                let start = 490 + n * 420 / count + self.rng.below(420 / count.max(1));
                self.small_contact(p, day, start, end);
            }
        }
    }

    fn small_contact(&mut self, p: &mut Person, day: Day, start: u32, end: End) {
        let desk = self.desk_for(p);
        let answers = p.answers(day.date, end) && !p.imprisoned;
        match self.rng.below(100) {
            0..30 if answers => self.call(p, day, desk, start),
            30..36 if p.failed == 0 && answers => self.attempt(p, day, desk, start, None),
            36..66 => {
                self.network(p, day, desk, start);
            }
            _ => {
                let held = Held { mode: "TEXT_MESSAGE", place: None, minutes: 1, start };
                self.held(p, day, desk, held, None);
            }
        }
    }

    fn call(&mut self, p: &mut Person, day: Day, desk: usize, start: u32) {
        let mode = if self.rng.percent(92) { "PHONE" } else { "VIDEO" };
        let minutes = self.rng.between(2, 25);
        self.held(p, day, desk, Held { mode, place: None, minutes, start }, None);
    }

    /// Weekends and holidays: a few calls, and whoever is in crisis.
    pub(super) fn on_call(&mut self, people: &mut [Person], day: Day, end: End) {
        for p in people.iter_mut().filter(|p| p.enrolled) {
            let often = if p.crisis.is_some() { 100 } else { 6 };
            if p.answers(day.date, end) && !p.imprisoned && self.rng.percent(often) {
                let start = self.rng.between(560, 1_200);
                let desk = self.desk_for(p);
                self.call(p, day, desk, start);
            }
        }
    }

    /// What was not written down yesterday is written down before the meeting.
    pub(super) fn late_entries(&mut self, people: &mut [Person], day: Day, end: End) {
        let yesterday = Day::new(working_until(plus(day.date, -1)));
        for p in people.iter_mut().filter(|p| p.enrolled) {
            if p.answers(yesterday.date, end) && !p.imprisoned && self.rng.percent(6) {
                let desk = self.desk_for(p);
                let start = self.rng.between(900, 950);
                let held = Held { mode: "PHONE", place: None, minutes: 10, start };
                self.held_yesterday(p, (yesterday, day), desk, held);
            }
        }
    }
}
