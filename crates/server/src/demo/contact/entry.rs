//! The entries of the contact family, one function a kind.

use chrono::{DateTime, SecondsFormat, Utc};
use tavle_domain::{
    contact::{
        ContactKind, FAILURE, INITIATED_BY, MINUTES, MODE, NOTE, PLACE, PLANNED_CONTACT, STAFF, TOPICS,
        WINDOW_END, WINDOW_START,
    },
    entry::{Entry, EntryBuilder},
    field::Value,
    id::{EntryId, StaffId},
    kind::Kind,
    stream::StreamKind,
};

use crate::demo::{
    day::Day,
    office::Office,
    person::{Person, Planned},
    words::note,
};

/// How and where something took place.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Form of contact.
    pub mode: &'static str,
    /// Place, for a meeting.
    pub place: Option<&'static str>,
    /// How long.
    pub minutes: u32,
    /// When it began, in minutes from midnight.
    pub start: u32,
}

impl Office {
    /// Plans a contact.
    pub fn plan_contact(
        &mut self,
        p: &mut Person,
        day: Day,
        minute: u32,
        on: Day,
        visit: (u32, Option<usize>),
    ) {
        let (start, desk) = visit;
        let instant = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let staff = desk.map(|desk| ids(&[self.staff.id(desk)]));
        let place = if p.admitted { "INSTITUTION" } else { "HOME" };
        let entry = contact(ContactKind::ContactPlanned)
            .with(&WINDOW_START, instant(on.at(start)))
            .with(&WINDOW_END, instant(on.at(start + 60)))
            .maybe(&STAFF, staff)
            .with(&PLACE, place);
        let author = self.staff.author(desk.unwrap_or(0));
        let mut request = self.request(author, day.at(minute));
        let id = self.write(&mut request, p.place(StreamKind::Contacts), entry);
        p.planned.push(Planned { id, date: on.date, minute: start, desk });
    }

    /// A contact was held; it is written down within the hour.
    pub fn held(
        &mut self,
        p: &mut Person,
        day: Day,
        desk: usize,
        held: Held,
        planned: Option<EntryId>,
    ) -> EntryId {
        let author = self.staff.author(desk);
        let notes: &[&str] = if held.place.is_some() { &note::VISIT } else { &note::CALL };
        let written = held.start + held.minutes + self.rng.between(2, 60);
        let mut request = self.request(author, day.at(written));
        let entry = contact(ContactKind::ContactCompleted)
            .with(&MODE, held.mode)
            .with(&MINUTES, held.minutes)
            .maybe(&PLACE, held.place)
            .with(&STAFF, ids(&[author.staff]))
            .maybe(&INITIATED_BY, self.initiative())
            .maybe(&TOPICS, held.place.map(|_| self.topics()))
            .maybe(&NOTE, self.rng.percent(55).then(|| self.rng.pick(notes)))
            .maybe(&PLANNED_CONTACT, planned.map(|id| id.to_string()));
        let id = self.write_of(&mut request, p.place(StreamKind::Contacts), day.at(held.start), entry);
        if held.mode != "TEXT_MESSAGE" {
            p.failed = 0;
        }
        if held.place.is_some() && self.rng.of_ten_thousand(60) {
            self.correct_minutes(p, day, desk, (id, written), held.minutes + 15);
        }
        id
    }

    /// A call of yesterday, written down before this morning's meeting.
    pub fn held_yesterday(&mut self, p: &Person, (yesterday, day): (Day, Day), desk: usize, held: Held) {
        let author = self.staff.author(desk);
        let entry = contact(ContactKind::ContactCompleted)
            .with(&MODE, held.mode)
            .with(&MINUTES, held.minutes)
            .with(&STAFF, ids(&[author.staff]))
            .with(&NOTE, self.rng.pick(&note::CALL));
        let minute = self.rng.between(465, 495);
        let mut request = self.request(author, day.at(minute));
        self.write_of(&mut request, p.place(StreamKind::Contacts), yesterday.at(held.start), entry);
    }

    /// The duration was wrong: corrected half an hour later by whoever wrote it.
    pub fn correct_minutes(
        &mut self,
        p: &Person,
        day: Day,
        desk: usize,
        target: (EntryId, u32),
        minutes: u32,
    ) {
        let (id, written) = target;
        let author = self.staff.author(desk);
        let mut request = self.request(author, day.at(written + 30));
        let row = Kind::Contact(ContactKind::ContactCompleted).row();
        self.correct(&mut request, p, (id, row), &MINUTES, Value::Number(i64::from(minutes)));
    }

    /// An attempt that met nobody.
    pub fn attempt(&mut self, p: &mut Person, day: Day, desk: usize, start: u32, planned: Option<EntryId>) {
        let author = self.staff.author(desk);
        let why = if planned.is_some() {
            self.rng.pick(&["NOT_HOME", "NOT_HOME", "DID_NOT_WANT_VISIT"])
        } else {
            "NO_ANSWER"
        };
        let entry = contact(ContactKind::ContactAttemptFailed)
            .with(&FAILURE, why)
            .with(&STAFF, ids(&[author.staff]))
            .maybe(&NOTE, self.rng.percent(40).then(|| self.rng.pick(&note::ATTEMPT)))
            .maybe(&PLANNED_CONTACT, planned.map(|id| id.to_string()));
        let written = start + self.rng.between(5, 40);
        let mut request = self.request(author, day.at(written));
        self.write_of(&mut request, p.place(StreamKind::Contacts), day.at(start), entry);
        p.failed = p.failed.saturating_add(1);
    }

    /// A planned contact that will not take place.
    pub fn cancel(&mut self, p: &Person, day: Day, desk: usize, minute: u32, planned: EntryId) {
        let author = self.staff.author(desk);
        let entry = contact(ContactKind::ContactCancelled).with(&PLANNED_CONTACT, planned.to_string());
        let mut request = self.request(author, day.at(minute));
        self.write(&mut request, p.place(StreamKind::Contacts), entry);
    }

    /// Talked with the network or another service.
    pub fn network(&mut self, p: &Person, day: Day, desk: usize, start: u32) -> EntryId {
        let author = self.staff.author(desk);
        let minutes = self.rng.between(5, 35);
        let entry = contact(ContactKind::NetworkContactCompleted)
            .with(&MODE, self.rng.pick(&["PHONE", "PHONE", "VIDEO", "FACE_TO_FACE"]))
            .with(&MINUTES, minutes)
            .with(&STAFF, ids(&[author.staff]))
            .with(&NOTE, self.rng.pick(&note::NETWORK));
        let written = start + minutes + self.rng.between(2, 40);
        let mut request = self.request(author, day.at(written));
        let id = self.write_of(&mut request, p.place(StreamKind::Contacts), day.at(start), entry);
        if self.rng.of_ten_thousand(8) {
            self.entered_in_error(p, day, desk, id, written + 20);
        }
        id
    }

    /// Marks a contact as entered in error.
    pub fn entered_in_error(&mut self, p: &Person, day: Day, desk: usize, id: EntryId, minute: u32) {
        let author = self.staff.author(desk);
        let mut request = self.request(author, day.at(minute));
        self.mark_in_error(&mut request, p, id);
    }

    fn initiative(&mut self) -> Option<&'static str> {
        match self.rng.below(10) {
            0..5 => Some("TEAM"),
            5..7 => Some("PARTICIPANT"),
            _ => None,
        }
    }

    fn topics(&mut self) -> Vec<&'static str> {
        let all = ["HOUSING", "HEALTH", "ECONOMY", "NETWORK", "ACTIVITY"];
        let first = self.rng.below(5) as usize;
        let more = 1 + self.rng.below(4) as usize;
        if self.rng.percent(60) { vec![all[first]] } else { vec![all[first], all[(first + more) % 5]] }
    }
}

fn contact(kind: ContactKind) -> EntryBuilder {
    Entry::build(Kind::Contact(kind))
}

fn ids(staff: &[StaffId]) -> Vec<String> {
    staff.iter().map(StaffId::to_string).collect()
}
