//! The decision: actor, action, team, day.

use chrono::NaiveDate;

use super::{Denied, Role};
use crate::id::{StaffId, TeamId};

/// The version of these rules, named with every decision.
pub const POLICY: &str = "2026-11";

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

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See the board with its reasons and marks.
    SeeBoard,
    /// See the board as a wall screen shows it: aliases, statuses, dates.
    SeeWall,
    /// Find participants by alias.
    FindParticipants,
    /// Open a participant's page: name, home, plans.
    SeeParticipant,
    /// Read a participant's entries.
    SeeTimeline,
    /// See the tenancy risk of a team's participants.
    SeeRisk,
    /// See the team's staff and their initials.
    SeeStaff,
    /// See the register of dwellings and offers.
    SeeDwellings,
    /// Record and correct entries about a participant or a dwelling.
    Record,
    /// Change staff and authorisations.
    ManageTeam,
    /// See who changed what.
    SeeAudit,
}

/// What the action concerns: always something that one team owns.
pub type Resource = TeamId;

/// Proof that a decision was made. Only [`decide`] makes one, and nothing is loaded without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permit {
    action: Action,
    team: TeamId,
    role: Role,
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
        self.team
    }
    /// In which role.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }
    /// The rules by which it was decided.
    #[must_use]
    pub const fn policy(&self) -> &'static str {
        POLICY
    }
}

/// The roles that include an action, the first one held being the one acted in.
const fn roles(action: Action) -> &'static [Role] {
    use Role::{Administrator, Auditor, Kiosk, Supervisor, TeamLeader, TeamMember};
    match action {
        Action::SeeBoard
        | Action::FindParticipants
        | Action::SeeParticipant
        | Action::SeeTimeline
        | Action::SeeRisk => &[TeamLeader, TeamMember, Supervisor],
        Action::SeeWall => &[TeamLeader, TeamMember, Supervisor, Kiosk],
        Action::SeeStaff => &[TeamLeader, TeamMember, Supervisor, Administrator, Auditor],
        Action::SeeDwellings => &[TeamLeader, TeamMember, Supervisor],
        Action::Record => &[TeamLeader, TeamMember],
        Action::ManageTeam => &[Administrator],
        Action::SeeAudit => &[Auditor, TeamLeader],
    }
}

/// Whether `actor` may do `action` on something that `team` owns, on this day in Oslo. Denies by default.
///
/// # Errors
/// [`Denied`]: outside the team, or a role that does not include it.
pub fn decide(actor: &Actor, action: Action, team: Resource, today: NaiveDate) -> Result<Permit, Denied> {
    let holds = |grant: &&Grant| grant.team == team && grant.until.is_none_or(|until| today <= until);
    let held: Vec<_> = actor.grants.iter().filter(holds).map(|grant| grant.role).collect();
    if held.is_empty() {
        return Err(Denied::OutsideTeam);
    }
    let role = roles(action).iter().find(|role| held.contains(role)).ok_or(Denied::Role)?;
    Ok(Permit { action, team, role: *role })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn actor(role: Role, until: Option<&str>) -> Actor {
        let until = until.and_then(|date| date.parse().ok());
        let grant = Grant { team: TeamId(Uuid::from_u128(1)), role, until };
        Actor { staff: StaffId(Uuid::from_u128(9)), organisation: "Nordlia".into(), grants: vec![grant] }
    }

    fn ask(actor: &Actor, action: Action, team: u128) -> Result<Role, Denied> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
        decide(actor, action, TeamId(Uuid::from_u128(team)), today).map(|permit| permit.role())
    }

    #[test]
    fn another_team_does_not_exist() {
        assert_eq!(ask(&actor(Role::TeamLeader, None), Action::SeeBoard, 2), Err(Denied::OutsideTeam));
    }

    #[test]
    fn a_wall_screen_sees_the_wall_and_nothing_else() {
        let kiosk = actor(Role::Kiosk, None);
        assert_eq!(ask(&kiosk, Action::SeeWall, 1), Ok(Role::Kiosk));
        for action in [Action::SeeBoard, Action::SeeParticipant, Action::SeeAudit, Action::Record] {
            assert_eq!(ask(&kiosk, action, 1), Err(Denied::Role));
        }
    }

    #[test]
    fn an_administrator_reads_no_participant_and_an_auditor_records_nothing() {
        assert_eq!(ask(&actor(Role::Administrator, None), Action::SeeParticipant, 1), Err(Denied::Role));
        assert_eq!(ask(&actor(Role::Auditor, None), Action::Record, 1), Err(Denied::Role));
    }

    #[test]
    fn an_authorisation_ends_after_its_last_day() {
        assert!(ask(&actor(Role::TeamMember, Some("2026-11-24")), Action::Record, 1).is_ok());
        assert_eq!(
            ask(&actor(Role::TeamMember, Some("2026-11-23")), Action::Record, 1),
            Err(Denied::OutsideTeam)
        );
    }
}
