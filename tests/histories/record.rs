//! What was asked and what was answered, in which order.

use tavle_domain::{
    id::{CommandId, EntryId, StaffId},
    recorded::Recorded,
};

use crate::model::Deed;

/// One command as one window sent it. A retry is another call with the same command.
#[derive(Clone, Debug)]
pub struct Call {
    pub by: StaffId,
    pub command: CommandId,
    pub deed: Deed,
    /// The revision that the client said it had seen.
    pub expected: Option<u64>,
    /// When it was sent and when its answer came, in one count for all.
    pub begun: u64,
    pub answered: u64,
    /// The end of the log when it was sent, and a place that is not before the end when the answer came.
    pub from: u64,
    pub to: u64,
    pub answer: Answer,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Written, as this event.
    Written {
        event: EntryId,
        position: u64,
        revision: u64,
    },
    /// It was so already.
    AlreadySo,
    Refused(&'static str),
    /// Another revision than expected.
    Conflict(Option<u64>),
    Busy,
}

impl Answer {
    pub const fn position(&self) -> Option<u64> {
        match self {
            Self::Written { position, .. } => Some(*position),
            _ => None,
        }
    }
}

/// A whole run.
#[derive(Clone)]
pub struct History {
    pub calls: Vec<Call>,
    pub log: Vec<Recorded>,
    /// How many events stood in the log before.
    pub seeded: u64,
}
