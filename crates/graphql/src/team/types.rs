//! Staff and teams as the API shows them.

use async_graphql::{ID, SimpleObject};
use tavle_domain::{access::Role, team::TeamModel};

use crate::{enums::Named, page::connection, scalars::DateTime};

/// Whoever asks.
#[derive(SimpleObject, Clone, Debug)]
pub struct Me {
    /// The member of staff.
    pub staff_id: ID,
    /// Their name.
    pub name: String,
    /// Their initials.
    pub initials: String,
    /// Whether this is a demonstration: no real person's data may be entered.
    pub demo: bool,
    /// The service's clock.
    pub server_time: DateTime,
    /// What they may act as, now.
    pub authorisations: Vec<Authorisation>,
}

/// What somebody may act as in a team.
#[derive(SimpleObject, Clone, Debug)]
pub struct Authorisation {
    /// The team.
    pub team_id: ID,
    /// Its name.
    pub team_name: String,
    /// The model it works by.
    pub model: Named<TeamModel>,
    /// The role.
    pub role: Named<Role>,
}

/// A team.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Team {
    /// The team.
    pub team_id: ID,
    /// Its name.
    pub name: String,
    /// The model it works by.
    pub model: Named<TeamModel>,
    /// Its staff, also those who have left.
    pub staff: Vec<StaffMember>,
}

/// A member of staff.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct StaffMember {
    /// The member of staff.
    pub staff_id: ID,
    /// Their name.
    pub name: Option<String>,
    /// Their initials.
    pub initials: Option<String>,
    /// Their profession.
    pub discipline: Option<&'static str>,
    /// Whether they work in the team now.
    pub active: bool,
}

connection! {
    /// A page of a team's staff.
    StaffConnection, StaffEdge, StaffMember, total_count
}
