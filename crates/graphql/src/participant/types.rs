//! A participant as the API shows them.

use async_graphql::{ID, SimpleObject};

use crate::{
    as_of::AsOf,
    board::{BoardRow, Visit},
    housing::Offer,
    risk::TenancyRisk,
    scalars::{DateTime, LocalDate, Ore},
};

/// A participant's page.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Participant {
    /// The participant.
    pub participant_id: ID,
    /// The team that follows them.
    pub team_id: ID,
    /// The name shown on the board.
    pub alias: String,
    /// The person's own name, shown here alone.
    pub name: Option<String>,
    /// Whether the team follows them now.
    pub enrolled: bool,
    /// The primary contact.
    pub primary_contact_id: Option<ID>,
    /// The row on the board; none when they are not followed.
    pub row: Option<BoardRow>,
    /// Tenancy risk; none without an active tenancy.
    pub risk: Option<TenancyRisk>,
    /// Every tenancy, latest first.
    pub tenancies: Vec<Tenancy>,
    /// Every offer, open ones first; none when looking at the past.
    pub offers: Vec<Offer>,
    /// Contacts planned and not answered, earliest first.
    pub planned_contacts: Vec<Visit>,
    /// The crisis that is on.
    pub open_crisis_id: Option<ID>,
    /// Something recorded about the participant could not be read, so the page may not be the whole truth. What
    /// is shown is what could be read.
    pub incomplete: bool,
    /// The instant it is about.
    pub as_of: AsOf,
    /// The service's clock.
    pub server_time: DateTime,
    /// The last log position it was built from; opaque.
    pub position: String,
}

/// A tenancy.
#[derive(SimpleObject, Clone, Debug)]
pub struct Tenancy {
    /// The tenancy.
    pub tenancy_id: ID,
    /// The dwelling.
    pub dwelling_id: Option<ID>,
    /// Its address.
    pub address: Option<String>,
    /// The contract's number in the landlord's system.
    pub contract_number: Option<String>,
    /// Who lets it.
    pub landlord: Option<&'static str>,
    /// First day of the lease.
    pub valid_from: Option<LocalDate>,
    /// Last day of a fixed term.
    pub fixed_until: Option<LocalDate>,
    /// Rent per month as agreed last, in øre.
    pub rent_ore: Option<Ore>,
    /// When the keys were handed over.
    pub keys_on: Option<LocalDate>,
    /// When it ended.
    pub ended_on: Option<LocalDate>,
    /// Whether it lasts.
    pub active: bool,
}
