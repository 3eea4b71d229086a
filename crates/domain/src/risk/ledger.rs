//! Rent fallen due and paid: the oldest rent is paid first.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    arrears::{AMOUNT, ArrearsKind, DUE_ON, PERIOD},
    calendar::{add_months, rent_due_date},
    effective::Effective,
    field::Ore,
    id::EntryId,
};

/// A rent that fell due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Claim {
    period: Option<NaiveDate>,
    /// Due date, moved by husleieloven § 3-2; unknown where a missed rent was recorded without one.
    due: Option<NaiveDate>,
    /// When it was recorded to have occurred.
    on: NaiveDate,
    /// What is still unpaid, in øre.
    pub left: i64,
    paid_on: Option<NaiveDate>,
    /// The entries behind it.
    pub because: Vec<EntryId>,
}

impl Claim {
    /// The first day on which it counts as missed: the day after it fell due. A rent that somebody recorded as
    /// missed without a due date counts from then on.
    pub fn missed_from(&self) -> NaiveDate {
        self.due.map_or(self.on, |due| due.succ_opt().unwrap_or(due))
    }

    /// When it fell due, as well as it is known.
    fn fell_due(&self) -> NaiveDate {
        self.due.or(self.period).unwrap_or(self.on)
    }
}

/// Money paid beyond what had fallen due.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Credit {
    period: Option<NaiveDate>,
    left: i64,
}

/// One tenancy's rents and payments. Only what is recorded counts: time never invents a rent.
///
/// An amount that was erased claims and pays nothing: a debt that nobody can state raises no alarm.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ledger {
    claims: Vec<Claim>,
    periods: BTreeSet<NaiveDate>,
    credits: Vec<Credit>,
    payments: Vec<(NaiveDate, i64)>,
    deposit: Option<(i64, EntryId)>,
    /// The last day on which a payment left nothing missed.
    pub cleared_on: Option<NaiveDate>,
}

impl Ledger {
    /// Heeds rents, payments and deposits. Gives the day of a payment that left nothing missed.
    pub fn evolve(&mut self, kind: ArrearsKind, entry: &Effective<'_>) -> Option<NaiveDate> {
        let Ore(amount) = entry.entry.get(&AMOUNT).unwrap_or_default();
        let period = entry.entry.get(&PERIOD).map(|month| month.0);
        let on = entry.occurred.date();
        match kind {
            ArrearsKind::RentFellDue | ArrearsKind::RentMissed => {
                // An erased due date is when it occurred: that date was taken from it. A missed rent that never
                // had one is missed as soon as somebody says so.
                let erased = entry.entry.fields().contains_key(DUE_ON.def.name);
                let fallback = (erased || kind == ArrearsKind::RentFellDue).then_some(on);
                let due = entry.entry.get(&DUE_ON).or(fallback).map(rent_due_date);
                let claim = Claim { period, due, on, left: amount, paid_on: None, because: vec![entry.id()] };
                self.claim(claim, kind == ArrearsKind::RentMissed);
                None
            }
            ArrearsKind::RentPaid | ArrearsKind::InstalmentPaid => self.pay(amount, period, on),
            ArrearsKind::DisputedRentDeposited => {
                let (sum, because) = self.deposit.unwrap_or((0, entry.id()));
                self.deposit = Some((sum.saturating_add(amount), because));
                None
            }
            ArrearsKind::DepositReleased => {
                self.deposit = None;
                None
            }
            _ => None,
        }
    }

    /// A rent falls due. A second entry for the same period adds nothing to the sum: it is the same rent.
    fn claim(&mut self, mut claim: Claim, stated: bool) {
        if claim.left == 0 {
            return;
        }
        if claim.period.is_some_and(|period| !self.periods.insert(period)) {
            let same = self.claims.iter_mut().find(|other| other.period == claim.period);
            same.into_iter().for_each(|same| same.because.append(&mut claim.because));
            return;
        }
        for credit in &mut self.credits {
            // Money for a period without a rent on record paid a rent that is not in the log. And who says that
            // a rent is missed has already looked at what was paid before, unless it was paid for this one.
            let same = credit.period.is_some() && credit.period == claim.period;
            let free = credit.period.is_none_or(|period| self.periods.contains(&period));
            if same || (free && !stated) {
                let part = credit.left.min(claim.left);
                credit.left -= part;
                claim.left -= part;
            }
        }
        self.credits.retain(|credit| credit.left > 0);
        claim.paid_on = (claim.left == 0).then_some(claim.on);
        let at = self.claims.partition_point(|other| other.fell_due() <= claim.fell_due());
        self.claims.insert(at, claim);
    }

    fn pay(&mut self, amount: i64, period: Option<NaiveDate>, on: NaiveDate) -> Option<NaiveDate> {
        let before = self.arrears(on);
        let mut left = amount;
        for claim in self.claims.iter_mut().filter(|claim| claim.left > 0) {
            let part = left.min(claim.left);
            left -= part;
            claim.left -= part;
            claim.paid_on = (claim.left == 0).then_some(on);
        }
        if left > 0 {
            self.credits.push(Credit { period, left });
        }
        self.payments.push((on, amount));
        if before > 0 && self.arrears(on) == 0 {
            self.cleared_on = Some(on);
            return Some(on);
        }
        None
    }

    /// Rents that are missed on a day, oldest first. Any øre counts.
    pub fn missed(&self, today: NaiveDate) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(move |claim| claim.left > 0 && claim.missed_from() <= today)
    }

    /// What is missed on a day, in øre.
    pub fn arrears(&self, today: NaiveDate) -> i64 {
        self.missed(today).fold(0, |sum, claim| sum.saturating_add(claim.left))
    }

    /// Whether a rent was ever recorded. Without one, only letters say what is owed.
    pub const fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    /// What was paid from a day on, in øre.
    pub fn paid_since(&self, day: NaiveDate) -> i64 {
        let since = self.payments.iter().filter(|(on, _)| *on >= day);
        since.fold(0, |sum, (_, amount)| sum.saturating_add(*amount))
    }

    /// The entry that deposited disputed rent, where the deposit covers the claim (husleieloven § 3-8).
    pub fn deposit_covers(&self, claim: i64) -> Option<EntryId> {
        self.deposit.filter(|(sum, _)| *sum > 0 && *sum >= claim).map(|(_, because)| because)
    }

    /// Whether a warning sent on a day came before the rent that it is about fell due: nothing that had fallen
    /// due was unpaid then, and a rent fell due within the month after (tvangsfullbyrdelsesloven § 4-18).
    pub fn sent_too_early(&self, sent_on: NaiveDate) -> bool {
        let unpaid_then = |claim: &&Claim| claim.paid_on.is_none_or(|paid_on| paid_on > sent_on);
        let mut unpaid = self.claims.iter().filter(unpaid_then);
        let soon = add_months(sent_on, 1);
        let mut next = self.claims.iter().filter_map(|claim| claim.due);
        !unpaid.any(|claim| claim.fell_due() <= sent_on) && next.any(|due| due > sent_on && due <= soon)
    }
}
