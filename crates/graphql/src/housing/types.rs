//! Dwellings and offers as the API shows them.

use async_graphql::{Enum, ID, InputObject, SimpleObject};

use crate::{
    page::connection,
    scalars::{LocalDate, Ore},
};

/// A unit that can be let.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Dwelling {
    /// The dwelling.
    pub dwelling_id: ID,
    /// Its address.
    pub address: Option<String>,
    /// What sort of home.
    pub housing_type: Option<&'static str>,
    /// Rent per month, in øre.
    pub rent_ore: Option<Ore>,
    /// Number of rooms.
    pub rooms: Option<i32>,
    /// Whether it can be offered.
    pub state: DwellingState,
    /// The offer that waits for an answer, or the one that was accepted and holds it.
    pub offer: Option<Offer>,
    /// Who lives there.
    pub occupant_alias: Option<String>,
    /// Who lives there.
    pub occupant_id: Option<ID>,
    /// Revision of its stream.
    pub revision: i32,
}

/// Whether a dwelling can be offered.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum DwellingState {
    /// It can be offered.
    Free,
    /// An offer waits for an answer.
    Offered,
    /// An accepted offer holds it.
    Held,
    /// A tenancy holds it.
    Occupied,
    /// It can no longer be let.
    Withdrawn,
}

/// Which dwellings to find.
#[derive(InputObject, Clone, Debug, Default)]
pub struct DwellingFilter {
    /// The state is one of these.
    pub state: Option<Vec<DwellingState>>,
}

/// The order of dwellings.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DwellingOrder {
    /// By address, as in a Norwegian list.
    #[default]
    Address,
    /// By rent, the lowest first.
    Rent,
    /// By state, free ones first.
    State,
}

connection! {
    /// A page of a team's dwellings.
    DwellingConnection, DwellingEdge, Dwelling, total_count
}

/// An offer of a dwelling.
#[derive(SimpleObject, Clone, Debug)]
pub struct Offer {
    /// The offer.
    pub offer_id: ID,
    /// The dwelling offered.
    pub dwelling_id: ID,
    /// Its address.
    pub address: Option<String>,
    /// The participant to whom it is offered.
    pub participant_id: ID,
    /// Their alias.
    pub alias: String,
    /// Rent per month, in øre.
    pub rent_ore: Option<Ore>,
    /// What sort of home.
    pub housing_type: Option<&'static str>,
    /// The last day to answer.
    pub respond_by: Option<LocalDate>,
    /// That day has passed without an answer; the offer stays open.
    pub overdue: bool,
    /// What became of it.
    pub state: OfferState,
}

/// What became of an offer.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferState {
    /// It waits for an answer.
    Open,
    /// The participant said yes.
    Accepted,
    /// A tenancy came of it.
    Taken,
    /// Declined, withdrawn, or recorded as expired.
    Closed,
}
