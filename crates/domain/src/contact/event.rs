//! Kinds of contact and their fields.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr, VariantNames};

use crate::{
    choice_value,
    entry::{Fields, get},
    field::{Field, FieldProblem, FieldType, Problem, Ref},
    id::{EntryId, StaffId},
    kind::{Family, Kind, KindRow, Mark, Target},
    personal::Class,
    stream::StreamKind,
};

/// A step in a contact's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ContactKind {
    /// Agreed or decided ahead: a window, and staff where somebody has it.
    ContactPlanned,
    /// Held with the participant.
    ContactCompleted,
    /// Tried, and the participant was not met.
    ContactAttemptFailed,
    /// A planned contact that will not take place.
    ContactCancelled,
    /// Held with the network, without the participant.
    NetworkContactCompleted,
}

/// How a contact was held. Face to face, phone and video are *kept*; a text message sent is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Mode {
    /// In the same room or street.
    FaceToFace,
    /// By phone.
    Phone,
    /// By video.
    Video,
    /// A text message sent.
    TextMessage,
}

/// Where a contact was held.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames, Serialize, Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Place {
    /// At the participant's home.
    Home,
    /// Out in the community.
    Community,
    /// At the office.
    Office,
    /// At an institution.
    Institution,
}

/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Failure {
    /// Nobody at home.
    NotHome,
    /// The participant did not want a visit.
    DidNotWantVisit,
    /// No answer.
    NoAnswer,
}

/// Who took the initiative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum InitiatedBy {
    /// The participant.
    Participant,
    /// The team.
    Team,
    /// Family, friends, neighbours.
    Network,
}

/// What a contact was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Topic {
    /// The home.
    Housing,
    /// Money.
    Economy,
    /// Health.
    Health,
    /// Family, friends, neighbours.
    Network,
    /// Work and activity.
    Activity,
}

choice_value!(Mode, Place, Failure, InitiatedBy);

use Class::{FreeText, Social};

/// When the planned contact begins.
pub static WINDOW_START: Field<DateTime<Utc>> =
    Field::personal("windowStart", Social, FieldType::Instant, "When the planned contact begins.");
/// When the planned contact ends at the latest.
pub static WINDOW_END: Field<DateTime<Utc>> =
    Field::personal("windowEnd", Social, FieldType::Instant, "When the planned contact ends at the latest.");
/// Staff who hold or held the contact. A planned contact without staff is unassigned.
pub static STAFF: Field<Vec<StaffId>> = Field::personal(
    "staffIds",
    Class::Staff,
    FieldType::Ids(Ref::Staff),
    "Staff who hold or held the contact.",
);
/// Place.
pub static PLACE: Field<Place> =
    Field::personal("place", Social, FieldType::Choice(Place::VARIANTS), "Where the contact is or was held.");
/// Form of contact.
pub static MODE: Field<Mode> =
    Field::personal("mode", Social, FieldType::Choice(Mode::VARIANTS), "How the contact was held.");
/// Duration.
pub static MINUTES: Field<u32> =
    Field::personal("minutes", Social, FieldType::Minutes(24 * 60), "How long it lasted, in minutes.");
/// Initiative.
pub static INITIATED_BY: Field<InitiatedBy> = Field::personal(
    "initiatedBy",
    Social,
    FieldType::Choice(InitiatedBy::VARIANTS),
    "Who took the initiative.",
);
/// Topics.
pub static TOPICS: Field<Vec<String>> = Field::personal(
    "topics",
    Class::Health,
    FieldType::Choices(Topic::VARIANTS),
    "What the contact was about.",
);
/// Why the attempt failed.
pub static FAILURE: Field<Failure> =
    Field::personal("failure", Social, FieldType::Choice(Failure::VARIANTS), "Why the attempt failed.");
/// The planned contact that this entry answers.
pub static PLANNED_CONTACT: Field<EntryId> = Field::open(
    "plannedContactId",
    FieldType::Id(Ref::PlannedContact),
    "The planned contact that this entry completes, misses or cancels.",
);
/// Free text.
pub static NOTE: Field<String> =
    Field::personal("note", FreeText, FieldType::Prose(4_000), "Note, at most 4 000 characters.");

fn window_in_order(fields: &Fields) -> Vec<FieldProblem> {
    match (get(fields, &WINDOW_START), get(fields, &WINDOW_END)) {
        (Some(start), Some(end)) if end < start => {
            vec![FieldProblem { path: WINDOW_END.def.name, problem: Problem::EndBeforeStart }]
        }
        _ => Vec::new(),
    }
}

const fn row(kind: ContactKind, event_type: &'static str, mark: Mark) -> KindRow {
    KindRow::new(Kind::Contact(kind), event_type, StreamKind::Contacts, Class::Health, mark)
}

/// The contact family.
pub static FAMILY: Family = Family {
    noun: "contact",
    command: "recordContact",
    input: "ContactInput",
    kinds: "ContactKind",
    target: Target::Participant,
    doc: "A meeting or call with the participant: planned, kept, attempted or cancelled. `occurredAt` is the start.",
    rows: &[
        KindRow {
            required: &[&MODE.def, &MINUTES.def],
            optional: &[
                &PLACE.def,
                &STAFF.def,
                &INITIATED_BY.def,
                &TOPICS.def,
                &NOTE.def,
                &PLANNED_CONTACT.def,
            ],
            turns_off: Some(crate::board::Status::HardToReach),
            settles: &[crate::risk::Signal::NoContact],
            ..row(ContactKind::ContactCompleted, "ContactCompleted", Mark::Contact)
        },
        KindRow {
            required: &[&FAILURE.def],
            optional: &[&PLACE.def, &STAFF.def, &NOTE.def, &PLANNED_CONTACT.def],
            turns_on: Some(crate::board::Status::HardToReach),
            ..row(ContactKind::ContactAttemptFailed, "ContactAttemptFailed", Mark::Attempt)
        },
        KindRow {
            required: &[&WINDOW_START.def],
            optional: &[&WINDOW_END.def, &STAFF.def, &PLACE.def, &NOTE.def],
            check: window_in_order,
            ..row(ContactKind::ContactPlanned, "ContactPlanned", Mark::Contact)
        },
        KindRow {
            required: &[&PLANNED_CONTACT.def],
            optional: &[&NOTE.def],
            ..row(ContactKind::ContactCancelled, "ContactCancelled", Mark::Attempt)
        },
        KindRow {
            required: &[&MODE.def, &MINUTES.def],
            optional: &[&PLACE.def, &STAFF.def, &TOPICS.def, &NOTE.def],
            ..row(ContactKind::NetworkContactCompleted, "NetworkContactCompleted", Mark::Contact)
        },
    ],
};
