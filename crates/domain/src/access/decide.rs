//! The decision: actor, action, team, day.

use chrono::NaiveDate;

use super::{Action, Denied, POLICY, Relation, Role, table::roles};
use crate::id::{StaffId, TeamId};

/// An authorisation: somebody may act in a team in a role, for a time (pasientjournalforskriften § 13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The team.
    pub team: TeamId,
    /// The role.
    pub role: Role,
    /// The last day; `None` until it is revoked.
    pub until: Option<NaiveDate>,
}

impl Grant {
    /// Whether it has not run out on a day.
    #[must_use]
    pub fn holds(&self, today: NaiveDate) -> bool {
        self.until.is_none_or(|until| today <= until)
    }
}

/// Somebody who asks, with every authorisation that they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub staff: StaffId,
    /// Their organisation.
    pub organisation: String,
    /// What they may act as.
    pub grants: Vec<Grant>,
}

/// What the action concerns: always something that one team owns.
pub type Resource = TeamId;

/// Proof that a decision was made. Only [`decide`] makes one, and nothing is loaded without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permit {
    action: Action,
    relation: Relation,
    grant: Grant,
}

impl Permit {
    /// What is permitted.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }
    /// In which team.
    #[must_use]
    pub const fn team(&self) -> TeamId {
        self.grant.team
    }
    /// In which role.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.grant.role
    }
    /// How the actor stands to the team.
    #[must_use]
    pub const fn relation(&self) -> Relation {
        self.relation
    }
    /// The authorisation that it rests on.
    #[must_use]
    pub const fn grant(&self) -> Grant {
        self.grant
    }
    /// The rules by which it was decided.
    #[must_use]
    pub const fn policy(&self) -> &'static str {
        POLICY
    }
}

/// Whether `actor` may do `action` on something that `team` owns, on this day in Oslo. Denies by default.
///
/// # Errors
/// [`Denied`]: outside the team, or a role that does not include it.
pub fn decide(actor: &Actor, action: Action, team: Resource, today: NaiveDate) -> Result<Permit, Denied> {
    let (own, other): (Vec<_>, Vec<_>) =
        actor.grants.iter().filter(|grant| grant.holds(today)).partition(|grant| grant.team == team);
    let (relation, held, denied): (_, Vec<&Grant>, _) = if own.is_empty() {
        (Relation::NoGrant, other, Denied::OutsideTeam)
    } else {
        (Relation::OwnTeam, own, Denied::Role)
    };
    let of_role = |role: &Role| held.iter().find(|grant| grant.role == *role);
    let grant = roles(action, relation).iter().find_map(of_role).ok_or(denied)?;
    Ok(Permit { action, relation, grant: **grant })
}
