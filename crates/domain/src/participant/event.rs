//! Kinds of entry about a participant's follow-up: enrolment, crisis, board decisions, plan.

use chrono::NaiveDate;
use strum::{EnumIter, EnumString, IntoStaticStr, VariantNames};

use crate::{
    board::Status,
    choice_value,
    contact::NOTE,
    field::{Field, FieldType, Ref},
    id::{EntryId, StaffId},
    kind::{Family, Kind, KindRow, Mark, Target},
    personal::Class,
    stream::StreamKind,
    team::ALIAS,
};

/// A step from referral to the end of the follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ParticipantKind {
    /// Referred to the team.
    ParticipantReferred,
    /// Taken in by the team.
    ParticipantEnrolled,
    /// Not taken in.
    EnrolmentDeclined,
    /// Another member of staff has the main responsibility.
    PrimaryContactChanged,
    /// Less frequent contact, agreed with the participant.
    StepDownAgreed,
    /// The step-down is over.
    ServiceResumed,
    /// The follow-up ends.
    FollowUpEnded,
}

/// A crisis and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum CrisisKind {
    /// A crisis is reported.
    CrisisReported,
    /// The meeting settles that it is over.
    CrisisResolved,
}

/// What the team decides about the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum BoardDecisionKind {
    /// Closer follow-up, for a short or a long time.
    PlacedOnBoard,
    /// Individual follow-up from now on.
    RemovedFromBoard,
}

/// A step of the living plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum PlanKind {
    /// The first plan is agreed.
    LivingPlanCreated,
}

/// Why someone was not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DeclineReason {
    /// The person did not want it.
    OwnWish,
    /// Outside the target group.
    NotTargetGroup,
    /// Another service fits better.
    OtherService,
}

/// Why the follow-up ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum EndReason {
    /// The goals are reached.
    GoalsReached,
    /// Moved away.
    Moved,
    /// Died.
    Died,
    /// Does not want support.
    Declined,
    /// Contact was lost.
    LostContact,
    /// Another service follows up.
    Transferred,
}

/// How long closer follow-up is meant to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Intensity {
    /// A short period with a date to review it.
    Short,
    /// Until the team decides otherwise.
    Long,
}

choice_value!(DeclineReason, EndReason, Intensity);

use Class::{FreeText, Identity, Social, Staff};

/// The person's own name, for the participant's page alone.
pub static NAME: Field<String> = Field::personal(
    "name",
    Identity,
    FieldType::Line(120),
    "The person's own name. Shown on the participant's page alone, never on a board.",
);
/// Main responsible member of staff.
pub static PRIMARY_CONTACT: Field<StaffId> = Field::personal(
    "primaryContactId",
    Staff,
    FieldType::Id(Ref::Staff),
    "The member of staff with the main responsibility.",
);
/// Why someone was not taken in.
pub static DECLINE_REASON: Field<DeclineReason> = Field::personal(
    "enrolmentDeclineReason",
    Social,
    FieldType::Choice(DeclineReason::VARIANTS),
    "Why the person was not taken in.",
);
/// Agreed days between contacts.
pub static INTERVAL_DAYS: Field<u32> = Field::personal(
    "intervalDays",
    Social,
    FieldType::Count(1, 365),
    "Agreed number of days between contacts.",
);
/// Why the follow-up ended.
pub static FOLLOW_UP_END: Field<EndReason> = Field::personal(
    "followUpEnd",
    Social,
    FieldType::Choice(EndReason::VARIANTS),
    "Why the follow-up ended.",
);
/// Why something was decided.
pub static REASON: Field<String> =
    Field::personal("reason", FreeText, FieldType::Line(300), "Why it was decided, at most 300 characters.");
/// Who decided.
pub static DECIDER: Field<StaffId> =
    Field::personal("deciderId", Staff, FieldType::Id(Ref::Staff), "The member of staff who decided.");
/// Review date.
pub static REVIEW_BY: Field<NaiveDate> =
    Field::personal("reviewBy", Social, FieldType::Date, "The last day on which to review the decision.");
/// Short or long.
pub static INTENSITY: Field<Intensity> = Field::personal(
    "intensity",
    Social,
    FieldType::Choice(Intensity::VARIANTS),
    "Short with a review date, or long.",
);
/// The crisis that is over.
pub static CRISIS: Field<EntryId> =
    Field::open("crisisId", FieldType::Id(Ref::Crisis), "The reported crisis that is over.");
/// Goals of the plan.
pub static GOALS: Field<String> =
    Field::personal("goals", FreeText, FieldType::Prose(2_000), "The participant's own goals.");
/// Resources.
pub static RESOURCES: Field<String> =
    Field::personal("resources", FreeText, FieldType::Prose(2_000), "Strengths and resources.");
/// What keeps the home.
pub static KEEPS_HOME: Field<String> =
    Field::personal("keepsHome", FreeText, FieldType::Prose(2_000), "What it takes to keep the home.");

const fn row(kind: Kind, event_type: &'static str, class: Class, mark: Mark) -> KindRow {
    KindRow::new(kind, event_type, StreamKind::Participant, class, mark)
}

const fn step(kind: ParticipantKind, event_type: &'static str) -> KindRow {
    row(Kind::Participant(kind), event_type, Social, Mark::Meeting)
}

/// The participant family.
pub static FAMILY: Family = Family {
    noun: "participant",
    command: "recordParticipantStep",
    input: "ParticipantStepInput",
    kinds: "ParticipantKind",
    target: Target::Participant,
    doc: "From referral to the end of the follow-up. Without `participantId`, referral and enrolment make a participant.",
    rows: &[
        KindRow {
            required: &[&ALIAS.def, &PRIMARY_CONTACT.def],
            optional: &[&NAME.def],
            turns_on: Some(Status::New),
            ..step(ParticipantKind::ParticipantEnrolled, "ParticipantEnrolled")
        },
        KindRow {
            required: &[&ALIAS.def],
            optional: &[&NAME.def, &NOTE.def],
            ..step(ParticipantKind::ParticipantReferred, "ParticipantReferred")
        },
        KindRow {
            required: &[&DECLINE_REASON.def],
            optional: &[&NOTE.def],
            ..step(ParticipantKind::EnrolmentDeclined, "EnrolmentDeclined")
        },
        KindRow {
            required: &[&PRIMARY_CONTACT.def],
            ..step(ParticipantKind::PrimaryContactChanged, "PrimaryContactChanged")
        },
        KindRow {
            required: &[&INTERVAL_DAYS.def],
            optional: &[&NOTE.def],
            turns_on: Some(Status::StepDown),
            ..step(ParticipantKind::StepDownAgreed, "StepDownAgreed")
        },
        KindRow {
            optional: &[&NOTE.def],
            turns_off: Some(Status::StepDown),
            ..step(ParticipantKind::ServiceResumed, "ServiceResumed")
        },
        KindRow {
            required: &[&FOLLOW_UP_END.def, &DECIDER.def],
            optional: &[&NOTE.def],
            ..step(ParticipantKind::FollowUpEnded, "FollowUpEnded")
        },
    ],
};

/// The crisis family.
pub static CRISIS_FAMILY: Family = Family {
    noun: "crisis",
    command: "recordCrisis",
    input: "CrisisInput",
    kinds: "CrisisKind",
    target: Target::Participant,
    doc: "A crisis, and the decision that it is over.",
    rows: &[
        KindRow {
            optional: &[&NOTE.def],
            turns_on: Some(Status::Crisis),
            ..row(Kind::Crisis(CrisisKind::CrisisReported), "CrisisReported", Class::Health, Mark::Admission)
        },
        KindRow {
            required: &[&DECIDER.def],
            optional: &[&CRISIS.def, &NOTE.def],
            turns_off: Some(Status::Crisis),
            ..row(Kind::Crisis(CrisisKind::CrisisResolved), "CrisisResolved", Class::Health, Mark::Admission)
        },
    ],
};

/// The board-decision family.
pub static BOARD_DECISION_FAMILY: Family = Family {
    noun: "boardDecision",
    command: "recordBoardDecision",
    input: "BoardDecisionInput",
    kinds: "BoardDecisionKind",
    target: Target::Participant,
    doc: "What the team decides about the board. Taking someone off needs a reason and a named decider.",
    rows: &[
        KindRow {
            required: &[&INTENSITY.def, &REASON.def, &DECIDER.def],
            optional: &[&REVIEW_BY.def],
            check: event_checks::short_has_review_date,
            ..row(
                Kind::BoardDecision(BoardDecisionKind::PlacedOnBoard),
                "PlacedOnBoard",
                Social,
                Mark::Meeting,
            )
        },
        KindRow {
            required: &[&REASON.def, &DECIDER.def],
            turns_on: Some(Status::Base),
            ..row(
                Kind::BoardDecision(BoardDecisionKind::RemovedFromBoard),
                "RemovedFromBoard",
                Social,
                Mark::Meeting,
            )
        },
    ],
};

/// The plan family.
pub static PLAN_FAMILY: Family = Family {
    noun: "plan",
    command: "recordPlanStep",
    input: "PlanStepInput",
    kinds: "PlanKind",
    target: Target::Participant,
    doc: "The living plan: goals, resources, and what keeps the home.",
    rows: &[KindRow {
        required: &[&GOALS.def],
        optional: &[&RESOURCES.def, &KEEPS_HOME.def],
        turns_off: Some(Status::New),
        ..row(Kind::Plan(PlanKind::LivingPlanCreated), "LivingPlanCreated", Class::Health, Mark::Plan)
    }],
};

/// Checks across fields.
mod event_checks {
    use super::{INTENSITY, Intensity, REVIEW_BY};
    use crate::{
        entry::{Fields, get},
        field::{FieldProblem, Problem},
    };

    /// Closer follow-up for a short time needs the date on which it is reviewed.
    pub fn short_has_review_date(fields: &Fields) -> Vec<FieldProblem> {
        let missing =
            get(fields, &INTENSITY) == Some(Intensity::Short) && !fields.contains_key(REVIEW_BY.def.name);
        let problem = FieldProblem { path: REVIEW_BY.def.name, problem: Problem::Required };
        if missing { vec![problem] } else { Vec::new() }
    }
}
