//! A team, its staff, what they may do, and the aliases on its board.

mod decide;
mod error;
mod event;
mod state;

pub use error::TeamRejection;
pub use event::*;
pub use state::{StaffMember, TeamState};
