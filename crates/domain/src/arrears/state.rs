//! The arrears of one tenancy, as far as later steps depend on them. Sums, deadlines and signals are in `risk`.

use std::{collections::BTreeMap, fmt};

use super::{AMOUNT, ArrearsKind, PERIOD, POSTPONED_TO, WARNING, Warning};
use crate::{
    decider::Step,
    field::{Month, Ore},
    id::EntryId,
};

/// A termination (oppsigelse) that is neither withdrawn nor lapsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Termination {
    /// The entry that received it.
    pub id: EntryId,
    /// The entry that protested.
    pub protest: Option<EntryId>,
}

/// An eviction that was scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Eviction {
    /// The entry that scheduled or last postponed it.
    pub id: EntryId,
    /// Whether a time is set: it can be postponed without a new one.
    pub dated: bool,
}

/// A repayment agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The entry that made it.
    pub id: EntryId,
    /// The entry that broke it.
    pub broken: Option<EntryId>,
}

/// A rent of one period, with the amount where it is known.
pub(super) type Rents = BTreeMap<Month, (EntryId, Option<Ore>)>;

/// Rent unpaid and the chain towards eviction, for one tenancy.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Arrears {
    pub(super) due: Rents,
    pub(super) missed: Rents,
    pub(super) eviction_warning: Option<EntryId>,
    pub(super) conduct_warning: Option<EntryId>,
    pub(super) complaint: Option<EntryId>,
    pub(super) termination: Option<Termination>,
    pub(super) rescission: Option<EntryId>,
    pub(super) petition: Option<EntryId>,
    pub(super) eviction: Option<Eviction>,
    pub(super) agreement: Option<Agreement>,
    pub(super) deduction: Option<EntryId>,
    pub(super) deposit: Option<EntryId>,
}

/// `Debug` shows no sum.
impl fmt::Debug for Arrears {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrears").field("open_case", &self.open_case()).finish_non_exhaustive()
    }
}

impl Arrears {
    /// The termination that stands.
    #[must_use]
    pub const fn termination(&self) -> Option<Termination> {
        self.termination
    }

    /// The eviction that is neither averted nor executed.
    #[must_use]
    pub const fn eviction(&self) -> Option<Eviction> {
        self.eviction
    }

    /// The last repayment agreement, kept or broken.
    #[must_use]
    pub const fn agreement(&self) -> Option<Agreement> {
        self.agreement
    }

    /// The latest open step of the legal chain: warning, termination, rescission, petition or date.
    #[must_use]
    pub fn open_case(&self) -> Option<EntryId> {
        let eviction = self.eviction.map(|eviction| eviction.id).or(self.petition).or(self.rescission);
        eviction.or(self.termination.map(|termination| termination.id)).or(self.eviction_warning)
    }

    pub(crate) fn apply(&mut self, kind: ArrearsKind, step: &Step<'_>) {
        use ArrearsKind as K;
        let id = step.id;
        match kind {
            K::RentFellDue => note_rent(&mut self.due, step),
            K::RentMissed => note_rent(&mut self.missed, step),
            K::EvictionWarningReceived => self.eviction_warning = Some(id),
            K::WrittenWarningReceived => self.conduct_warning = Some(id),
            K::WarningWithdrawn => self.withdraw_warning(step),
            K::NuisanceComplaintReceived => self.complaint = Some(id),
            K::ComplaintClosed => self.complaint = None,
            K::TerminationReceived => self.termination = Some(Termination { id, protest: None }),
            K::TerminationProtested => {
                self.termination =
                    self.termination.map(|t| Termination { protest: t.protest.or(Some(id)), ..t });
            }
            K::TerminationWithdrawn | K::TerminationLapsed => self.termination = None,
            K::RescissionReceived => self.rescission = Some(id),
            K::EvictionPetitionFiled | K::PetitionServed => self.petition = Some(id),
            K::EvictionScheduled => self.eviction = Some(Eviction { id, dated: true }),
            // A new time that was erased is a time all the same.
            K::EvictionPostponed => {
                let dated = step.entry.fields().contains_key(POSTPONED_TO.def.name);
                self.eviction = Some(Eviction { id, dated });
            }
            K::EvictionAverted | K::EvictionExecuted => self.close_case(),
            K::RepaymentAgreed => self.agreement = Some(Agreement { id, broken: None }),
            K::RepaymentBroken => {
                self.agreement = self.agreement.map(|a| Agreement { broken: a.broken.or(Some(id)), ..a });
            }
            K::VoluntaryDeductionStarted => self.deduction = self.deduction.or(Some(id)),
            K::DeductionStopped => self.deduction = None,
            K::DisputedRentDeposited => self.deposit = Some(id),
            K::DepositReleased => self.deposit = None,
            // No later step depends on these.
            K::RentPaid
            | K::InstalmentPaid
            | K::DebtCollectionNoticeReceived
            | K::PaymentDemandReceived
            | K::SocialServiceNotified
            | K::CaseBroughtByLandlord
            | K::DebtCounsellingReferred
            | K::DebtCounsellingAttended
            | K::SocialAssistanceApplied
            | K::SocialAssistanceDecided => {}
        }
    }

    /// One withdrawal closes every warning of its sort. One whose sort was erased closes none.
    fn withdraw_warning(&mut self, step: &Step<'_>) {
        match step.entry.get(&WARNING) {
            Some(Warning::EvictionWarning) => self.eviction_warning = None,
            Some(Warning::ConductWarning) => self.conduct_warning = None,
            None => {}
        }
    }

    /// Averted or executed: the legal chain is closed, what is owed and agreed stays.
    fn close_case(&mut self) {
        self.eviction_warning = None;
        self.termination = None;
        self.rescission = None;
        self.petition = None;
        self.eviction = None;
    }
}

/// A rent whose period was erased is kept from no later one; an erased amount equals none.
fn note_rent(rents: &mut Rents, step: &Step<'_>) {
    if let Some(period) = step.entry.get(&PERIOD) {
        rents.entry(period).or_insert((step.id, step.entry.get(&AMOUNT)));
    }
}
