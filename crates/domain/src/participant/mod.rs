//! A participant's follow-up: referral, enrolment, crisis, board decisions, plan, wishes for a home.

mod decide;
mod error;
mod event;
mod state;

pub use error::ParticipantRejection;
pub use event::*;
pub use state::ParticipantState;
