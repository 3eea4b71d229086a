//! Offers of dwellings that wait for an answer.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    effective::Effective,
    housing::{HousingKind, OFFER, RESPOND_BY},
    id::EntryId,
    kind::Kind,
};

/// An offer without an answer. Past its date it stays open: the answer is then late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Offer {
    /// The entry that made it.
    pub id: EntryId,
    /// When it was made.
    pub on: NaiveDate,
    /// The last day to answer; none was set, or it was erased.
    pub respond_by: Option<NaiveDate>,
}

/// All open offers of one person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Offers {
    open: Vec<Offer>,
    answered: BTreeSet<EntryId>,
}

impl Offers {
    pub fn evolve(&mut self, entry: &Effective<'_>) {
        let Kind::Housing(kind) = entry.entry.kind() else { return };
        match kind {
            HousingKind::HousingOffered if !self.answered.remove(&entry.id()) => {
                let respond_by = entry.entry.get(&RESPOND_BY);
                self.open.push(Offer { id: entry.id(), on: entry.occurred.date(), respond_by });
            }
            HousingKind::HousingOfferAccepted
            | HousingKind::HousingOfferDeclined
            | HousingKind::HousingOfferWithdrawn
            | HousingKind::HousingOfferExpired => self.answer(entry.entry.get(&OFFER)),
            _ => {}
        }
    }

    /// An answer that occurred before its offer, by a slip of the clock, still answers it.
    fn answer(&mut self, offer: Option<EntryId>) {
        let Some(id) = offer else { return };
        let before = self.open.len();
        self.open.retain(|offer| offer.id != id);
        if self.open.len() == before {
            self.answered.insert(id);
        }
    }

    /// The open offers, in the order in which they were made.
    pub fn open(&self) -> &[Offer] {
        &self.open
    }
}
