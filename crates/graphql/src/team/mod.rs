//! Who I am, and my teams.

mod query;
mod types;

pub use query::{TeamQuery, one_member, one_team};
pub use types::{StaffMember, Team};
