//! Corrections and error marks: they leave a history that the invariants would have allowed.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use super::{Aggregate, Context, CorrectEntry, MarkInError, Refusal, check_dates, date_of, occurred};
use crate::{
    calendar,
    effective::{AsOf, Effective, effective, is_marked},
    entry::{Entry, Fields},
    field::{FieldProblem, FieldType, Problem, Value},
    id::{EntryId, ParticipantId, entry_id},
    kind::KindRow,
    personal::Personal,
    recorded::{Body, Correction, ErrorMark, NewEvent, Occurred, Recorded},
};

/// The reason that a correction and an error mark must have.
fn read_reason(reason: &str) -> Result<Personal<String>, Refusal> {
    match FieldType::Line(300).read(&Json::from(reason)) {
        Ok(Value::Text(text)) => Ok(Personal::Known(text)),
        Ok(_) => Ok(Personal::Redacted),
        Err(problem) => Err(Refusal::Invalid(vec![FieldProblem { path: "reason", problem }])),
    }
}

/// Rejections that every stream shares.
mod shared {
    use crate::{decider::Rejection, id::EntryId};

    pub const fn unknown_entry() -> Rejection {
        Rejection { code: "UNKNOWN_ENTRY", current: None }
    }
    pub const fn entered_in_error(current: EntryId) -> Rejection {
        Rejection { code: "ENTERED_IN_ERROR", current: Some(current) }
    }
    pub const fn written_by_service(current: EntryId) -> Rejection {
        Rejection { code: "WRITTEN_BY_SERVICE", current: Some(current) }
    }
    pub const fn would_break(current: EntryId) -> Rejection {
        Rejection { code: "WOULD_BREAK_ANOTHER_ENTRY", current: Some(current) }
    }
}

pub(super) fn decide_correction<A: Aggregate>(
    history: &[Recorded],
    correct: &CorrectEntry,
    context: &Context,
) -> Result<Vec<NewEvent>, Refusal> {
    let reason = read_reason(&correct.reason)?;
    let entries = effective(history, AsOf::NOW);
    let target =
        entries.iter().find(|entry| entry.id() == correct.target).ok_or_else(shared::unknown_entry)?;
    if !target.stands() {
        return Err(shared::entered_in_error(target.id()).into());
    }
    let row = target.entry.row();
    if row.by_service {
        return Err(shared::written_by_service(target.id()).into());
    }
    let set = read_set(row, &correct.set)?;
    let clear = read_clear(row, &correct.clear)?;
    let corrected = target.entry.corrected(&set, &clear).map_err(Refusal::Invalid)?;
    let recorded = target.original.recorded_at;
    let occurred = match correct.occurred_at {
        None if row.occurs_on.is_none_or(|def| !set.contains_key(def.name)) => None,
        given => Some(corrected_time(&corrected, given, recorded)?),
    };
    if corrected == *target.entry && occurred.is_none_or(|occurred| occurred == target.occurred) {
        return Ok(Vec::new());
    }
    check_dates(&corrected, occurred.unwrap_or(target.occurred), recorded, context)?;
    let body = Body::Correction(Correction { target: correct.target, row, set, clear, occurred, reason });
    let event = new_event(body, target.original.subject, context);
    check_replay::<A>(history, &event, context)?;
    Ok(vec![event])
}

/// When a corrected entry occurred. A letter moves with its date alone, so another time beside it is refused.
fn corrected_time(
    corrected: &Entry,
    given: Option<DateTime<Utc>>,
    recorded: DateTime<Utc>,
) -> Result<Occurred, Refusal> {
    match (date_of(corrected), given) {
        (Some((_, date)), Some(at)) if calendar::date(at) != date => {
            let problem = Problem::NotForThisKind;
            Err(Refusal::Invalid(vec![FieldProblem { path: "occurredAt", problem }]))
        }
        _ => occurred(corrected, given, recorded),
    }
}

fn read_clear(row: &KindRow, names: &[String]) -> Result<Vec<&'static str>, Refusal> {
    let unknown = |name: &&String| row.field(name).is_none();
    let problem =
        |name: &String| FieldProblem { path: row.known_name(name), problem: Problem::NotForThisKind };
    let problems: Vec<_> = names.iter().filter(unknown).map(problem).collect();
    if !problems.is_empty() {
        return Err(Refusal::Invalid(problems));
    }
    Ok(names.iter().filter_map(|name| row.field(name)).map(|def| def.name).collect())
}

fn read_set(row: &KindRow, input: &Map<String, Json>) -> Result<Fields, Refusal> {
    let mut set = Fields::new();
    let mut problems = Vec::new();
    for (name, json) in input.iter().filter(|(_, json)| !json.is_null()) {
        let def = row.field(name).ok_or(Problem::NotForThisKind);
        match def.and_then(|def| def.ty.read(json).map(|value| (def.name, value))) {
            Ok((name, value)) => {
                set.insert(name, Personal::Known(value));
            }
            Err(problem) => problems.push(FieldProblem { path: row.known_name(name), problem }),
        }
    }
    if problems.is_empty() { Ok(set) } else { Err(Refusal::Invalid(problems)) }
}

pub(super) fn decide_error_mark<A: Aggregate>(
    history: &[Recorded],
    mark: &MarkInError,
    context: &Context,
) -> Result<Vec<NewEvent>, Refusal> {
    let reason = read_reason(&mark.reason)?;
    let target = history.iter().find(|event| event.id == mark.target).ok_or_else(shared::unknown_entry)?;
    if matches!(&target.body, Body::Entry(entry) if entry.row().by_service) {
        return Err(shared::written_by_service(target.id).into());
    }
    if is_marked(history, mark.target) {
        return Ok(Vec::new());
    }
    let body = Body::ErrorMark(ErrorMark { target: mark.target, reason });
    let event = new_event(body, target.subject, context);
    check_replay::<A>(history, &event, context)?;
    Ok(vec![event])
}

fn new_event(body: Body, subject: Option<ParticipantId>, context: &Context) -> NewEvent {
    let id = entry_id(context.by.staff, context.command, context.ordinal);
    NewEvent { id, subject, occurred: Occurred::at(context.now), body }
}

/// The history with one more event, as if it were written.
#[must_use]
pub fn with(history: &[Recorded], event: &NewEvent, context: &Context) -> Vec<Recorded> {
    let mut history = history.to_vec();
    if let Some(last) = history.last().cloned() {
        history.push(Recorded {
            id: event.id,
            revision: last.revision + 1,
            position: last.position + 1,
            subject: event.subject,
            occurred: event.occurred,
            recorded_at: context.now.max(last.recorded_at),
            by: context.by.clone(),
            command: context.command,
            body: event.body.clone(),
            ..last
        });
    }
    history
}

/// A correction or a mark must leave a history that the invariants would have allowed.
fn check_replay<A: Aggregate>(
    history: &[Recorded],
    event: &NewEvent,
    context: &Context,
) -> Result<(), Refusal> {
    let before = refused::<A>(history);
    let after = refused::<A>(&with(history, event, context));
    match after.into_iter().find(|id| !before.contains(id)) {
        Some(broken) => Err(shared::would_break(broken).into()),
        None => Ok(()),
    }
}

/// The entries that the invariants would refuse if the history were recorded as it stands, and the
/// corrections that no longer fit their entry.
fn refused<A: Aggregate>(history: &[Recorded]) -> Vec<EntryId> {
    let entries = effective(history, AsOf::NOW);
    let mut state = A::default();
    let mut refused = unfit(history, &entries);
    for entry in entries.iter().filter(|entry| entry.stands()) {
        let step = entry.step();
        if state.permits(&step).is_err() {
            refused.push(step.id);
        }
        state.evolve(&step);
    }
    refused
}

/// Corrections that stand and yet change nothing, because another one that they built upon does not count.
fn unfit(history: &[Recorded], entries: &[Effective<'_>]) -> Vec<EntryId> {
    let applied: HashSet<_> =
        entries.iter().flat_map(|entry| &entry.corrections).map(|event| event.id).collect();
    let corrections = history.iter().filter(|event| matches!(event.body, Body::Correction(_)));
    let unfit = corrections.map(|event| event.id).filter(|id| !applied.contains(id));
    unfit.filter(|id| !is_marked(history, *id)).collect()
}
