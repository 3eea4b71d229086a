//! Which action each command is, and the decision taken on the facts gathered.

use chrono::{DateTime, Utc};
use tavle_domain::{
    access::{self, Action, Actor, Denied, Permit},
    calendar,
    id::TeamId,
    kind::Kind,
};

/// The action that recording a step of this kind is.
#[must_use]
pub const fn action_of(kind: Kind) -> Action {
    match kind {
        Kind::Team(_) => Action::ManageTeam,
        Kind::Participant(_)
        | Kind::Crisis(_)
        | Kind::BoardDecision(_)
        | Kind::Plan(_)
        | Kind::Contact(_)
        | Kind::Housing(_)
        | Kind::Tenancy(_)
        | Kind::Arrears(_)
        | Kind::Admission(_) => Action::Record,
    }
}

/// Decides on the day in Oslo.
///
/// # Errors
/// [`Denied`].
pub fn authorize(actor: &Actor, action: Action, team: TeamId, now: DateTime<Utc>) -> Result<Permit, Denied> {
    access::decide(actor, action, team, calendar::date(now))
}
