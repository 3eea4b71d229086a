//! Why a step of a team is refused.

use strum::{IntoStaticStr, VariantNames};

use crate::{decider::Rejection, id::EntryId};

/// A rule of the team that does not allow a step. The codes are stable; screens translate them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum TeamRejection {
    /// A team is made once.
    #[error("the team exists already")]
    TeamAlreadyCreated(EntryId),
    /// Nothing can be recorded about a team that was never made.
    #[error("the team does not exist")]
    TeamUnknown,
    /// Only a member can leave.
    #[error("not a member of the team")]
    NotAMember,
    /// An alias is one word of at most eight letters.
    #[error("an alias is one word of at most eight letters")]
    AliasNotAWord,
    /// An alias is never used again for another person.
    #[error("the alias is or was another participant's")]
    AliasTaken(EntryId),
}

impl From<TeamRejection> for Rejection {
    fn from(rejection: TeamRejection) -> Self {
        use TeamRejection::{AliasNotAWord, AliasTaken, NotAMember, TeamAlreadyCreated, TeamUnknown};
        let current = match rejection {
            TeamAlreadyCreated(current) | AliasTaken(current) => Some(current),
            TeamUnknown | NotAMember | AliasNotAWord => None,
        };
        Self { code: rejection.into(), current }
    }
}
