//! Why a step of a tenancy is refused.

use strum::{IntoStaticStr, VariantNames};

use crate::{decider::Rejection, id::EntryId};

/// A rule of tenancies that does not allow a step. The codes are stable; screens translate them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum TenancyRejection {
    /// One active tenancy a participant.
    #[error("the participant has an active tenancy")]
    TenancyAlreadyActive(EntryId),
    /// The step needs a tenancy and there is none.
    #[error("there is no tenancy")]
    NoTenancy,
    /// This participant has no tenancy with that id.
    #[error("no such tenancy")]
    TenancyUnknown,
    /// The step needs an active tenancy.
    #[error("the tenancy has ended")]
    TenancyEnded(EntryId),
    /// One temporary stay at a time.
    #[error("a temporary stay is open")]
    TemporaryStayOpen(EntryId),
    /// Nothing to end.
    #[error("there is no temporary stay")]
    NoTemporaryStay,
}

impl From<TenancyRejection> for Rejection {
    fn from(rejection: TenancyRejection) -> Self {
        use TenancyRejection as R;
        let current = match rejection {
            R::TenancyAlreadyActive(current) | R::TenancyEnded(current) | R::TemporaryStayOpen(current) => {
                Some(current)
            }
            R::NoTenancy | R::TenancyUnknown | R::NoTemporaryStay => None,
        };
        Self { code: rejection.into(), current }
    }
}
