//! What holds for every sequence of commands, accepted or not, in every stream.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::*;
use crate::{
    admission::{AdmissionKind, Admissions},
    arrears::{ArrearsKind, PERIOD},
    contact::{ContactKind, Contacts, PLANNED_CONTACT},
    field::{FieldDef, Ref},
    housing::{Dwelling, HousingKind, Offer, OfferState},
    id::TeamId,
    kind::{FAMILIES, Kind},
    participant::{CrisisKind, ParticipantState},
    stream::{Stream, StreamKind},
    team::{ALIAS, ALIAS_OF, TeamState},
    tenancy::{TENANCY, Tenancies, TenancyKind},
    testing::{Ask, Log, correct, dwelling, mark, person, sample_value, staff},
};

/// One command, drawn: which sort, which kind or target, and where its values come from.
type Draw = (u8, usize, usize, [u8; 4]);

fn draws(sorts: std::ops::Range<u8>) -> impl Strategy<Value = Vec<Draw>> {
    vec((sorts, 0..64_usize, 0..16_usize, any::<[u8; 4]>()), 1..120)
}

/// Which sorts are drawn: records, or a correction and a mark now and then too.
const RECORDS: std::ops::Range<u8> = 0..14;
const ALL: std::ops::Range<u8> = 0..16;

fn rows(kind: StreamKind) -> Vec<&'static KindRow> {
    FAMILIES.iter().flat_map(|family| family.rows).filter(|row| row.stream == kind).collect()
}

/// A value that is likely to meet another one: few ids, few months, few sums.
fn value(def: &FieldDef, log: &Log, pick: u8) -> Json {
    let few = u128::from(pick % 3);
    match def.ty {
        FieldType::Id(Ref::Staff) => json!(staff(few)),
        FieldType::Id(Ref::Participant) => json!(person(few)),
        FieldType::Id(Ref::Dwelling) => json!(dwelling(few)),
        FieldType::Id(refers_to) => reference(refers_to, log, pick),
        FieldType::Month => json!(format!("2026-{:02}", 8 + pick % 3)),
        FieldType::Ore { min } => json!(min + i64::from(pick % 2)),
        FieldType::Choice(names) => json!(names[usize::from(pick) % names.len()]),
        FieldType::Line(8) => json!(["Bjørk", "Rogn", "osp"][usize::from(pick) % 3]),
        ty => sample_value(ty),
    }
}

/// An entry of the sort that the field refers to where there is one, mostly.
fn reference(refers_to: Ref, log: &Log, pick: u8) -> Json {
    let opener = match refers_to {
        Ref::Tenancy => Kind::Tenancy(TenancyKind::TenancyStarted),
        Ref::Offer => Kind::Housing(HousingKind::HousingOffered),
        Ref::PlannedContact => Kind::Contact(ContactKind::ContactPlanned),
        Ref::Crisis => Kind::Crisis(CrisisKind::CrisisReported),
        Ref::Staff | Ref::Participant | Ref::Dwelling => return json!(Uuid::from_u128(pick.into())),
    };
    let opens = |event: &&Recorded| matches!(&event.body, Body::Entry(entry) if entry.kind() == opener);
    let ids: Vec<_> = log.events.iter().filter(opens).map(|event| event.id.0).collect();
    match ids.len() {
        n if n > 0 && pick > 20 => json!(ids[n - 1 - usize::from(pick) % n.min(3)]),
        _ => json!(Uuid::from_u128(u128::from(pick % 3))),
    }
}

/// What ends nearly everything else is drawn less often.
fn is_rare(row: &KindRow) -> bool {
    let rare = ["DwellingWithdrawn", "TenancyEnded", "FollowUpEnded", "DwellingReserved"];
    rare.contains(&row.event_type)
}

fn fields(row: &KindRow, log: &Log, picks: [u8; 4]) -> Map<String, Json> {
    let optional = row.optional.iter().enumerate().filter(|(n, _)| picks[0] >> (n % 8) & 1 == 1);
    let all = row.required.iter().chain(optional.map(|(_, def)| def)).enumerate();
    all.map(|(n, def)| (def.name.to_owned(), value(def, log, picks[n % 4].wrapping_add(picks[0])))).collect()
}

fn ask(rows: &[&'static KindRow], log: &Log, (sort, which, target, picks): Draw) -> Option<Command> {
    let subject = match log.stream {
        Stream::Dwelling(_) => Some(person(u128::from(picks[3] % 2))),
        stream => stream.participant(),
    };
    let target = log.events.get(target % log.events.len().max(1)).map(|event| (event.id, &event.body));
    match (sort, target) {
        (14, Some((id, Body::Entry(entry)))) => {
            let mut set = fields(entry.row(), log, picks);
            set.retain(|name, _| name.len() % 3 != usize::from(picks[1] % 3));
            Some(CorrectEntry { set, ..correct(id) }.command(subject))
        }
        (15, Some((id, _))) => Some(mark(id).command(subject)),
        (0..=13, _) => {
            let row = rows[which % rows.len()];
            if is_rare(row) && picks[2] > 50 {
                return None;
            }
            let input = fields(row, log, picks);
            Some(Command::Record(RecordEntry { row, subject, input, occurred_at: None }))
        }
        _ => None,
    }
}

/// Plays the commands; after each accepted one, its repeat writes nothing and the invariants hold.
fn play<A>(stream: Stream, draws: &[Draw], holds: fn(&A, &[Effective<'_>])) -> Log
where
    A: Aggregate + PartialEq + Debug,
{
    let (mut log, rows) = (Log::new(stream), rows(stream.kind()));
    for draw in draws {
        let Some(command) = ask(&rows, &log, *draw) else { continue };
        let context = log.step();
        let Ok(events) = decide::<A>(&log.events, &command, &context) else { continue };
        for event in events {
            log.write(event, &context);
            assert_eq!(decide::<A>(&log.events, &command, &context), Ok(Vec::new()), "a repeat wrote");
        }
        let entries: Vec<_> =
            effective(&log.events, AsOf::NOW).into_iter().filter(Effective::stands).collect();
        holds(&fold(&log.events), &entries);
    }
    log
}

/// Without corrections and marks, folding anew and moving on step by step come to the same.
fn folds_as_it_evolves<A: Aggregate + PartialEq + Debug>(stream: Stream, draws: &[Draw]) {
    let log = play::<A>(stream, draws, |_, _| ());
    let mut state = A::default();
    for event in &log.events {
        let Body::Entry(entry) = &event.body else { continue };
        state.evolve(&Step { id: event.id, entry, occurred: event.occurred, subject: event.subject });
    }
    assert_eq!(state, fold::<A>(&log.events));
}

/// Everything personal erased: every fold still comes to an end, and to the same one twice.
fn survives_erasure<A: Aggregate + PartialEq + Debug>(stream: Stream, draws: &[Draw]) {
    let mut log = play::<A>(stream, draws, |_, _| ());
    for event in &mut log.events {
        let Body::Entry(entry) = &event.body else { continue };
        let mut stored = entry.to_stored();
        stored.retain(|_, value| value.as_object_mut().is_none_or(|field| field.remove("value").is_some()));
        event.body = Body::Entry(Entry::from_stored(entry.row(), &stored).unwrap());
    }
    assert_eq!(fold::<A>(&log.events), fold::<A>(&log.events));
    for draw in draws {
        if let Some(command) = ask(&rows(stream.kind()), &log, *draw) {
            let context = log.step();
            let _ = decide::<A>(&log.events, &command, &context);
        }
    }
}

fn count<'a, K: Ord>(keys: impl Iterator<Item = K> + 'a) -> usize {
    let mut seen = BTreeMap::new();
    keys.for_each(|key| *seen.entry(key).or_insert(0) += 1);
    seen.into_values().max().unwrap_or(0)
}

fn team_holds(state: &TeamState, entries: &[Effective<'_>]) {
    let mut owners = BTreeMap::new();
    for entry in entries {
        let (Some(word), Some(owner)) = (entry.entry.get(&ALIAS), entry.entry.get(&ALIAS_OF)) else {
            continue;
        };
        assert_eq!(
            *owners.entry(word.to_lowercase()).or_insert(owner),
            owner,
            "an alias was given to another"
        );
    }
    for (participant, alias) in state.aliases() {
        assert_eq!(state.participant_with_alias(alias), Some(participant));
    }
}

fn participant_holds(state: &ParticipantState, _: &[Effective<'_>]) {
    assert!(state.is_enrolled() || state.open_crisis().is_none() && !state.is_stepped_down());
    assert!(!(state.is_enrolled() && state.has_ended()));
}

fn contacts_hold(state: &Contacts, entries: &[Effective<'_>]) {
    assert!(count(entries.iter().filter_map(|entry| entry.entry.get(&PLANNED_CONTACT))) <= 1);
    assert!(state.open().all(|planned| planned.answer.is_none()));
}

fn dwelling_holds(state: &Dwelling, _: &[Effective<'_>]) {
    let is_waiting = |state| matches!(state, OfferState::Open | OfferState::Accepted(_));
    let waiting: Vec<_> = state.offers().filter(|offer| is_waiting(offer.state)).collect();
    assert!(waiting.len() <= 1, "more than one offer is open or holds the dwelling");
    if let Some((_, participant)) = state.occupied_by() {
        let is_own = |offer: &&Offer| offer.participant == participant && offer.state == OfferState::Open;
        assert!(waiting.iter().all(is_own), "an offer to another is open or holds an occupied dwelling");
    }
}

fn tenancies_hold(state: &Tenancies, entries: &[Effective<'_>]) {
    assert!(state.all().iter().filter(|tenancy| tenancy.is_active()).count() <= 1);
    let due = entries.iter().filter(|entry| entry.entry.kind() == Kind::Arrears(ArrearsKind::RentFellDue));
    assert!(count(due.map(|entry| (entry.entry.get(&TENANCY), entry.entry.get(&PERIOD)))) <= 1);
}

fn admissions_hold(state: &Admissions, entries: &[Effective<'_>]) {
    let of = |kind| entries.iter().filter(|entry| entry.entry.kind() == Kind::Admission(kind)).count();
    let [begun, ended] =
        [of(AdmissionKind::ParticipantAdmitted), of(AdmissionKind::ParticipantDischargedFromWard)];
    assert_eq!(begun - ended, usize::from(state.admitted().is_some()));
    let [begun, ended] = [of(AdmissionKind::ImprisonmentStarted), of(AdmissionKind::ImprisonmentEnded)];
    assert_eq!(begun - ended, usize::from(state.imprisoned().is_some()));
}

/// The three properties, once an aggregate.
macro_rules! properties {
    ($($name:ident: $aggregate:ty, $stream:expr, $holds:expr;)*) => {$(
        mod $name {
            use super::*;

            proptest! {
                #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

                #[test]
                fn a_repeat_writes_nothing_and_the_invariants_hold(draws in draws(ALL)) {
                    play::<$aggregate>($stream, &draws, $holds);
                }

                #[test]
                fn the_fold_is_what_evolves(draws in draws(RECORDS)) {
                    folds_as_it_evolves::<$aggregate>($stream, &draws);
                }

                #[test]
                fn an_erased_history_folds(draws in draws(ALL)) {
                    survives_erasure::<$aggregate>($stream, &draws);
                }
            }
        }
    )*};
}

properties! {
    team: TeamState, Stream::Team(TeamId(Uuid::from_u128(1))), team_holds;
    participant: ParticipantState, Stream::Participant(person(1)), participant_holds;
    contacts: Contacts, Stream::Contacts(person(1)), contacts_hold;
    dwellings: Dwelling, Stream::Dwelling(dwelling(1)), dwelling_holds;
    tenancies: Tenancies, Stream::Tenancies(person(1)), tenancies_hold;
    admissions: Admissions, Stream::Admissions(person(1)), admissions_hold;
}

/// Properties of sequences that never get anywhere would say nothing.
#[test]
fn the_draws_reach_every_kind() {
    let mut runner = TestRunner::deterministic();
    let mut reached = BTreeSet::new();
    for _ in 0..200 {
        let draws = draws(ALL).new_tree(&mut runner).unwrap().current();
        for log in [
            play::<TeamState>(Stream::Team(TeamId(Uuid::from_u128(1))), &draws, team_holds),
            play::<ParticipantState>(Stream::Participant(person(1)), &draws, participant_holds),
            play::<Contacts>(Stream::Contacts(person(1)), &draws, contacts_hold),
            play::<Dwelling>(Stream::Dwelling(dwelling(1)), &draws, dwelling_holds),
            play::<Tenancies>(Stream::Tenancies(person(1)), &draws, tenancies_hold),
            play::<Admissions>(Stream::Admissions(person(1)), &draws, admissions_hold),
        ] {
            reached.extend(log.events.iter().map(|event| event.body.event_type()));
        }
    }
    let all = FAMILIES.iter().flat_map(|family| family.rows).map(|row| row.event_type);
    let missed: Vec<_> =
        all.chain([Body::CORRECTED, Body::IN_ERROR]).filter(|ty| !reached.contains(ty)).collect();
    assert!(missed.is_empty(), "{missed:?}");
}
