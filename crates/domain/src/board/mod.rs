//! The board: which status each participant has, why and since when.
//!
//! [`BoardFacts`] folds what counts; [`derive`] gives the row for a clock handed in. Urgency fades by rule,
//! never by an entry that time alone would write.

mod derive;
mod episode;
mod facts;
mod home;
mod plans;
mod row;
mod rules;
mod status;
mod statuses;

#[cfg(test)]
mod tests;

pub use derive::derive;
pub use facts::BoardFacts;
pub use row::{Happened, Housing, LastContact, Mark, OpenOffer, Row, Standing, StayNow, Visit};
pub use rules::BoardRules;
pub use status::Status;
