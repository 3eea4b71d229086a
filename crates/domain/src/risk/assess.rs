//! The assessment of one tenancy at one moment.

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use strum::{EnumIter, EnumString, IntoStaticStr};

use super::{
    DeadlineAt, Fired, RiskFacts, RiskRules, Signal,
    deadlines::{deadlines, next},
    fire::Case,
};
use crate::{calendar, field::Ore, id::EntryId};

/// How pressing it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr, Serialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Level {
    /// Grønn.
    Green,
    /// Gul.
    Yellow,
    /// Oransje.
    Orange,
    /// Rød.
    Red,
}

/// The risk of losing a home, explained. Decision support: the points are not validated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// The active tenancy.
    pub tenancy: EntryId,
    /// The level.
    pub level: Level,
    /// The sum of all points, never below 0.
    pub points: u32,
    /// Whether an executable legal step makes it red whatever the sum.
    pub forced_red: bool,
    /// The signals that fire, with the entries behind each.
    pub signals: Vec<Fired>,
    /// The deposit that suspends the signals of unpaid rent (husleieloven § 3-8).
    pub suspended: Option<EntryId>,
    /// Every deadline that runs, earliest first.
    pub deadlines: Vec<DeadlineAt>,
    /// The earliest deadline that has not passed.
    pub next: Option<DeadlineAt>,
    /// Rent that is missed.
    #[serde(serialize_with = "ore")]
    pub arrears: Ore,
    /// Today's rent; unknown where it was erased.
    #[serde(serialize_with = "maybe_ore")]
    pub monthly_rent: Option<Ore>,
    /// The rule set.
    pub rules_version: String,
}

impl Assessment {
    /// A signal, where it fires.
    #[must_use]
    pub fn fired(&self, signal: Signal) -> Option<&Fired> {
        self.signals.iter().find(|fired| fired.signal == signal)
    }
}

/// Assesses the active tenancy at an instant; none without one.
#[must_use]
pub fn assess(facts: &RiskFacts, rules: &RiskRules, now: DateTime<Utc>) -> Option<Assessment> {
    let today = calendar::date(now);
    let (tenancy, lease) = facts.leases.active()?;
    let suspended = suspended_by(&Case { facts, lease, tenancy, rules, today });
    let signals = Case { facts, lease, tenancy, rules, today }.fired(suspended.is_some());
    let points = sum(&signals);
    let forced_red = signals.iter().any(|fired| Signal::EXECUTABLE.contains(&fired.signal));
    let deadlines = deadlines(facts, lease, tenancy, rules, today);
    Some(Assessment {
        tenancy,
        level: if forced_red { Level::Red } else { rules.level(points) },
        points,
        forced_red,
        signals,
        suspended,
        next: next(&deadlines).cloned(),
        deadlines,
        arrears: Ore(lease.chain.ledger.arrears(today)),
        monthly_rent: lease.rent(today).map(|rent| rent.ore),
        rules_version: rules.version.clone(),
    })
}

/// The deposit that covers what the landlord claims, where there is a claim.
fn suspended_by(case: &Case<'_>) -> Option<EntryId> {
    let chain = &case.lease.chain;
    let claims =
        chain.ledger.arrears(case.today) > 0 || chain.open_of(Signal::DebtCollectionNotice).next().is_some();
    chain.ledger.deposit_covers(chain.claimed(case.today)).filter(|_| claims)
}

fn sum(signals: &[Fired]) -> u32 {
    let sum: i64 = signals.iter().map(|fired| i64::from(fired.points)).sum();
    u32::try_from(sum.max(0)).unwrap_or(u32::MAX)
}

fn ore<S: Serializer>(ore: &Ore, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(ore.0)
}

#[expect(clippy::ref_option, reason = "the signature that serialize_with calls")]
fn maybe_ore<S: Serializer>(ore: &Option<Ore>, serializer: S) -> Result<S::Ok, S::Error> {
    ore.map(|ore| ore.0).serialize(serializer)
}
