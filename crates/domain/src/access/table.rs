//! Who may do what, as data: action × relation × role. What no cell names is denied.

use super::{
    Action,
    Role::{self, Administrator, Auditor, Kiosk, Supervisor, TeamLeader, TeamMember},
};

/// The version of this table and of how it is read, named with every decision.
pub const POLICY: &str = "2026-11";

/// How somebody stands to the team that owns something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// They hold an authorisation there, and it has not run out.
    OwnTeam,
    /// They hold none there.
    NoGrant,
}

/// The roles that include an action for whoever stands in a relation.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What is done.
    pub action: Action,
    /// How whoever does it stands to the team.
    pub relation: Relation,
    /// The roles that include it. Of several held, the first one here is the one acted in.
    pub roles: &'static [Role],
}

/// The roles that work with participants.
const CARE: &[Role] = &[TeamLeader, TeamMember, Supervisor];

/// The whole table. Without an authorisation in a team nothing of it exists: no cell has that relation.
pub static TABLE: &[Rule] = &[
    own(Action::SeeBoard, CARE),
    own(Action::SeeWall, &[TeamLeader, TeamMember, Supervisor, Kiosk]),
    own(Action::FindParticipants, CARE),
    own(Action::SeeParticipant, CARE),
    own(Action::SeeTimeline, CARE),
    own(Action::SeeRisk, CARE),
    own(Action::SeeStaff, &[TeamLeader, TeamMember, Supervisor, Administrator, Auditor]),
    own(Action::SeeDwellings, CARE),
    own(Action::Record, &[TeamLeader, TeamMember]),
    own(Action::ManageTeam, &[Administrator]),
    own(Action::SeeAudit, &[Auditor, TeamLeader]),
    own(Action::SeeViews, &[Auditor, TeamLeader, Supervisor]),
];

const fn own(action: Action, roles: &'static [Role]) -> Rule {
    Rule { action, relation: Relation::OwnTeam, roles }
}

/// The roles that include an action in a relation: none where the table has no such cell.
pub(super) fn roles(action: Action, relation: Relation) -> &'static [Role] {
    let rule = TABLE.iter().find(|rule| rule.action == action && rule.relation == relation);
    rule.map_or(&[], |rule| rule.roles)
}
