//! The words of the demo: aliases, invented names, notes.

mod alias;
mod name;
pub mod note;

pub use alias::ALIASES;
pub use name::{StaffName, address, first_staff, later_staff, place};
