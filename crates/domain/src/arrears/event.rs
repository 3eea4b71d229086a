//! Kinds of entry about rent, arrears and the chain towards eviction.

use chrono::{DateTime, NaiveDate, Utc};
use strum::{EnumIter, EnumString, IntoStaticStr, VariantNames};

use crate::{
    choice_value,
    contact::NOTE,
    field::{Field, FieldDef, FieldType, Month, Ore},
    kind::{Family, Kind, KindRow, Mark, Target},
    personal::Class::Tenancy,
    risk::{Deadline, Signal},
    stream::StreamKind,
    tenancy::TENANCY,
};

/// A step between a rent falling due and the end of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the words are the glossary's; the table says what each does")]
pub enum ArrearsKind {
    RentFellDue,
    RentPaid,
    RentMissed,
    DebtCollectionNoticeReceived,
    PaymentDemandReceived,
    EvictionWarningReceived,
    SocialServiceNotified,
    WrittenWarningReceived,
    NuisanceComplaintReceived,
    TerminationReceived,
    TerminationProtested,
    CaseBroughtByLandlord,
    RescissionReceived,
    EvictionPetitionFiled,
    PetitionServed,
    EvictionScheduled,
    EvictionPostponed,
    EvictionAverted,
    EvictionExecuted,
    RepaymentAgreed,
    InstalmentPaid,
    RepaymentBroken,
    VoluntaryDeductionStarted,
    DisputedRentDeposited,
    DebtCounsellingReferred,
    DebtCounsellingAttended,
    SocialAssistanceApplied,
    SocialAssistanceDecided,
    TerminationWithdrawn,
    TerminationLapsed,
    WarningWithdrawn,
    DepositReleased,
    DeductionStopped,
    ComplaintClosed,
}

/// How an eviction was averted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum AvertedBy {
    /// Unpaid rent is paid.
    Paid,
    /// Agreement with the landlord.
    Agreement,
    /// The petition is withdrawn.
    Withdrawn,
    /// New home in time.
    Rehoused,
}

/// Which body a landlord brought a case before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum CaseBody {
    /// Husleietvistutvalget; usually this one.
    Husleietvistutvalget,
    /// A court.
    Court,
}

/// Which warning was withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Warning {
    /// The § 4-18 warning of eviction.
    EvictionWarning,
    /// A written warning about conduct.
    ConductWarning,
}

choice_value!(AvertedBy, CaseBody, Warning);

/// The month a rent is for.
pub static PERIOD: Field<Month> =
    Field::personal("period", Tenancy, FieldType::Month, "The month that the rent is for, YYYY-MM.");
/// Due date.
pub static DUE_ON: Field<NaiveDate> = Field::personal(
    "dueOn",
    Tenancy,
    FieldType::Date,
    "Due date as the contract has it; it moves to the next working day by itself (husleieloven § 3-2).",
);
/// Amount.
pub static AMOUNT: Field<Ore> =
    Field::personal("amountOre", Tenancy, FieldType::Ore { min: 1 }, "Amount, in øre.");
/// When a letter was sent.
pub static SENT_ON: Field<NaiveDate> =
    Field::personal("sentOn", Tenancy, FieldType::PastDate, "The date on the letter.");
/// When a letter was received.
pub static RECEIVED_ON: Field<NaiveDate> =
    Field::personal("receivedOn", Tenancy, FieldType::PastDate, "The day on which the letter was received.");
/// When a petition was served.
pub static SERVED_ON: Field<NaiveDate> =
    Field::personal("servedOn", Tenancy, FieldType::PastDate, "The day on which the petition was served.");
/// Last day to pay, as the letter has it.
pub static PAY_BY: Field<NaiveDate> =
    Field::personal("payBy", Tenancy, FieldType::Date, "The last day to pay, as the letter has it.");
/// When the eviction takes place.
pub static EVICTION_AT: Field<DateTime<Utc>> =
    Field::personal("evictionAt", Tenancy, FieldType::Instant, "When the eviction takes place.");
/// New time of a postponed eviction.
pub static POSTPONED_TO: Field<DateTime<Utc>> = Field::personal(
    "postponedTo",
    Tenancy,
    FieldType::Instant,
    "When the eviction takes place instead; left out where no new time is set.",
);
/// How it was averted.
pub static AVERTED_BY: Field<AvertedBy> = Field::personal(
    "avertedBy",
    Tenancy,
    FieldType::Choice(AvertedBy::VARIANTS),
    "How the eviction was averted.",
);
/// Before which body.
pub static CASE_BODY: Field<CaseBody> = Field::personal(
    "caseBody",
    Tenancy,
    FieldType::Choice(CaseBody::VARIANTS),
    "The body that the case was brought before.",
);
/// Which warning.
pub static WARNING: Field<Warning> = Field::personal(
    "warning",
    Tenancy,
    FieldType::Choice(Warning::VARIANTS),
    "The warning that was withdrawn.",
);
/// Agreed instalment.
pub static INSTALMENT: Field<Ore> =
    Field::personal("instalmentOre", Tenancy, FieldType::Ore { min: 1 }, "Agreed instalment, in øre.");

const fn row(kind: ArrearsKind, event_type: &'static str, mark: Mark) -> KindRow {
    KindRow::new(Kind::Arrears(kind), event_type, StreamKind::Tenancies, Tenancy, mark)
}

/// What a step has that says nothing but that it took place.
const PLAIN: &[&FieldDef] = &[&TENANCY.def, &NOTE.def];

/// A step with nothing but a note.
const fn plain(kind: ArrearsKind, event_type: &'static str, mark: Mark) -> KindRow {
    KindRow { optional: PLAIN, ..row(kind, event_type, mark) }
}

/// A letter: it occurred when it was received, and its deadlines run from the date that the law names.
const fn letter(kind: ArrearsKind, event_type: &'static str) -> KindRow {
    KindRow { occurs_on: Some(&RECEIVED_ON.def), ..row(kind, event_type, Mark::Legal) }
}

/// The arrears family: one row a kind, in the order of the chain.
pub static FAMILY: Family = Family {
    noun: "arrears",
    command: "recordArrearsStep",
    input: "ArrearsStepInput",
    kinds: "ArrearsKind",
    target: Target::Participant,
    doc: "Rent due, paid and missed, the chain towards eviction, and what closes each step of it.",
    rows: &[
        KindRow {
            required: &[&PERIOD.def, &AMOUNT.def],
            optional: &[&DUE_ON.def, &TENANCY.def, &NOTE.def],
            occurs_on: Some(&DUE_ON.def),
            raises: Some(Signal::RentMissed),
            ..row(ArrearsKind::RentMissed, "RentMissed", Mark::Money)
        },
        KindRow {
            required: &[&PERIOD.def, &AMOUNT.def, &DUE_ON.def],
            optional: &[&TENANCY.def],
            occurs_on: Some(&DUE_ON.def),
            ..row(ArrearsKind::RentFellDue, "RentFellDue", Mark::Paid)
        },
        KindRow {
            required: &[&AMOUNT.def],
            optional: &[&PERIOD.def, &TENANCY.def, &NOTE.def],
            ..row(ArrearsKind::RentPaid, "RentPaid", Mark::Paid)
        },
        KindRow {
            required: &[&SENT_ON.def, &RECEIVED_ON.def, &PAY_BY.def],
            optional: &[&AMOUNT.def, &TENANCY.def, &NOTE.def],
            starts: &[Deadline::PayBy],
            raises: Some(Signal::DebtCollectionNotice),
            ..letter(ArrearsKind::DebtCollectionNoticeReceived, "DebtCollectionNoticeReceived")
        },
        KindRow {
            required: &[&SENT_ON.def, &RECEIVED_ON.def, &PAY_BY.def],
            optional: &[&AMOUNT.def, &TENANCY.def, &NOTE.def],
            starts: &[Deadline::PayBy],
            raises: Some(Signal::DebtCollectionNotice),
            ..letter(ArrearsKind::PaymentDemandReceived, "PaymentDemandReceived")
        },
        KindRow {
            required: &[&SENT_ON.def, &RECEIVED_ON.def],
            optional: &[&AMOUNT.def, &TENANCY.def, &NOTE.def],
            starts: &[Deadline::EarliestPetition],
            raises: Some(Signal::EvictionWarning),
            turns_on: Some(crate::board::Status::TenancyAtRisk),
            ..letter(ArrearsKind::EvictionWarningReceived, "EvictionWarningReceived")
        },
        KindRow {
            required: &[&SENT_ON.def],
            optional: &[&RECEIVED_ON.def, &AMOUNT.def, &TENANCY.def, &NOTE.def],
            starts: &[Deadline::SocialServiceWait],
            raises: Some(Signal::SocialServiceNotified),
            ..letter(ArrearsKind::SocialServiceNotified, "SocialServiceNotified")
        },
        KindRow {
            required: &[&RECEIVED_ON.def],
            optional: &[&SENT_ON.def, &TENANCY.def, &NOTE.def],
            raises: Some(Signal::ConductWarning),
            ..letter(ArrearsKind::WrittenWarningReceived, "WrittenWarningReceived")
        },
        KindRow {
            required: &[&RECEIVED_ON.def],
            optional: &[&TENANCY.def, &NOTE.def],
            raises: Some(Signal::NeighbourComplaint),
            ..letter(ArrearsKind::NuisanceComplaintReceived, "NuisanceComplaintReceived")
        },
        KindRow {
            required: &[&RECEIVED_ON.def],
            optional: &[&SENT_ON.def, &TENANCY.def, &NOTE.def],
            starts: &[Deadline::Protest],
            raises: Some(Signal::Termination),
            turns_on: Some(crate::board::Status::TenancyAtRisk),
            ..letter(ArrearsKind::TerminationReceived, "TerminationReceived")
        },
        KindRow {
            starts: &[Deadline::BringCase],
            ends: &[Deadline::Protest],
            ..plain(ArrearsKind::TerminationProtested, "TerminationProtested", Mark::Legal)
        },
        KindRow {
            required: &[&CASE_BODY.def],
            ends: &[Deadline::BringCase],
            ..plain(ArrearsKind::CaseBroughtByLandlord, "CaseBroughtByLandlord", Mark::Legal)
        },
        KindRow {
            ends: &[Deadline::Protest, Deadline::BringCase],
            settles: &[Signal::Termination],
            ..plain(ArrearsKind::TerminationWithdrawn, "TerminationWithdrawn", Mark::Legal)
        },
        KindRow {
            ends: &[Deadline::Protest, Deadline::BringCase],
            settles: &[Signal::Termination],
            ..plain(ArrearsKind::TerminationLapsed, "TerminationLapsed", Mark::Legal)
        },
        KindRow {
            required: &[&RECEIVED_ON.def],
            optional: &[&SENT_ON.def, &TENANCY.def, &NOTE.def],
            raises: Some(Signal::Rescission),
            turns_on: Some(crate::board::Status::TenancyAtRisk),
            ..letter(ArrearsKind::RescissionReceived, "RescissionReceived")
        },
        KindRow {
            raises: Some(Signal::PetitionFiled),
            ends: &[Deadline::EarliestPetition, Deadline::SocialServiceWait],
            turns_on: Some(crate::board::Status::TenancyAtRisk),
            ..plain(ArrearsKind::EvictionPetitionFiled, "EvictionPetitionFiled", Mark::Legal)
        },
        KindRow {
            required: &[&SERVED_ON.def],
            optional: &[&TENANCY.def, &NOTE.def],
            occurs_on: Some(&SERVED_ON.def),
            starts: &[Deadline::AnswerPetition],
            ends: &[Deadline::EarliestPetition, Deadline::SocialServiceWait],
            raises: Some(Signal::PetitionServed),
            settles: &[Signal::PetitionFiled],
            turns_on: Some(crate::board::Status::TenancyAtRisk),
            ..row(ArrearsKind::PetitionServed, "PetitionServed", Mark::Legal)
        },
        KindRow {
            required: &[&EVICTION_AT.def],
            optional: &[&TENANCY.def, &NOTE.def],
            starts: &[Deadline::Eviction],
            ends: &[Deadline::AnswerPetition],
            raises: Some(Signal::EvictionDated),
            turns_on: Some(crate::board::Status::TenancyAtRisk),
            ..row(ArrearsKind::EvictionScheduled, "EvictionScheduled", Mark::Legal)
        },
        KindRow {
            optional: &[&POSTPONED_TO.def, &TENANCY.def, &NOTE.def],
            starts: &[Deadline::Eviction],
            ..row(ArrearsKind::EvictionPostponed, "EvictionPostponed", Mark::Legal)
        },
        KindRow {
            required: &[&AVERTED_BY.def],
            optional: &[&TENANCY.def, &NOTE.def],
            ends: &Deadline::OF_CHAIN,
            settles: &Signal::OF_CHAIN,
            turns_off: Some(crate::board::Status::TenancyAtRisk),
            ..row(ArrearsKind::EvictionAverted, "EvictionAverted", Mark::Legal)
        },
        KindRow {
            ends: &Deadline::OF_CHAIN,
            settles: &Signal::OF_CHAIN,
            turns_off: Some(crate::board::Status::TenancyAtRisk),
            ..plain(ArrearsKind::EvictionExecuted, "EvictionExecuted", Mark::Legal)
        },
        KindRow {
            required: &[&INSTALMENT.def],
            optional: &[&TENANCY.def, &NOTE.def],
            settles: &[Signal::RepaymentBroken],
            ..row(ArrearsKind::RepaymentAgreed, "RepaymentAgreed", Mark::Paid)
        },
        KindRow {
            required: &[&AMOUNT.def],
            optional: &[&TENANCY.def, &NOTE.def],
            ..row(ArrearsKind::InstalmentPaid, "InstalmentPaid", Mark::Paid)
        },
        KindRow {
            raises: Some(Signal::RepaymentBroken),
            settles: &[Signal::RepaymentKept],
            ..plain(ArrearsKind::RepaymentBroken, "RepaymentBroken", Mark::Money)
        },
        KindRow {
            raises: Some(Signal::DeductionRunning),
            ..plain(ArrearsKind::VoluntaryDeductionStarted, "VoluntaryDeductionStarted", Mark::Paid)
        },
        KindRow {
            settles: &[Signal::DeductionRunning],
            ..plain(ArrearsKind::DeductionStopped, "DeductionStopped", Mark::Money)
        },
        KindRow {
            required: &[&AMOUNT.def],
            optional: &[&TENANCY.def, &NOTE.def],
            ..row(ArrearsKind::DisputedRentDeposited, "DisputedRentDeposited", Mark::Paid)
        },
        plain(ArrearsKind::DepositReleased, "DepositReleased", Mark::Paid),
        KindRow {
            required: &[&WARNING.def],
            optional: &[&TENANCY.def, &NOTE.def],
            ..row(ArrearsKind::WarningWithdrawn, "WarningWithdrawn", Mark::Legal)
        },
        KindRow {
            settles: &[Signal::NeighbourComplaint],
            ..plain(ArrearsKind::ComplaintClosed, "ComplaintClosed", Mark::Legal)
        },
        plain(ArrearsKind::DebtCounsellingReferred, "DebtCounsellingReferred", Mark::Paid),
        plain(ArrearsKind::DebtCounsellingAttended, "DebtCounsellingAttended", Mark::Paid),
        plain(ArrearsKind::SocialAssistanceApplied, "SocialAssistanceApplied", Mark::Paid),
        plain(ArrearsKind::SocialAssistanceDecided, "SocialAssistanceDecided", Mark::Paid),
    ],
};
