//! The participant's page: who they are, how they live, what is planned.

mod query;
mod types;

pub use query::ParticipantQuery;
