//! Histories for tests: entries of one participant, in the order in which they are recorded.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Assessment, RiskFacts, RiskRules, assess};
use crate::{
    access::Role,
    arrears::{AMOUNT, ArrearsKind, DUE_ON, PERIOD, RECEIVED_ON, SENT_ON},
    calendar::noon,
    contact::{ContactKind, FAILURE, MINUTES, MODE, STAFF},
    effective::{AsOf, by_occurrence},
    entry::{Entry, EntryBuilder},
    field::Value,
    housing::RENT,
    id::{CommandId, EntryId, ParticipantId, StaffId, TeamId},
    kind::Kind,
    participant::{PRIMARY_CONTACT, ParticipantKind},
    recorded::{Body, By, Occurred, Recorded},
    stream::Stream,
    team::ALIAS,
    tenancy::{DWELLING, LANDLORD, TenancyKind, VALID_FROM},
};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Noon in Oslo on a date, or an instant given in full.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_else(|_| noon(day(text)))
}

pub fn staff(n: u128) -> StaffId {
    StaffId(Uuid::from_u128(0x5700 + n))
}

/// The id of the n-th entry of a history, from 1.
pub fn id(n: usize) -> EntryId {
    EntryId(Uuid::from_u128(0xe000 + n as u128))
}

/// A history that grows.
#[derive(Clone, Debug, Default)]
pub struct History(pub Vec<Recorded>);

impl History {
    /// Records an entry that occurred then. Gives its id.
    pub fn add(&mut self, occurred: &str, entry: EntryBuilder) -> EntryId {
        self.push(at(occurred), entry.finish().unwrap())
    }

    pub fn push(&mut self, occurred: DateTime<Utc>, entry: Entry) -> EntryId {
        let n = self.0.len() + 1;
        let participant = ParticipantId(Uuid::from_u128(1));
        self.0.push(Recorded {
            id: id(n),
            stream: Stream::Participant(participant),
            revision: n as u64,
            position: n as u64,
            team: TeamId(Uuid::from_u128(2)),
            subject: Some(participant),
            occurred: Occurred::at(occurred),
            recorded_at: occurred,
            by: By { staff: staff(0), role: Role::TeamMember, organisation: "rana".into() },
            command: CommandId(Uuid::from_u128(n as u128)),
            correlation: Uuid::from_u128(3),
            causation: None,
            body: Body::Entry(entry),
        });
        id(n)
    }

    /// Erases every personal field of an entry.
    pub fn erase(&mut self, target: EntryId) {
        let recorded = self.0.iter_mut().find(|recorded| recorded.id == target).unwrap();
        let Body::Entry(entry) = &recorded.body else { panic!("no entry") };
        recorded.body = Body::Entry(erased(entry));
    }

    pub fn risk_facts(&self) -> RiskFacts {
        let mut facts = RiskFacts::default();
        by_occurrence(&self.0, AsOf::NOW).iter().for_each(|entry| facts.evolve(entry));
        facts
    }

    pub fn assess(&self, now: &str) -> Assessment {
        assess(&self.risk_facts(), &RiskRules::default(), at(now)).unwrap()
    }

    /// A tenancy with a rent of 9 200 kroner from 1 January 2026, on record since then.
    pub fn tenancy() -> Self {
        let mut history = Self::default();
        history.add("2026-01-01", tenancy(920_000));
        history
    }

    /// Enrolled on 1 January 2026.
    pub fn enrolled() -> Self {
        let mut history = Self::default();
        history.add("2026-01-01", enrolment());
        history
    }
}

/// The same entry with every personal field redacted.
pub fn erased(entry: &Entry) -> Entry {
    let mut stored = entry.to_stored();
    for (_, value) in stored.iter_mut().filter(|(_, value)| value.get("class").is_some()) {
        *value = json!({ "class": value["class"] });
    }
    Entry::from_stored(entry.row(), &stored).unwrap()
}

pub fn enrolment() -> EntryBuilder {
    let kind = Kind::Participant(ParticipantKind::ParticipantEnrolled);
    Entry::build(kind).with(&ALIAS, "Rogn").with(&PRIMARY_CONTACT, json!(staff(1)))
}

pub fn tenancy(rent: i64) -> EntryBuilder {
    Entry::build(Kind::Tenancy(TenancyKind::TenancyStarted))
        .with(&DWELLING, json!(Uuid::from_u128(7)))
        .with(&LANDLORD, "MUNICIPAL")
        .with(&VALID_FROM, "2026-01-01")
        .with(&RENT, rent)
}

pub fn lease(kind: TenancyKind) -> EntryBuilder {
    Entry::build(Kind::Tenancy(kind))
}

pub fn step(kind: ArrearsKind) -> EntryBuilder {
    Entry::build(Kind::Arrears(kind))
}

/// A letter, sent and received.
pub fn letter(kind: ArrearsKind, sent: &str, received: &str) -> EntryBuilder {
    step(kind).with(&SENT_ON, sent).with(&RECEIVED_ON, received)
}

/// A rent of 9 200 kroner that fell due.
pub fn fell_due(due: &str) -> EntryBuilder {
    step(ArrearsKind::RentFellDue).with(&PERIOD, &due[..7]).with(&AMOUNT, 920_000).with(&DUE_ON, due)
}

pub fn paid(ore: i64) -> EntryBuilder {
    step(ArrearsKind::RentPaid).with(&AMOUNT, ore)
}

pub fn contact(mode: &str, by: &[StaffId]) -> EntryBuilder {
    let staff = (!by.is_empty()).then(|| Json::from(by.iter().map(|id| json!(id)).collect::<Vec<_>>()));
    Entry::build(Kind::Contact(ContactKind::ContactCompleted))
        .with(&MODE, mode)
        .with(&MINUTES, 45)
        .maybe(&STAFF, staff)
}

pub fn attempt() -> EntryBuilder {
    Entry::build(Kind::Contact(ContactKind::ContactAttemptFailed)).with(&FAILURE, "NOT_HOME")
}

/// Any value of a field, from a number: small enough to collide with others now and then.
pub fn any_value(field: crate::field::FieldType, n: u64) -> Value {
    use crate::field::FieldType as T;
    let small = i64::try_from(n % 40).unwrap();
    let date = crate::calendar::add_days(day("2026-09-01"), u32::try_from(n % 200).unwrap());
    let uuid = Uuid::from_u128(0xe000 + u128::from(n % 12));
    match field {
        T::Line(_) | T::Prose(_) => Value::Text("x".into()),
        T::Ore { min } => Value::Number(min.max(small * 100_000)),
        T::Minutes(_) => Value::Number(small + 1),
        T::Count(min, max) => Value::Number((min + small).min(max)),
        T::Date | T::PastDate if n.is_multiple_of(97) => Value::Date(day("2199-12-31")),
        T::Date | T::PastDate if n.is_multiple_of(89) => Value::Date(day("1900-01-01")),
        T::Date | T::PastDate => Value::Date(date),
        T::Month => Value::Month(crate::calendar::end_of_month(date)),
        T::Instant => Value::Instant(noon(date)),
        T::Flag => Value::Flag(n.is_multiple_of(2)),
        T::Choice(names) => Value::Choice(names[usize::try_from(n).unwrap() % names.len()]),
        T::Choices(names) => Value::Choices(vec![names[0]]),
        T::Id(_) => Value::Id(uuid),
        T::Ids(_) => Value::Ids(vec![uuid, Uuid::from_u128(0x5701)]),
    }
}
