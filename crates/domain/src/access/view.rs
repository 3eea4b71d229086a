//! What the access log keeps of a look at personal data: who was shown to whom, and on what ground.

use strum::{EnumIter, EnumString, IntoStaticStr};

use super::{Action, Denied, Role};
use crate::{
    effective::AsOf,
    id::{EntryId, ParticipantId},
};

/// One look at personal data, or one that was denied. Says nothing about a person but that they were looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// What was opened.
    pub what: Action,
    /// `None` where it was shown, else why not.
    pub denied: Option<Denied>,
    /// Everyone shown; for a denial, whoever was asked for by id.
    pub whom: Whom,
    /// The instant looked at.
    pub as_of: AsOf,
    /// The field of the API that was asked.
    pub operation: String,
    /// What it was for.
    pub purpose: Purpose,
    /// The rules by which it was decided.
    pub policy: String,
}

/// The participants of a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// These, in the order of their ids, each once.
    Exactly(Vec<ParticipantId>),
    /// The same as an earlier record of the same member of staff names.
    SameAs(EntryId),
}

/// What a look is for. It follows from the role and from what is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Purpose {
    /// Helping the participant.
    FollowUp,
    /// Guiding the team professionally.
    Supervision,
    /// Controlling who did what.
    Audit,
    /// Running the installation.
    Administration,
}

impl Purpose {
    /// What looking at `what` in a role is for. The logs are read for control, whoever reads them.
    #[must_use]
    pub const fn of(role: Role, what: Action) -> Self {
        match (what, role) {
            (Action::SeeAudit | Action::SeeViews, _) | (_, Role::Auditor) => Self::Audit,
            (_, Role::TeamLeader | Role::TeamMember | Role::Kiosk) => Self::FollowUp,
            (_, Role::Supervisor) => Self::Supervision,
            (_, Role::Administrator | Role::Service) => Self::Administration,
        }
    }

    /// The name in the log and in the API, e.g. `FOLLOW_UP`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
