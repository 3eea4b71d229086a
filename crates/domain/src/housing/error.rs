//! Why a step of a dwelling is refused.

use strum::{IntoStaticStr, VariantNames};

use crate::{decider::Rejection, id::EntryId};

/// A rule of dwellings that does not allow a step. The codes are stable; screens translate them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DwellingRejection {
    /// A dwelling is registered once.
    #[error("the dwelling is registered already")]
    DwellingAlreadyRegistered(EntryId),
    /// Nothing can be recorded about a dwelling that was never registered.
    #[error("the dwelling is not registered")]
    DwellingUnknown,
    /// The unit can no longer be let.
    #[error("the dwelling is withdrawn")]
    DwellingWithdrawn(EntryId),
    /// An offer and a reservation are somebody's.
    #[error("the step needs a participant")]
    ParticipantRequired,
    /// One open offer a dwelling.
    #[error("the dwelling has an open offer")]
    DwellingHasOpenOffer(EntryId),
    /// An accepted offer holds the dwelling.
    #[error("an accepted offer holds the dwelling")]
    DwellingHeld(EntryId),
    /// Another tenancy is or begins here.
    #[error("the dwelling is occupied")]
    DwellingOccupied(EntryId),
    /// This participant has no offer with that id here.
    #[error("no such offer")]
    OfferUnknown,
    /// The offer has its answer.
    #[error("the offer is not open")]
    OfferNotOpen(EntryId),
}

impl From<DwellingRejection> for Rejection {
    fn from(rejection: DwellingRejection) -> Self {
        use DwellingRejection as R;
        let current = match rejection {
            R::DwellingAlreadyRegistered(current)
            | R::DwellingWithdrawn(current)
            | R::DwellingHasOpenOffer(current)
            | R::DwellingHeld(current)
            | R::DwellingOccupied(current)
            | R::OfferNotOpen(current) => Some(current),
            R::DwellingUnknown | R::ParticipantRequired | R::OfferUnknown => None,
        };
        Self { code: rejection.into(), current }
    }
}
