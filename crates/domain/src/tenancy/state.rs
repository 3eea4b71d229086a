//! A participant's tenancies as their stream tells them.

use std::fmt;

use chrono::NaiveDate;

use super::{CONTRACT_NUMBER, DWELLING, FIXED_UNTIL, LANDLORD, Landlord, TENANCY, TenancyKind, VALID_FROM};
use crate::{
    arrears::Arrears,
    decider::Step,
    entry::Entry,
    field::Ore,
    housing::RENT,
    id::{DwellingId, EntryId},
    kind::Kind,
};

/// A lease, from start over keys to end. Its id is the id of the entry that started it.
#[derive(Clone, PartialEq, Eq)]
pub struct Tenancy {
    /// The entry that started it.
    pub id: EntryId,
    /// The dwelling; `None` where it was erased.
    pub dwelling: Option<DwellingId>,
    /// Who lets it; `None` where it was erased.
    pub landlord: Option<Landlord>,
    /// The contract's number, where it has one.
    pub contract_number: Option<String>,
    /// The first day; `None` where it was erased.
    pub started_on: Option<NaiveDate>,
    /// The last day of a fixed term.
    pub fixed_until: Option<NaiveDate>,
    /// The rent that was recorded last, whatever day it applies from; `None` where it was erased.
    pub rent: Option<Ore>,
    /// The entry that handed over the keys.
    pub keys: Option<EntryId>,
    /// The entry that ended it.
    pub ended: Option<EntryId>,
    /// Rent unpaid and the chain towards eviction.
    pub arrears: Arrears,
}

/// `Debug` shows nothing that the lease says.
impl fmt::Debug for Tenancy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, keys, ended, arrears, .. } = self;
        let mut shown = f.debug_struct("Tenancy");
        shown.field("id", id).field("keys", keys).field("ended", ended);
        shown.field("arrears", arrears).finish_non_exhaustive()
    }
}

impl Tenancy {
    /// Whether it has not ended.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.ended.is_none()
    }

    /// What was erased is not known; the tenancy is there all the same.
    fn new(id: EntryId, entry: &Entry) -> Self {
        Self {
            id,
            dwelling: entry.get(&DWELLING),
            landlord: entry.get(&LANDLORD),
            contract_number: entry.get(&CONTRACT_NUMBER),
            started_on: entry.get(&VALID_FROM),
            fixed_until: entry.get(&FIXED_UNTIL),
            rent: entry.get(&RENT),
            keys: None,
            ended: None,
            arrears: Arrears::default(),
        }
    }
}

/// One participant's tenancies and temporary stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tenancies {
    tenancies: Vec<Tenancy>,
    pub(super) temporary: Option<EntryId>,
}

impl Tenancies {
    /// The tenancy that has not ended.
    #[must_use]
    pub fn active(&self) -> Option<&Tenancy> {
        self.tenancies.iter().rev().find(|tenancy| tenancy.is_active())
    }

    /// Every tenancy, in the order in which they were recorded.
    #[must_use]
    pub fn all(&self) -> &[Tenancy] {
        &self.tenancies
    }

    /// A tenancy by its id.
    #[must_use]
    pub fn get(&self, id: EntryId) -> Option<&Tenancy> {
        self.tenancies.iter().find(|tenancy| tenancy.id == id)
    }

    /// The latest tenancy with this contract number.
    #[must_use]
    pub fn by_contract(&self, number: &str) -> Option<&Tenancy> {
        self.tenancies.iter().rev().find(|tenancy| tenancy.contract_number.as_deref() == Some(number.trim()))
    }

    /// The temporary stay that has not ended.
    #[must_use]
    pub const fn temporary_stay(&self) -> Option<EntryId> {
        self.temporary
    }

    /// The tenancy that a step of this kind concerns where it names none: the active one, and for letters and
    /// payments that come late, the one that ended last.
    pub(super) fn implied(&self, kind: Kind) -> Option<EntryId> {
        let last = matches!(kind, Kind::Arrears(_)).then(|| self.tenancies.last()).flatten();
        self.active().or(last).map(|tenancy| tenancy.id)
    }

    pub(super) fn apply(&mut self, step: &Step<'_>) {
        let entry = step.entry;
        match entry.kind() {
            Kind::Tenancy(TenancyKind::TenancyStarted) => self.tenancies.push(Tenancy::new(step.id, entry)),
            Kind::Tenancy(TenancyKind::TemporaryHousingStarted) => self.temporary = Some(step.id),
            Kind::Tenancy(TenancyKind::TemporaryHousingEnded) => self.temporary = None,
            // They concern the person, not one lease.
            Kind::Tenancy(
                TenancyKind::IncomeRecorded | TenancyKind::HomePurchased | TenancyKind::RehousingStarted,
            ) => {}
            Kind::Tenancy(
                kind @ (TenancyKind::KeysHandedOver | TenancyKind::RentChanged | TenancyKind::TenancyEnded),
            ) => self.change(step, |tenancy| tenancy_step(tenancy, kind, step)),
            Kind::Arrears(kind) => self.change(step, |tenancy| tenancy.arrears.apply(kind, step)),
            _ => {}
        }
    }

    /// A step of a tenancy that this stream does not know changes nothing.
    fn change(&mut self, step: &Step<'_>, change: impl FnOnce(&mut Tenancy)) {
        let id = step.entry.get(&TENANCY).or_else(|| self.implied(step.entry.kind()));
        if let Some(tenancy) = self.tenancies.iter_mut().find(|tenancy| Some(tenancy.id) == id) {
            change(tenancy);
        }
    }
}

fn tenancy_step(tenancy: &mut Tenancy, kind: TenancyKind, step: &Step<'_>) {
    match kind {
        TenancyKind::KeysHandedOver => tenancy.keys = tenancy.keys.or(Some(step.id)),
        TenancyKind::RentChanged => tenancy.rent = step.entry.get(&RENT),
        TenancyKind::TenancyEnded => tenancy.ended = tenancy.ended.or(Some(step.id)),
        _ => {}
    }
}
