//! What every store does.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tavle_domain::{
    id::{CommandId, EntryId, ParticipantId, StaffId, TeamId},
    recorded::{By, NewEvent, Recorded},
    stream::Stream,
};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    codec::{Codec, Decoded, history},
    envelope::Stored,
    error::StoreError,
};

/// The largest data of one event, in bytes of JSON.
pub const MAX_DATA_BYTES: usize = 256 * 1024;

/// The most events of one append. They share a transaction, and nobody else writes meanwhile.
pub const MAX_EVENTS: usize = 1_000;

/// The largest data of one append, in bytes of JSON.
pub const MAX_APPEND_BYTES: usize = 8 * 1024 * 1024;

/// The longest name of an organisation, in bytes of UTF-8.
pub const MAX_ORGANISATION_BYTES: usize = 256;

/// The present instant. Always handed in.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What the stream must look like for an append to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Anything.
    Any,
    /// No event yet.
    NoStream,
    /// This revision is the last.
    Exact(u64),
}

impl Expected {
    /// Whether a stream with this last revision is as expected.
    #[must_use]
    pub fn allows(self, current: Option<u64>) -> bool {
        match self {
            Self::Any => true,
            Self::NoStream => current.is_none(),
            Self::Exact(revision) => current == Some(revision),
        }
    }

    /// What a decision on a stream with this last revision expects to find.
    #[must_use]
    pub const fn after(current: Option<u64>) -> Self {
        match current {
            Some(revision) => Self::Exact(revision),
            None => Self::NoStream,
        }
    }
}

/// A decided event with what it cost to know it.
#[derive(Clone, Debug)]
pub struct NewEnvelope {
    /// The event.
    pub event: NewEvent,
    /// Who wrote it.
    pub by: By,
    /// The team on whose behalf.
    pub team: TeamId,
    /// The command that wrote it.
    pub command: CommandId,
    /// Which of the command's events it is, from 0, over all streams that the command writes to.
    pub ordinal: u32,
    /// Ties together everything that follows from one request.
    pub correlation: Uuid,
    /// The event that led to it.
    pub causation: Option<EntryId>,
    /// MAC of the request's input. Two appends with the same event ids are the same append when this is the
    /// same too.
    pub request_mac: Vec<u8>,
}

/// Events for one stream, written together or not at all.
#[derive(Clone, Debug)]
pub struct Append {
    /// The stream.
    pub stream: Stream,
    /// What the stream must look like.
    pub expected: Expected,
    /// The events, in order.
    pub events: Vec<NewEnvelope>,
}

/// The answer to an append: the same however often it is repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Revision of the first event.
    pub first_revision: u64,
    /// Revision of the last event.
    pub last_revision: u64,
    /// Place of the last event in the log.
    pub last_position: u64,
    /// When the events were written.
    pub recorded_at: DateTime<Utc>,
    /// The events as they stand in the log.
    pub events: Vec<Recorded>,
}

/// One event of a command, with the MAC of the request that asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandEvent {
    /// The event.
    pub event: Recorded,
    /// MAC of the request's input.
    pub request_mac: Vec<u8>,
}

impl CommandEvent {
    pub(crate) fn read(codec: Codec, stored: Stored) -> Result<Self, StoreError> {
        let request_mac = stored.envelope.request_mac.clone();
        Ok(Self { event: codec.decode(stored).required()?, request_mac })
    }
}

/// One event of a bulk load. Its revision follows from its place among the events of its stream.
#[derive(Clone, Debug)]
pub struct BulkEvent {
    /// The stream.
    pub stream: Stream,
    /// When it is to count as written; never earlier than the event before it.
    pub recorded_at: DateTime<Utc>,
    /// The event.
    pub event: NewEnvelope,
}

/// A log of events in streams.
#[async_trait]
pub trait EventStore: Send + Sync {
    /// Writes events to one stream. They are durable before the answer.
    ///
    /// The same event ids to the same stream for the same request give the first answer, whatever was
    /// written since and whatever is expected now. An append that is no longer waited for may still be
    /// written.
    ///
    /// # Errors
    /// [`StoreError::WrongRevision`], [`StoreError::CommandReused`], [`StoreError::Empty`],
    /// [`StoreError::TooMany`], [`StoreError::TooLarge`], [`StoreError::AppendTooLarge`],
    /// [`StoreError::NameTooLong`]; [`StoreError::Busy`], [`StoreError::DiskFull`] and
    /// [`StoreError::ReadOnly`], after which it may be tried again; [`StoreError::Fatal`].
    async fn append(&self, append: Append) -> Result<Appended, StoreError>;

    /// A stream's events from a revision on, in order.
    ///
    /// # Errors
    /// Faults of the store.
    async fn read_stream(&self, stream: Stream, from_revision: u64) -> Result<Vec<Decoded>, StoreError>;

    /// Several whole streams, in the order asked for. One read, however many they are.
    ///
    /// # Errors
    /// Faults of the store.
    async fn read_streams(&self, streams: &[Stream]) -> Result<Vec<Vec<Decoded>>, StoreError> {
        let mut read = Vec::with_capacity(streams.len());
        for stream in streams {
            read.push(self.read_stream(*stream, 0).await?);
        }
        Ok(read)
    }

    /// Every event about a participant in log order, up to and including a position.
    ///
    /// # Errors
    /// Faults of the store.
    async fn read_subject(
        &self,
        subject: ParticipantId,
        up_to: Option<u64>,
    ) -> Result<Vec<Decoded>, StoreError>;

    /// The histories of several participants, each from after a position on and otherwise as
    /// [`read_subject`](Self::read_subject) gives it, in the order asked for. One read, however many they are.
    ///
    /// # Errors
    /// Faults of the store.
    async fn read_subjects(
        &self,
        subjects: &[(ParticipantId, u64)],
    ) -> Result<Vec<Vec<Decoded>>, StoreError> {
        let mut histories = Vec::with_capacity(subjects.len());
        for (subject, after) in subjects {
            let mut history = self.read_subject(*subject, None).await?;
            history.retain(|event| event.position() > *after);
            histories.push(history);
        }
        Ok(histories)
    }

    /// At most `limit` events after a position, in log order.
    ///
    /// # Errors
    /// Faults of the store.
    async fn read_all(&self, after: u64, limit: usize) -> Result<Vec<Decoded>, StoreError>;

    /// The events at these positions, in the order asked for; a position past the end is left out.
    ///
    /// # Errors
    /// Faults of the store.
    async fn read_positions(&self, positions: &[u64]) -> Result<Vec<Decoded>, StoreError>;

    /// The event with this id.
    ///
    /// # Errors
    /// Faults of the store.
    async fn event(&self, id: EntryId) -> Result<Option<Decoded>, StoreError>;

    /// The events with these ids, in the order asked for; an id that is not known is left out. One read, however
    /// many they are.
    ///
    /// # Errors
    /// Faults of the store.
    async fn events(&self, ids: &[EntryId]) -> Result<Vec<Decoded>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(self.event(*id).await?);
        }
        Ok(found)
    }

    /// What an actor's command wrote, by ordinal, over all streams. Empty when the command is not known.
    ///
    /// # Errors
    /// Faults of the store, and [`StoreError::UnknownEvent`] or [`StoreError::Corrupt`].
    async fn find_command(&self, actor: StaffId, command: CommandId)
    -> Result<Vec<CommandEvent>, StoreError>;

    /// Position of the last event; 0 for an empty log.
    fn head(&self) -> u64;

    /// The position of the last durable event, as it moves. A reader reads from its checkpoint to the end,
    /// then waits here. Ends when the store is closed.
    fn watch(&self) -> watch::Receiver<u64>;

    /// A stream's whole history, for a decision.
    ///
    /// # Errors
    /// Faults of the store, and [`StoreError::UnknownEvent`] or [`StoreError::Corrupt`]: nothing may be
    /// decided on a history with a hole.
    async fn history(&self, stream: Stream) -> Result<Vec<Recorded>, StoreError> {
        history(self.read_stream(stream, 0).await?)
    }
}
