//! The shape that every aggregate shares: a command against a history gives events, or says why not.
//!
//! Pure. Time, actor and command id arrive in the [`Context`]; new ids follow from them.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Map, Value as Json};

use crate::{
    calendar,
    effective::{AsOf, Effective, effective, is_marked},
    entry::{BACKDATING_REASON, Entry, Fields, read_stored},
    field::{FieldProblem, FieldType, Problem, Value},
    id::{CommandId, EntryId, ParticipantId, entry_id},
    kind::KindRow,
    personal::{Class, Personal},
    recorded::{Body, By, Correction, ErrorMark, NewEvent, Occurred, Recorded},
};

/// What the decision may know beyond the history.
#[derive(Clone, Debug)]
pub struct Context {
    /// The instant of writing.
    pub now: DateTime<Utc>,
    /// Who asks.
    pub by: By,
    /// The command's id, from which new ids follow.
    pub command: CommandId,
    /// How many events this command has already written: the next id's ordinal.
    pub ordinal: u32,
    /// Entries older than so many days ask for a reason.
    pub backdating_limit_days: i64,
}

/// The default limit for backdating without a reason, in days.
pub const BACKDATING_LIMIT_DAYS: i64 = 90;

/// A phone's clock may run ahead by so much before a time counts as lying in the future.
const CLOCK_SKEW: Duration = Duration::minutes(2);

/// Records an entry of any family.
#[derive(Clone, Debug)]
pub struct RecordEntry {
    /// The kind's row.
    pub row: &'static KindRow,
    /// The participant it is about.
    pub subject: Option<ParticipantId>,
    /// Fields in their JSON form.
    pub input: Map<String, Json>,
    /// When it occurred; now, or the date of the letter, where it is left out.
    pub occurred_at: Option<DateTime<Utc>>,
}

/// Corrects an entry.
#[derive(Clone, Debug)]
pub struct CorrectEntry {
    /// The entry.
    pub target: EntryId,
    /// New values in their JSON form.
    pub set: Map<String, Json>,
    /// Fields that no longer have a value.
    pub clear: Vec<String>,
    /// When it really occurred.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
}

/// Marks an entry, a correction or a mark as entered in error.
#[derive(Clone, Debug)]
pub struct MarkInError {
    /// What does not count.
    pub target: EntryId,
    /// Why.
    pub reason: String,
}

/// What may be asked of a stream.
#[derive(Clone, Debug)]
pub enum Command {
    /// Record an entry.
    Record(RecordEntry),
    /// Correct an entry.
    Correct(CorrectEntry),
    /// Mark as entered in error.
    MarkInError(MarkInError),
}

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Fields are missing or wrong.
    #[error("{} field(s) are not valid", .0.len())]
    Invalid(Vec<FieldProblem>),
    /// An invariant of the domain does not allow it.
    #[error("rejected: {}", .0.code)]
    Rejected(Rejection),
}

/// An invariant that does not allow a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// Stable code; screens translate it.
    pub code: &'static str,
    /// The entry that stands in the way, as it is now.
    pub current: Option<EntryId>,
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

/// What an aggregate answers to an entry that it permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Write it.
    Write,
    /// It is already so: write nothing.
    AlreadySo,
}

/// An entry as an aggregate sees it.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The entry's id.
    pub id: EntryId,
    /// What it says.
    pub entry: &'a Entry,
    /// When it occurred.
    pub occurred: Occurred,
    /// The participant it is about.
    pub subject: Option<ParticipantId>,
}

/// One consistency boundary: the state folded from a stream, and what that state permits.
pub trait Aggregate: Default {
    /// Whether the invariants allow this entry now.
    ///
    /// # Errors
    /// The invariant that does not, with the entry that stands in the way.
    fn permits(&self, step: &Step<'_>) -> Result<Answer, Rejection>;

    /// The only place where state changes.
    fn evolve(&mut self, step: &Step<'_>);

    /// Fills in what a person may leave out, such as the tenancy when there is one.
    fn complete(&self, _row: &KindRow, _input: &mut Map<String, Json>) {}
}

/// Decides a command against the stream's whole history.
///
/// # Errors
/// [`Refusal`]: fields that are wrong, or an invariant that does not allow it.
pub fn decide<A: Aggregate>(
    history: &[Recorded],
    command: &Command,
    context: &Context,
) -> Result<Vec<NewEvent>, Refusal> {
    match command {
        Command::Record(record) => decide_record::<A>(history, record, context),
        Command::Correct(correct) => decide_correction::<A>(history, correct, context),
        Command::MarkInError(mark) => decide_error_mark::<A>(history, mark, context),
    }
}

/// Folds a history to state: what counts, in log order.
#[must_use]
pub fn fold<A: Aggregate>(history: &[Recorded]) -> A {
    let mut state = A::default();
    for entry in effective(history, AsOf::NOW).iter().filter(|entry| entry.stands()) {
        state.evolve(&step(entry));
    }
    state
}

fn step<'a>(entry: &'a Effective<'_>) -> Step<'a> {
    let Effective { original, entry, occurred, .. } = entry;
    Step { id: original.id, entry, occurred: *occurred, subject: original.subject }
}

fn decide_record<A: Aggregate>(
    history: &[Recorded],
    record: &RecordEntry,
    context: &Context,
) -> Result<Vec<NewEvent>, Refusal> {
    let state: A = fold(history);
    let mut input = record.input.clone();
    state.complete(record.row, &mut input);
    let entry = Entry::from_input(record.row, &input).map_err(Refusal::Invalid)?;
    let occurred = occurred(&entry, record.occurred_at, context)?;
    check_dates(entry.row(), entry.fields(), occurred, context)?;
    let id = entry_id(context.by.staff, context.command, context.ordinal);
    let step = Step { id, entry: &entry, occurred, subject: record.subject };
    match state.permits(&step)? {
        Answer::AlreadySo => Ok(Vec::new()),
        Answer::Write => Ok(vec![NewEvent { id, subject: record.subject, occurred, body: Body::Entry(entry) }]),
    }
}

/// When an entry occurred: the date that its row names, else the given instant, else now.
fn occurred(entry: &Entry, given: Option<DateTime<Utc>>, context: &Context) -> Result<Occurred, Refusal> {
    let date = entry.row().occurs_on.and_then(|def| match entry.fields().get(def.name)?.known()? {
        Value::Date(date) => Some((def.name, *date)),
        _ => None,
    });
    match (date, given) {
        (Some((path, date)), _) if date > calendar::date(context.now) => in_future(path),
        (Some((_, date)), _) => Ok(Occurred::on(date, context.now)),
        (None, Some(at)) if at > context.now + CLOCK_SKEW => in_future("occurredAt"),
        (None, at) => Ok(Occurred::at(at.unwrap_or(context.now).min(context.now))),
    }
}

fn in_future<T>(path: &'static str) -> Result<T, Refusal> {
    Err(Refusal::Invalid(vec![FieldProblem { path, problem: Problem::InFuture }]))
}

/// Dates that must have come, and the reason that an old entry needs.
fn check_dates(row: &KindRow, fields: &Fields, occurred: Occurred, context: &Context) -> Result<(), Refusal> {
    let today = calendar::date(context.now);
    let is_future = |name: &str| matches!(fields.get(name).and_then(Personal::known), Some(Value::Date(date)) if *date > today);
    let past_dates = row.fields().filter(|def| def.ty == FieldType::PastDate);
    let mut problems: Vec<_> = (past_dates.filter(|def| is_future(def.name)))
        .map(|def| FieldProblem { path: def.name, problem: Problem::InFuture })
        .collect();
    let age = (today - occurred.date()).num_days();
    if age > context.backdating_limit_days && !fields.contains_key(BACKDATING_REASON.def.name) {
        problems.push(FieldProblem {
            path: BACKDATING_REASON.def.name,
            problem: Problem::BackdatingReasonRequired,
        });
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}

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
    use super::{EntryId, Rejection};

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

fn decide_correction<A: Aggregate>(
    history: &[Recorded],
    correct: &CorrectEntry,
    context: &Context,
) -> Result<Vec<NewEvent>, Refusal> {
    let reason = read_reason(&correct.reason)?;
    let entries = effective(history, AsOf::NOW);
    let target = entries.iter().find(|entry| entry.id() == correct.target).ok_or_else(shared::unknown_entry)?;
    if !target.stands() {
        return Err(shared::entered_in_error(target.id()).into());
    }
    let row = target.entry.row();
    if row.by_service {
        return Err(shared::written_by_service(target.id()).into());
    }
    let set = read_set(row, &correct.set)?;
    let clear: Vec<_> = correct.clear.iter().filter_map(|name| row.field(name)).map(|def| def.name).collect();
    let corrected = target.entry.corrected(&set, &clear).map_err(Refusal::Invalid)?;
    let occurred = match correct.occurred_at {
        None if row.occurs_on.is_none_or(|def| !set.contains_key(def.name)) => None,
        given => Some(occurred(&corrected, given, context)?),
    };
    if corrected == *target.entry && occurred.is_none_or(|occurred| occurred == target.occurred) {
        return Ok(Vec::new());
    }
    check_dates(row, corrected.fields(), occurred.unwrap_or(target.occurred), context)?;
    let body = Body::Correction(Correction { target: correct.target, row, set, clear, occurred, reason });
    let event = new_event(body, target.original.subject, context);
    check_replay::<A>(history, &event, context)?;
    Ok(vec![event])
}

fn read_set(row: &KindRow, input: &Map<String, Json>) -> Result<Fields, Refusal> {
    let mut set = Fields::new();
    let mut problems = Vec::new();
    for (name, json) in input {
        let read = row.field(name).ok_or(Problem::NotForThisKind).and_then(|def| {
            let stored = Personal::Known(json.clone()).to_json(Class::FreeText);
            let json = if def.class.is_some() { &stored } else { json };
            read_stored(def, json).map(|value| (def.name, value))
        });
        match read {
            Ok((name, value)) => {
                set.insert(name, value);
            }
            Err(problem) => problems.push(FieldProblem { path: row.known_name(name), problem }),
        }
    }
    if problems.is_empty() { Ok(set) } else { Err(Refusal::Invalid(problems)) }
}

fn decide_error_mark<A: Aggregate>(
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
fn with(history: &[Recorded], event: &NewEvent, context: &Context) -> Vec<Recorded> {
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
fn check_replay<A: Aggregate>(history: &[Recorded], event: &NewEvent, context: &Context) -> Result<(), Refusal> {
    let before = refused::<A>(history);
    let after = refused::<A>(&with(history, event, context));
    match after.into_iter().find(|id| !before.contains(id)) {
        Some(broken) => Err(shared::would_break(broken).into()),
        None => Ok(()),
    }
}

/// The entries that the invariants would refuse if the history were recorded as it stands.
fn refused<A: Aggregate>(history: &[Recorded]) -> Vec<EntryId> {
    let mut state = A::default();
    let mut refused = Vec::new();
    for entry in effective(history, AsOf::NOW).iter().filter(|entry| entry.stands()) {
        let step = step(entry);
        if state.permits(&step).is_err() {
            refused.push(step.id);
        }
        state.evolve(&step);
    }
    refused
}
