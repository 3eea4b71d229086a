//! The points, days and months of the rule set. Dated configuration, never constants in the code that counts.

use super::{Level, Signal};

/// What each signal adds to the level, in points. Points are unvalidated: decision support only.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the signal of the same name")]
pub struct Points {
    pub rent_missed: i32,
    pub two_periods: i32,
    pub debt_collection_notice: i32,
    pub eviction_warning: i32,
    pub social_service_notified: i32,
    pub termination: i32,
    pub rescission: i32,
    pub petition_filed: i32,
    pub petition_served: i32,
    pub eviction_dated: i32,
    pub repayment_broken: i32,
    pub rent_burden: i32,
    pub rent_burden_severe: i32,
    pub conduct_warning: i32,
    pub neighbour_complaint: i32,
    pub fixed_term_ending: i32,
    pub no_contact: i32,
    pub no_contact_long: i32,
    pub away_with_unpaid_rent: i32,
    pub repayment_kept: i32,
    pub deduction_running: i32,
}

impl Default for Points {
    fn default() -> Self {
        Self {
            rent_missed: 15,
            two_periods: 30,
            debt_collection_notice: 10,
            eviction_warning: 50,
            social_service_notified: 40,
            termination: 50,
            rescission: 80,
            petition_filed: 80,
            petition_served: 85,
            eviction_dated: 100,
            repayment_broken: 20,
            rent_burden: 10,
            rent_burden_severe: 20,
            conduct_warning: 25,
            neighbour_complaint: 10,
            fixed_term_ending: 20,
            no_contact: 10,
            no_contact_long: 20,
            away_with_unpaid_rent: 15,
            repayment_kept: -15,
            deduction_running: -15,
        }
    }
}

impl Points {
    /// The points of a signal; `no_contact` has a higher row of its own, [`Points::no_contact_long`].
    #[must_use]
    pub const fn of(&self, signal: Signal) -> i32 {
        match signal {
            Signal::RentMissed => self.rent_missed,
            Signal::TwoPeriods => self.two_periods,
            Signal::DebtCollectionNotice => self.debt_collection_notice,
            Signal::EvictionWarning => self.eviction_warning,
            Signal::SocialServiceNotified => self.social_service_notified,
            Signal::Termination => self.termination,
            Signal::Rescission => self.rescission,
            Signal::PetitionFiled => self.petition_filed,
            Signal::PetitionServed => self.petition_served,
            Signal::EvictionDated => self.eviction_dated,
            Signal::RepaymentBroken => self.repayment_broken,
            Signal::RentBurden => self.rent_burden,
            Signal::RentBurdenSevere => self.rent_burden_severe,
            Signal::ConductWarning => self.conduct_warning,
            Signal::NeighbourComplaint => self.neighbour_complaint,
            Signal::FixedTermEnding => self.fixed_term_ending,
            Signal::NoContact => self.no_contact,
            Signal::AwayWithUnpaidRent => self.away_with_unpaid_rent,
            Signal::RepaymentKept => self.repayment_kept,
            Signal::DeductionRunning => self.deduction_running,
        }
    }
}

/// A rule set: points, level limits, days and months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskRules {
    /// Names the rule set in every assessment.
    pub version: String,
    /// Points of each signal.
    pub points: Points,
    /// From so many points yellow.
    pub yellow: u32,
    /// From so many points orange.
    pub orange: u32,
    /// From so many points red.
    pub red: u32,
    /// A pay-by date fewer days after sending is short notice (inkassoloven §§ 9 and 10).
    pub collection_days: u32,
    /// Days between a § 4-18 warning and the earliest petition (tvangsfullbyrdelsesloven § 4-18).
    pub warning_days: u32,
    /// Days the landlord should wait after telling social services (husleieloven § 9-11).
    pub social_service_days: u32,
    /// Months to protest against a termination (husleieloven § 9-8, told of in the letter by § 9-7).
    pub protest_months: u32,
    /// Months to bring the case once the time to protest has run out (husleieloven § 9-8).
    pub bring_case_months: u32,
    /// Days to answer a petition (tvangsfullbyrdelsesloven § 13-6).
    pub answer_days: u32,
    /// A fixed term that ends within so many days counts.
    pub fixed_term_days: u32,
    /// Months of silence after which a fixed term has become open-ended (husleieloven § 9-2).
    pub open_ended_months: u32,
    /// Arrears of so many months' rent count as more than a missed rent.
    pub periods: u32,
    /// Rent less housing benefit above so many per cent of income.
    pub burden_percent: u32,
    /// The same, higher row.
    pub burden_severe_percent: u32,
    /// Months after which warnings and complaints about conduct no longer count.
    pub conduct_months: u32,
    /// More than so many days without a kept contact.
    pub no_contact_days: u32,
    /// The same, higher row.
    pub no_contact_long_days: u32,
    /// Months after which a repayment agreement that is kept counts.
    pub repayment_months: u32,
    /// Instalments that must have been paid for it to count.
    pub repayment_instalments: usize,
}

impl RiskRules {
    /// The rule set that [`Default`] gives.
    pub const VERSION: &str = "2026-11";

    /// The level for a sum of points, before an executable step forces red.
    #[must_use]
    pub const fn level(&self, points: u32) -> Level {
        if points >= self.red {
            Level::Red
        } else if points >= self.orange {
            Level::Orange
        } else if points >= self.yellow {
            Level::Yellow
        } else {
            Level::Green
        }
    }
}

impl Default for RiskRules {
    fn default() -> Self {
        Self {
            version: Self::VERSION.to_owned(),
            points: Points::default(),
            yellow: 20,
            orange: 50,
            red: 80,
            collection_days: 14,
            warning_days: 14,
            social_service_days: 14,
            protest_months: 1,
            bring_case_months: 3,
            answer_days: 14,
            fixed_term_days: 90,
            open_ended_months: 3,
            periods: 2,
            burden_percent: 30,
            burden_severe_percent: 40,
            conduct_months: 6,
            no_contact_days: 7,
            no_contact_long_days: 14,
            repayment_months: 3,
            repayment_instalments: 3,
        }
    }
}
