//! Why a step of the arrears chain is refused.

use strum::{IntoStaticStr, VariantNames};

use crate::{decider::Rejection, id::EntryId};

/// A rule of the chain that does not allow a step. The codes are stable; screens translate them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ArrearsRejection {
    /// A rent falls due once a period.
    #[error("the rent of this period has fallen due already")]
    RentAlreadyDue(EntryId),
    /// A rent is missed once a period.
    #[error("the rent of this period is recorded as missed already, with another amount")]
    RentAlreadyMissed(EntryId),
    /// The step answers a termination.
    #[error("there is no open termination")]
    NoOpenTermination,
    /// A termination is protested once.
    #[error("the termination is protested already")]
    TerminationAlreadyProtested(EntryId),
    /// Only an eviction with a date can be postponed.
    #[error("no eviction is dated")]
    NoEvictionDated,
    /// Nothing to avert or execute.
    #[error("there is no open legal step")]
    NoOpenCase,
    /// The step needs a repayment agreement that runs.
    #[error("there is no running repayment agreement")]
    NoRepaymentAgreement(Option<EntryId>),
    /// Nothing to stop.
    #[error("there is no running deduction")]
    NoRunningDeduction,
    /// Nothing to release.
    #[error("there is no deposit")]
    NoDeposit,
    /// Nothing of that sort to withdraw.
    #[error("there is no such open warning")]
    NoOpenWarning,
    /// Nothing to close.
    #[error("there is no open complaint")]
    NoOpenComplaint,
}

impl From<ArrearsRejection> for Rejection {
    fn from(rejection: ArrearsRejection) -> Self {
        use ArrearsRejection as R;
        let current = match rejection {
            R::RentAlreadyDue(current)
            | R::RentAlreadyMissed(current)
            | R::TerminationAlreadyProtested(current) => Some(current),
            R::NoRepaymentAgreement(current) => current,
            R::NoOpenTermination
            | R::NoEvictionDated
            | R::NoOpenCase
            | R::NoRunningDeduction
            | R::NoDeposit
            | R::NoOpenWarning
            | R::NoOpenComplaint => None,
        };
        Self { code: rejection.into(), current }
    }
}
