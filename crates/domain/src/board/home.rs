//! Whether the person is housed, and since when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Housing;
use crate::{
    effective::Effective,
    id::EntryId,
    kind::Kind,
    risk::ByTenancy,
    tenancy::{LANDLORD, Landlord, TENANCY, TenancyKind},
};

type At = (NaiveDate, EntryId);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Lease {
    /// An erased landlord is not known; the home is one all the same.
    landlord: Option<Landlord>,
    keys: Option<NaiveDate>,
}

/// Homes rented, bought and lost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Home {
    leases: ByTenancy<Lease>,
    bought: Option<NaiveDate>,
    temporary: Option<NaiveDate>,
    lost: Option<At>,
}

impl Home {
    pub fn evolve(&mut self, entry: &Effective<'_>) {
        let Kind::Tenancy(kind) = entry.entry.kind() else { return };
        let (on, named) = (entry.occurred.date(), entry.entry.get(&TENANCY));
        match kind {
            TenancyKind::TenancyStarted => {
                self.leases.start(entry.id()).landlord = entry.entry.get(&LANDLORD);
            }
            TenancyKind::KeysHandedOver => {
                let keys = &mut self.leases.of(named).keys;
                *keys = keys.or(Some(on));
                // Who moves into a rented home no longer lives in the one bought before.
                self.bought = None;
            }
            TenancyKind::TenancyEnded => {
                if self.leases.end(named).is_some_and(|lease| lease.keys.is_some()) {
                    self.lost = Some((on, entry.id()));
                }
            }
            TenancyKind::HomePurchased => self.bought = Some(on),
            TenancyKind::TemporaryHousingStarted => self.temporary = self.temporary.or(Some(on)),
            TenancyKind::TemporaryHousingEnded => self.temporary = None,
            TenancyKind::RentChanged | TenancyKind::IncomeRecorded | TenancyKind::RehousingStarted => {}
        }
    }

    fn housed(&self) -> Option<Housing> {
        let bought = self.bought.map(|since| Housing::Owned { since });
        bought.or_else(|| {
            let lease = self.leases.running().rfind(|lease| lease.keys.is_some())?;
            Some(Housing::Housed { landlord: lease.landlord, since: lease.keys? })
        })
    }

    /// Since when, and by which entry, the person has no home; someone never housed since the day given.
    pub fn homeless(&self, enrolled: At) -> Option<At> {
        self.housed().is_none().then(|| self.lost.unwrap_or(enrolled))
    }

    /// Where the person lives. A temporary stay counts only for someone not housed.
    pub fn housing(&self, enrolled: At) -> Housing {
        let (lost, _) = self.lost.unwrap_or(enrolled);
        let temporary = || self.temporary.map(|since| Housing::Temporary { since });
        self.housed().or_else(temporary).unwrap_or(Housing::Homeless { since: lost })
    }
}
