//! Why a step of a participant's follow-up is refused.

use strum::{IntoStaticStr, VariantNames};

use crate::{decider::Rejection, id::EntryId};

/// A rule of the follow-up that does not allow a step. The codes are stable; screens translate them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ParticipantRejection {
    /// A referral comes first or not at all.
    #[error("the participant is known already")]
    AlreadyKnown(EntryId),
    /// The participant is enrolled now.
    #[error("the participant is enrolled already")]
    AlreadyEnrolled(EntryId),
    /// The referral is answered already.
    #[error("the enrolment was declined already")]
    AlreadyDeclined(EntryId),
    /// Only a referral can be declined.
    #[error("the participant is not referred")]
    NotReferred,
    /// The step needs a participant whom the team follows now.
    #[error("the participant is not enrolled")]
    NotEnrolled(Option<EntryId>),
    /// Nothing to resume.
    #[error("there is no step-down")]
    NotSteppedDown,
    /// One crisis at a time.
    #[error("a crisis is open already")]
    CrisisAlreadyOpen(EntryId),
    /// Nothing to resolve.
    #[error("there is no open crisis")]
    NoOpenCrisis,
    /// Another crisis is the open one.
    #[error("the open crisis is another one")]
    CrisisNotOpen(EntryId),
}

impl From<ParticipantRejection> for Rejection {
    fn from(rejection: ParticipantRejection) -> Self {
        use ParticipantRejection as R;
        let current = match rejection {
            R::AlreadyKnown(current)
            | R::AlreadyEnrolled(current)
            | R::AlreadyDeclined(current)
            | R::CrisisAlreadyOpen(current)
            | R::CrisisNotOpen(current) => Some(current),
            R::NotEnrolled(current) => current,
            R::NotReferred | R::NotSteppedDown | R::NoOpenCrisis => None,
        };
        Self { code: rejection.into(), current }
    }
}
