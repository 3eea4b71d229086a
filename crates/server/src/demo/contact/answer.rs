//! What became of the day's planned contacts.

use super::{End, entry::Held};
use crate::demo::{
    cast::Plot,
    day::{Day, plus, working_until},
    office::Office,
    person::{Person, Planned},
};

impl Office {
    /// Holds, misses or cancels what was planned for today.
    pub(super) fn answer_planned(&mut self, people: &mut [Person], day: Day, end: End) {
        for p in people.iter_mut().filter(|p| p.enrolled) {
            let (today, later): (Vec<_>, Vec<_>) =
                p.planned.drain(..).partition(|planned| planned.date <= day.date);
            p.planned = later;
            // Of the last day's visits most are still to be written down: the wall has a day before it.
            let is_written = day.date != end.0 || p.slot % 4 == 1;
            for planned in today.into_iter().filter(|planned| is_written && planned.date == day.date) {
                self.answer_one(p, day, planned, end);
            }
            self.last_meeting(p, day, end);
        }
    }

    fn answer_one(&mut self, p: &mut Person, day: Day, planned: Planned, end: End) {
        let Some(desk) = planned.desk else { return };
        let sure = p.is_near(day.date, end, 12) || p.part.plot == Plot::New;
        let met = p.can_be_met(day.date, end) || day.date == end.0;
        match self.rng.below(100) {
            0..9 if !sure => self.attempt(p, day, desk, planned.minute, Some(planned.id)),
            9..14 => self.cancel(p, day, desk, planned.minute - 45, planned.id),
            14..16 => {}
            _ if met => {
                let held = self.visit(p, planned.minute);
                self.held(p, day, desk, held, Some(planned.id));
            }
            _ => self.cancel(p, day, desk, planned.minute - 30, planned.id),
        }
    }

    /// How a visit goes.
    fn visit(&mut self, p: &Person, start: u32) -> Held {
        let place = match self.rng.below(10) {
            _ if p.admitted => "INSTITUTION",
            0..6 => "HOME",
            6..9 => "COMMUNITY",
            _ => "OFFICE",
        };
        let minutes = self.rng.between(4, 18) * 5;
        Held { mode: "FACE_TO_FACE", place: Some(place), minutes, start }
    }

    /// The meeting that the wall counts from, the attempts after it where the person is hard to reach, and on
    /// the last working day one correction and one entry in error.
    fn last_meeting(&mut self, p: &mut Person, day: Day, end: End) {
        if p.ends.is_some() {
            return;
        }
        let eve = working_until(plus(end.0, -1));
        if p.is_last_meeting(day.date, end) {
            let start = 570 + self.rng.below(300);
            let held = self.visit(p, start);
            let id = self.held(p, day, p.lead, held, None);
            if day.date == eve && p.slot.is_multiple_of(2) {
                self.correct_minutes(p, day, p.lead, (id, 980), held.minutes + 10);
            }
        }
        if p.part.plot == Plot::Crisis && p.part.seen == 0 && day.date == end.0 {
            let held = Held { mode: "FACE_TO_FACE", place: Some("HOME"), minutes: 25, start: 425 };
            self.held(p, day, p.lead, held, None);
        }
        if p.part.plot == Plot::HardToReach && day.date > super::last_seen(p.part, end.0) {
            self.look_for(p, day, end);
        }
        if day.date == eve && p.part.plot == Plot::Long && p.part.variant == 0 {
            let id = self.network(p, day, p.lead, 700);
            self.entered_in_error(p, day, p.co, id, 820);
        }
    }

    /// Attempts at somebody who is hard to reach.
    fn look_for(&mut self, p: &mut Person, day: Day, end: End) {
        let days_ago = (end.0 - day.date).num_days();
        if days_ago > 0 && (days_ago + i64::from(p.part.variant)) % 3 == 0 {
            let start = self.rng.between(600, 840);
            self.attempt(p, day, p.lead, start, None);
        }
    }
}
