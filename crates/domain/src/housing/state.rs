//! A dwelling as its stream tells it.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use super::{ADDRESS, HOUSING_TYPE, HousingKind, HousingType, OFFER, RENT, ROOMS, TENANCY_ENTRY};
use crate::{
    decider::Step,
    field::Ore,
    id::{EntryId, ParticipantId},
    kind::Kind,
};

/// Where an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OfferState {
    /// Not answered, however long ago the date to answer was.
    Open,
    /// Accepted by the entry: it holds the dwelling.
    Accepted(EntryId),
    /// Accepted, and the tenancy that the entry reserved the dwelling for began.
    Taken(EntryId),
    /// Declined, withdrawn or expired by the entry.
    Closed(EntryId),
}

/// An offer of the dwelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The entry that made it.
    pub id: EntryId,
    /// To whom.
    pub participant: ParticipantId,
    /// Where it stands.
    pub state: OfferState,
}

/// Who has the dwelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Occupancy {
    /// The entry that reserved it.
    pub reserved: EntryId,
    pub tenancy: EntryId,
    pub participant: ParticipantId,
}

/// A unit with its offers and its occupancy.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dwelling {
    pub(super) registered: Option<EntryId>,
    pub(super) withdrawn: Option<EntryId>,
    address: Option<String>,
    rent: Option<Ore>,
    housing_type: Option<HousingType>,
    rooms: Option<u32>,
    pub(super) offers: BTreeMap<EntryId, Offer>,
    pub(super) occupancy: Option<Occupancy>,
}

/// `Debug` shows no address and no rent.
impl fmt::Debug for Dwelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { registered, withdrawn, offers, occupancy, .. } = self;
        let mut shown = f.debug_struct("Dwelling");
        shown.field("registered", registered).field("withdrawn", withdrawn);
        shown.field("offers", offers).field("occupancy", occupancy).finish_non_exhaustive()
    }
}

impl Dwelling {
    /// Whether the dwelling exists.
    #[must_use]
    pub const fn is_registered(&self) -> bool {
        self.registered.is_some()
    }

    /// Whether it can no longer be let.
    #[must_use]
    pub const fn is_withdrawn(&self) -> bool {
        self.withdrawn.is_some()
    }

    /// Address; `None` where it was erased.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// Monthly rent as registered; `None` where it was not given or was erased.
    #[must_use]
    pub const fn rent(&self) -> Option<Ore> {
        self.rent
    }

    /// What sort of home it is.
    #[must_use]
    pub const fn housing_type(&self) -> Option<HousingType> {
        self.housing_type
    }

    /// Number of rooms.
    #[must_use]
    pub const fn rooms(&self) -> Option<u32> {
        self.rooms
    }

    /// Every offer ever made, in the order of their ids.
    pub fn offers(&self) -> impl Iterator<Item = &Offer> {
        self.offers.values()
    }

    /// The offer that waits for its answer.
    #[must_use]
    pub fn open_offer(&self) -> Option<&Offer> {
        self.offers().find(|offer| offer.state == OfferState::Open)
    }

    /// The accepted offer that holds the dwelling until a tenancy starts or the offer is withdrawn.
    #[must_use]
    pub fn holder(&self) -> Option<&Offer> {
        self.offers().find(|offer| matches!(offer.state, OfferState::Accepted(_)))
    }

    /// The tenancy that is, or is about to begin, here.
    #[must_use]
    pub fn occupied_by(&self) -> Option<(EntryId, ParticipantId)> {
        self.occupancy.map(|occupancy| (occupancy.tenancy, occupancy.participant))
    }

    pub(super) fn apply(&mut self, step: &Step<'_>) {
        let Kind::Housing(kind) = step.entry.kind() else { return };
        match kind {
            HousingKind::DwellingRegistered => {
                self.registered = Some(step.id);
                self.address = step.entry.get(&ADDRESS);
                self.rent = step.entry.get(&RENT);
                self.housing_type = step.entry.get(&HOUSING_TYPE);
                self.rooms = step.entry.get(&ROOMS);
            }
            HousingKind::DwellingWithdrawn => self.withdrawn = self.withdrawn.or(Some(step.id)),
            HousingKind::HousingOffered => {
                // An offer to nobody is no offer.
                if let Some(participant) = step.subject {
                    self.offers.insert(step.id, Offer { id: step.id, participant, state: OfferState::Open });
                }
            }
            HousingKind::HousingOfferAccepted => self.accept(step),
            HousingKind::HousingOfferDeclined
            | HousingKind::HousingOfferWithdrawn
            | HousingKind::HousingOfferExpired => self.answer(step, OfferState::Closed(step.id)),
            HousingKind::DwellingReserved => self.reserve(step),
            HousingKind::DwellingReleased => {
                let tenancy = step.entry.get(&TENANCY_ENTRY);
                self.occupancy = self.occupancy.filter(|occupancy| Some(occupancy.tenancy) != tenancy);
            }
            HousingKind::DwellingViewed
            | HousingKind::HousingPreferenceRecorded
            | HousingKind::HousingApplicationSubmitted
            | HousingKind::HousingDecisionMade => {}
        }
    }

    /// An answer to an offer that this stream does not know changes nothing.
    fn answer(&mut self, step: &Step<'_>, state: OfferState) {
        if let Some(offer) = step.entry.get(&OFFER).and_then(|id| self.offers.get_mut(&id)) {
            offer.state = state;
        }
    }

    /// A yes from somebody who already lives here holds nothing beyond that tenancy.
    fn accept(&mut self, step: &Step<'_>) {
        match self.occupancy {
            Some(occupancy) if step.subject == Some(occupancy.participant) => {
                self.answer(step, OfferState::Taken(step.id));
            }
            _ => self.answer(step, OfferState::Accepted(step.id)),
        }
    }

    /// A reservation for nobody reserves nothing.
    fn reserve(&mut self, step: &Step<'_>) {
        let (Some(tenancy), Some(participant)) = (step.entry.get(&TENANCY_ENTRY), step.subject) else {
            return;
        };
        self.occupancy = Some(Occupancy { reserved: step.id, tenancy, participant });
        for offer in self.offers.values_mut().filter(|offer| offer.participant == participant) {
            if matches!(offer.state, OfferState::Accepted(_)) {
                offer.state = OfferState::Taken(step.id);
            }
        }
    }
}
