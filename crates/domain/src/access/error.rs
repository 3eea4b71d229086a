//! Why access was denied.

/// Access denied. The code is stable; screens translate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
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
}
