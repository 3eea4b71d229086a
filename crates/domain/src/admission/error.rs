//! Why a step of a stay is refused.

use strum::{IntoStaticStr, VariantNames};

use crate::{decider::Rejection, id::EntryId};

/// A rule of stays that does not allow a step. The codes are stable; screens translate them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum AdmissionRejection {
    /// One stay in hospital at a time.
    #[error("the participant is admitted already")]
    AlreadyAdmitted(EntryId),
    /// Nothing to be discharged from.
    #[error("the participant is not admitted")]
    NotAdmitted,
    /// One stay in prison at a time.
    #[error("the participant is in prison already")]
    AlreadyImprisoned(EntryId),
    /// Nothing to be released from.
    #[error("the participant is not in prison")]
    NotImprisoned,
}

impl From<AdmissionRejection> for Rejection {
    fn from(rejection: AdmissionRejection) -> Self {
        use AdmissionRejection::{AlreadyAdmitted, AlreadyImprisoned, NotAdmitted, NotImprisoned};
        let current = match rejection {
            AlreadyAdmitted(current) | AlreadyImprisoned(current) => Some(current),
            NotAdmitted | NotImprisoned => None,
        };
        Self { code: rejection.into(), current }
    }
}
