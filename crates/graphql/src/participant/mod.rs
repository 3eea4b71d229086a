//! The participant's page: who they are, how they live, what is planned.

mod query;
mod search;
mod types;

pub use query::{ParticipantQuery, page_of};
pub use search::SearchQuery;
pub use types::Participant;
