//! What a query costs the log: the same number of reads for one participant as for fifty.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_graphql::{Request, Variables};
use async_trait::async_trait;
use serde_json::{Value as Json, json};
use tavle_application::{AccessLog, Tavle};
use tavle_domain::{
    id::{CommandId, DwellingId, EntryId, ParticipantId, StaffId},
    stream::Stream,
};
use tavle_event_store::{Append, Appended, CommandEvent, Decoded, EventStore, MemoryStore, StoreError};
use tavle_graphql::{Api, Caller, CursorKey, Schema, SharedRows, execute, schema};
use tavle_projections::ReadModels;
use tokio::sync::watch;
use uuid::Uuid;

use crate::support::{
    MORNING, NORDLIA, ORGANISATION, Seed, TestClock,
    client::RESULT,
    command_id, contact, step,
    team::{LEADER, MINA},
};

/// A log that counts how often it is read.
struct Counting {
    store: MemoryStore,
    reads: AtomicUsize,
}

impl Counting {
    fn read(&self) -> &MemoryStore {
        self.reads.fetch_add(1, Ordering::SeqCst);
        &self.store
    }
}

#[async_trait]
impl EventStore for Counting {
    async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        self.store.append(append).await
    }
    async fn read_stream(&self, stream: Stream, from: u64) -> Result<Vec<Decoded>, StoreError> {
        self.read().read_stream(stream, from).await
    }
    async fn read_streams(&self, streams: &[Stream]) -> Result<Vec<Vec<Decoded>>, StoreError> {
        self.read().read_streams(streams).await
    }
    async fn read_subject(&self, who: ParticipantId, up_to: Option<u64>) -> Result<Vec<Decoded>, StoreError> {
        self.read().read_subject(who, up_to).await
    }
    async fn read_subjects(&self, who: &[(ParticipantId, u64)]) -> Result<Vec<Vec<Decoded>>, StoreError> {
        self.read().read_subjects(who).await
    }
    async fn read_all(&self, after: u64, limit: usize) -> Result<Vec<Decoded>, StoreError> {
        self.read().read_all(after, limit).await
    }
    async fn read_positions(&self, positions: &[u64]) -> Result<Vec<Decoded>, StoreError> {
        self.read().read_positions(positions).await
    }
    async fn event(&self, id: EntryId) -> Result<Option<Decoded>, StoreError> {
        self.read().event(id).await
    }
    async fn events(&self, ids: &[EntryId]) -> Result<Vec<Decoded>, StoreError> {
        self.read().events(ids).await
    }
    async fn find_command(&self, actor: StaffId, id: CommandId) -> Result<Vec<CommandEvent>, StoreError> {
        self.read().find_command(actor, id).await
    }
    fn head(&self) -> u64 {
        self.store.head()
    }
    fn watch(&self) -> watch::Receiver<u64> {
        self.store.watch()
    }
}

/// A team of so many participants, each with a home, rent unpaid, and a contact that was corrected.
struct World {
    store: Arc<Counting>,
    schema: Schema,
    models: ReadModels,
    first: ParticipantId,
    entry: Json,
}

impl World {
    async fn of(participants: u128) -> Self {
        let mut seed = Seed::teams();
        let nth =
            |n: u128| (ParticipantId(Uuid::from_u128(0xc000 + n)), DwellingId(Uuid::from_u128(0xe000 + n)));
        for n in 0..participants {
            let (who, home) = nth(n);
            seed.participant(NORDLIA, who, &format!("Strå{n}"), MINA);
            seed.free_dwelling(NORDLIA, home, &format!("Gate {n}"));
            seed.tenancy(NORDLIA, who, home, &format!("K-{n}"));
        }
        let clock = TestClock::at(MORNING);
        let store = MemoryStore::new(clock.handed_out());
        store.bulk_load(seed.events).unwrap();
        let store = Arc::new(Counting { store, reads: AtomicUsize::new(0) });
        let tavle = Tavle::new(store.clone(), clock.handed_out(), [7; 32]);
        let mut models = ReadModels::in_memory(store.clone(), clock.handed_out()).unwrap();
        models.runner.catch_up().await.unwrap();
        // What the looks themselves write is another log here: counted is what a query reads to be answered.
        let looks = Arc::new(MemoryStore::new(clock.handed_out()));
        let looks = Tavle::new(looks, clock.handed_out(), [7; 32]);
        let api = Api {
            tavle,
            access: Arc::new(AccessLog::new(looks)),
            directory: models.directory.clone(),
            boards: models.boards.clone(),
            shared_rows: SharedRows::default(),
            dwellings: models.dwellings.clone(),
            timelines: models.timelines.clone(),
            audit: models.audit.clone(),
            chronicles: models.chronicles.clone(),
            readable: models.runner.readable(),
            changes: models.changes.clone(),
            organisation: ORGANISATION.into(),
            cursors: CursorKey::new([9; 32]),
            demo: true,
            read_wait: Duration::ZERO,
        };
        let mut world = Self { store, schema: schema(api, true), models, first: nth(0).0, entry: Json::Null };
        for n in 0..participants {
            let who = nth(n).0;
            let missed = step("RENT_MISSED", who, json!({ "period": "2026-10", "amountOre": 900_000 }));
            world.record("recordArrearsStep", "ArrearsStepInput", missed).await;
            world.entry = world.record("recordContact", "ContactInput", contact(who)).await;
            let correction =
                json!({ "entryId": world.entry, "set": { "minutes": 10 }, "reason": "Feil i første føring" });
            world.record("correctEntry", "CorrectEntryInput", correction).await;
        }
        world.models.runner.catch_up().await.unwrap();
        world
    }

    async fn record(&self, command: &str, ty: &str, mut input: Json) -> Json {
        input["commandId"] = command_id();
        let query = format!("mutation($input: {ty}!) {{ it: {command}(input: $input) {{ {RESULT} }} }}");
        let answer = self.ask(&query, json!({ "input": input }), MINA).await;
        assert_eq!(answer["it"]["__typename"], "Recorded", "{answer}");
        answer["it"]["entry"]["entryId"].clone()
    }

    async fn ask(&self, query: &str, variables: Json, staff: StaffId) -> Json {
        let request =
            Request::new(query).variables(Variables::from_json(variables)).data(Caller { staff, only: None });
        let answer = execute(&self.schema, request).await;
        assert!(answer.errors.is_empty(), "{query}: {:?}", answer.errors);
        answer.data.into_json().unwrap()
    }

    /// How often a query reads the log, and how many nodes it gives.
    async fn reads(&self, query: &str) -> usize {
        self.store.reads.store(0, Ordering::SeqCst);
        let variables = json!({
            "t": NORDLIA, "p": self.first, "e": self.entry, "then": { "knownAt": "2026-11-24T06:00:00Z" },
        });
        self.ask(query, variables, LEADER).await;
        self.store.reads.load(Ordering::SeqCst)
    }
}

/// Every root query, and how often it may read the log.
const QUERIES: [(&str, usize); 16] = [
    ("query { me { name authorisations { teamName } } }", 0),
    ("query($t: ID!) { team(teamId: $t) { id staff { id name } } }", 0),
    ("query($t: ID!) { staffConnection(teamId: $t, first: 100) { nodes { id name } } }", 0),
    (
        "query($t: ID!) { board(teamId: $t) { boardVersion rows { alias status incomplete today { start }
            detail { standings { status because } openOffers { address } lastDay { kind } } } } }",
        0,
    ),
    ("query($t: ID!, $then: AsOfInput) { board(teamId: $t, asOf: $then) { rows { alias status } } }", 2),
    (
        "query($t: ID!, $then: AsOfInput!) { boardDiff(teamId: $t, from: $then) { rows { alias changes { field old
            new } } } }",
        3,
    ),
    ("query($t: ID!) { participants(teamId: $t) { alias status } }", 0),
    ("query($t: ID!) { participantConnection(teamId: $t, first: 100) { totalCount nodes { alias } } }", 0),
    ("query($t: ID!) { dwellings(teamId: $t) { id address occupantAlias offer { offerId } } }", 0),
    ("query($t: ID!) { dwellingConnection(teamId: $t, first: 100) { nodes { id address } } }", 0),
    ("query($t: ID!) { tenancyRisk(teamId: $t) { alias signals { because { entryId occurredAt } } } }", 2),
    (
        "query($t: ID!) { tenancyRiskConnection(teamId: $t, first: 100) { nodes { alias signals { because { kind } } }
            } }",
        2,
    ),
    (
        "query($t: ID!) { auditTrail(teamId: $t, first: 100) { nodes { kind alias targetKind by { name }
            changes { name old new } } } }",
        3,
    ),
    (
        "query($p: ID!) { timeline(participantId: $p, first: 100) { nodes { kind corrections { entryId
            changes { name } } } } }",
        2,
    ),
    ("query($p: ID!) { participant(participantId: $p) { name row { status } risk { points } } }", 2),
    ("query($p: ID!) { arrearsOverTime(participantId: $p) { points { on arrearsOre because { kind } } } }", 2),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_query_reads_the_log_once_a_row() {
    let (small, large) = (World::of(1).await, World::of(50).await);
    for (query, expected) in QUERIES {
        let [one, fifty] = [small.reads(query).await, large.reads(query).await];
        assert_eq!((one, fifty), (expected, expected), "{query}");
    }
    let entry = "query($e: ID!) { entry(entryId: $e) { kind corrections { reason } } }";
    assert_eq!((small.reads(entry).await, large.reads(entry).await), (2, 2));
}

#[test]
fn every_query_of_the_schema_is_counted() {
    let sdl = tavle_graphql::sdl();
    let query = sdl.split("\ntype Query {").nth(1).unwrap().split("\n}").next().unwrap();
    let fields = query.split("\"\"\"").step_by(2).flat_map(str::lines);
    let fields =
        fields.filter_map(|line| line.strip_prefix('\t')).filter(|line| !line.starts_with(['\t', ')']));
    for field in fields {
        let name = field.split(['(', ':']).next().unwrap();
        if name.is_empty() {
            continue;
        }
        let counted = QUERIES.iter().any(|(query, _)| {
            query.contains(&format!("{{ {name}(")) || query.contains(&format!("{{ {name} {{"))
        });
        // A node is read as the thing that it is, an entry is counted by itself, and nobody has looked here yet.
        assert!(counted || ["node", "entry", "participantViews"].contains(&name), "{name} is not counted");
    }
}
