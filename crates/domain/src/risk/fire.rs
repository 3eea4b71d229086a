//! Which signals fire on a day, with the entries behind each.

use chrono::NaiveDate;
use serde::Serialize;
use strum::IntoEnumIterator;

use super::{
    Flag, RiskFacts, RiskRules, Signal,
    deadlines::{flags, has_lapsed, is_open_ended},
    facts::Lease,
    ledger::Claim,
    step::Step,
};
use crate::{
    calendar::{add_months, sub_days},
    id::EntryId,
};

/// A signal that fires, with why and since when. It fires once, however many entries are behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fired {
    /// The signal.
    pub signal: Signal,
    /// What it adds to the sum.
    pub points: i32,
    /// The date of the first entry behind it, or the day on which a limit was passed.
    pub since: NaiveDate,
    /// The entries behind it.
    pub because: Vec<EntryId>,
    /// Where the rule is written.
    pub source: &'static str,
    /// What is particular about it.
    pub flags: Vec<Flag>,
}

/// What one assessment looks at.
pub(crate) struct Case<'a> {
    pub facts: &'a RiskFacts,
    pub lease: &'a Lease,
    pub tenancy: EntryId,
    pub rules: &'a RiskRules,
    pub today: NaiveDate,
}

/// A signal without its points.
struct Found {
    since: NaiveDate,
    because: Vec<EntryId>,
}

impl Case<'_> {
    /// All signals that fire, in the order of the table; those that a deposit suspends are left out.
    pub fn fired(&self, suspended: bool) -> Vec<Fired> {
        let fires = |signal: &Signal| !(suspended && Signal::SUSPENDED_BY_DEPOSIT.contains(signal));
        Signal::iter().filter(fires).filter_map(|signal| self.fire(signal)).collect()
    }

    fn fire(&self, signal: Signal) -> Option<Fired> {
        let mut points = self.rules.points.of(signal);
        let mut flags = Vec::new();
        let found = match signal {
            Signal::RentMissed => self.rent_missed(),
            Signal::TwoPeriods => self.two_periods(),
            Signal::RentBurden => {
                self.burden(self.rules.burden_percent, Some(self.rules.burden_severe_percent))
            }
            Signal::RentBurdenSevere => self.burden(self.rules.burden_severe_percent, None),
            Signal::FixedTermEnding => self.fixed_term(),
            Signal::AwayWithUnpaidRent => self.away(),
            Signal::RepaymentKept => self.repayment_kept(),
            Signal::DeductionRunning => found(self.facts.deductions.iter().copied()),
            Signal::NoContact => self.no_contact(self.rules.no_contact_long_days).map_or_else(
                || self.no_contact(self.rules.no_contact_days),
                |found| {
                    points = self.rules.points.no_contact_long;
                    Some(found)
                },
            ),
            _ => {
                flags = self.flags(signal);
                found(self.steps(signal).map(|step| (step.on, step.because)))
            }
        }?;
        let Found { since, because } = found;
        Some(Fired { signal, points, since, because, source: signal.source(), flags })
    }

    /// The open steps behind a signal that count today.
    fn steps(&self, signal: Signal) -> impl Iterator<Item = &Step> {
        self.lease.chain.open_of(signal).filter(move |step| match signal {
            Signal::ConductWarning | Signal::NeighbourComplaint => {
                self.today <= add_months(step.on, self.rules.conduct_months)
            }
            Signal::Termination => !has_lapsed(&self.lease.chain, step, self.rules, self.today),
            _ => true,
        })
    }

    fn flags(&self, signal: Signal) -> Vec<Flag> {
        let undated = |step: &Step| step.running.is_some_and(|running| running.undated);
        let postponed = |step: &Step| undated(step).then_some(Flag::PostponedWithoutDate);
        let of = |step: &Step| flags(&self.lease.chain, step, self.rules).into_iter().chain(postponed(step));
        let mut flags: Vec<_> = self.steps(signal).flat_map(|step| of(step).collect::<Vec<_>>()).collect();
        flags.sort_unstable();
        flags.dedup();
        flags
    }

    fn missed(&self) -> impl Iterator<Item = &Claim> {
        self.lease.chain.ledger.missed(self.today)
    }

    fn rent_missed(&self) -> Option<Found> {
        let since = self.missed().map(Claim::missed_from).min()?;
        Some(Found { since, because: self.missed().flat_map(|claim| claim.because.clone()).collect() })
    }

    /// Arrears of two months at today's rent; since the rent that brought them there.
    fn two_periods(&self) -> Option<Found> {
        let rent = self.lease.rent(self.today)?.ore.0;
        let limit = rent.checked_mul(self.rules.periods.into()).filter(|limit| *limit > 0)?;
        let mut sum = 0_i64;
        let reaches = |claim: &&Claim| {
            sum = sum.saturating_add(claim.left);
            sum >= limit
        };
        let since = self.missed().find(reaches)?.missed_from();
        Some(Found { since, ..self.rent_missed()? })
    }

    /// (Rent − housing benefit) ÷ income above a limit. Rent without any income is above every limit.
    fn burden(&self, percent: u32, below: Option<u32>) -> Option<Found> {
        let (rent, income) = (self.lease.rent(self.today)?, self.facts.income?);
        let net = i128::from(rent.ore.0) - i128::from(income.benefit?.0);
        let income_ore = i128::from(income.ore?.0);
        let above = |percent: u32| net > 0 && net * 100 > income_ore * i128::from(percent);
        let fires = above(percent) && !below.is_some_and(above);
        fires.then(|| Found { since: income.on, because: vec![rent.because, income.because] })
    }

    fn fixed_term(&self) -> Option<Found> {
        let until = self.lease.fixed_until?;
        let since = sub_days(until, self.rules.fixed_term_days);
        let fires = since <= self.today && !is_open_ended(&self.lease.chain, until, self.rules, self.today);
        fires.then(|| Found { since, because: vec![self.tenancy] })
    }

    fn no_contact(&self, limit: u32) -> Option<Found> {
        let (from, because) = self.facts.follow_up.counts_from()?;
        let since = self.facts.stays.nth_day_after(from, limit.saturating_add(1));
        (since <= self.today).then(|| Found { since, because: vec![because] })
    }

    fn away(&self) -> Option<Found> {
        let stays = &self.facts.stays;
        let stay = stays.in_hospital().or(stays.in_prison())?;
        let unpaid = self.rent_missed()?;
        let because = std::iter::once(stay.because).chain(unpaid.because).collect();
        Some(Found { since: stay.from.max(unpaid.since), because })
    }

    /// An agreement at least three months old, not broken, with three instalments paid.
    fn repayment_kept(&self) -> Option<Found> {
        let repayment = self.lease.chain.repayment.as_ref()?;
        let old_enough = add_months(repayment.on, self.rules.repayment_months);
        let count = self.rules.repayment_instalments;
        let enough = match count.checked_sub(1) {
            Some(last) => repayment.instalments.get(last)?.0,
            None => repayment.on,
        };
        let since = old_enough.max(enough);
        let instalments = repayment.instalments.iter().map(|(_, because)| *because);
        (since <= self.today).then(|| Found {
            since,
            because: std::iter::once(repayment.because).chain(instalments).collect(),
        })
    }
}

fn found(entries: impl Iterator<Item = (NaiveDate, EntryId)>) -> Option<Found> {
    let (dates, because): (Vec<_>, Vec<_>) = entries.unzip();
    Some(Found { since: dates.into_iter().min()?, because })
}
