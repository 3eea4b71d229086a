//! Kinds of entry about a participant's lease, home and income.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr, VariantNames};

use crate::{
    board::Status,
    choice_value,
    contact::NOTE,
    entry::{Fields, get},
    field::{Field, FieldProblem, FieldType, Ore, Problem, Ref},
    housing::RENT,
    id::{DwellingId, EntryId},
    kind::{Family, Kind, KindRow, Mark, Target},
    personal::Class,
    risk::{Deadline, Signal},
    stream::StreamKind,
};

/// A step in a tenancy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum TenancyKind {
    /// The lease begins.
    TenancyStarted,
    /// The participant got the keys and is housed.
    KeysHandedOver,
    /// Another rent from a date.
    RentChanged,
    /// Income and housing benefit.
    IncomeRecorded,
    /// The participant bought a home.
    HomePurchased,
    /// A temporary stay begins.
    TemporaryHousingStarted,
    /// A temporary stay ends.
    TemporaryHousingEnded,
    /// Work on another home begins.
    RehousingStarted,
    /// The lease ends. It never ends the follow-up.
    TenancyEnded,
}

/// Who lets the home.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames, Serialize, Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Landlord {
    /// The municipality.
    Municipal,
    /// The municipality lets on a home that it rents.
    MunicipalSublet,
    /// A housing foundation.
    Foundation,
    /// A private landlord.
    Private,
}

/// Why a tenancy ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum TenancyEnd {
    /// Moved by choice.
    Voluntary,
    /// Notice to quit.
    Terminated,
    /// Lease rescinded.
    Rescinded,
    /// Eviction.
    Evicted,
    /// Death.
    Death,
    /// Left without telling.
    Abandoned,
    /// Moved on to another home.
    MovedOn,
}

choice_value!(Landlord, TenancyEnd);

use Class::Tenancy;

/// The dwelling let.
pub static DWELLING: Field<DwellingId> =
    Field::personal("dwellingId", Tenancy, FieldType::Id(Ref::Dwelling), "The dwelling let.");
/// The tenancy a step concerns.
pub static TENANCY: Field<EntryId> = Field::open(
    "tenancyId",
    FieldType::Id(Ref::Tenancy),
    "The tenancy that this step concerns; the active one where it is left out.",
);
/// Contract number in the landlord's system.
pub static CONTRACT_NUMBER: Field<String> = Field::personal(
    "contractNumber",
    Tenancy,
    FieldType::Line(40),
    "The contract's number in the landlord's system; payments and notices are matched by it.",
);
/// Landlord.
pub static LANDLORD: Field<Landlord> =
    Field::personal("landlord", Tenancy, FieldType::Choice(Landlord::VARIANTS), "Who lets the home.");
/// From which day.
pub static VALID_FROM: Field<NaiveDate> =
    Field::personal("validFrom", Tenancy, FieldType::Date, "The first day on which it applies.");
/// Last day of a fixed term.
pub static FIXED_UNTIL: Field<NaiveDate> =
    Field::personal("fixedUntil", Tenancy, FieldType::Date, "The last day of a fixed-term lease.");
/// Deposit.
pub static DEPOSIT: Field<Ore> =
    Field::personal("depositOre", Tenancy, FieldType::Ore { min: 0 }, "Deposit, in øre.");
/// Guarantee for the deposit.
pub static GUARANTEE: Field<bool> = Field::personal(
    "guarantee",
    Tenancy,
    FieldType::Flag,
    "Whether the municipality or Nav guarantees the deposit.",
);
/// Eviction clause.
pub static EVICTION_CLAUSE: Field<bool> = Field::personal(
    "evictionClause",
    Tenancy,
    FieldType::Flag,
    "Whether the lease lets the landlord petition for eviction without a judgment (tvangsfullbyrdelsesloven § 13-2).",
);
/// Income.
pub static INCOME: Field<Ore> = Field::personal(
    "incomeOre",
    Class::Social,
    FieldType::Ore { min: 0 },
    "Income per month after tax, in øre.",
);
/// Housing benefit.
pub static HOUSING_BENEFIT: Field<Ore> = Field::personal(
    "housingBenefitOre",
    Class::Social,
    FieldType::Ore { min: 0 },
    "Housing benefit (bostøtte) per month, in øre.",
);
/// Why the tenancy ended.
pub static TENANCY_END: Field<TenancyEnd> =
    Field::personal("tenancyEnd", Tenancy, FieldType::Choice(TenancyEnd::VARIANTS), "Why the tenancy ended.");

fn term_in_order(fields: &Fields) -> Vec<FieldProblem> {
    match (get(fields, &VALID_FROM), get(fields, &FIXED_UNTIL)) {
        (Some(from), Some(until)) if until < from => {
            vec![FieldProblem { path: FIXED_UNTIL.def.name, problem: Problem::EndBeforeStart }]
        }
        _ => Vec::new(),
    }
}

const fn row(kind: TenancyKind, event_type: &'static str) -> KindRow {
    KindRow::new(Kind::Tenancy(kind), event_type, StreamKind::Tenancies, Tenancy, Mark::Home)
}

/// The tenancy family.
pub static FAMILY: Family = Family {
    noun: "tenancy",
    command: "recordTenancyStep",
    input: "TenancyStepInput",
    kinds: "TenancyKind",
    target: Target::Participant,
    doc: "A participant's lease and home, from start over keys to end. Losing a home never ends the follow-up.",
    rows: &[
        KindRow {
            required: &[&DWELLING.def, &LANDLORD.def, &VALID_FROM.def, &RENT.def],
            optional: &[
                &CONTRACT_NUMBER.def,
                &FIXED_UNTIL.def,
                &DEPOSIT.def,
                &GUARANTEE.def,
                &EVICTION_CLAUSE.def,
            ],
            check: term_in_order,
            starts: &[Deadline::FixedTermEnd],
            ..row(TenancyKind::TenancyStarted, "TenancyStarted")
        },
        KindRow {
            optional: &[&TENANCY.def, &NOTE.def],
            turns_off: Some(Status::Homeless),
            ..row(TenancyKind::KeysHandedOver, "KeysHandedOver")
        },
        KindRow {
            required: &[&RENT.def, &VALID_FROM.def],
            optional: &[&TENANCY.def],
            ..row(TenancyKind::RentChanged, "RentChanged")
        },
        KindRow {
            required: &[&INCOME.def],
            optional: &[&HOUSING_BENEFIT.def],
            class: Class::Social,
            ..row(TenancyKind::IncomeRecorded, "IncomeRecorded")
        },
        KindRow {
            optional: &[&NOTE.def],
            turns_off: Some(Status::Homeless),
            ..row(TenancyKind::HomePurchased, "HomePurchased")
        },
        KindRow {
            optional: &[&NOTE.def],
            ..row(TenancyKind::TemporaryHousingStarted, "TemporaryHousingStarted")
        },
        KindRow {
            optional: &[&NOTE.def],
            ..row(TenancyKind::TemporaryHousingEnded, "TemporaryHousingEnded")
        },
        KindRow { optional: &[&NOTE.def], ..row(TenancyKind::RehousingStarted, "RehousingStarted") },
        KindRow {
            required: &[&TENANCY_END.def],
            optional: &[&TENANCY.def, &NOTE.def],
            ends: &Deadline::OF_TENANCY,
            settles: &Signal::OF_TENANCY,
            turns_on: Some(Status::Homeless),
            ..row(TenancyKind::TenancyEnded, "TenancyEnded")
        },
    ],
};
