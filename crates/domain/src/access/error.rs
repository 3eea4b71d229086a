//! Why access was denied.

use strum::{EnumIter, EnumString, IntoStaticStr};

use super::POLICY;

/// Access denied. The code is stable; screens translate it. The names in capitals stand in the access log and
/// never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Denied {
    /// The actor has no authorisation in the team that owns this: it answers as if it did not exist.
    #[error("not found")]
    OutsideTeam,
    /// The actor's role in the team does not include this.
    #[error("the role does not include this")]
    Role,
}

impl Denied {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OutsideTeam => "NOT_FOUND",
            Self::Role => "FORBIDDEN",
        }
    }

    /// The reason's name in the access log, e.g. `OUTSIDE_TEAM`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The rules by which it was denied.
    #[must_use]
    pub const fn policy(self) -> &'static str {
        POLICY
    }
}
