//! Kinds of entry about a team and its staff.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr, VariantNames};

use crate::{
    access::Role,
    choice_value,
    field::{Field, FieldType, Ref},
    id::{ParticipantId, StaffId},
    kind::{Family, Kind, KindRow, Mark, Target},
    personal::Class,
    stream::StreamKind,
};

/// A change of a team, its staff, or what they may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum TeamKind {
    /// A team with a board.
    TeamCreated,
    /// Someone begins in the team.
    StaffJoined,
    /// Someone leaves the team.
    StaffLeft,
    /// Someone may act in the team in a role, for a time.
    AuthorisationGranted,
    /// The authorisation ends.
    AuthorisationRevoked,
    /// A participant gets the alias shown on the board.
    AliasAssigned,
}

/// The model a team works by. It decides who is shown on the board.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum TeamModel {
    /// Assertive community treatment: everyone is shown.
    Act,
    /// Flexible ACT: those on the board are shown.
    Fact,
    /// Housing First: everyone is shown.
    HousingFirst,
}

/// Profession.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames, Serialize, Deserialize,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are the professions themselves")]
pub enum Discipline {
    Doctor,
    Psychiatrist,
    Psychologist,
    Nurse,
    SocialWorker,
    SocialEducator,
    OccupationalTherapist,
    HealthWorker,
    PeerWorker,
    EmploymentSpecialist,
}

choice_value!(TeamModel, Discipline, Role);

/// The team's name.
pub static TEAM_NAME: Field<String> = Field::open("teamName", FieldType::Line(40), "The team's name.");
/// The team's model.
pub static TEAM_MODEL: Field<TeamModel> =
    Field::open("model", FieldType::Choice(TeamModel::VARIANTS), "The model that the team works by.");
/// Which member of staff.
pub static STAFF_MEMBER: Field<StaffId> =
    Field::open("staffId", FieldType::Id(Ref::Staff), "The member of staff.");
/// Name of a member of staff.
pub static STAFF_NAME: Field<String> =
    Field::personal("staffName", Class::Staff, FieldType::Line(80), "Name of the member of staff.");
/// Initials, shown on the wall.
pub static INITIALS: Field<String> =
    Field::personal("initials", Class::Staff, FieldType::Line(4), "Initials, as shown on the wall.");
/// Profession.
pub static DISCIPLINE: Field<Discipline> =
    Field::personal("discipline", Class::Staff, FieldType::Choice(Discipline::VARIANTS), "Profession.");
/// Share of a full position.
pub static FTE_PERCENT: Field<u32> = Field::personal(
    "ftePercent",
    Class::Staff,
    FieldType::Count(1, 100),
    "Position, in per cent of full time.",
);
/// What the member of staff may act as.
pub static ROLE: Field<Role> =
    Field::open("role", FieldType::Choice(Role::VARIANTS), "The role in which to act.");
/// Last day of an authorisation.
pub static VALID_UNTIL: Field<NaiveDate> =
    Field::open("validUntil", FieldType::Date, "The last day on which the authorisation holds.");
/// The participant who gets an alias.
pub static ALIAS_OF: Field<ParticipantId> =
    Field::open("participantId", FieldType::Id(Ref::Participant), "The participant who gets the alias.");
/// Name shown on the board instead of the person's own.
pub static ALIAS: Field<String> = Field::personal(
    "alias",
    Class::Identity,
    FieldType::Line(8),
    "A nature word of at most 8 letters, shown instead of the name. Never used again for another person.",
);

const fn row(kind: TeamKind, event_type: &'static str) -> KindRow {
    KindRow::new(Kind::Team(kind), event_type, StreamKind::Team, Class::Staff, Mark::Meeting)
}

/// The team family.
pub static FAMILY: Family = Family {
    noun: "team",
    command: "recordTeamStep",
    input: "TeamStepInput",
    kinds: "TeamKind",
    target: Target::Team,
    doc: "A team, its staff, and what they may do.",
    rows: &[
        KindRow { required: &[&TEAM_NAME.def, &TEAM_MODEL.def], ..row(TeamKind::TeamCreated, "TeamCreated") },
        KindRow {
            required: &[&STAFF_MEMBER.def, &STAFF_NAME.def, &INITIALS.def],
            optional: &[&DISCIPLINE.def, &FTE_PERCENT.def],
            ..row(TeamKind::StaffJoined, "StaffJoined")
        },
        KindRow { required: &[&STAFF_MEMBER.def], ..row(TeamKind::StaffLeft, "StaffLeft") },
        KindRow {
            required: &[&STAFF_MEMBER.def, &ROLE.def],
            optional: &[&VALID_UNTIL.def],
            ..row(TeamKind::AuthorisationGranted, "AuthorisationGranted")
        },
        KindRow {
            required: &[&STAFF_MEMBER.def, &ROLE.def],
            ..row(TeamKind::AuthorisationRevoked, "AuthorisationRevoked")
        },
        KindRow {
            required: &[&ALIAS_OF.def, &ALIAS.def],
            class: Class::Identity,
            by_service: true,
            ..row(TeamKind::AliasAssigned, "AliasAssigned")
        },
    ],
};
