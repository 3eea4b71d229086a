//! The register of dwellings with their offers and who lives there.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};
use tavle_domain::{
    decider::fold,
    effective::{AsOf, effective},
    field::Ore,
    housing::{Dwelling, HOUSING_TYPE, HousingType, Offer, RENT, RESPOND_BY},
    id::{DwellingId, ParticipantId, TeamId},
    recorded::Recorded,
    stream::Stream,
};

use crate::{
    model::{ModelError, ReadModel},
    runner::View,
};

/// A dwelling of a team.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The dwelling.
    pub id: DwellingId,
    /// The team that offers it.
    pub team: TeamId,
    /// Offers and occupancy.
    pub state: Dwelling,
    /// Every offer of it with what it says now, in the order in which they were made.
    pub offers: Vec<OfferLine>,
    /// The revision of its stream.
    pub revision: u64,
}

/// An offer with what it says now.
#[derive(Clone, Debug)]
pub struct OfferLine {
    /// The offer.
    pub offer: Offer,
    /// Rent per month.
    pub rent: Option<Ore>,
    /// What sort of home.
    pub housing_type: Option<HousingType>,
    /// Last day to answer.
    pub respond_by: Option<NaiveDate>,
}

impl Registered {
    fn read(id: DwellingId, history: &[Recorded]) -> Option<Self> {
        let last = history.last()?;
        let state: Dwelling = fold(history);
        let entries = effective(history, AsOf::NOW);
        let offers = state.offers().filter_map(|offer| {
            let entry = &entries.iter().find(|entry| entry.id() == offer.id)?.entry;
            Some(OfferLine {
                offer: *offer,
                rent: entry.get(&RENT),
                housing_type: entry.get(&HOUSING_TYPE),
                respond_by: entry.get(&RESPOND_BY),
            })
        });
        let offers = offers.collect();
        Some(Self { id, team: last.team, state, offers, revision: last.revision })
    }
}

/// Every dwelling.
pub type Dwellings = BTreeMap<DwellingId, Arc<Registered>>;

/// The model behind [`Dwellings`].
pub struct DwellingModel {
    checkpoint: u64,
    histories: BTreeMap<DwellingId, Vec<Recorded>>,
    changed: BTreeSet<DwellingId>,
    view: Arc<View<Dwellings>>,
}

impl DwellingModel {
    /// An empty model that shows itself in `view`.
    #[must_use]
    pub fn new(view: Arc<View<Dwellings>>) -> Self {
        Self { checkpoint: 0, histories: BTreeMap::new(), changed: BTreeSet::new(), view }
    }
}

impl ReadModel for DwellingModel {
    fn name(&self) -> &'static str {
        "dwellings"
    }

    fn checkpoint(&self) -> u64 {
        self.checkpoint
    }

    fn apply(&mut self, events: &[Recorded], position: u64) -> Result<Vec<ParticipantId>, ModelError> {
        for event in events {
            if let Stream::Dwelling(id) = event.stream {
                self.histories.entry(id).or_default().push(event.clone());
                self.changed.insert(id);
            }
        }
        self.checkpoint = position;
        Ok(Vec::new())
    }

    fn fold_again(&mut self, _: ParticipantId, _: &[Recorded]) -> Result<(), ModelError> {
        Ok(())
    }

    fn publish(&mut self, _: DateTime<Utc>, _: bool) {
        if self.changed.is_empty() {
            return;
        }
        let mut dwellings = Dwellings::clone(&self.view.get());
        for id in std::mem::take(&mut self.changed) {
            let history = self.histories.get(&id).map(Vec::as_slice).unwrap_or_default();
            if let Some(registered) = Registered::read(id, history) {
                dwellings.insert(id, Arc::new(registered));
            }
        }
        self.view.set(dwellings);
    }

    fn digest(&mut self) -> Result<[u8; 32], ModelError> {
        let mut hash = Sha256::new();
        for (id, dwelling) in self.view.get().iter() {
            hash.update(id.0.as_bytes());
            hash.update(format!("{:?}{}{:?}", dwelling.team, dwelling.revision, dwelling.state));
        }
        Ok(hash.finalize().into())
    }
}
