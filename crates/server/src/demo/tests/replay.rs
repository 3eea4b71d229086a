//! A demo is a log that could have been written: the real deciders say so.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};
use tavle_domain::{
    admission::Admissions,
    contact::{Contacts, PLANNED_CONTACT},
    decider::{BACKDATING_LIMIT_DAYS, Command, Context, CorrectEntry, MarkInError, RecordEntry, decide},
    entry::Fields,
    housing::Dwelling,
    participant::ParticipantState,
    personal::Personal,
    recorded::{Body, NewEvent, Recorded},
    stream::{Stream, StreamKind},
    team::TeamState,
    tenancy::Tenancies,
};
use tavle_event_store::BulkEvent;

use super::{PLAN, demo, recorded};

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
        Body::ErrorMark(mark) => Command::MarkInError(MarkInError { target: mark.target, reason: reason(&mark.reason) }),
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
    };
    decided.unwrap_or_else(|refusal| panic!("{:?} {refusal:?}", event.event.event.body))
}

/// What a decision about a contact rests on: the entry it answers or corrects, and what answered it before.
fn what_it_rests_on(history: &[Recorded], event: &NewEvent) -> Vec<Recorded> {
    let planned = |body: &Body| match body {
        Body::Entry(entry) => entry.get(&PLANNED_CONTACT),
        Body::Correction(correction) => Some(correction.target),
        Body::ErrorMark(mark) => Some(mark.target),
    };
    let Some(target) = planned(&event.body) else { return Vec::new() };
    let concerns = |past: &&Recorded| past.id == target || planned(&past.body) == Some(target);
    history.iter().filter(concerns).cloned().collect()
}

#[test]
fn the_deciders_would_have_written_every_event() {
    let mut demo = demo(PLAN);
    let mut streams: HashMap<Stream, Vec<Recorded>> = HashMap::new();
    let mut count = 0;
    for event in demo.by_ref() {
        let history = streams.entry(event.stream).or_default();
        let new = &event.event.event;
        let rests_on = (event.stream.kind() == StreamKind::Contacts).then(|| what_it_rests_on(history, new));
        let decided = decided(rests_on.as_deref().unwrap_or(history), &event);
        assert_eq!(decided, [new.clone()], "{:?} recorded {}", new.body, event.recorded_at);
        history.push(recorded(&event, history.len() as u64));
        count += 1;
    }
    assert_eq!(demo.flaws(), Vec::<&str>::new());
    let estimate = PLAN.estimate();
    assert!(count > estimate * 9 / 10 && count < estimate * 11 / 10, "{count} events, {estimate} expected");
}
