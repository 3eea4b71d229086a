//! The register of dwellings with their offers and who lives there.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tavle_domain::{
    decider::{Aggregate, Step},
    effective::{AsOf, effective},
    field::Ore,
    housing::{Dwelling, HOUSING_TYPE, HousingType, Offer, RENT, RESPOND_BY},
    id::{DwellingId, TeamId},
    recorded::Recorded,
    stream::Stream,
};

use crate::{
    in_memory::{Fold, InMemory, Screen, States},
    model::{Again, History, Look},
    view::View,
};

/// A dwelling of a team.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    fn new(id: DwellingId, team: TeamId) -> Self {
        Self { id, team, state: Dwelling::default(), offers: Vec::new(), revision: 0 }
    }

    /// Heeds what counts, in log order.
    fn evolve(&mut self, step: &Step<'_>) {
        self.state.evolve(step);
        let offers = &mut self.offers;
        for offer in self.state.offers() {
            match offers.iter_mut().find(|line| line.offer.id == offer.id) {
                Some(line) => line.offer = *offer,
                // Only the step that makes an offer brings one that is not there yet.
                None => offers.push(OfferLine {
                    offer: *offer,
                    rent: step.entry.get(&RENT),
                    housing_type: step.entry.get(&HOUSING_TYPE),
                    respond_by: step.entry.get(&RESPOND_BY),
                }),
            }
        }
    }
}

/// Every dwelling.
pub type Dwellings = BTreeMap<DwellingId, Arc<Registered>>;

/// The model behind [`Dwellings`].
pub type DwellingModel = InMemory<Register, Arc<View<Dwellings>>>;

/// A dwelling, folded from its stream.
pub struct Register;

impl Fold for Register {
    const NAME: &'static str = "dwellings";
    const VERSION: u32 = 1;
    type Key = DwellingId;
    type State = Registered;

    fn key(event: &Recorded) -> Option<DwellingId> {
        Self::key_of(event.stream)
    }

    fn key_of(stream: Stream) -> Option<DwellingId> {
        match stream {
            Stream::Dwelling(id) => Some(id),
            _ => None,
        }
    }

    fn history(id: DwellingId) -> Again {
        Again::Stream(Stream::Dwelling(id))
    }

    fn key_behind(history: Again) -> Option<DwellingId> {
        match history {
            Again::Stream(stream) => Self::key_of(stream),
            Again::Subject(_) => None,
        }
    }

    fn evolve(state: &mut Option<Arc<Registered>>, event: &Recorded) -> bool {
        let (Some(step), Some(id)) = (Step::of(event), Self::key(event)) else { return false };
        let state = state.get_or_insert_with(|| Arc::new(Registered::new(id, event.team)));
        let state = Arc::make_mut(state);
        (state.team, state.revision) = (event.team, event.revision);
        state.evolve(&step);
        true
    }

    fn fold(id: DwellingId, history: &History) -> Option<Registered> {
        let last = history.events.last()?;
        let mut state = Registered { revision: last.revision, ..Registered::new(id, last.team) };
        for entry in effective(&history.events, AsOf::NOW).iter().filter(|entry| entry.stands()) {
            state.evolve(&entry.step());
        }
        Some(state)
    }
}

impl Screen<Register> for Arc<View<Dwellings>> {
    fn show(&mut self, dwellings: &States<Register>, changed: BTreeSet<DwellingId>, _: u64, _: Look) {
        if !changed.is_empty() {
            self.set(dwellings.clone());
        }
    }
}
