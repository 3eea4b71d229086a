//! A log with holes, and models small enough to see through.

use std::{
    collections::{BTreeSet, HashSet},
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use tavle_domain::{
    id::{CommandId, EntryId, ParticipantId, StaffId},
    recorded::{Body, Recorded},
    stream::Stream,
};
use tavle_event_store::{
    Append, Appended, CommandEvent, Decoded, EventStore, Expected, MemoryStore, StoreError, Unread,
    testing::{TestClock, contact_body, contacts, envelope},
};
use tokio::sync::watch;

use crate::{
    in_memory::{Fold, InMemory, Screen, States},
    model::{Again, History, Look, ModelError, ReadModel},
    read_db::{Form, Rows},
    runner::Runner,
};

/// A log of contacts, some of which cannot be read.
pub struct Log {
    pub store: MemoryStore,
    pub clock: TestClock,
    unreadable: Mutex<HashSet<u64>>,
}

impl Log {
    pub fn new() -> Arc<Self> {
        let clock = TestClock::default();
        Arc::new(Self { store: MemoryStore::new(clock.clock()), clock, unreadable: Mutex::default() })
    }

    /// One more contact of a participant.
    pub async fn contact(&self, participant: u128) -> u64 {
        let stream = contacts(participant);
        let command = u128::from(self.store.head()) + 1;
        let event = envelope(stream, command, 0, contact_body().unwrap());
        let append = Append { stream, expected: Expected::Any, events: vec![event] };
        self.store.append(append).await.unwrap().last_position
    }

    /// So many contacts of seven participants in turn.
    pub async fn contacts(&self, count: u128) {
        for n in 0..count {
            self.contact(n % 7).await;
        }
    }

    pub fn make_unreadable(&self, position: u64) {
        self.unreadable.lock().unwrap().insert(position);
    }

    fn with_holes(&self, events: Vec<Decoded>) -> Vec<Decoded> {
        let unreadable = self.unreadable.lock().unwrap();
        let hole = |decoded: Decoded| match decoded {
            Decoded::Known(event) if unreadable.contains(&event.position) => Decoded::Unknown {
                position: event.position,
                stream: event.stream.to_string(),
                event_type: "ParticipantCloned".to_owned(),
                version: 1,
                why: Unread::NotKnown,
            },
            other => other,
        };
        events.into_iter().map(hole).collect()
    }

    pub fn runner(self: &Arc<Self>, models: Vec<Box<dyn ReadModel>>) -> Runner {
        Runner::new(self.clone(), self.clock.clock(), models)
    }
}

#[async_trait]
impl EventStore for Log {
    async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        self.store.append(append).await
    }
    async fn read_stream(&self, stream: Stream, from: u64) -> Result<Vec<Decoded>, StoreError> {
        Ok(self.with_holes(self.store.read_stream(stream, from).await?))
    }
    async fn read_subject(&self, id: ParticipantId, up_to: Option<u64>) -> Result<Vec<Decoded>, StoreError> {
        Ok(self.with_holes(self.store.read_subject(id, up_to).await?))
    }
    async fn read_all(&self, after: u64, limit: usize) -> Result<Vec<Decoded>, StoreError> {
        Ok(self.with_holes(self.store.read_all(after, limit).await?))
    }
    async fn read_positions(&self, positions: &[u64]) -> Result<Vec<Decoded>, StoreError> {
        Ok(self.with_holes(self.store.read_positions(positions).await?))
    }
    async fn event(&self, id: EntryId) -> Result<Option<Decoded>, StoreError> {
        self.store.event(id).await
    }
    async fn find_command(&self, actor: StaffId, id: CommandId) -> Result<Vec<CommandEvent>, StoreError> {
        self.store.find_command(actor, id).await
    }
    fn head(&self) -> u64 {
        self.store.head()
    }
    fn watch(&self) -> watch::Receiver<u64> {
        self.store.watch()
    }
}

/// Positions by participant; and it fails on those where `FAILS` says so.
pub struct Positions<const FAILS: u64>;

/// What was seen of a participant.
pub type Seen = (Vec<u64>, BTreeSet<u64>);

impl<const FAILS: u64> Fold for Positions<FAILS> {
    const NAME: &'static str = "positions";
    const VERSION: u32 = 1;
    type Key = ParticipantId;
    type State = Seen;

    fn key(event: &Recorded) -> Option<ParticipantId> {
        event.subject
    }
    fn key_of(stream: Stream) -> Option<ParticipantId> {
        stream.participant()
    }
    fn history(key: ParticipantId) -> Again {
        Again::Subject(key)
    }
    fn key_behind(history: Again) -> Option<ParticipantId> {
        match history {
            Again::Subject(id) => Some(id),
            Again::Stream(_) => None,
        }
    }
    fn evolve(state: &mut Option<Arc<Seen>>, event: &Recorded) -> bool {
        let Body::Entry(_) = &event.body else { return false };
        assert!(event.position != FAILS, "a fold that fails");
        Arc::make_mut(state.get_or_insert_default()).0.push(event.position);
        true
    }
    fn fold(_: ParticipantId, history: &History) -> Option<Seen> {
        assert!(history.events.iter().all(|event| event.position != FAILS), "a fold that fails");
        Some((history.events.iter().map(|event| event.position).collect(), history.missing.clone()))
    }
}

/// What readers see of [`Positions`].
#[derive(Clone, Default)]
pub struct Shown(Arc<Mutex<Vec<(ParticipantId, Seen)>>>);

impl Shown {
    pub fn of(&self, participant: u128) -> Option<Seen> {
        let id = contacts(participant).participant().unwrap();
        let shown = self.0.lock().unwrap();
        shown.iter().find(|(of, _)| *of == id).map(|(_, seen)| seen.clone())
    }
}

impl<const FAILS: u64> Screen<Positions<FAILS>> for Shown {
    fn show(&mut self, states: &States<Positions<FAILS>>, _: BTreeSet<ParticipantId>, _: u64, _: Look) {
        *self.0.lock().unwrap() = states.iter().map(|(id, seen)| (*id, Seen::clone(seen))).collect();
    }
}

/// A model in memory that fails on one position, and on none where that is 0.
pub fn positions<const FAILS: u64>(shown: &Shown) -> Box<dyn ReadModel> {
    Box::new(InMemory::<Positions<FAILS>, _>::on(shown.clone()))
}

/// Rows of positions, each times a factor: a form whose versions can be told apart.
pub struct Times {
    pub version: u32,
    pub factor: i64,
    pub fails: u64,
}

impl Form for Times {
    fn name(&self) -> &'static str {
        "times"
    }
    fn version(&self) -> u32 {
        self.version
    }
    fn tables(&self) -> &'static str {
        "CREATE TABLE times (position INTEGER PRIMARY KEY, value INTEGER NOT NULL, subject INTEGER) STRICT"
    }
    fn indexes(&self) -> &'static str {
        "CREATE INDEX times_by_value ON times (value)"
    }
    fn contents(&self) -> &'static [&'static str] {
        &["SELECT * FROM times ORDER BY position"]
    }
    fn apply(&self, rows: &mut Rows<'_>, event: &Decoded) -> Result<bool, ModelError> {
        let Decoded::Known(event) = event else { return Ok(false) };
        let subject = event.subject.map(|id| rows.number(id.0.as_bytes())).transpose()?;
        let position = i64::try_from(event.position).unwrap();
        rows.tables().execute(
            "INSERT OR REPLACE INTO times (position, value, subject) VALUES (?1, ?2, ?3)",
            (position, position * self.factor, subject),
        )?;
        // After the row: what it wrote must not stay.
        assert!(event.position != self.fails, "a form that fails");
        Ok(false)
    }
    fn fold_again(&self, _: &mut Rows<'_>, _: &History) -> Result<(), ModelError> {
        Ok(())
    }
}
