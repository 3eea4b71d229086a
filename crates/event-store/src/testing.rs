//! Events and a clock for tests: everything follows from the arguments, nothing is drawn.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value as Json, json};
use tavle_domain::{
    access::Role,
    contact,
    entry::Entry,
    field::{FieldDef, FieldProblem, FieldType, Ref},
    id::{CommandId, ParticipantId, StaffId, TeamId, entry_id},
    kind::KindRow,
    personal::Personal,
    recorded::{Body, By, ErrorMark, NewEvent, Occurred},
    stream::Stream,
};
use uuid::Uuid;

use crate::store::{Append, Clock, Expected, NewEnvelope};

/// A clock that stands still until it is set.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<AtomicI64>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(START_MICROS)))
    }
}

/// 2026-11-24 08:00 UTC, where a test clock begins.
const START_MICROS: i64 = 1_795_507_200_000_000;

impl TestClock {
    /// What it shows.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }

    /// Moves it, forwards or backwards.
    pub fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
    }

    /// The clock as a store takes it.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let clock = self.clone();
        Arc::new(move || clock.now())
    }
}

/// The `n`-th id of a test.
#[must_use]
pub const fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0192_f000_0000_7000_8000_0000_0000_0000 | n)
}

/// The member of staff who writes in tests.
pub const ACTOR: StaffId = StaffId(id(0xA));

/// The contacts of the `n`-th participant.
#[must_use]
pub const fn contacts(n: u128) -> Stream {
    Stream::Contacts(ParticipantId(id(0x1_0000 + n)))
}

/// A contact with every field, as the body of an event.
///
/// # Errors
/// What is wrong with the generated fields: nothing, unless a table asks for more than types tell.
pub fn contact_body() -> Result<Body, Vec<FieldProblem>> {
    filled(&contact::FAMILY.rows[0]).map(Body::Entry)
}

/// An error mark with a reason of so many bytes: a body of any size.
#[must_use]
pub fn mark_body(reason: &str) -> Body {
    Body::ErrorMark(ErrorMark { target: id(0x7).into(), reason: Personal::Known(reason.to_owned()) })
}

/// An event of the test's actor. The request's MAC follows from the command.
#[must_use]
pub fn envelope(stream: Stream, command: u128, ordinal: u32, body: Body) -> NewEnvelope {
    let command = CommandId(id(0xC0_0000_0000 + command));
    let at = DateTime::from_timestamp_micros(START_MICROS).unwrap_or_default();
    NewEnvelope {
        event: NewEvent {
            id: entry_id(ACTOR, command, ordinal),
            subject: stream.participant(),
            occurred: Occurred::at(at),
            body,
        },
        by: By { staff: ACTOR, role: Role::TeamMember, organisation: "Bydel Søndre Ås".to_owned() },
        team: TeamId(id(0xB)),
        command,
        ordinal,
        correlation: command.0,
        causation: None,
        request_mac: command.0.as_bytes().to_vec(),
    }
}

/// An append of `count` small events of one command.
#[must_use]
pub fn append(stream: Stream, expected: Expected, command: u128, count: u32) -> Append {
    let event = |ordinal| envelope(stream, command, ordinal, mark_body(&format!("{command}/{ordinal}")));
    Append { stream, expected, events: (0..count).map(event).collect() }
}

/// An entry of a kind with every field that it can have.
///
/// # Errors
/// What is wrong with the generated fields.
pub fn filled(row: &'static KindRow) -> Result<Entry, Vec<FieldProblem>> {
    let input: Map<String, Json> = row.fields().map(|def| (def.name.to_owned(), value(def))).collect();
    Entry::from_input(row, &input)
}

/// An invented value for a field. The frozen samples hold these values: what is here never changes.
#[must_use]
pub fn value(def: &FieldDef) -> Json {
    match def.ty {
        FieldType::Line(max) | FieldType::Prose(max) => {
            json!(text(def.name).chars().take(max).collect::<String>().trim())
        }
        FieldType::Ore { min } => json!(ore(def.name).max(min)),
        FieldType::Minutes(max) => json!(max.min(45)),
        FieldType::Count(min, max) => json!(count(def.name).clamp(min, max)),
        FieldType::Date | FieldType::PastDate => json!(date(def.name)),
        FieldType::Month => json!("2026-11"),
        FieldType::Instant => json!(instant(def.name)),
        FieldType::Flag => json!(true),
        FieldType::Choice(names) => json!(names.first()),
        FieldType::Choices(names) => json!(names.iter().take(2).collect::<Vec<_>>()),
        FieldType::Id(to) => json!(reference(to, 1)),
        FieldType::Ids(to) => json!([reference(to, 1), reference(to, 2)]),
    }
}

fn text(name: &str) -> &'static str {
    match name {
        "address" => "Solsikkeveien 14, H0203",
        "alias" => "Bjørk",
        "backdatingReason" => "Brevet kom frem først nå",
        "contractNumber" => "2026-0417",
        "goals" => "Ha nøkkel til egen dør, og få på plass en fast ukedag på verkstedet.",
        "initials" => "KN",
        "keepsHome" => "Husleia trekkes fast, og noen ringer dagen før naboene har dugnad.",
        "name" => "Åse Oppdiktet",
        "note" => "Drakk kaffe på kjøkkenet.\nSnakket om brevet fra utleier.",
        "preference" => "Liten blokk, gjerne nær trikken, ikke første etasje.",
        "reason" => "Trygg i boligen og ønsker sjeldnere besøk.",
        "resources" => "Flink med sykler, har god kontakt med søsteren.",
        "staffName" => "Kari Nordmann",
        "teamName" => "FACT Søndre Ås",
        "ward" => "Akuttpost 2",
        _ => "Oppdiktet tekst med æ, ø og å",
    }
}

fn ore(name: &str) -> i64 {
    match name {
        "depositOre" => 2_940_000,
        "housingBenefitOre" => 310_000,
        "incomeOre" => 1_870_000,
        "instalmentOre" => 50_000,
        _ => 980_000,
    }
}

fn count(name: &str) -> i64 {
    match name {
        "ftePercent" => 80,
        "intervalDays" => 14,
        _ => 2,
    }
}

fn date(name: &str) -> &'static str {
    match name {
        "appealBy" => "2026-12-17",
        "dueOn" => "2026-11-01",
        "fixedUntil" => "2029-11-30",
        "payBy" => "2026-11-20",
        "receivedOn" => "2026-11-05",
        "respondBy" => "2026-11-27",
        "reviewBy" => "2026-12-14",
        "servedOn" => "2026-11-19",
        "validFrom" => "2026-12-01",
        "validUntil" => "2027-05-31",
        _ => "2026-11-03",
    }
}

fn instant(name: &str) -> &'static str {
    match name {
        "evictionAt" => "2026-12-08T09:00:00Z",
        "postponedTo" => "2027-01-12T09:00:00Z",
        "windowEnd" => "2026-11-25T10:00:00Z",
        _ => "2026-11-25T09:00:00Z",
    }
}

fn reference(to: Ref, n: u128) -> Uuid {
    let kind = match to {
        Ref::Staff => 0x51,
        Ref::Participant => 0x52,
        Ref::Dwelling => 0x53,
        Ref::Tenancy => 0x54,
        Ref::Offer => 0x55,
        Ref::PlannedContact => 0x56,
        Ref::Crisis => 0x57,
    };
    id(kind * 0x1_0000 + n)
}
