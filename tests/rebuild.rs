//! Read models are disposable: however they were fed, they say the same.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use chrono::TimeDelta;
use proptest::{collection::vec, prelude::*};
use serde_json::{Value as Json, json};
use tavle_application::{AccessLog, Correct, Look, Mark, Step, Tavle};
use tavle_domain::{
    access::{Action, Actor, Grant, Role},
    effective::AsOf,
    id::{CommandId, DwellingId, EntryId, ParticipantId, TeamId},
    kind::FAMILIES,
    recorded::{Body, Recorded},
};
use tavle_event_store::{EventStore, MemoryStore, known};
use tavle_projections::{ReadModels, Snapshots};
use uuid::Uuid;

use crate::support::{
    GATE_1, GATE_2, LYNG, MORNING, NORDLIA, ORGANISATION, ROGN, Seed, TINDVED, TestClock, command_id,
    random::Random,
    team::{ADMINISTRATOR, MINA},
};

/// What a set of read models comes to: every digest, and the version of every board.
type State = (Vec<(&'static str, [u8; 32])>, BTreeMap<TeamId, String>);

/// One set of read models.
struct Models(ReadModels);

impl Models {
    fn in_memory(store: &Arc<MemoryStore>, clock: &TestClock) -> Self {
        Self(ReadModels::in_memory(store.clone(), clock.handed_out()).unwrap())
    }

    fn on_disk(store: &Arc<MemoryStore>, clock: &TestClock, directory: &Path) -> Self {
        Self(ReadModels::open(directory, store.clone(), Uuid::nil(), clock.handed_out()).unwrap())
    }

    async fn catch_up(&mut self) {
        self.0.runner.catch_up().await.unwrap();
    }

    async fn state(&mut self) -> State {
        self.catch_up().await;
        let boards = self.0.boards.get();
        let versions = boards.iter().map(|(team, board)| (*team, board.version.clone())).collect();
        (self.0.runner.digests().unwrap(), versions)
    }
}

/// Somebody who records at random.
pub struct Script {
    tavle: Tavle,
    access: AccessLog,
    pub store: Arc<MemoryStore>,
    pub clock: TestClock,
    /// The team whose staff records, where a step names none.
    pub acting: TeamId,
    random: Random,
    accepted: usize,
}

impl Script {
    pub fn new(seed: u64) -> Self {
        let clock = TestClock::at(MORNING);
        let store = Arc::new(MemoryStore::new(clock.handed_out()));
        store.bulk_load(Seed::teams().events).unwrap();
        let tavle = Tavle::new(store.clone(), clock.handed_out(), [7; 32]);
        let access = AccessLog::new(tavle.clone());
        Self { tavle, access, store, clock, acting: NORDLIA, random: Random::seeded(seed), accepted: 0 }
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

    pub async fn record(&mut self, role: Role, mut input: Json) {
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
        let done = self.tavle.record(&Self::actor(role, team.unwrap_or(self.acting)), step).await;
        self.accepted += usize::from(done.is_ok());
    }

    /// One random step. Many are refused, as in life.
    pub async fn step(&mut self) {
        let who = self.random.one_of(&[ROGN, LYNG, TINDVED]);
        let home = self.random.one_of(&[GATE_1, GATE_2]);
        let day = 1 + self.random.below(23);
        let ore = 100_000 * (1 + self.random.below(9));
        let date = format!("2026-11-{day:02}");
        let input = match self.random.below(18) {
            0 | 1 => json!({ "kind": "CONTACT_COMPLETED", "mode": "FACE_TO_FACE", "minutes": day }),
            2 => json!({ "kind": "CONTACT_ATTEMPT_FAILED", "failure": "NO_ANSWER" }),
            3 => {
                json!({ "kind": "CONTACT_PLANNED", "windowStart": format!("2026-11-{:02}T10:00:00Z", day + 5) })
            }
            4 => json!({ "kind": "CRISIS_REPORTED" }),
            16 | 17 => return self.look().await,
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

    /// Looks at some of the team, now or later on, so that lists are named and referred to.
    async fn look(&mut self) {
        let everyone = [ROGN, LYNG, TINDVED];
        let look = Look {
            what: self.random.one_of(&[Action::SeeBoard, Action::SeeRisk]),
            team: NORDLIA,
            role: Role::TeamMember,
            denied: None,
            whom: everyone[..self.random.below(4)].to_vec(),
            as_of: AsOf::NOW,
            operation: "board".to_owned(),
        };
        self.access.record(MINA, ORGANISATION, &[look]).await.unwrap();
        self.clock.advance(TimeDelta::minutes(self.random.one_of(&[0, 3, 6])));
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
}

/// What becomes of one set of read models between two steps.
#[derive(Clone, Copy, Debug)]
enum Fate {
    /// It is left behind.
    Wait,
    /// It catches up.
    CatchUp,
    /// The process dies: what was stored stays, what was in memory is gone.
    Crash,
    /// The process stops, and writes snapshots.
    Stop,
    /// Somebody deletes everything that is kept.
    Lose,
    /// Somebody deletes the snapshots.
    LoseSnapshots,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        8 => Just(Fate::Wait),
        6 => Just(Fate::CatchUp),
        3 => Just(Fate::Crash),
        3 => Just(Fate::Stop),
        1 => Just(Fate::Lose),
        1 => Just(Fate::LoseSnapshots),
    ]
}

impl Models {
    /// The same models after what becomes of them.
    async fn meet(mut self, fate: Fate, directory: &Path, script: &Script) -> Self {
        match fate {
            Fate::Wait => return self,
            Fate::CatchUp => {
                self.catch_up().await;
                return self;
            }
            Fate::Stop => {
                self.catch_up().await;
                self.0.runner.keep().await;
            }
            Fate::Crash | Fate::Lose | Fate::LoseSnapshots => {}
        }
        drop(self);
        match fate {
            Fate::Lose => ReadModels::discard(directory).unwrap(),
            Fate::LoseSnapshots => Snapshots::discard(directory).unwrap(),
            _ => {}
        }
        Self::on_disk(&script.store, &script.clock, directory)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn fed_live_or_late_stopped_or_crashed_or_deleted_they_are_what_the_log_says(
        seed in any::<u64>(),
        fates in vec(fate(), 120..160),
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let mut script = Script::new(seed);
            let directory = tempfile::tempdir().unwrap();
            let mut live = Models::in_memory(&script.store, &script.clock);
            let mut tried = Models::on_disk(&script.store, &script.clock, directory.path());
            for fate in fates {
                script.step().await;
                live.catch_up().await;
                tried = tried.meet(fate, directory.path(), &script).await;
            }
            prop_assert!(script.accepted > 30, "only {} steps were accepted", script.accepted);
            let rebuilt = Models::in_memory(&script.store, &script.clock).state().await;
            prop_assert_eq!(live.state().await, rebuilt.clone());
            prop_assert_eq!(tried.state().await, rebuilt.clone());
            tried.0.runner.keep().await;
            drop(tried);
            let mut opened = Models::on_disk(&script.store, &script.clock, directory.path());
            prop_assert_eq!(opened.state().await, rebuilt);
            Ok(())
        })?;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_models_come_to_follows_from_the_log_and_not_from_the_clock() {
    let mut script = Script::new(7);
    for _ in 0..60 {
        script.step().await;
    }
    let mut today = Models::in_memory(&script.store, &script.clock);
    today.catch_up().await;
    script.clock.advance(TimeDelta::days(40));
    let mut later = Models::in_memory(&script.store, &script.clock);
    later.catch_up().await;
    assert_eq!(today.0.runner.digests().unwrap(), later.0.runner.digests().unwrap());
    assert_ne!(today.state().await.1, BTreeMap::new());
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
