//! A store in memory, for tests. It keeps the stored form, so that it reads what the others read.

use std::{
    collections::{HashMap, HashSet},
    convert::Infallible,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tavle_domain::{
    id::{CommandId, EntryId, ParticipantId, StaffId},
    stream::Stream,
};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    admit::{Admitted, Lookup, Prepared, Written, admit, answer, check_limits, prepare},
    codec::{Codec, Decoded},
    envelope::{Envelope, Stored},
    error::StoreError,
    store::{Append, Appended, BulkEvent, Clock, CommandEvent, EventStore},
};

/// A log in memory: everything but durability.
pub struct MemoryStore {
    log: Mutex<Log>,
    clock: Clock,
    committed: watch::Sender<u64>,
    codec: Codec,
}

#[derive(Default)]
struct Log {
    events: Vec<Stored>,
    streams: HashMap<String, Vec<usize>>,
    ids: HashMap<Uuid, usize>,
    ordinals: HashSet<(Uuid, Uuid, u32)>,
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").field("head", &self.head()).finish_non_exhaustive()
    }
}

impl MemoryStore {
    /// An empty log.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        let (committed, _) = watch::channel(0);
        Self { log: Mutex::default(), clock, committed, codec: Codec::default() }
    }

    /// Fills an empty log with events that keep their given times. Gives the position of the last.
    ///
    /// # Errors
    /// [`StoreError::LoadRefused`] when the log is not empty, times go backwards, or an event comes twice;
    /// [`StoreError::TooLarge`] and [`StoreError::NameTooLong`];
    /// what came before it stays.
    pub fn bulk_load(&self, events: impl IntoIterator<Item = BulkEvent>) -> Result<u64, StoreError> {
        let mut log = self.log();
        if !log.events.is_empty() {
            return Err(StoreError::LoadRefused { reason: "the log is not empty" });
        }
        for BulkEvent { stream, recorded_at, event } in events {
            let envelope = self.codec.encode(stream, &event);
            check_limits(&envelope)?;
            let recorded_at = recorded_at.timestamp_micros();
            if log.events.last().is_some_and(|last| last.recorded_at > recorded_at) {
                return Err(StoreError::LoadRefused { reason: "recorded times go backwards" });
            }
            let ordinal = (envelope.actor, envelope.command, envelope.ordinal);
            if log.ids.contains_key(&envelope.id) || log.ordinals.contains(&ordinal) {
                return Err(StoreError::LoadRefused { reason: "an event comes twice" });
            }
            let revision = log.revision_after(&envelope.stream);
            log.push(envelope, revision, recorded_at);
        }
        let head = log.head();
        self.committed.send_replace(head);
        Ok(head)
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what is admitted. The watch moves while the log is held, so positions are told in order.
    fn write(&self, append: Prepared) -> Result<Written, StoreError> {
        let mut log = self.log();
        let first_revision = match admit(&*log, &append) {
            Ok(Ok(Admitted::New { first_revision })) => first_revision,
            Ok(Ok(Admitted::Repeat(stored))) => return Ok(Written::Repeat(stored)),
            Ok(Err(refusal)) => return Err(refusal),
        };
        let first_position = log.head() + 1;
        let last = log.events.last().map_or(i64::MIN, |event| event.recorded_at);
        let micros = (self.clock)().timestamp_micros().max(last);
        for (envelope, n) in append.envelopes.into_iter().zip(0..) {
            log.push(envelope, first_revision + n, micros);
        }
        self.committed.send_replace(log.head());
        let recorded_at = DateTime::<Utc>::from_timestamp_micros(micros).unwrap_or_default();
        Ok(Written::New { first_revision, first_position, recorded_at })
    }

    fn select(&self, pick: impl FnOnce(&Log) -> Vec<Stored>) -> Vec<Decoded> {
        let picked = pick(&self.log());
        picked.into_iter().map(|stored| self.codec.decode(stored)).collect()
    }
}

impl Log {
    fn head(&self) -> u64 {
        self.events.len() as u64
    }

    fn revision_after(&self, stream: &str) -> u64 {
        self.streams.get(stream).map_or(0, |places| places.len() as u64)
    }

    fn push(&mut self, envelope: Envelope, revision: u64, recorded_at: i64) {
        let place = self.events.len();
        self.streams.entry(envelope.stream.clone()).or_default().push(place);
        self.ids.insert(envelope.id, place);
        self.ordinals.insert((envelope.actor, envelope.command, envelope.ordinal));
        self.events.push(Stored::seal(envelope, place as u64 + 1, revision, recorded_at));
    }
}

impl Lookup for Log {
    type Fault = Infallible;

    fn by_id(&self, id: Uuid) -> Result<Option<Stored>, Infallible> {
        Ok(self.ids.get(&id).map(|place| self.events[*place].clone()))
    }

    fn has_ordinal(&self, actor: Uuid, command: Uuid, ordinal: u32) -> Result<bool, Infallible> {
        Ok(self.ordinals.contains(&(actor, command, ordinal)))
    }

    fn last_revision(&self, stream: &str) -> Result<Option<u64>, Infallible> {
        Ok(self.revision_after(stream).checked_sub(1))
    }
}

#[async_trait]
impl EventStore for MemoryStore {
    async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        let (prepared, events) = prepare(self.codec, &append)?;
        answer(self.codec, events, self.write(prepared)?)
    }

    async fn read_stream(&self, stream: Stream, from_revision: u64) -> Result<Vec<Decoded>, StoreError> {
        let from = usize::try_from(from_revision).unwrap_or(usize::MAX);
        Ok(self.select(|log| {
            let places = log.streams.get(&stream.to_string()).into_iter().flatten();
            places.skip(from).map(|place| log.events[*place].clone()).collect()
        }))
    }

    async fn read_subject(
        &self,
        subject: ParticipantId,
        up_to: Option<u64>,
    ) -> Result<Vec<Decoded>, StoreError> {
        let up_to = up_to.unwrap_or(u64::MAX);
        Ok(self.select(|log| {
            let all = log.events.iter().take_while(|event| event.position <= up_to);
            all.filter(|event| event.envelope.subject == Some(subject.0)).cloned().collect()
        }))
    }

    async fn read_all(&self, after: u64, limit: usize) -> Result<Vec<Decoded>, StoreError> {
        let after = usize::try_from(after).unwrap_or(usize::MAX);
        Ok(self.select(|log| log.events.iter().skip(after).take(limit).cloned().collect()))
    }

    async fn read_positions(&self, positions: &[u64]) -> Result<Vec<Decoded>, StoreError> {
        let place = |position: &u64| usize::try_from(position.checked_sub(1)?).ok();
        Ok(self.select(|log| {
            let places = positions.iter().filter_map(place);
            places.filter_map(|place| log.events.get(place).cloned()).collect()
        }))
    }

    async fn event(&self, id: EntryId) -> Result<Option<Decoded>, StoreError> {
        let found = self.select(|log| {
            let place = log.ids.get(&id.0);
            place.map(|place| log.events[*place].clone()).into_iter().collect()
        });
        Ok(found.into_iter().next())
    }

    async fn find_command(
        &self,
        actor: StaffId,
        command: CommandId,
    ) -> Result<Vec<CommandEvent>, StoreError> {
        let mut found: Vec<Stored> = {
            let log = self.log();
            let of_command =
                |event: &&Stored| (event.envelope.actor, event.envelope.command) == (actor.0, command.0);
            log.events.iter().filter(of_command).cloned().collect()
        };
        found.sort_by_key(|stored| stored.envelope.ordinal);
        found.into_iter().map(|stored| CommandEvent::read(self.codec, stored)).collect()
    }

    fn head(&self) -> u64 {
        *self.committed.borrow()
    }

    fn watch(&self) -> watch::Receiver<u64> {
        self.committed.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{contract::Fixture, event_store_contract, testing::TestClock};

    struct Memory(Arc<MemoryStore>, TestClock);

    #[async_trait]
    impl Fixture for Memory {
        fn store(&self) -> Arc<dyn EventStore> {
            Arc::clone(&self.0) as _
        }
        fn clock(&self) -> TestClock {
            self.1.clone()
        }
        async fn reopen(&mut self) {}
    }

    fn memory() -> Memory {
        let clock = TestClock::default();
        Memory(Arc::new(MemoryStore::new(clock.clock())), clock)
    }

    event_store_contract!(memory);
}
