//! Tenancy risk: explained signals, never a score in the dark.
//!
//! [`RiskFacts`] folds what counts; [`assess`] says, for a clock handed in, which signals fire, with the
//! entries behind each, which legal deadlines run, and which level follows.

mod assess;
mod by_tenancy;
mod chain;
mod deadlines;
mod facts;
mod fire;
mod follow;
mod ledger;
mod offers;
mod rules;
mod signal;
mod stays;
mod step;

#[cfg(test)]
pub(crate) mod testkit;
#[cfg(test)]
mod tests;

pub use assess::{Assessment, Level, assess};
pub(crate) use by_tenancy::ByTenancy;
pub use deadlines::DeadlineAt;
pub use facts::RiskFacts;
pub use fire::Fired;
pub(crate) use follow::FollowUp;
pub use follow::is_kept;

pub(crate) use offers::Offers;
pub use rules::{Points, RiskRules};
pub use signal::{Deadline, Signal, TEAM_RULE};
pub(crate) use stays::Stays;
pub use step::Flag;
