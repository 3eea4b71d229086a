//! What somebody may want to do.

use strum::{EnumIter, EnumString, IntoStaticStr};

/// What somebody wants to do. The names in capitals stand in the access log and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
pub enum Action {
    /// See the board with its reasons and marks.
    #[strum(serialize = "BOARD")]
    SeeBoard,
    /// See the board as a wall screen shows it: aliases, statuses, dates.
    #[strum(serialize = "WALL")]
    SeeWall,
    /// Find participants by alias.
    #[strum(serialize = "PARTICIPANTS")]
    FindParticipants,
    /// Open a participant's page: name, home, plans.
    #[strum(serialize = "PARTICIPANT")]
    SeeParticipant,
    /// Read a participant's entries.
    #[strum(serialize = "TIMELINE")]
    SeeTimeline,
    /// See the tenancy risk of a team's participants.
    #[strum(serialize = "RISK")]
    SeeRisk,
    /// See the team's staff and their initials.
    #[strum(serialize = "STAFF")]
    SeeStaff,
    /// See the register of dwellings and offers.
    #[strum(serialize = "DWELLINGS")]
    SeeDwellings,
    /// Record and correct entries about a participant or a dwelling.
    #[strum(serialize = "RECORD")]
    Record,
    /// Change staff and authorisations.
    #[strum(serialize = "TEAM")]
    ManageTeam,
    /// See who changed what.
    #[strum(serialize = "AUDIT")]
    SeeAudit,
    /// See who has looked at a participant.
    #[strum(serialize = "VIEWS")]
    SeeViews,
}

impl Action {
    /// The name in the log and in the API, e.g. `BOARD`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether an answer to it says something about participants, so that the access log has to name them.
    #[must_use]
    pub const fn shows_participants(self) -> bool {
        match self {
            Self::SeeBoard
            | Self::SeeWall
            | Self::FindParticipants
            | Self::SeeParticipant
            | Self::SeeTimeline
            | Self::SeeRisk
            | Self::SeeDwellings
            | Self::SeeAudit
            | Self::SeeViews => true,
            Self::SeeStaff | Self::Record | Self::ManageTeam => false,
        }
    }
}
