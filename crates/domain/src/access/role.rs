//! Roles.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr, VariantNames};

/// The role in which somebody acts in a team.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Teamleder: everything a member may, and the alias.
    TeamLeader,
    /// Teammedlem: records and reads for the team's participants.
    TeamMember,
    /// Fagleder: reads and replays, records nothing.
    Supervisor,
    /// Revisor: reads the log, not the notes.
    Auditor,
    /// Systemansvarlig: staff and authorisations, no participant.
    Administrator,
    /// Veggskjerm: one board's aliases.
    Kiosk,
    /// The service itself, when it finishes or undoes what a crash left half done.
    Service,
}

impl Role {
    /// The name in the log and in the API, e.g. `TEAM_LEADER`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
