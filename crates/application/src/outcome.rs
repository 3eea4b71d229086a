//! What a command comes to.

use tavle_domain::{
    access::Denied,
    decider::{Refusal, Rejection},
    field::{FieldProblem, Problem},
    id::{DwellingId, EntryId, ParticipantId, TeamId},
    recorded::Recorded,
    stream::Stream,
};
use tavle_event_store::StoreError;

/// The command's id was accepted with other content.
pub const COMMAND_REUSED: &str = "COMMAND_REUSED";

/// An accepted command.
#[derive(Clone, Debug)]
pub struct Done {
    /// The event that the command asked for; `None` when it was already so. The command is remembered all the same.
    pub event: Option<Recorded>,
    /// The stream it concerns.
    pub stream: Stream,
    /// The stream's revision after it.
    pub revision: u64,
    /// The last position that it wrote; readers wait for it.
    pub position: u64,
    /// The team on whose behalf it was done.
    pub team: TeamId,
    /// The participant it is about.
    pub participant: Option<ParticipantId>,
    /// The dwelling it concerns.
    pub dwelling: Option<DwellingId>,
}

/// A command that was not accepted. Nothing of it is remembered: its id may be tried again.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Fields are missing or wrong.
    #[error("{} field(s) are not valid", .0.len())]
    Invalid(Vec<FieldProblem>),
    /// An invariant does not allow it.
    #[error("rejected: {code}")]
    Rejected {
        /// Stable code.
        code: &'static str,
        /// The entry that stands in the way.
        current: Option<EntryId>,
    },
    /// The stream is at another revision than the client saw.
    #[error("the stream has changed")]
    Conflict {
        /// The revision it is at; `None` when it has no event.
        revision: Option<u64>,
        /// The last event.
        current: Option<EntryId>,
    },
    /// Not permitted.
    #[error("denied")]
    Forbidden(#[from] Denied),
    /// Too much is waiting to be written.
    #[error("busy")]
    Busy,
    /// The store failed, or holds what this version cannot read.
    #[error("the event store failed")]
    Fault(#[source] StoreError),
}

impl Failure {
    /// One field with one problem.
    #[must_use]
    pub fn field(path: &'static str, problem: Problem) -> Self {
        Self::Invalid(vec![FieldProblem { path, problem }])
    }

    /// A rejection without an entry in the way.
    #[must_use]
    pub const fn rejected(code: &'static str) -> Self {
        Self::Rejected { code, current: None }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Invalid(problems) => Self::Invalid(problems),
            Refusal::Rejected(Rejection { code, current }) => Self::Rejected { code, current },
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy { .. } => Self::Busy,
            StoreError::CommandReused => Self::rejected(COMMAND_REUSED),
            error => Self::Fault(error),
        }
    }
}
