//! The shape that every aggregate shares: a command against a history gives events, or says why not.
//!
//! Pure. Time, actor and command id arrive in the [`Context`]; new ids follow from them.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::{Map, Value as Json};

use crate::{
    calendar,
    effective::{AsOf, Effective, effective},
    entry::{BACKDATING_REASON, Entry},
    field::{FieldProblem, FieldType, Problem, Value},
    id::{CommandId, EntryId, ParticipantId, entry_id},
    kind::KindRow,
    personal::Personal,
    recorded::{Body, By, NewEvent, Occurred, Recorded},
    stream::Stream,
};

mod correct;
pub use correct::with;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

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

impl Rejection {
    /// The entry belongs in another stream. A handler never gets this far with one.
    pub const WRONG_STREAM: Self = Self { code: "WRONG_STREAM", current: None };
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

impl<'a> Step<'a> {
    /// An entry as it was first recorded; `None` for a correction or an error mark, which reaches back.
    #[must_use]
    pub const fn of(event: &'a Recorded) -> Option<Self> {
        let Body::Entry(entry) = &event.body else { return None };
        Some(Self { id: event.id, entry, occurred: event.occurred, subject: event.subject })
    }
}

impl Effective<'_> {
    /// The entry as an aggregate sees it: with what it says now.
    #[must_use]
    pub fn step(&self) -> Step<'_> {
        let Self { original, entry, occurred, .. } = self;
        Step { id: original.id, entry, occurred: *occurred, subject: original.subject }
    }
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

/// Decides a command against the stream's whole history. A command that this history holds already writes
/// nothing more.
///
/// # Errors
/// [`Refusal`]: fields that are wrong, or an invariant that does not allow it.
pub fn decide<A: Aggregate>(
    history: &[Recorded],
    command: &Command,
    context: &Context,
) -> Result<Vec<NewEvent>, Refusal> {
    let id = entry_id(context.by.staff, context.command, context.ordinal);
    if history.iter().any(|event| event.id == id) {
        return Ok(Vec::new());
    }
    match command {
        Command::Record(record) => decide_record::<A>(history, record, context),
        Command::Correct(correct) => correct::decide_correction::<A>(history, correct, context),
        Command::MarkInError(mark) => correct::decide_error_mark::<A>(history, mark, context),
    }
}

/// Folds a history to state: what counts, in log order.
#[must_use]
pub fn fold<A: Aggregate>(history: &[Recorded]) -> A {
    fold_as_of(history, AsOf::NOW)
}

/// Folds a history to state as of an instant of either time axis.
#[must_use]
pub fn fold_as_of<A: Aggregate>(history: &[Recorded], as_of: AsOf) -> A {
    let mut state = A::default();
    for entry in effective(history, as_of).iter().filter(|entry| entry.stands()) {
        state.evolve(&entry.step());
    }
    state
}

/// The state that a stream had come to, from entries of all streams as they were at an instant.
pub fn fold_of_stream<A: Aggregate>(entries: &[Effective<'_>], stream: Stream) -> A {
    let mut state = A::default();
    for entry in entries.iter().filter(|entry| entry.original.stream == stream && entry.stands()) {
        state.evolve(&entry.step());
    }
    state
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
    let occurred = occurred(&entry, record.occurred_at, context.now)?;
    check_dates(&entry, occurred, context.now, context)?;
    let id = entry_id(context.by.staff, context.command, context.ordinal);
    let step = Step { id, entry: &entry, occurred, subject: record.subject };
    match state.permits(&step)? {
        Answer::AlreadySo => Ok(Vec::new()),
        Answer::Write => {
            Ok(vec![NewEvent { id, subject: record.subject, occurred, body: Body::Entry(entry) }])
        }
    }
}

/// When an entry occurred: the date that its row names, else the given instant, else now.
/// Nothing occurred after it was recorded.
fn occurred(
    entry: &Entry,
    given: Option<DateTime<Utc>>,
    recorded: DateTime<Utc>,
) -> Result<Occurred, Refusal> {
    match (date_of(entry), given) {
        (Some((path, date)), _) if date > calendar::date(recorded) => in_future(path),
        (Some((_, date)), _) => Ok(Occurred::on(date, recorded)),
        (None, Some(at)) if at > recorded + CLOCK_SKEW => in_future("occurredAt"),
        (None, at) => Ok(Occurred::at(at.unwrap_or(recorded).min(recorded))),
    }
}

/// The date that the entry's row names as when it occurred, with the field's name.
fn date_of(entry: &Entry) -> Option<(&'static str, NaiveDate)> {
    let name = entry.row().occurs_on?.name;
    match entry.fields().get(name)?.known()? {
        Value::Date(date) => Some((name, *date)),
        _ => None,
    }
}

fn in_future<T>(path: &'static str) -> Result<T, Refusal> {
    Err(Refusal::Invalid(vec![FieldProblem { path, problem: Problem::InFuture }]))
}

/// Dates that must have come when the entry was recorded, and the reason that an entry needs which was old by
/// then. A correction is held to the same day as the entry: it may be made years later.
fn check_dates(
    entry: &Entry,
    occurred: Occurred,
    recorded: DateTime<Utc>,
    context: &Context,
) -> Result<(), Refusal> {
    let (row, fields) = (entry.row(), entry.fields());
    let today = calendar::date(recorded);
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
