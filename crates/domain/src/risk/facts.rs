//! What counts for the risk: a fold of one participant's entries.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ByTenancy, FollowUp, Offers, Signal, Stays, chain::Chain};
use crate::{
    effective::Effective,
    field::Ore,
    housing::{APPEAL_BY, HousingKind, RENT},
    id::EntryId,
    kind::Kind,
    tenancy::{FIXED_UNTIL, HOUSING_BENEFIT, INCOME, TENANCY, TenancyKind, VALID_FROM},
};

/// A rent from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Rent {
    from: NaiveDate,
    pub ore: Ore,
    pub because: EntryId,
}

/// Income per month, as last recorded. An erased amount is unknown, and so is what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Income {
    pub ore: Option<Ore>,
    /// None applied for counts as nothing; an erased one is unknown.
    pub benefit: Option<Ore>,
    pub on: NaiveDate,
    pub because: EntryId,
}

/// One tenancy: rent, term, and its chain.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Lease {
    rents: Vec<Rent>,
    /// Last day of a fixed term; an erased one is unknown and runs nothing out.
    pub fixed_until: Option<NaiveDate>,
    pub chain: Chain,
}

impl Lease {
    /// Today's rent. The rent that the lease began with holds until a change takes effect.
    pub fn rent(&self, today: NaiveDate) -> Option<Rent> {
        let in_force = self.rents.iter().filter(|rent| rent.from <= today);
        // The last of equals: a later entry about the same day replaces the earlier one.
        in_force.max_by_key(|rent| rent.from).or(self.rents.first()).copied()
    }
}

/// Everything that [`super::assess`] needs about one participant.
///
/// [`evolve`](Self::evolve) is called with the participant's standing entries of all streams, in the order of
/// when they occurred and then of position.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RiskFacts {
    pub(crate) leases: ByTenancy<Lease>,
    pub(crate) income: Option<Income>,
    /// Entries that started deductions from pay or benefits which are still running.
    pub(crate) deductions: Vec<(NaiveDate, EntryId)>,
    pub(crate) stays: Stays,
    pub(crate) follow_up: FollowUp,
    pub(crate) offers: Offers,
    /// The last day to appeal the last housing decision.
    pub(crate) appeal: Option<(NaiveDate, EntryId)>,
}

impl RiskFacts {
    /// The only place where the facts change.
    pub fn evolve(&mut self, entry: &Effective<'_>) {
        self.stays.evolve(entry);
        self.follow_up.evolve(entry);
        self.offers.evolve(entry);
        self.deduct(entry);
        match entry.entry.kind() {
            Kind::Tenancy(kind) => self.tenancy(kind, entry),
            Kind::Arrears(kind) => self.leases.of(entry.entry.get(&TENANCY)).chain.evolve(kind, entry),
            Kind::Housing(HousingKind::HousingDecisionMade) => {
                self.appeal = entry.entry.get(&APPEAL_BY).map(|by| (by, entry.id()));
            }
            _ => {}
        }
    }

    fn tenancy(&mut self, kind: TenancyKind, entry: &Effective<'_>) {
        let says = &entry.entry;
        match kind {
            TenancyKind::TenancyStarted => {
                let lease = self.leases.start(entry.id());
                lease.fixed_until = says.get(&FIXED_UNTIL);
                lease.rents.extend(rent(entry));
            }
            TenancyKind::RentChanged => self.leases.of(says.get(&TENANCY)).rents.extend(rent(entry)),
            TenancyKind::TenancyEnded => {
                if let Some(lease) = self.leases.end(says.get(&TENANCY)) {
                    lease.chain.close(says.row().settles, entry.occurred.at);
                }
            }
            TenancyKind::IncomeRecorded => self.income = Some(income(entry)),
            _ => {}
        }
    }

    /// A deduction belongs to the person, not to a tenancy: it runs until it is stopped.
    fn deduct(&mut self, entry: &Effective<'_>) {
        let row = entry.entry.row();
        if row.settles.contains(&Signal::DeductionRunning) {
            self.deductions.clear();
        }
        if row.raises == Some(Signal::DeductionRunning) {
            self.deductions.push((entry.occurred.date(), entry.id()));
        }
    }
}

/// An erased rent is no rent that anything can be compared with; an erased first day is when it was recorded.
fn rent(entry: &Effective<'_>) -> Option<Rent> {
    let from = entry.entry.get(&VALID_FROM).unwrap_or_else(|| entry.occurred.date());
    Some(Rent { from, ore: entry.entry.get(&RENT)?, because: entry.id() })
}

fn income(entry: &Effective<'_>) -> Income {
    let says = &entry.entry;
    let has_benefit = says.fields().contains_key(HOUSING_BENEFIT.def.name);
    let benefit = if has_benefit { says.get(&HOUSING_BENEFIT) } else { Some(Ore(0)) };
    Income { ore: says.get(&INCOME), benefit, on: entry.occurred.date(), because: entry.id() }
}
