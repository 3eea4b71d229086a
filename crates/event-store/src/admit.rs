//! The rules of an append, the same for every store that decides itself: what is new, what is a repeat, and
//! what is refused.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use tavle_domain::recorded::Recorded;
use uuid::Uuid;

use crate::{
    codec::Codec,
    envelope::{Envelope, Stored},
    error::StoreError,
    store::{
        Append, Appended, Expected, MAX_APPEND_BYTES, MAX_DATA_BYTES, MAX_EVENTS, MAX_ORGANISATION_BYTES,
    },
};

/// An append in its stored form, checked as far as that is possible without the log.
#[derive(Debug)]
pub struct Prepared {
    /// Name of the stream.
    pub stream: String,
    /// What the stream must look like.
    pub expected: Expected,
    /// The events, in order.
    pub envelopes: Vec<Envelope>,
}

/// What the log tells about an append.
pub trait Lookup {
    /// A fault of the log.
    type Fault;

    /// The event with this id.
    fn by_id(&self, id: Uuid) -> Result<Option<Stored>, Self::Fault>;
    /// Whether the actor's command has already written an event with this ordinal.
    fn has_ordinal(&self, actor: Uuid, command: Uuid, ordinal: u32) -> Result<bool, Self::Fault>;
    /// The stream's last revision.
    fn last_revision(&self, stream: &str) -> Result<Option<u64>, Self::Fault>;
}

/// An append that is accepted.
#[derive(Debug)]
pub enum Admitted {
    /// To be written from this revision on.
    New {
        /// Revision of the first event.
        first_revision: u64,
    },
    /// It stands in the log already.
    Repeat(Vec<Stored>),
}

/// What became of an accepted append.
#[derive(Debug)]
pub enum Written {
    /// Written now.
    New {
        /// Revision of the first event.
        first_revision: u64,
        /// Place of the first event in the log.
        first_position: u64,
        /// Instant of writing.
        recorded_at: DateTime<Utc>,
    },
    /// It stood in the log already.
    Repeat(Vec<Stored>),
}

/// Refuses an event that is larger than the log keeps. Every other name in it is of a fixed length or a word of
/// this program's own.
pub fn check_limits(envelope: &Envelope) -> Result<(), StoreError> {
    let size = envelope.data.len();
    if size > MAX_DATA_BYTES {
        return Err(StoreError::TooLarge { size, limit: MAX_DATA_BYTES });
    }
    let size = envelope.organisation.len();
    if size > MAX_ORGANISATION_BYTES {
        return Err(StoreError::NameTooLong { what: "organisation", size, limit: MAX_ORGANISATION_BYTES });
    }
    Ok(())
}

/// Encodes an append and reads it back, so that nothing is written that could not be read. The events have
/// no place yet.
pub fn prepare(codec: Codec, append: &Append) -> Result<(Prepared, Vec<Recorded>), StoreError> {
    if append.events.is_empty() {
        return Err(StoreError::Empty);
    }
    if append.events.len() > MAX_EVENTS {
        return Err(StoreError::TooMany { events: append.events.len(), limit: MAX_EVENTS });
    }
    let mut size = 0;
    let mut ids = HashSet::new();
    let mut ordinals = HashSet::new();
    let mut envelopes = Vec::with_capacity(append.events.len());
    let mut events = Vec::with_capacity(append.events.len());
    for new in &append.events {
        let envelope = codec.encode(append.stream, new);
        check_limits(&envelope)?;
        size += envelope.data.len();
        if size > MAX_APPEND_BYTES {
            return Err(StoreError::AppendTooLarge { size, limit: MAX_APPEND_BYTES });
        }
        if !ids.insert(envelope.id) || !ordinals.insert((envelope.actor, envelope.command, envelope.ordinal))
        {
            return Err(StoreError::CommandReused);
        }
        let stored = Stored { position: 0, revision: 0, recorded_at: 0, envelope, digest: [0; 32] };
        let event_type = new.event.body.event_type();
        events.push(codec.read(&stored).map_err(|_| StoreError::WouldNotRead { event_type })?);
        envelopes.push(stored.envelope);
    }
    let prepared = Prepared { stream: append.stream.to_string(), expected: append.expected, envelopes };
    Ok((prepared, events))
}

/// Decides an append against the log. The outer error is a fault of the log, the inner one a refusal.
pub fn admit<L: Lookup>(log: &L, append: &Prepared) -> Result<Result<Admitted, StoreError>, L::Fault> {
    let mut found = Vec::new();
    let mut reused = false;
    for envelope in &append.envelopes {
        match log.by_id(envelope.id)? {
            Some(stored) => found.push(stored),
            None => reused |= log.has_ordinal(envelope.actor, envelope.command, envelope.ordinal)?,
        }
    }
    if reused {
        return Ok(Err(StoreError::CommandReused));
    }
    if !found.is_empty() {
        let repeats = is_repeat(&found, append);
        return Ok(if repeats { Ok(Admitted::Repeat(found)) } else { Err(StoreError::CommandReused) });
    }
    let current = log.last_revision(&append.stream)?;
    Ok(if append.expected.allows(current) {
        Ok(Admitted::New { first_revision: current.map_or(0, |revision| revision + 1) })
    } else {
        Err(StoreError::WrongRevision { current })
    })
}

/// Whether what stands in the log is this very append. The request decides, not the data: a repeat that was
/// decided again a moment later may differ in its times and still ask for the same.
fn is_repeat(found: &[Stored], append: &Prepared) -> bool {
    let in_place = |(stored, envelope): (&Stored, &Envelope)| {
        let first = &stored.envelope;
        first.stream == append.stream
            && first.event_type == envelope.event_type
            && first.request_mac == envelope.request_mac
            && (first.actor, first.command, first.ordinal)
                == (envelope.actor, envelope.command, envelope.ordinal)
    };
    found.len() == append.envelopes.len()
        && found.iter().zip(&append.envelopes).all(in_place)
        && found.windows(2).all(|pair| pair[0].revision + 1 == pair[1].revision)
}

/// The answer to an append.
pub fn answer(codec: Codec, mut events: Vec<Recorded>, written: Written) -> Result<Appended, StoreError> {
    match written {
        Written::New { first_revision, first_position, recorded_at } => {
            for (event, n) in events.iter_mut().zip(0..) {
                event.revision = first_revision + n;
                event.position = first_position + n;
                event.recorded_at = recorded_at;
            }
        }
        Written::Repeat(stored) => {
            let decoded = stored.into_iter().map(|stored| codec.decode(stored).required());
            events = decoded.collect::<Result<_, _>>()?;
        }
    }
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return Err(StoreError::Empty) };
    Ok(Appended {
        first_revision: first.revision,
        last_revision: last.revision,
        last_position: last.position,
        recorded_at: last.recorded_at,
        events,
    })
}
