//! Who I am, and my teams.

mod query;
mod types;

pub use query::TeamQuery;
