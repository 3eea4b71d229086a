//! Kinds of entry about stays in hospital, detox and prison.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr, VariantNames};

use crate::{
    board::Status,
    choice_value,
    contact::NOTE,
    field::{Field, FieldType},
    kind::{Family, Kind, KindRow, Mark, Target},
    personal::Class,
    stream::StreamKind,
};

/// A step of a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum AdmissionKind {
    /// Admitted to hospital or detox.
    ParticipantAdmitted,
    /// Discharged.
    ParticipantDischargedFromWard,
    /// A stay in prison begins.
    ImprisonmentStarted,
    /// Released.
    ImprisonmentEnded,
}

/// The way in: planned and user-controlled admissions are what the team works towards.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames, Serialize, Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum AdmissionPath {
    /// Planned.
    Planned,
    /// The participant used an agreement to admit themselves.
    UserControlled,
    /// Emergency.
    Emergency,
}

/// Legal basis of a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
pub enum LegalBasis {
    /// psykisk helsevernloven § 2-1.
    #[strum(serialize = "VOLUNTARY_2_1")]
    Voluntary,
    /// psykisk helsevernloven § 3-2.
    #[strum(serialize = "OBSERVATION_3_2")]
    Observation,
    /// psykisk helsevernloven § 3-3.
    #[strum(serialize = "CARE_3_3")]
    Care,
    /// helse- og omsorgstjenesteloven §§ 10-2 to 10-4.
    #[strum(serialize = "SUBSTANCE_USE_10_2_TO_10_4")]
    SubstanceUse,
    /// Court-ordered care.
    #[strum(serialize = "COURT_ORDERED")]
    CourtOrdered,
    /// Detox.
    #[strum(serialize = "DETOX")]
    Detox,
}

/// Remand and sentence have different effects on benefits and rent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Imprisonment {
    /// Remand (varetekt).
    Remand,
    /// Serving a sentence (soning).
    Sentence,
}

/// Where somebody goes from the ward. A shelter is not a home, and nowhere is not a shelter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DischargedTo {
    /// A home of their own, rented or bought.
    Home,
    /// A temporary stay.
    Temporary,
    /// Another ward or institution.
    Institution,
    /// No home, and nothing else is known.
    NoHome,
}

/// The team's part in a discharge. The hospital has to tell; to plan it together is something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum TeamPart {
    /// Took part.
    TookPart,
    /// Was told beforehand, and no more.
    ToldBefore,
    /// Took no part; whether it was told is not known.
    NoPart,
}

choice_value!(AdmissionPath, LegalBasis, Imprisonment, DischargedTo, TeamPart);

use Class::Health;

/// Hospital ward or unit.
pub static WARD: Field<String> =
    Field::personal("ward", Health, FieldType::Line(80), "Ward or unit. Never shown on a wall.");
/// Way in.
pub static PATH: Field<AdmissionPath> = Field::personal(
    "admissionPath",
    Health,
    FieldType::Choice(AdmissionPath::VARIANTS),
    "Planned, user-controlled or emergency.",
);
/// Legal basis.
pub static LEGAL_BASIS: Field<LegalBasis> = Field::personal(
    "legalSection",
    Health,
    FieldType::Choice(LegalBasis::VARIANTS),
    "Legal basis of the stay.",
);
/// Whether the team took part.
pub static TEAM_INVOLVED: Field<bool> =
    Field::personal("teamInvolved", Health, FieldType::Flag, "Whether the team took part in the admission.");
/// Where to.
pub static DISCHARGED_TO: Field<DischargedTo> = Field::personal(
    "dischargedTo",
    Class::Social,
    FieldType::Choice(DischargedTo::VARIANTS),
    "Where the participant goes from the ward.",
);
/// The team's part in the discharge.
pub static TEAM_PART: Field<TeamPart> = Field::personal(
    "teamPart",
    Health,
    FieldType::Choice(TeamPart::VARIANTS),
    "The team's part in the discharge.",
);
/// Remand or sentence.
pub static IMPRISONMENT: Field<Imprisonment> = Field::personal(
    "imprisonment",
    Class::Social,
    FieldType::Choice(Imprisonment::VARIANTS),
    "Remand or serving a sentence.",
);

const fn row(kind: AdmissionKind, event_type: &'static str, class: Class) -> KindRow {
    KindRow::new(Kind::Admission(kind), event_type, StreamKind::Admissions, class, Mark::Admission)
}

/// The admission family.
pub static FAMILY: Family = Family {
    noun: "admission",
    command: "recordAdmissionStep",
    input: "AdmissionStepInput",
    kinds: "AdmissionKind",
    target: Target::Participant,
    doc: "Stays in hospital, detox and prison, from admission to discharge or release.",
    rows: &[
        KindRow {
            required: &[&PATH.def],
            optional: &[&LEGAL_BASIS.def, &WARD.def, &TEAM_INVOLVED.def, &NOTE.def],
            turns_on: Some(Status::Admitted),
            turns_off: Some(Status::PostDischarge),
            ..row(AdmissionKind::ParticipantAdmitted, "ParticipantAdmitted", Health)
        },
        KindRow {
            version: 3,
            optional: &[&DISCHARGED_TO.def, &TEAM_PART.def, &NOTE.def],
            turns_on: Some(Status::PostDischarge),
            turns_off: Some(Status::Admitted),
            ..row(AdmissionKind::ParticipantDischargedFromWard, "ParticipantDischargedFromWard", Health)
        },
        KindRow {
            required: &[&IMPRISONMENT.def],
            optional: &[&NOTE.def],
            ..row(AdmissionKind::ImprisonmentStarted, "ImprisonmentStarted", Class::Social)
        },
        KindRow {
            optional: &[&NOTE.def],
            turns_on: Some(Status::PostDischarge),
            ..row(AdmissionKind::ImprisonmentEnded, "ImprisonmentEnded", Class::Social)
        },
    ],
};
