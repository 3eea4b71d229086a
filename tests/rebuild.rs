//! Read models are disposable: however they were fed, they say the same.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use tavle_application::{Correct, Mark, Step, Tavle};
use tavle_domain::{
    access::{Actor, Grant, Role},
    id::{CommandId, DwellingId, EntryId, ParticipantId, TeamId},
    kind::FAMILIES,
    recorded::{Body, Recorded},
};
use tavle_event_store::{EventStore, MemoryStore, known};
use tavle_projections::{
    ReadDb, Runner, View,
    audit_trail::AuditModel,
    board::{BoardModel, Boards},
    directory::{Directory, DirectoryModel},
    dwellings::{DwellingModel, Dwellings},
    timeline::TimelineModel,
};
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::support::{
    GATE_1, GATE_2, LYNG, MORNING, NORDLIA, ORGANISATION, ROGN, SORVIK, Seed, TINDVED, TestClock, command_id,
    random::Random,
    team::{ADMINISTRATOR, MINA},
};

/// What a set of read models comes to: every digest, and the version of every board.
type State = (Vec<(&'static str, [u8; 32])>, BTreeMap<TeamId, String>);

/// One set of read models.
struct Models {
    runner: Runner,
    boards: Arc<View<Boards>>,
}

impl Models {
    fn over(store: &Arc<MemoryStore>, clock: &TestClock, read_db: &ReadDb) -> Self {
        let log: Arc<dyn EventStore> = store.clone();
        let directory = Arc::new(View::new(Directory::default()));
        let boards = Arc::new(View::new(Boards::default()));
        let dwellings = Arc::new(View::new(Dwellings::default()));
        let (changes, _) = broadcast::channel(16);
        let runner = Runner::new(
            log,
            clock.handed_out(),
            vec![
                Box::new(DirectoryModel::new(directory.clone())),
                Box::new(BoardModel::new(directory, boards.clone(), changes)),
                Box::new(DwellingModel::new(dwellings)),
                Box::new(TimelineModel::new(read_db.clone()).unwrap()),
                Box::new(AuditModel::new(read_db.clone()).unwrap()),
            ],
        );
        Self { runner, boards }
    }

    fn in_memory(store: &Arc<MemoryStore>, clock: &TestClock) -> Self {
        Self::over(store, clock, &ReadDb::in_memory().unwrap())
    }

    fn on_disk(store: &Arc<MemoryStore>, clock: &TestClock, directory: &Path) -> Self {
        Self::over(store, clock, &ReadDb::open(directory, Uuid::nil(), u64::MAX).unwrap())
    }

    async fn catch_up(&mut self) {
        self.runner.catch_up().await.unwrap();
    }

    async fn state(&mut self) -> State {
        self.catch_up().await;
        let boards = self.boards.get();
        let versions = boards.iter().map(|(team, board)| (*team, board.version.clone())).collect();
        (self.runner.digests().unwrap(), versions)
    }
}

/// Somebody who records at random.
struct Script {
    tavle: Tavle,
    store: Arc<MemoryStore>,
    clock: TestClock,
    random: Random,
    accepted: usize,
}

impl Script {
    fn new(seed: u64) -> Self {
        let clock = TestClock::at(MORNING);
        let store = Arc::new(MemoryStore::new(clock.handed_out()));
        store.bulk_load(Seed::teams().events).unwrap();
        let tavle = Tavle::new(store.clone(), clock.handed_out(), [7; 32]);
        Self { tavle, store, clock, random: Random::seeded(seed), accepted: 0 }
    }

    fn actor(role: Role, team: TeamId) -> Actor {
        let staff = if role == Role::Administrator { ADMINISTRATOR } else { MINA };
        Actor {
            staff,
            organisation: ORGANISATION.to_owned(),
            grants: vec![Grant { team, role, until: None }],
        }
    }

    fn command() -> CommandId {
        CommandId(Uuid::parse_str(command_id().as_str().unwrap()).unwrap())
    }

    async fn record(&mut self, role: Role, mut input: Json) {
        let kind = input["kind"].take();
        let mut rows = FAMILIES.iter().flat_map(|family| family.rows);
        let row = rows.find(|row| Some(row.kind.name()) == kind.as_str()).unwrap();
        let mut input = input.as_object().unwrap().clone();
        input.remove("kind");
        let mut take = |name: &str| {
            let id = input.remove(name)?;
            Some(Uuid::parse_str(id.as_str()?).unwrap())
        };
        let (team, participant) = (take("teamId").map(TeamId), take("participantId").map(ParticipantId));
        let dwelling = take("at").map(DwellingId);
        let minutes = i64::try_from(self.random.below(20 * 24 * 60)).unwrap();
        let backdated = self.random.below(3) == 0;
        let step = Step {
            command: Self::command(),
            row,
            team,
            participant,
            dwelling,
            input,
            occurred_at: backdated.then(|| self.clock.now() - TimeDelta::minutes(minutes)),
            expected_revision: None,
        };
        let done = self.tavle.record(&Self::actor(role, team.unwrap_or(NORDLIA)), step).await;
        self.accepted += usize::from(done.is_ok());
    }

    /// One random step. Many are refused, as in life.
    async fn step(&mut self) {
        let who = self.random.one_of(&[ROGN, LYNG, TINDVED]);
        let home = self.random.one_of(&[GATE_1, GATE_2]);
        let day = 1 + self.random.below(23);
        let ore = 100_000 * (1 + self.random.below(9));
        let date = format!("2026-11-{day:02}");
        let input = match self.random.below(16) {
            0 | 1 => json!({ "kind": "CONTACT_COMPLETED", "mode": "FACE_TO_FACE", "minutes": day }),
            2 => json!({ "kind": "CONTACT_ATTEMPT_FAILED", "failure": "NO_ANSWER" }),
            3 => {
                json!({ "kind": "CONTACT_PLANNED", "windowStart": format!("2026-11-{:02}T10:00:00Z", day + 5) })
            }
            4 => json!({ "kind": "CRISIS_REPORTED" }),
            5 => json!({ "kind": "CRISIS_RESOLVED", "deciderId": MINA }),
            6 => json!({ "kind": "PARTICIPANT_ADMITTED", "admissionPath": "PLANNED" }),
            7 => json!({ "kind": "PARTICIPANT_DISCHARGED_FROM_WARD" }),
            8 => {
                json!({ "kind": "TENANCY_STARTED", "dwellingId": home, "landlord": "PRIVATE", "validFrom": date, "rentOre": ore })
            }
            9 => json!({ "kind": "KEYS_HANDED_OVER" }),
            10 => json!({ "kind": "RENT_FELL_DUE", "period": "2026-11", "amountOre": ore, "dueOn": date }),
            11 => json!({ "kind": "EVICTION_WARNING_RECEIVED", "sentOn": date, "receivedOn": date }),
            12 => json!({ "kind": "HOUSING_OFFERED", "at": home, "rentOre": ore, "housingType": "SHARED" }),
            13 => json!({ "kind": "TENANCY_ENDED", "tenancyEnd": "MOVED_ON" }),
            _ => return self.amend().await,
        };
        let mut input = input;
        input["participantId"] = json!(who);
        self.record(Role::TeamMember, input).await;
        let later = [0, 1, 900, 20_000][self.random.below(4)];
        self.clock.advance(TimeDelta::seconds(later));
    }

    /// Corrects or marks something: an entry, a correction, or a mark.
    async fn amend(&mut self) {
        let events = self.events().await;
        let own: Vec<&Recorded> =
            events.iter().filter(|event| event.recorded_at >= crate::support::time(MORNING)).collect();
        if own.is_empty() {
            return;
        }
        let target = own[self.random.below(own.len())];
        let actor = Self::actor(Role::TeamMember, NORDLIA);
        let done = match &target.body {
            Body::Entry(_) if self.random.below(2) == 0 => {
                let set = if target.body.event_type() == "ContactCompleted" && self.random.below(2) == 0 {
                    json!({ "minutes": 1 + self.random.below(90) })
                } else {
                    json!({})
                };
                let minutes = i64::try_from(self.random.below(9 * 24 * 60)).unwrap();
                let moved = self.random.below(2) == 0;
                let correct = Correct {
                    command: Self::command(),
                    entry: target.id,
                    set: set.as_object().unwrap().clone(),
                    clear: Vec::new(),
                    occurred_at: moved.then(|| target.recorded_at - TimeDelta::minutes(minutes)),
                    reason: "Skrevet feil".to_owned(),
                    expected_revision: None,
                };
                self.tavle.correct(&actor, correct).await
            }
            _ => self.mark(&actor, target.id).await,
        };
        self.accepted += usize::from(done.is_ok());
    }

    async fn mark(
        &self,
        actor: &Actor,
        entry: EntryId,
    ) -> Result<tavle_application::Done, tavle_application::Failure> {
        let reason = "Feil person".to_owned();
        let mark = Mark { command: Self::command(), entry, reason, expected_revision: None };
        self.tavle.mark_in_error(actor, mark).await
    }

    async fn events(&self) -> Vec<Recorded> {
        known(self.store.read_all(0, 100_000).await.unwrap())
    }

    /// Time passes, and something happens in every team: every board is looked at by the same clock.
    async fn end(&mut self) {
        self.clock.advance(TimeDelta::days(2));
        for team in [NORDLIA, SORVIK] {
            let joined = json!({
                "kind": "STAFF_JOINED", "teamId": team, "staffId": Uuid::from_u128(0x5fff), "staffName": "Ny", "initials": "NY",
            });
            self.record(Role::Administrator, joined).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fed_live_or_in_batches_or_after_a_restart_or_from_nothing_they_are_the_same() {
    for seed in 0..16 {
        let mut script = Script::new(seed);
        let directory = tempfile::tempdir().unwrap();
        let (store, clock) = (script.store.clone(), script.clock.clone());
        let mut live = Models::in_memory(&store, &clock);
        let mut in_batches = Models::in_memory(&store, &clock);
        let mut restarted = Models::on_disk(&store, &clock, directory.path());
        let mut splits = Random::seeded(seed + 1_000);
        for _ in 0..150 {
            script.step().await;
            live.catch_up().await;
            if splits.below(9) == 0 {
                in_batches.catch_up().await;
            }
            match splits.below(12) {
                0 => restarted = Models::on_disk(&store, &clock, directory.path()),
                1 => restarted.catch_up().await,
                _ => {}
            }
        }
        script.end().await;
        assert!(script.accepted > 50, "seed {seed}: only {} steps were accepted", script.accepted);
        let live = live.state().await;
        let rebuilt = Models::in_memory(&store, &clock).state().await;
        assert_eq!(live, rebuilt, "seed {seed}: fed live");
        assert_eq!(in_batches.state().await, rebuilt, "seed {seed}: fed in batches");
        assert_eq!(restarted.state().await, rebuilt, "seed {seed}: restarted");
        assert_eq!(
            Models::on_disk(&store, &clock, directory.path()).state().await,
            rebuilt,
            "seed {seed}: opened again"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn feeding_the_same_log_again_changes_nothing() {
    let mut script = Script::new(99);
    for _ in 0..60 {
        script.step().await;
    }
    let mut models = Models::in_memory(&script.store, &script.clock);
    let once = models.state().await;
    assert_eq!(models.state().await, once);
}
