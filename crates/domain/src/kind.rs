//! Every kind of entry there is. A family groups the steps of one chain: one command, one form, one table.
//!
//! Adding a kind touches its family's table, its frozen sample and its words, and the fold that heeds it.

use std::{collections::HashMap, fmt, sync::LazyLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use strum::{EnumIter, IntoStaticStr};

use crate::{
    admission::AdmissionKind,
    arrears::ArrearsKind,
    board::Status,
    contact::ContactKind,
    entry::{BACKDATING_REASON, Fields},
    field::{FieldDef, FieldProblem},
    housing::HousingKind,
    participant::{BoardDecisionKind, CrisisKind, ParticipantKind, PlanKind},
    personal::Class,
    risk::{Deadline, Signal},
    stream::StreamKind,
    team::TeamKind,
    tenancy::TenancyKind,
};

/// A kind of entry, by family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Team, staff, authorisations, aliases.
    Team(TeamKind),
    /// Referral, enrolment, primary contact, step-down, end.
    Participant(ParticipantKind),
    /// Crisis reported and resolved.
    Crisis(CrisisKind),
    /// Placed on and taken off the board.
    BoardDecision(BoardDecisionKind),
    /// Living plan.
    Plan(PlanKind),
    /// Contact with the participant.
    Contact(ContactKind),
    /// Dwellings and offers.
    Housing(HousingKind),
    /// Tenancy, keys, rent.
    Tenancy(TenancyKind),
    /// Rent unpaid, and the chain to eviction.
    Arrears(ArrearsKind),
    /// Hospital, detox, prison.
    Admission(AdmissionKind),
}

impl Kind {
    /// The name in the API, e.g. `EVICTION_WARNING_RECEIVED`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Team(kind) => kind.into(),
            Self::Participant(kind) => kind.into(),
            Self::Crisis(kind) => kind.into(),
            Self::BoardDecision(kind) => kind.into(),
            Self::Plan(kind) => kind.into(),
            Self::Contact(kind) => kind.into(),
            Self::Housing(kind) => kind.into(),
            Self::Tenancy(kind) => kind.into(),
            Self::Arrears(kind) => kind.into(),
            Self::Admission(kind) => kind.into(),
        }
    }

    /// The kind's row. Every kind has one: a test walks all enums.
    #[must_use]
    pub fn row(self) -> &'static KindRow {
        let rows = self.family().rows;
        rows.iter().find(|row| row.kind == self).unwrap_or(&rows[0])
    }

    /// The family.
    #[must_use]
    pub const fn family(self) -> &'static Family {
        match self {
            Self::Team(_) => &crate::team::FAMILY,
            Self::Participant(_) => &crate::participant::FAMILY,
            Self::Crisis(_) => &crate::participant::CRISIS_FAMILY,
            Self::BoardDecision(_) => &crate::participant::BOARD_DECISION_FAMILY,
            Self::Plan(_) => &crate::participant::PLAN_FAMILY,
            Self::Contact(_) => &crate::contact::FAMILY,
            Self::Housing(_) => &crate::housing::FAMILY,
            Self::Tenancy(_) => &crate::tenancy::FAMILY,
            Self::Arrears(_) => &crate::arrears::FAMILY,
            Self::Admission(_) => &crate::admission::FAMILY,
        }
    }
}

/// The mark on the timeline: which lane and which glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Mark {
    /// A kept contact: filled dot.
    Contact,
    /// An attempt: ring.
    Attempt,
    /// Something about the home.
    Home,
    /// Rent unpaid: filled diamond.
    Money,
    /// Rent paid: hollow diamond.
    Paid,
    /// A legal step: dotted diamond.
    Legal,
    /// A stay.
    Admission,
    /// A plan.
    Plan,
    /// The board and the team.
    Meeting,
}

/// One row of a family's table: everything that is particular to a kind.
#[derive(Debug)]
pub struct KindRow {
    /// The kind.
    pub kind: Kind,
    /// The stored event type. This is the storage format: past tense, never renamed.
    pub event_type: &'static str,
    /// Version of the stored form; older versions are upcast to it.
    pub version: u16,
    /// The stream it lives in.
    pub stream: StreamKind,
    /// Data class of the entry as a whole.
    pub class: Class,
    /// Fields that must be given.
    pub required: &'static [&'static FieldDef],
    /// Fields that may be given.
    pub optional: &'static [&'static FieldDef],
    /// Checks across fields.
    pub check: fn(&Fields) -> Vec<FieldProblem>,
    /// The date field that says when it occurred: a letter occurred when it was received.
    pub occurs_on: Option<&'static FieldDef>,
    /// Deadlines it starts.
    pub starts: &'static [Deadline],
    /// Deadlines it ends.
    pub ends: &'static [Deadline],
    /// The risk signal it raises by itself; signals that follow from sums and days are in `risk`.
    pub raises: Option<Signal>,
    /// Risk signals it settles.
    pub settles: &'static [Signal],
    /// The board status it turns on by itself.
    pub turns_on: Option<Status>,
    /// The board status it turns off by itself.
    pub turns_off: Option<Status>,
    /// Mark on the timeline.
    pub mark: Mark,
    /// Written by the service as part of a person's command, never chosen in a form.
    pub by_service: bool,
}

impl PartialEq for KindRow {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}
impl Eq for KindRow {}

fn no_check(_: &Fields) -> Vec<FieldProblem> {
    Vec::new()
}

impl KindRow {
    /// A row with nothing particular, to be completed by struct update.
    #[must_use]
    pub const fn new(
        kind: Kind,
        event_type: &'static str,
        stream: StreamKind,
        class: Class,
        mark: Mark,
    ) -> Self {
        Self {
            kind,
            event_type,
            version: 1,
            stream,
            class,
            required: &[],
            optional: &[],
            check: no_check,
            occurs_on: None,
            starts: &[],
            ends: &[],
            raises: None,
            settles: &[],
            turns_on: None,
            turns_off: None,
            mark,
            by_service: false,
        }
    }

    /// All fields: required, optional, and the reason for backdating that every kind takes.
    pub fn fields(&self) -> impl Iterator<Item = &'static FieldDef> + use<> {
        (self.required.iter().chain(self.optional).copied()).chain(std::iter::once(&BACKDATING_REASON.def))
    }

    /// A field of this kind by name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static FieldDef> {
        self.fields().find(|def| def.name == name)
    }

    /// The static form of a field name of this family, for naming a field that another kind has.
    #[must_use]
    pub fn known_name(&self, name: &str) -> &'static str {
        let mut fields = self.kind.family().fields();
        fields.find(|def| def.name == name).map_or("kind", |def| def.name)
    }
}

/// What the command of a family is aimed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Target {
    /// A participant; left out by the kind that makes one.
    Participant,
    /// A dwelling, a participant, or both.
    Dwelling,
    /// A team.
    Team,
}

/// The steps of one chain: one command, one form, one table.
#[derive(Debug)]
pub struct Family {
    /// The noun, which also names the folder, the module and the form.
    pub noun: &'static str,
    /// The mutation, e.g. `recordArrearsStep`.
    pub command: &'static str,
    /// The API's input type, e.g. `ArrearsStepInput`.
    pub input: &'static str,
    /// The API's enum of kinds, e.g. `ArrearsKind`.
    pub kinds: &'static str,
    /// What the command is aimed at.
    pub target: Target,
    /// What the family is for.
    pub doc: &'static str,
    /// One row a kind.
    pub rows: &'static [KindRow],
}

impl Family {
    /// Every field that any kind of the family has, each once, in the order of the table.
    pub fn fields(&self) -> impl Iterator<Item = &'static FieldDef> + use<> {
        let mut all: Vec<&'static FieldDef> = Vec::new();
        for def in self.rows.iter().flat_map(KindRow::fields) {
            if !all.contains(&def) {
                all.push(def);
            }
        }
        all.into_iter()
    }

    /// The row of a kind that a person may choose, by its name in the API.
    #[must_use]
    pub fn row_named(&self, name: &str) -> Option<&'static KindRow> {
        self.rows.iter().find(|row| row.kind.name() == name && !row.by_service)
    }
}

/// All families, in the order in which they are documented.
pub static FAMILIES: [&Family; 10] = [
    &crate::team::FAMILY,
    &crate::participant::FAMILY,
    &crate::participant::CRISIS_FAMILY,
    &crate::participant::BOARD_DECISION_FAMILY,
    &crate::participant::PLAN_FAMILY,
    &crate::contact::FAMILY,
    &crate::housing::FAMILY,
    &crate::tenancy::FAMILY,
    &crate::arrears::FAMILY,
    &crate::admission::FAMILY,
];

/// Every kind by its name in the API.
static BY_NAME: LazyLock<HashMap<&'static str, Kind>> = LazyLock::new(|| {
    let rows = FAMILIES.iter().flat_map(|family| family.rows);
    rows.map(|row| (row.kind.name(), row.kind)).collect()
});

/// By name: a kind added in between moves no other.
impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KindName)
    }
}

struct KindName;

impl de::Visitor<'_> for KindName {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a kind")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Kind, E> {
        BY_NAME.get(name).copied().ok_or_else(|| de::Error::custom("not a kind"))
    }
}

/// The row of a stored event type; `None` for a type this version does not know.
#[must_use]
pub fn row_of(event_type: &str) -> Option<&'static KindRow> {
    static ROWS: LazyLock<HashMap<&'static str, &'static KindRow>> = LazyLock::new(|| {
        let rows = FAMILIES.iter().flat_map(|family| family.rows);
        rows.map(|row| (row.event_type, row)).collect()
    });
    ROWS.get(event_type).copied()
}
