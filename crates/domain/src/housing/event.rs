//! Kinds of entry about dwellings, offers and housing applications.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr, VariantNames};

use crate::{
    choice_value,
    contact::NOTE,
    field::{Field, FieldType, Ore, Ref},
    id::EntryId,
    kind::{Family, Kind, KindRow, Mark, Target},
    personal::Class,
    risk::Deadline,
    stream::StreamKind,
};

/// A step from a wish for a home to an answered offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum HousingKind {
    /// A unit that can be let.
    DwellingRegistered,
    /// The unit can no longer be let.
    DwellingWithdrawn,
    /// What the participant wishes for.
    HousingPreferenceRecorded,
    /// Applied for a home.
    HousingApplicationSubmitted,
    /// The municipality decided.
    HousingDecisionMade,
    /// A dwelling is offered to a participant.
    HousingOffered,
    /// The participant saw the dwelling.
    DwellingViewed,
    /// The participant says yes.
    HousingOfferAccepted,
    /// The participant says no. It closes nothing and lowers nobody's priority.
    HousingOfferDeclined,
    /// The offer is taken back.
    HousingOfferWithdrawn,
    /// A person records that the time to answer has run out.
    HousingOfferExpired,
    /// A tenancy is about to start here: nobody else may take the unit.
    DwellingReserved,
    /// The unit is free again.
    DwellingReleased,
}

/// What sort of home is offered.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames, Serialize, Deserialize,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum HousingType {
    /// Ordinary rental home.
    Ordinary,
    /// Shared housing.
    Shared,
    /// Temporary housing.
    Temporary,
}

/// The municipality's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum HousingDecision {
    /// Granted.
    Granted,
    /// Refused.
    Refused,
}

/// Why the participant said no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum OfferDeclineReason {
    /// The area.
    Area,
    /// The size.
    Size,
    /// The rent.
    Rent,
    /// The surroundings.
    Surroundings,
    /// Another reason.
    Other,
}

choice_value!(HousingType, HousingDecision, OfferDeclineReason);

use Class::{FreeText, Social};

/// Address of a dwelling. Says nothing about a person until somebody lives there, and then the tenancy says it.
pub static ADDRESS: Field<String> = Field::personal(
    "address",
    Class::Tenancy,
    FieldType::Line(120),
    "Address of the dwelling. Never shown on a wall.",
);
/// Rooms.
pub static ROOMS: Field<u32> = Field::open("rooms", FieldType::Count(1, 20), "Number of rooms.");
/// Monthly rent in øre.
pub static RENT: Field<Ore> =
    Field::personal("rentOre", Class::Tenancy, FieldType::Ore { min: 0 }, "Rent per month, in øre.");
/// What sort of home.
pub static HOUSING_TYPE: Field<HousingType> =
    Field::open("housingType", FieldType::Choice(HousingType::VARIANTS), "What sort of home it is.");
/// Last day to answer.
pub static RESPOND_BY: Field<NaiveDate> =
    Field::personal("respondBy", Social, FieldType::Date, "The last day on which to answer the offer.");
/// The offer answered.
pub static OFFER: Field<EntryId> =
    Field::open("offerId", FieldType::Id(Ref::Offer), "The offer that this step concerns.");
/// Why no.
pub static OFFER_DECLINE_REASON: Field<OfferDeclineReason> = Field::personal(
    "offerDeclineReason",
    Social,
    FieldType::Choice(OfferDeclineReason::VARIANTS),
    "Why the participant said no.",
);
/// Wish for a home.
pub static PREFERENCE: Field<String> = Field::personal(
    "preference",
    FreeText,
    FieldType::Prose(2_000),
    "Where and how the participant wants to live, in their own words.",
);
/// Decision.
pub static DECISION: Field<HousingDecision> = Field::personal(
    "housingDecision",
    Social,
    FieldType::Choice(HousingDecision::VARIANTS),
    "What the municipality decided.",
);
/// Last day to appeal.
pub static APPEAL_BY: Field<NaiveDate> =
    Field::personal("appealBy", Social, FieldType::Date, "The last day on which to appeal the decision.");
/// The tenancy a reservation was for.
pub static TENANCY_ENTRY: Field<EntryId> =
    Field::open("tenancyId", FieldType::Id(Ref::Tenancy), "The tenancy that the unit is reserved for.");

const fn dwelling(kind: HousingKind, event_type: &'static str) -> KindRow {
    KindRow::new(Kind::Housing(kind), event_type, StreamKind::Dwelling, Social, Mark::Home)
}

const fn person(kind: HousingKind, event_type: &'static str) -> KindRow {
    KindRow::new(Kind::Housing(kind), event_type, StreamKind::Participant, Social, Mark::Home)
}

/// The housing family.
pub static FAMILY: Family = Family {
    noun: "housing",
    command: "recordHousingStep",
    input: "HousingStepInput",
    kinds: "HousingKind",
    target: Target::Dwelling,
    doc: "Dwellings, offers and their answers, wishes and applications for a home. Registering a dwelling makes one.",
    rows: &[
        KindRow {
            required: &[&RENT.def, &HOUSING_TYPE.def],
            optional: &[&RESPOND_BY.def, &NOTE.def],
            starts: &[Deadline::OfferAnswer],
            ..dwelling(HousingKind::HousingOffered, "HousingOffered")
        },
        KindRow {
            required: &[&OFFER.def],
            optional: &[&NOTE.def],
            ends: &[Deadline::OfferAnswer],
            ..dwelling(HousingKind::HousingOfferAccepted, "HousingOfferAccepted")
        },
        KindRow {
            required: &[&OFFER.def, &OFFER_DECLINE_REASON.def],
            optional: &[&NOTE.def],
            ends: &[Deadline::OfferAnswer],
            ..dwelling(HousingKind::HousingOfferDeclined, "HousingOfferDeclined")
        },
        KindRow {
            required: &[&OFFER.def],
            optional: &[&NOTE.def],
            ends: &[Deadline::OfferAnswer],
            ..dwelling(HousingKind::HousingOfferWithdrawn, "HousingOfferWithdrawn")
        },
        KindRow {
            required: &[&OFFER.def],
            optional: &[&NOTE.def],
            ends: &[Deadline::OfferAnswer],
            ..dwelling(HousingKind::HousingOfferExpired, "HousingOfferExpired")
        },
        KindRow { optional: &[&NOTE.def], ..dwelling(HousingKind::DwellingViewed, "DwellingViewed") },
        KindRow {
            required: &[&ADDRESS.def, &HOUSING_TYPE.def],
            optional: &[&RENT.def, &ROOMS.def],
            class: Class::Tenancy,
            ..dwelling(HousingKind::DwellingRegistered, "DwellingRegistered")
        },
        KindRow {
            optional: &[&NOTE.def],
            class: Class::Tenancy,
            ..dwelling(HousingKind::DwellingWithdrawn, "DwellingWithdrawn")
        },
        KindRow {
            required: &[&PREFERENCE.def],
            ..person(HousingKind::HousingPreferenceRecorded, "HousingPreferenceRecorded")
        },
        KindRow {
            optional: &[&NOTE.def],
            ..person(HousingKind::HousingApplicationSubmitted, "HousingApplicationSubmitted")
        },
        KindRow {
            required: &[&DECISION.def],
            optional: &[&APPEAL_BY.def, &NOTE.def],
            starts: &[Deadline::Appeal],
            ..person(HousingKind::HousingDecisionMade, "HousingDecisionMade")
        },
        KindRow {
            required: &[&TENANCY_ENTRY.def],
            by_service: true,
            ..dwelling(HousingKind::DwellingReserved, "DwellingReserved")
        },
        KindRow {
            required: &[&TENANCY_ENTRY.def],
            by_service: true,
            ..dwelling(HousingKind::DwellingReleased, "DwellingReleased")
        },
    ],
};
