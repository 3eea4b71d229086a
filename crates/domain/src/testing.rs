//! Given what is recorded, when somebody asks for something, then this is written. For tests only.
//!
//! Steps are an hour apart and each is a command of its own, so that [`written`] names the entry of the n-th.

use std::marker::PhantomData;

use chrono::{DateTime, Duration, TimeZone, Utc};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::{
    access::Role,
    decider::{
        Aggregate, BACKDATING_LIMIT_DAYS, Command, Context, CorrectEntry, MarkInError, RecordEntry, Refusal,
        decide, fold,
    },
    entry::{Entry, EntryBuilder},
    field::{Field, FieldProblem, FieldType, Problem},
    id::{CommandId, DwellingId, EntryId, ParticipantId, StaffId, TeamId, entry_id},
    kind::Kind,
    recorded::{Body, By, NewEvent, Recorded},
    stream::Stream,
};

/// The team of every test.
pub const TEAM: TeamId = TeamId(Uuid::from_u128(0xA));
/// The member of staff who writes in every test.
pub const WRITER: StaffId = StaffId(Uuid::from_u128(0xB));

/// The n-th participant.
#[must_use]
pub const fn person(n: u128) -> ParticipantId {
    ParticipantId(Uuid::from_u128(0x1000 + n))
}

/// The n-th member of staff.
#[must_use]
pub const fn staff(n: u128) -> StaffId {
    StaffId(Uuid::from_u128(0x2000 + n))
}

/// The n-th dwelling.
#[must_use]
pub const fn dwelling(n: u128) -> DwellingId {
    DwellingId(Uuid::from_u128(0x3000 + n))
}

/// The entry that the n-th step wrote, counted from 1.
#[must_use]
pub fn written(n: u64) -> EntryId {
    entry_id(WRITER, command(n), 0)
}

/// The id of the n-th step's command.
#[must_use]
pub fn command(n: u64) -> CommandId {
    CommandId(Uuid::from_u128((0x0193_0000_0000 + u128::from(n)) << 80 | 0x7000_8000_0000_0000_0000))
}

/// Monday 2 November 2026, nine o'clock in Oslo: when the first step takes place.
#[must_use]
pub fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 2, 8, 0, 0).single().unwrap_or_default()
}

/// A valid entry of any kind: required fields alone, with values of their type.
#[must_use]
pub fn sample(kind: Kind) -> EntryBuilder {
    let required = kind.row().required.iter();
    required.fold(Entry::build(kind), |entry, def| entry.with_named(def.name, sample_value(def.ty)))
}

/// A valid value of any type.
#[must_use]
pub fn sample_value(ty: FieldType) -> Json {
    match ty {
        FieldType::Line(max) => json!("Bjørk".chars().take(max).collect::<String>()),
        FieldType::Prose(_) => json!("Noen ord.\nPå to linjer."),
        FieldType::Ore { min } => json!(min + 950_000),
        FieldType::Minutes(max) => json!(max.min(45)),
        FieldType::Count(min, _) => json!(min),
        FieldType::Date => json!("2026-11-01"),
        FieldType::PastDate => json!("2026-10-30"),
        FieldType::Month => json!("2026-11"),
        FieldType::Instant => json!("2026-12-01T09:00:00Z"),
        FieldType::Flag => json!(true),
        FieldType::Choice(names) => json!(names.last()),
        FieldType::Choices(names) => json!(names),
        FieldType::Id(_) => json!(Uuid::from_u128(1)),
        FieldType::Ids(_) => json!([Uuid::from_u128(1)]),
    }
}

/// A stream being written: fixed team and writer, increasing times.
#[derive(Clone, Debug)]
pub struct Log {
    /// The stream.
    pub stream: Stream,
    /// What is recorded.
    pub events: Vec<Recorded>,
    /// When the next step takes place.
    pub now: DateTime<Utc>,
    steps: u64,
}

impl Log {
    /// An empty stream.
    #[must_use]
    pub fn new(stream: Stream) -> Self {
        Self { stream, events: Vec::new(), now: start(), steps: 0 }
    }

    /// The context of the next step, an hour after the last.
    pub fn step(&mut self) -> Context {
        self.steps += 1;
        let by = By { staff: WRITER, role: Role::TeamMember, organisation: "Nordlia".to_owned() };
        let now = self.now;
        self.now += Duration::hours(1);
        Context {
            now,
            by,
            command: command(self.steps),
            ordinal: 0,
            backdating_limit_days: BACKDATING_LIMIT_DAYS,
        }
    }

    /// Writes what was decided.
    pub fn write(&mut self, event: NewEvent, context: &Context) {
        let revision = self.events.len() as u64;
        self.events.push(Recorded {
            id: event.id,
            stream: self.stream,
            revision,
            position: revision + 1,
            team: TEAM,
            subject: event.subject,
            occurred: event.occurred,
            recorded_at: self.events.last().map_or(context.now, |last| last.recorded_at.max(context.now)),
            by: context.by.clone(),
            command: context.command,
            correlation: context.command.0,
            causation: None,
            body: event.body,
        });
    }
}

/// What can be asked for: an entry, a correction, an error mark.
pub trait Ask {
    /// As a command about the participant.
    fn command(self, about: Option<ParticipantId>) -> Command;
}

impl Ask for Command {
    fn command(self, _: Option<ParticipantId>) -> Command {
        self
    }
}

impl Ask for EntryBuilder {
    fn command(self, about: Option<ParticipantId>) -> Command {
        self.at(None).command(about)
    }
}

/// An entry with the time when it occurred.
#[derive(Debug)]
pub struct At(EntryBuilder, Option<DateTime<Utc>>);

impl EntryBuilder {
    /// Sets a field by its name.
    #[must_use]
    pub fn with_named(self, name: &'static str, value: impl Into<Json>) -> Self {
        self.with(&Field::<Json>::open(name, FieldType::Flag, ""), value)
    }

    /// The entry as occurred at a given time.
    #[must_use]
    pub const fn at(self, occurred: Option<DateTime<Utc>>) -> At {
        At(self, occurred)
    }
}

impl Ask for At {
    fn command(self, about: Option<ParticipantId>) -> Command {
        let (row, input) = self.0.input();
        Command::Record(RecordEntry { row, subject: about, input, occurred_at: self.1 })
    }
}

impl Ask for CorrectEntry {
    fn command(self, _: Option<ParticipantId>) -> Command {
        Command::Correct(self)
    }
}

impl Ask for MarkInError {
    fn command(self, _: Option<ParticipantId>) -> Command {
        Command::MarkInError(self)
    }
}

/// A correction that changes nothing yet.
#[must_use]
pub fn correct(target: EntryId) -> CorrectEntry {
    let reason = "Skrevet feil.".to_owned();
    CorrectEntry { target, set: Map::new(), clear: Vec::new(), occurred_at: None, reason }
}

impl CorrectEntry {
    /// Sets a field.
    #[must_use]
    pub fn set<T>(mut self, field: &Field<T>, value: impl Into<Json>) -> Self {
        self.set.insert(field.def.name.to_owned(), value.into());
        self
    }

    /// Clears a field.
    #[must_use]
    pub fn clear<T>(mut self, field: &Field<T>) -> Self {
        self.clear.push(field.def.name.to_owned());
        self
    }

    /// Moves it in time.
    #[must_use]
    pub const fn occurred(mut self, at: DateTime<Utc>) -> Self {
        self.occurred_at = Some(at);
        self
    }
}

/// Marks an entry, a correction or a mark as entered in error.
#[must_use]
pub fn mark(target: EntryId) -> MarkInError {
    MarkInError { target, reason: "Feil deltaker.".to_owned() }
}

/// What is recorded in a stream before somebody asks.
#[derive(Debug)]
pub struct Given<A> {
    /// The stream so far.
    pub log: Log,
    about: Option<ParticipantId>,
    aggregate: PhantomData<fn() -> A>,
}

/// An empty stream. Entries are about its participant, in a dwelling's stream about the first [`person`].
#[must_use]
pub fn given<A: Aggregate>(stream: Stream) -> Given<A> {
    let about = match stream {
        Stream::Dwelling(_) => Some(person(1)),
        _ => stream.participant(),
    };
    Given { log: Log::new(stream), about, aggregate: PhantomData }
}

impl<A: Aggregate> Given<A> {
    /// Whom the next entries are about.
    #[must_use]
    pub const fn about(mut self, participant: ParticipantId) -> Self {
        self.about = Some(participant);
        self
    }

    /// Time passes.
    #[must_use]
    pub fn later(mut self, by: Duration) -> Self {
        self.log.now += by;
        self
    }

    /// The next step, which the invariants must allow.
    #[must_use]
    #[track_caller]
    pub fn event(self, ask: impl Ask) -> Self {
        self.when(ask).then_written()
    }

    /// The state as folded from the whole history.
    #[must_use]
    pub fn state(&self) -> A {
        fold(&self.log.events)
    }

    /// Somebody asks.
    pub fn when(mut self, ask: impl Ask) -> Then<A> {
        let context = self.log.step();
        let answer = decide::<A>(&self.log.events, &ask.command(self.about), &context);
        Then { given: self, context, answer }
    }
}

/// The answer, to be compared with what should come.
#[derive(Debug)]
#[must_use]
pub struct Then<A> {
    given: Given<A>,
    context: Context,
    /// The answer.
    pub answer: Result<Vec<NewEvent>, Refusal>,
}

impl<A: Aggregate> Then<A> {
    /// Something is written.
    #[must_use]
    #[track_caller]
    pub fn then_written(mut self) -> Given<A> {
        assert!(
            self.answer.as_ref().is_ok_and(|events| !events.is_empty()),
            "nothing written: {:?}",
            self.answer
        );
        for event in self.answer.into_iter().flatten() {
            self.given.log.write(event, &self.context);
        }
        self.given
    }

    /// Exactly these entries are written.
    #[track_caller]
    pub fn then_events(self, expected: impl IntoIterator<Item = EntryBuilder>) -> Given<A> {
        let expected: Vec<_> = expected.into_iter().map(|entry| entry.finish().map(Body::Entry)).collect();
        let bodies = self.answer.iter().flatten().map(|event| Ok(event.body.clone()));
        assert_eq!(bodies.collect::<Vec<_>>(), expected, "{:?}", self.answer);
        self.then_written()
    }

    /// It is already so.
    #[track_caller]
    pub fn then_nothing(self) -> Given<A> {
        assert_eq!(self.answer, Ok(Vec::new()));
        self.given
    }

    /// An invariant does not allow it.
    #[track_caller]
    pub fn then_rejected(self, code: &str) -> Rejected<A> {
        let rejection = match &self.answer {
            Err(Refusal::Rejected(rejection)) => Some(*rejection),
            _ => None,
        };
        assert_eq!(rejection.map(|rejection| rejection.code), Some(code), "{:?}", self.answer);
        Rejected { given: self.given, current: rejection.and_then(|rejection| rejection.current) }
    }

    /// A field is wrong, and no other.
    #[track_caller]
    pub fn then_invalid(self, path: &'static str, problem: Problem) -> Given<A> {
        assert_eq!(self.answer, Err(Refusal::Invalid(vec![FieldProblem { path, problem }])));
        self.given
    }
}

/// A rejection, with what stands in the way.
#[derive(Debug)]
pub struct Rejected<A> {
    /// What is recorded, to go on from.
    pub given: Given<A>,
    /// The entry that stands in the way.
    pub current: Option<EntryId>,
}

impl<A> Rejected<A> {
    /// This entry stands in the way.
    #[track_caller]
    pub fn by(self, current: EntryId) -> Given<A> {
        assert_eq!(self.current, Some(current));
        self.given
    }
}
