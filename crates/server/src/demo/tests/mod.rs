//! What a demo promises: the deciders' consent, the same bytes, a quiet weekend, a wall that is alive.

mod replay;
mod rhythm;
mod wall;

use std::{
    collections::{HashSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use chrono::{DateTime, Datelike, Duration, Utc, Weekday};
use serde_json::{Map, Value as Json};
use tavle_domain::{
    calendar,
    entry::stored_fields,
    id::TeamId,
    recorded::{Body, Recorded},
    tenancy::CONTRACT_NUMBER,
};
use tavle_event_store::BulkEvent;

use super::{Demo, Plan, generate};

const PLAN: Plan = Plan { teams: 1, years: 1, seed: 7, until: UNTIL };
/// Tuesday 24 November 2026, 08:20 in Oslo.
const UNTIL: DateTime<Utc> = match DateTime::from_timestamp(1_795_504_800, 0) {
    Some(at) => at,
    None => DateTime::UNIX_EPOCH,
};

fn demo(plan: Plan) -> Demo<impl Fn(u64)> {
    generate(plan, |_| {})
}

/// The event as it stands in its stream.
fn recorded(event: &BulkEvent, revision: u64) -> Recorded {
    let new = &event.event;
    Recorded {
        id: new.event.id,
        stream: event.stream,
        revision,
        position: 1,
        team: new.team,
        subject: new.event.subject,
        occurred: new.event.occurred,
        recorded_at: event.recorded_at,
        by: new.by.clone(),
        command: new.command,
        correlation: new.correlation,
        causation: None,
        body: new.event.body.clone(),
    }
}

#[test]
fn times_never_run_backwards_and_nothing_is_later_than_the_end() {
    let mut last = DateTime::<Utc>::MIN_UTC;
    let mut ids = HashSet::new();
    for event in demo(PLAN) {
        let at = event.recorded_at;
        assert!(last <= at && at <= UNTIL && event.event.event.occurred.at <= at);
        assert!(ids.insert(event.event.event.id));
        last = at;
    }
    assert!(UNTIL - last < Duration::days(1));
}

/// Everything that is stored of the events.
fn digest(plan: Plan) -> u64 {
    let mut hasher = DefaultHasher::new();
    for event in demo(plan) {
        let new = &event.event.event;
        let fields = match &new.body {
            Body::Entry(entry) => entry.to_stored(),
            Body::Correction(correction) => stored_fields(correction.row, &correction.set),
            Body::ErrorMark(_) | Body::View(_) => Map::new(),
        };
        let ids = (
            event.stream.to_string(),
            new.id,
            event.event.by.staff,
            event.event.command,
            event.event.ordinal,
        );
        (ids, new.body.event_type(), Json::Object(fields).to_string()).hash(&mut hasher);
        (event.recorded_at, new.occurred.at, new.occurred.precision as u8).hash(&mut hasher);
    }
    hasher.finish()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    assert_eq!(digest(PLAN), digest(PLAN));
    assert_ne!(digest(PLAN), digest(Plan { seed: 8, ..PLAN }));
}

#[test]
fn the_first_team_is_the_same_however_many_there_are() {
    let of_team = |teams, team: Option<TeamId>| {
        let events =
            demo(Plan { teams, ..PLAN }).filter(move |event| team.is_none_or(|id| event.event.team == id));
        events.map(|event| (event.event.team, event.event.event.id)).collect::<Vec<_>>()
    };
    let alone = of_team(1, None);
    let among_two = of_team(2, alone.first().map(|(team, _)| *team));
    assert!(alone == among_two);
}

#[test]
fn weekends_are_quiet() {
    let contacts = |event: &BulkEvent| event.event.event.body.event_type() == "ContactCompleted";
    let is_weekend = |event: &BulkEvent| {
        matches!(calendar::date(event.event.event.occurred.at).weekday(), Weekday::Sat | Weekday::Sun)
    };
    let all: Vec<_> = demo(PLAN).filter(contacts).collect();
    let weekend = all.iter().filter(|event| is_weekend(event)).count();
    assert!(weekend > 0 && weekend * 10 < all.len(), "{weekend} of {}", all.len());
}

#[test]
fn the_leases_of_the_sample_file_are_there_whatever_the_end() {
    for days in [0, 1, 200] {
        let plan = Plan { until: UNTIL + Duration::days(days), ..PLAN };
        let numbers: HashSet<String> = demo(plan)
            .filter_map(|event| match &event.event.event.body {
                Body::Entry(entry) => entry.get(&CONTRACT_NUMBER),
                _ => None,
            })
            .collect();
        for number in 101..=104 {
            assert!(numbers.contains(&format!("NK-2026-{number:05}")));
        }
    }
}
