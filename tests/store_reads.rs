//! What a query costs the log: the same number of reads for one participant as for fifty.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_graphql::{Request, Response, Variables};
use async_trait::async_trait;
use serde_json::{Value as Json, json};
use tavle_application::{
    AccessLog, Look, Tavle,
    import::{ImportError, ImportReport},
};
use tavle_domain::{
    access::{Action, Actor, Grant, Role},
    effective::AsOf,
    id::{CommandId, DwellingId, EntryId, ParticipantId, StaffId},
    stream::Stream,
};
use tavle_event_store::{Append, Appended, CommandEvent, Decoded, EventStore, MemoryStore, StoreError};
use tavle_graphql::{Api, Caller, CursorKey, Schema, SharedRows, execute, schema};
use tavle_projections::ReadModels;
use tokio::sync::watch;
use uuid::Uuid;

use crate::support::{
    MORNING, NORDLIA, ORGANISATION, SELJE, Seed, TestClock,
    client::RESULT,
    command_id, contact, step,
    team::{ESPEN, LEADER, MINA},
};

/// A log that counts how often it is read, and takes nothing while its disk is full.
struct Counting {
    store: MemoryStore,
    reads: AtomicUsize,
    full: AtomicBool,
}

impl Counting {
    fn new(store: MemoryStore) -> Arc<Self> {
        Arc::new(Self { store, reads: AtomicUsize::new(0), full: AtomicBool::new(false) })
    }

    fn read(&self) -> &MemoryStore {
        self.reads.fetch_add(1, Ordering::SeqCst);
        &self.store
    }
}

#[async_trait]
impl EventStore for Counting {
    async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        if self.full.load(Ordering::SeqCst) {
            return Err(StoreError::DiskFull);
        }
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
    tavle: Tavle,
    /// Where what the tests look at is recorded.
    looks: Arc<Counting>,
    access: Arc<AccessLog>,
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
        let store = Counting::new(store);
        let tavle = Tavle::new(store.clone(), clock.handed_out(), [7; 32]);
        let mut models = ReadModels::in_memory(store.clone(), clock.handed_out()).unwrap();
        models.runner.catch_up().await.unwrap();
        // What the looks themselves write is another log here: counted is what a query reads to be answered.
        let looks = Counting::new(MemoryStore::new(clock.handed_out()));
        let access = Tavle::new(looks.clone(), clock.handed_out(), [7; 32]);
        let access = Arc::new(AccessLog::new(access));
        let api = Api {
            tavle: tavle.clone(),
            access: access.clone(),
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
        let schema = schema(api, true);
        let mut world =
            Self { store, tavle, looks, access, schema, models, first: nth(0).0, entry: Json::Null };
        for n in 0..participants {
            let who = nth(n).0;
            let missed = step("RENT_MISSED", who, json!({ "period": "2026-10", "amountOre": 900_000 }));
            world.record("recordArrearsStep", "ArrearsStepInput", missed).await;
            world.entry = world.record("recordContact", "ContactInput", contact(who)).await;
            let correction =
                json!({ "entryId": world.entry, "set": { "minutes": 10 }, "reason": "Feil i første føring" });
            world.record("correctEntry", "CorrectEntryInput", correction).await;
        }
        // Somebody has looked at each of them, and at all of them together.
        let looked = AccessLog::new(world.tavle.clone());
        let all: Vec<_> = (0..participants).map(|n| nth(n).0).collect();
        for whom in all.iter().map(|one| vec![*one]).chain([all.clone()]) {
            let look = Look {
                what: Action::SeeParticipant,
                team: NORDLIA,
                role: Role::Supervisor,
                denied: None,
                as_of: AsOf { known_at: Some(world.tavle.now()), happened_at: None },
                operation: format!("participant{}", whom.len()),
                whom,
            };
            // Each by somebody else: none covers another.
            let staff = StaffId(Uuid::from_u128(0xf000 + look.whom[0].0.as_u128() + look.whom.len() as u128));
            looked.record(staff, ORGANISATION, &[look]).await.unwrap();
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

    async fn answer(&self, query: &str, variables: Json, staff: StaffId) -> Response {
        let request =
            Request::new(query).variables(Variables::from_json(variables)).data(Caller { staff, only: None });
        execute(&self.schema, request).await
    }

    async fn ask(&self, query: &str, variables: Json, staff: StaffId) -> Json {
        let answer = self.answer(query, variables, staff).await;
        assert!(answer.errors.is_empty(), "{query}: {:?}", answer.errors);
        answer.data.into_json().unwrap()
    }

    /// How often the log and the audit trail were read.
    fn read_so_far(&self) -> usize {
        self.store.reads.load(Ordering::SeqCst) + self.models.audit.reads()
    }

    /// How often a query reads the log and the audit trail.
    async fn reads(&self, query: &str) -> usize {
        let before = self.read_so_far();
        let variables = json!({
            "t": NORDLIA, "p": self.first, "e": self.entry, "then": { "knownAt": "2026-11-24T06:00:00Z" },
        });
        self.ask(query, variables, LEADER).await;
        self.read_so_far() - before
    }
}

/// Every root query, and how often it may read the log.
const QUERIES: [(&str, usize); 18] = [
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
        4,
    ),
    (
        "query($t: ID!) { auditTrail(teamId: $t, first: 100, filter: { content: VIEWS }) { nodes { kind view { part
            participants { participantId alias } } } } }",
        3,
    ),
    (
        "query($p: ID!) { participantViews(participantId: $p, first: 100) { nodes { by { staffId } view { part
            participants { participantId } } } } }",
        3,
    ),
    (
        "query($p: ID!) { timeline(participantId: $p, first: 100) { nodes { kind corrections { entryId
            changes { name } } } } }",
        1,
    ),
    ("query($p: ID!) { participant(participantId: $p) { name row { status } risk { points } } }", 1),
    ("query($p: ID!) { arrearsOverTime(participantId: $p) { points { on arrearsOre because { kind } } } }", 1),
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
        // A node is read as the thing that it is, and an entry is counted by itself.
        assert!(counted || ["node", "entry"].contains(&name), "{name} is not counted");
    }
}

const NOBODY: &str = "00000000-0000-4000-8000-00000000abcd";

#[tokio::test(flavor = "multi_thread")]
async fn somebody_of_another_team_costs_what_nobody_costs_also_while_the_disk_is_full() {
    let world = World::of(1).await;
    let ask = async |query: &str, id: Json| {
        let before = world.read_so_far();
        let mut input = contact(ParticipantId(Uuid::from_u128(0)));
        (input["participantId"], input["commandId"]) = (id.clone(), command_id());
        let variables = json!({ "id": id, "input": input });
        let answer = world.answer(query, variables, MINA).await;
        (serde_json::to_value(&answer).unwrap(), world.read_so_far() - before)
    };
    let queries = [
        "query($id: ID!) { participant(participantId: $id) { name } }",
        "query($id: ID!) { timeline(participantId: $id) { nodes { kind } } }",
        "query($id: ID!) { arrearsOverTime(participantId: $id) { points { on } } }",
        "query($id: ID!) { participantViews(participantId: $id) { nodes { kind } } }",
        "mutation($input: ContactInput!) { recordContact(input: $input) { ... on Invalid { fields { path code } } } }",
    ];
    let before = world.looks.store.head();
    for full in [true, false] {
        world.looks.full.store(full, Ordering::SeqCst);
        for query in queries {
            let [theirs, nobody] = [ask(query, json!(SELJE)).await, ask(query, json!(NOBODY)).await];
            assert_eq!(theirs, nobody, "{query} {full}");
        }
    }
    // What was denied meanwhile is written once the log takes it.
    world.access.settled().await;
    let denied = world.looks.store.read_all(before, 100).await.unwrap().len();
    assert_eq!(denied, queries.len());
}

impl World {
    /// What would become of a file with a row of each contract.
    async fn preview(&self, participants: u128) -> (Result<ImportReport, ImportError>, usize) {
        let grants = vec![Grant { team: NORDLIA, role: Role::TeamMember, until: None }];
        let actor = Actor { staff: ESPEN, organisation: ORGANISATION.to_owned(), grants };
        let own: Vec<_> =
            (0..participants).map(|n| (NORDLIA, ParticipantId(Uuid::from_u128(0xc000 + n)))).collect();
        let rows =
            (0..participants).map(|n| format!("K-{n};Restanse;2026-10;01.10.2026;9 200,00;9 200,00;;;;\r\n"));
        let header =
            "Kontraktsnr;Type;Periode;Forfall;Beløp;Restbeløp;Brevdato;Mottatt;Betalingsfrist;Merknad\r\n";
        let file = header.to_owned() + &rows.collect::<String>();
        let before = self.read_so_far();
        let report = self.tavle.import_arrears(&self.access, &actor, &own, file.as_bytes(), true).await;
        (report, self.read_so_far() - before)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_compared_with_one_read_and_with_none_of_it_shown_unless_that_is_recorded() {
    let (small, large) = (World::of(1).await, World::of(50).await);
    let [(one, of_one), (fifty, of_fifty)] = [small.preview(1).await, large.preview(50).await];
    let compared = |report: &ImportReport| report.already + report.different.len();
    assert_eq!((compared(&one.unwrap()), compared(&fifty.unwrap())), (1, 50));
    assert_eq!((of_one, of_fifty), (1, 1));
    let world = World::of(1).await;
    world.looks.full.store(true, Ordering::SeqCst);
    assert!(matches!(world.preview(1).await.0, Err(ImportError::Unlogged(StoreError::DiskFull))));
}
