//! The register of dwellings.

use std::{collections::BTreeSet, sync::Arc};

use async_graphql::{Context, ID, Object, Result};
use chrono::NaiveDate;
use serde_json::json;
use tavle_domain::{
    access::{Action, Permit},
    calendar,
    housing::{self, HousingType},
    id::{DwellingId, ParticipantId, TeamId},
};
use tavle_projections::{
    directory::Directory,
    dwellings::{Dwellings, OfferLine, Registered},
};

use super::types::{
    Dwelling, DwellingConnection, DwellingEdge, DwellingFilter, DwellingOrder, DwellingState, Offer,
    OfferState,
};
use crate::{
    access::Asking,
    api::{Api, api, caller, read_id, write_id},
    error::ApiError,
    order::{Place, SortDirection, collated, or_last},
    page::Asked,
    scalars::{LocalDate, Ore},
};

/// Queries of dwellings.
#[derive(Default)]
pub struct HousingQuery;

#[Object]
impl HousingQuery {
    /// A team's dwellings, by address.
    #[graphql(deprecation = "2026-11-22: use dwellingConnection, which filters, sorts and pages.")]
    async fn dwellings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
    ) -> Result<Vec<Dwelling>> {
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let permit = api.permit(caller, Action::SeeDwellings, read_id::<TeamId>(&team_id)?)?;
        let dwellings = api.dwellings.get();
        let mut own: Vec<_> = of_team(&dwellings, permit.team()).collect();
        own.sort_by_cached_key(|dwelling| dwelling.state.address().map(collated));
        Ok(write_all(api, caller, &permit, &own))
    }

    /// A team's dwellings, found, sorted and paged, each with the offer that stands and who lives there.
    #[graphql(complexity = "50 + child_complexity")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn dwelling_connection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
        #[graphql(desc = "Which to find; all where it is left out.")] filter: Option<DwellingFilter>,
        #[graphql(desc = "The order; ADDRESS where it is left out.")] sort: Option<DwellingOrder>,
        #[graphql(desc = "Which way; FORWARD where it is left out.")] direction: Option<SortDirection>,
        #[graphql(desc = "Going on: how many, 1–100; 50 where it is left out.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "Going back: how many, 1–100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<DwellingConnection>> {
        let (sort, direction) = (sort.unwrap_or_default(), direction.unwrap_or_default());
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let permit = api.permit(caller, Action::SeeDwellings, read_id::<TeamId>(&team_id)?)?;
        let filter = filter.unwrap_or_default();
        let states: Option<Vec<u8>> =
            filter.state.as_ref().map(|states| states.iter().map(|state| *state as u8).collect());
        let bound = json!([permit.team(), states, sort as u8, direction as u8]);
        let cursors = api.cursors("dwellingConnection", &bound);
        let page = Asked { first, after, last, before }.page(&cursors)?;
        let dwellings = api.dwellings.get();
        let mut found: Vec<_> = of_team(&dwellings, permit.team()).collect();
        found.retain(|dwelling| {
            filter.state.as_ref().is_none_or(|wanted| wanted.contains(&state_of(dwelling)))
        });
        let total_count = i32::try_from(found.len()).unwrap_or(i32::MAX);
        let (found, page_info) = page.of_all(found, &cursors, |dwelling| sort.place(dwelling, direction));
        let nodes = write_all(api, caller, &permit, &found);
        let edges = found.iter().zip(nodes).map(|(dwelling, node)| DwellingEdge {
            cursor: cursors.write(&sort.place(dwelling, direction)),
            node,
        });
        Ok(Some(DwellingConnection { edges: edges.collect(), page_info, total_count }))
    }
}

/// A dwelling for whoever may see it.
///
/// # Errors
/// `NOT_FOUND` or `FORBIDDEN`.
pub fn one_dwelling(api: &Api, caller: Asking<'_>, id: DwellingId) -> Result<Dwelling, ApiError> {
    let dwellings = api.dwellings.get();
    let dwelling = dwellings.get(&id).ok_or(ApiError::NotFound)?;
    let permit = api.permit(caller, Action::SeeDwellings, dwelling.team)?;
    write_all(api, caller, &permit, &[dwelling]).pop().ok_or(ApiError::NotFound)
}

fn of_team(dwellings: &Dwellings, team: TeamId) -> impl Iterator<Item = &Arc<Registered>> {
    dwellings.values().filter(move |dwelling| dwelling.team == team)
}

/// Writes dwellings, and says whom they show.
fn write_all(api: &Api, caller: Asking<'_>, permit: &Permit, shown: &[&Arc<Registered>]) -> Vec<Dwelling> {
    let (today, directory) = (calendar::date(api.now()), api.directory.get());
    caller.shows(permit, shown.iter().flat_map(|dwelling| participants(dwelling)).collect::<BTreeSet<_>>());
    shown.iter().map(|dwelling| write_dwelling(dwelling, &directory, today)).collect()
}

/// Whether a dwelling can be offered.
fn state_of(dwelling: &Registered) -> DwellingState {
    let state = &dwelling.state;
    match (state.is_withdrawn(), state.occupied_by(), state.holder(), state.open_offer()) {
        (true, ..) => DwellingState::Withdrawn,
        (_, Some(_), ..) => DwellingState::Occupied,
        (_, _, Some(_), _) => DwellingState::Held,
        (.., Some(_)) => DwellingState::Offered,
        _ => DwellingState::Free,
    }
}

impl DwellingOrder {
    fn place(self, dwelling: &Registered, direction: SortDirection) -> Place {
        let rank = match self {
            Self::Address => 0,
            Self::Rent => or_last(dwelling.state.rent().map(|rent| rent.0)),
            Self::State => state_of(dwelling) as i64,
        };
        Place::new(direction, vec![rank], dwelling.state.address().unwrap_or_default(), dwelling.id)
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
        state: state_of(dwelling),
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
