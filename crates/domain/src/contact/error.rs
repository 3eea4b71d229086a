//! Why a contact is refused.

use strum::{IntoStaticStr, VariantNames};

use crate::{decider::Rejection, id::EntryId};

/// A rule of contacts that does not allow a step. The codes are stable; screens translate them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ContactRejection {
    /// This participant has no planned contact with that id.
    #[error("no such planned contact")]
    PlannedContactUnknown,
    /// It was held, missed or cancelled already.
    #[error("the planned contact is answered already")]
    PlannedContactAnswered(EntryId),
}

impl From<ContactRejection> for Rejection {
    fn from(rejection: ContactRejection) -> Self {
        let current = match rejection {
            ContactRejection::PlannedContactAnswered(current) => Some(current),
            ContactRejection::PlannedContactUnknown => None,
        };
        Self { code: rejection.into(), current }
    }
}
