//! The signals of tenancy risk, their points and sources, and the legal deadlines.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

/// One sign that a home may be lost, or one thing that helps to keep it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    EnumString,
    IntoStaticStr,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Signal {
    /// Rent unpaid after its due date (husleieloven § 3-2).
    RentMissed,
    /// Arrears of at least two months' rent.
    TwoPeriods,
    /// Debt-collection notice or payment demand (inkassoloven §§ 9, 10).
    DebtCollectionNotice,
    /// Warning of eviction (tvangsfullbyrdelsesloven § 4-18).
    EvictionWarning,
    /// The landlord told social services (husleieloven § 9-11).
    SocialServiceNotified,
    /// Termination (husleieloven §§ 9-6 to 9-8).
    Termination,
    /// Rescission (husleieloven § 9-9).
    Rescission,
    /// Petition filed, not yet served.
    PetitionFiled,
    /// Petition served (tvangsfullbyrdelsesloven § 13-6).
    PetitionServed,
    /// Day and hour of the eviction are set (tvangsfullbyrdelsesloven § 13-12).
    EvictionDated,
    /// An instalment was missed.
    RepaymentBroken,
    /// Rent less housing benefit above 30 % of income.
    RentBurden,
    /// Rent less housing benefit above 40 % of income.
    RentBurdenSevere,
    /// Written warning about conduct (husleieloven § 9-9).
    ConductWarning,
    /// A neighbour complained.
    NeighbourComplaint,
    /// A fixed term ends within 90 days (husleieloven § 9-2).
    FixedTermEnding,
    /// No kept contact for more than 7 days; above 14 it counts double.
    NoContact,
    /// Admitted or imprisoned while rent is unpaid.
    AwayWithUnpaidRent,
    /// Mitigator: the repayment agreement has been kept for three months.
    RepaymentKept,
    /// Mitigator: rent is deducted before payment.
    DeductionRunning,
}

impl Signal {
    /// Signals that rest on the arrears themselves: full payment before a petition closes them.
    pub const OF_ARREARS: [Self; 6] = [
        Self::RentMissed,
        Self::TwoPeriods,
        Self::DebtCollectionNotice,
        Self::EvictionWarning,
        Self::SocialServiceNotified,
        Self::RepaymentBroken,
    ];
    /// Signals of the chain towards eviction: averted, ended or executed closes them.
    pub const OF_CHAIN: [Self; 8] = [
        Self::DebtCollectionNotice,
        Self::EvictionWarning,
        Self::SocialServiceNotified,
        Self::Termination,
        Self::Rescission,
        Self::PetitionFiled,
        Self::PetitionServed,
        Self::EvictionDated,
    ];
    /// Signals that belong to one tenancy and end with it.
    pub const OF_TENANCY: [Self; 15] = [
        Self::RentMissed,
        Self::TwoPeriods,
        Self::DebtCollectionNotice,
        Self::EvictionWarning,
        Self::SocialServiceNotified,
        Self::Termination,
        Self::Rescission,
        Self::PetitionFiled,
        Self::PetitionServed,
        Self::EvictionDated,
        Self::RepaymentBroken,
        Self::ConductWarning,
        Self::NeighbourComplaint,
        Self::FixedTermEnding,
        Self::AwayWithUnpaidRent,
    ];
    /// Open legal steps: they put the tenancy at risk on the board.
    pub const OF_LAW: [Self; 6] = [
        Self::EvictionWarning,
        Self::Termination,
        Self::Rescission,
        Self::PetitionFiled,
        Self::PetitionServed,
        Self::EvictionDated,
    ];
    /// Executable legal steps: they force red whatever the mitigators.
    pub const EXECUTABLE: [Self; 4] =
        [Self::Rescission, Self::PetitionFiled, Self::PetitionServed, Self::EvictionDated];
    /// What a deposit that covers the claim suspends (husleieloven § 3-8); legal steps stay.
    pub const SUSPENDED_BY_DEPOSIT: [Self; 4] =
        [Self::RentMissed, Self::TwoPeriods, Self::DebtCollectionNotice, Self::AwayWithUnpaidRent];

    /// The name in the API, e.g. `RENT_MISSED`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Where the rule is written; [`TEAM_RULE`] where it is not in a statute.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::RentMissed => "husleieloven § 3-2",
            Self::DebtCollectionNotice => "inkassoloven §§ 9 og 10",
            Self::EvictionWarning => "tvangsfullbyrdelsesloven § 4-18",
            Self::SocialServiceNotified => "husleieloven § 9-11",
            Self::Termination => "husleieloven §§ 9-6 til 9-8",
            Self::Rescission | Self::ConductWarning | Self::NeighbourComplaint => "husleieloven § 9-9",
            Self::PetitionFiled => "tvangsfullbyrdelsesloven § 13-2",
            Self::PetitionServed => "tvangsfullbyrdelsesloven § 13-6",
            Self::EvictionDated => "tvangsfullbyrdelsesloven § 13-12",
            Self::FixedTermEnding => "husleieloven § 9-2",
            Self::TwoPeriods
            | Self::RepaymentBroken
            | Self::RentBurden
            | Self::RentBurdenSevere
            | Self::NoContact
            | Self::AwayWithUnpaidRent
            | Self::RepaymentKept
            | Self::DeductionRunning => TEAM_RULE,
        }
    }
}

/// The source of a rule that is the team's own.
pub const TEAM_RULE: &str = "teamets regel";

/// A date by which something must, or before which something may not, be done.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    EnumString,
    IntoStaticStr,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Deadline {
    /// Pay a debt-collection notice or payment demand.
    PayBy,
    /// The landlord may petition from this day on (two weeks after the § 4-18 warning was sent).
    EarliestPetition,
    /// The landlord should wait until this day (two weeks after telling social services).
    SocialServiceWait,
    /// Protest in writing against a termination (husleieloven § 9-7).
    Protest,
    /// The landlord must bring the case, or the termination falls away (husleieloven § 9-8).
    BringCase,
    /// Answer a petition (tvangsfullbyrdelsesloven § 13-6).
    AnswerPetition,
    /// The eviction takes place.
    Eviction,
    /// A fixed term ends.
    FixedTermEnd,
    /// Answer a housing offer.
    OfferAnswer,
    /// Appeal a housing decision.
    Appeal,
}

impl Deadline {
    /// Deadlines of the chain towards eviction.
    pub const OF_CHAIN: [Self; 7] = [
        Self::PayBy,
        Self::EarliestPetition,
        Self::SocialServiceWait,
        Self::Protest,
        Self::BringCase,
        Self::AnswerPetition,
        Self::Eviction,
    ];
    /// Deadlines that end with the tenancy.
    pub const OF_TENANCY: [Self; 8] = [
        Self::PayBy,
        Self::EarliestPetition,
        Self::SocialServiceWait,
        Self::Protest,
        Self::BringCase,
        Self::AnswerPetition,
        Self::Eviction,
        Self::FixedTermEnd,
    ];
}
