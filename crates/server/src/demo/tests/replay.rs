//! A demo is a log that could have been written: the real deciders say so.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};
use tavle_domain::{
    admission::Admissions,
    contact::{Contacts, PLANNED_CONTACT},
    decider::{BACKDATING_LIMIT_DAYS, Command, Context, CorrectEntry, MarkInError, RecordEntry, decide},
    entry::Fields,
    housing::Dwelling,
    id::EntryId,
    participant::ParticipantState,
    personal::Personal,
    recorded::{Body, NewEvent, Recorded},
    stream::{Stream, StreamKind},
    team::TeamState,
    tenancy::Tenancies,
};
use tavle_event_store::BulkEvent;

use super::{PLAN, demo, recorded};
use crate::demo::Plan;

fn input(fields: &Fields) -> Map<String, Json> {
    let known = |(name, value): (&&'static str, &Personal<tavle_domain::field::Value>)| {
        Some(((*name).to_owned(), value.known()?.to_json()))
    };
    fields.iter().filter_map(known).collect()
}

/// The command that a person would have sent to write this.
fn command_of(event: &NewEvent) -> Command {
    let reason = |reason: &Personal<String>| reason.known().cloned().unwrap_or_default();
    match &event.body {
        Body::Entry(entry) => Command::Record(RecordEntry {
            row: entry.row(),
            subject: event.subject,
            input: input(entry.fields()),
            occurred_at: Some(event.occurred.at),
        }),
        Body::Correction(correction) => Command::Correct(CorrectEntry {
            target: correction.target,
            set: input(&correction.set),
            clear: Vec::new(),
            occurred_at: None,
            reason: reason(&correction.reason),
        }),
        Body::ErrorMark(mark) => {
            Command::MarkInError(MarkInError { target: mark.target, reason: reason(&mark.reason) })
        }
        Body::View(_) => panic!("a demonstration begins before anybody looks"),
    }
}

fn decided(history: &[Recorded], event: &BulkEvent) -> Vec<NewEvent> {
    let context = Context {
        now: event.recorded_at,
        by: event.event.by.clone(),
        command: event.event.command,
        ordinal: event.event.ordinal,
        backdating_limit_days: BACKDATING_LIMIT_DAYS,
    };
    let command = command_of(&event.event.event);
    let decided = match event.stream.kind() {
        StreamKind::Team => decide::<TeamState>(history, &command, &context),
        StreamKind::Participant => decide::<ParticipantState>(history, &command, &context),
        StreamKind::Contacts => decide::<Contacts>(history, &command, &context),
        StreamKind::Dwelling => decide::<Dwelling>(history, &command, &context),
        StreamKind::Tenancies => decide::<Tenancies>(history, &command, &context),
        StreamKind::Admissions => decide::<Admissions>(history, &command, &context),
        StreamKind::Access => panic!("a demonstration begins before anybody looks"),
    };
    decided.unwrap_or_else(|refusal| panic!("{:?} {refusal:?}", event.event.event.body))
}

/// A stream as far as it is written, and which of its events concern which entry.
#[derive(Default)]
struct Written {
    events: Vec<Recorded>,
    concerning: HashMap<EntryId, Vec<usize>>,
}

impl Written {
    fn push(&mut self, event: &BulkEvent) {
        let place = self.events.len();
        let new = &event.event.event;
        for entry in [Some(new.id), target(&new.body)].into_iter().flatten() {
            self.concerning.entry(entry).or_default().push(place);
        }
        self.events.push(recorded(event, place as u64));
    }

    /// What a decision about a contact rests on: the entry it answers or corrects, and what answered it before.
    fn concerning(&self, body: &Body) -> Vec<Recorded> {
        let places = target(body).and_then(|entry| self.concerning.get(&entry));
        places.into_iter().flatten().map(|place| self.events[*place].clone()).collect()
    }
}

/// The entry that an event answers, corrects or marks.
fn target(body: &Body) -> Option<EntryId> {
    match body {
        Body::Entry(entry) => entry.get(&PLANNED_CONTACT),
        Body::Correction(correction) => Some(correction.target),
        Body::ErrorMark(mark) => Some(mark.target),
        Body::View(_) => None,
    }
}

fn replay(plan: Plan, streams: impl Fn(StreamKind) -> bool) {
    let mut demo = demo(plan);
    let mut written: HashMap<Stream, Written> = HashMap::new();
    for event in demo.by_ref().filter(|event| streams(event.stream.kind())) {
        let stream = written.entry(event.stream).or_default();
        let new = &event.event.event;
        let decided = match event.stream.kind() {
            StreamKind::Contacts => decided(&stream.concerning(&new.body), &event),
            _ => decided(&stream.events, &event),
        };
        assert_eq!(decided, std::slice::from_ref(new), "{:?} recorded {}", new.body, event.recorded_at);
        stream.push(&event);
    }
    assert_eq!(demo.flaws(), Vec::<&str>::new());
}

#[test]
fn the_deciders_would_have_written_every_event() {
    replay(PLAN, |_| true);
}

#[test]
fn the_deciders_would_have_written_other_years_of_other_teams_too() {
    replay(Plan { teams: 3, years: 3, seed: 20, ..PLAN }, |kind| kind != StreamKind::Contacts);
}

#[test]
fn a_team_writes_about_as_much_as_was_estimated() {
    let (count, estimate) = (demo(PLAN).count() as u64, PLAN.estimate());
    assert!(count > estimate * 9 / 10 && count < estimate * 11 / 10, "{count} events, {estimate} expected");
}
