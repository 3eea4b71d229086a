//! The register of dwellings.

use std::collections::BTreeSet;

use async_graphql::{Context, ID, Object, Result};
use chrono::NaiveDate;
use tavle_domain::{
    access::Action,
    calendar,
    housing::{self, HousingType},
    id::{ParticipantId, TeamId},
};
use tavle_projections::{
    directory::Directory,
    dwellings::{Dwellings, OfferLine, Registered},
};

use super::types::{Dwelling, DwellingState, Offer, OfferState};
use crate::{
    api::{api, caller, read_id, write_id},
    scalars::{LocalDate, Ore},
};

/// Queries of dwellings.
#[derive(Default)]
pub struct HousingQuery;

#[Object]
impl HousingQuery {
    /// A team's dwellings, by address.
    async fn dwellings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
    ) -> Result<Vec<Dwelling>> {
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let permit = api.permit(caller, Action::SeeDwellings, read_id::<TeamId>(&team_id)?)?;
        let today = calendar::date(api.now());
        let (dwellings, directory) = (api.dwellings.get(), api.directory.get());
        let own = dwellings.values().filter(|dwelling| dwelling.team == permit.team());
        caller
            .shows(&permit, own.clone().flat_map(|dwelling| participants(dwelling)).collect::<BTreeSet<_>>());
        let mut shown: Vec<_> = own.map(|dwelling| write_dwelling(dwelling, &directory, today)).collect();
        shown.sort_by_cached_key(|dwelling| dwelling.address.clone());
        Ok(shown)
    }
}

/// Whom a dwelling shows: who lives there, and to whom the offer shown was made.
fn participants(dwelling: &Registered) -> impl Iterator<Item = ParticipantId> {
    let occupant = dwelling.state.occupied_by().map(|(_, participant)| participant);
    let offer = dwelling.state.open_offer().or_else(|| dwelling.state.holder());
    occupant.into_iter().chain(offer.map(|offer| offer.participant))
}

fn write_dwelling(dwelling: &Registered, directory: &Directory, today: NaiveDate) -> Dwelling {
    let state = &dwelling.state;
    let alias = |id: ParticipantId| directory.alias(dwelling.team, id).unwrap_or_default();
    let occupant = state.occupied_by().map(|(_, participant)| participant);
    let standing = state.open_offer().or_else(|| state.holder()).map(|offer| offer.id);
    let line = dwelling.offers.iter().find(|line| Some(line.offer.id) == standing);
    Dwelling {
        dwelling_id: write_id(dwelling.id),
        address: state.address().map(str::to_owned),
        housing_type: state.housing_type().map(Into::into),
        rent_ore: state.rent().map(|rent| Ore(rent.0)),
        rooms: state.rooms().and_then(|rooms| i32::try_from(rooms).ok()),
        state: match (state.is_withdrawn(), occupant, state.holder(), state.open_offer()) {
            (true, ..) => DwellingState::Withdrawn,
            (_, Some(_), ..) => DwellingState::Occupied,
            (_, _, Some(_), _) => DwellingState::Held,
            (.., Some(_)) => DwellingState::Offered,
            _ => DwellingState::Free,
        },
        offer: line.map(|line| write_offer(dwelling, line, alias(line.offer.participant), today)),
        occupant_alias: occupant.map(alias),
        occupant_id: occupant.map(write_id),
        revision: i32::try_from(dwelling.revision).unwrap_or(i32::MAX),
    }
}

fn write_offer(dwelling: &Registered, line: &OfferLine, alias: String, today: NaiveDate) -> Offer {
    let state = match line.offer.state {
        housing::OfferState::Open => OfferState::Open,
        housing::OfferState::Accepted(_) => OfferState::Accepted,
        housing::OfferState::Taken(_) => OfferState::Taken,
        housing::OfferState::Closed(_) => OfferState::Closed,
    };
    Offer {
        offer_id: write_id(line.offer.id),
        dwelling_id: write_id(dwelling.id),
        address: dwelling.state.address().map(str::to_owned),
        participant_id: write_id(line.offer.participant),
        alias,
        rent_ore: line.rent.map(|rent| Ore(rent.0)),
        housing_type: line.housing_type.map(<&str>::from as fn(HousingType) -> &'static str),
        respond_by: line.respond_by.map(LocalDate),
        overdue: state == OfferState::Open && line.respond_by.is_some_and(|by| by < today),
        state,
    }
}

/// The offers that a participant has, open ones first.
pub fn offers_to(
    participant: ParticipantId,
    alias: &str,
    dwellings: &Dwellings,
    today: NaiveDate,
) -> Vec<Offer> {
    let lines =
        dwellings.values().flat_map(|dwelling| dwelling.offers.iter().map(move |line| (dwelling, line)));
    let own = lines.filter(|(_, line)| line.offer.participant == participant);
    let mut offers: Vec<_> =
        own.map(|(dwelling, line)| write_offer(dwelling, line, alias.to_owned(), today)).collect();
    offers.sort_by_key(|offer| (offer.state != OfferState::Open, offer.respond_by.map(|by| by.0)));
    offers
}
