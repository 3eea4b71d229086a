//! What a crash leaves behind is finished or undone, and nothing that was answered is lost.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use tavle_application::{Failure, Step, Tavle, process::Occupancy};
use tavle_domain::{
    access::{Actor, Grant, Role},
    id::{CommandId, EntryId, ParticipantId, StaffId},
    kind::Kind,
    recorded::Recorded,
    stream::Stream,
    tenancy::TenancyKind,
};
use tavle_event_store::{Append, Appended, CommandEvent, Decoded, EventStore, StoreError};
use tavle_server::secret::Secret;
use tokio::sync::watch;
use uuid::Uuid;

use crate::support::{
    Client, GATE_1, GATE_2, LYNG, NORDLIA, ORGANISATION, ROGN, Running, command_id, contact, id_of,
    log::Walk, setup, start, step, team::MINA,
};

/// A store that goes away after so many appends.
struct Dying {
    store: Arc<dyn EventStore>,
    appends: AtomicUsize,
}

#[async_trait]
impl EventStore for Dying {
    async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        let left = self.appends.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_err() {
            return Err(StoreError::Fatal);
        }
        self.store.append(append).await
    }
    async fn read_stream(&self, stream: Stream, from: u64) -> Result<Vec<Decoded>, StoreError> {
        self.store.read_stream(stream, from).await
    }
    async fn read_subject(
        &self,
        subject: ParticipantId,
        up_to: Option<u64>,
    ) -> Result<Vec<Decoded>, StoreError> {
        self.store.read_subject(subject, up_to).await
    }
    async fn read_all(&self, after: u64, limit: usize) -> Result<Vec<Decoded>, StoreError> {
        self.store.read_all(after, limit).await
    }
    async fn read_positions(&self, positions: &[u64]) -> Result<Vec<Decoded>, StoreError> {
        self.store.read_positions(positions).await
    }
    async fn event(&self, id: EntryId) -> Result<Option<Decoded>, StoreError> {
        self.store.event(id).await
    }
    async fn find_command(
        &self,
        actor: StaffId,
        command: CommandId,
    ) -> Result<Vec<CommandEvent>, StoreError> {
        self.store.find_command(actor, command).await
    }
    fn head(&self) -> u64 {
        self.store.head()
    }
    fn watch(&self) -> watch::Receiver<u64> {
        self.store.watch()
    }
}

fn lease(id: &Json) -> Json {
    step(
        "TENANCY_STARTED",
        LYNG,
        json!({
            "commandId": id, "dwellingId": GATE_1, "landlord": "MUNICIPAL", "validFrom": "2026-12-01", "rentOre": 900_000,
        }),
    )
}

/// Begins to start a tenancy and dies after `appends` writes.
async fn interrupted(service: &Running, id: &Json, appends: usize) {
    let store = Dying { store: service.tavle().store().clone(), appends: appends.into() };
    let key = Secret::of_installation(service.directory.path()).unwrap().key_for("request contents");
    let dying = Tavle::new(Arc::new(store), service.clock.handed_out(), key);
    let grants = vec![Grant { team: NORDLIA, role: Role::TeamMember, until: None }];
    let actor = Actor { staff: MINA, organisation: ORGANISATION.to_owned(), grants };
    let mut input = lease(id).as_object().unwrap().clone();
    input.retain(|name, _| !["commandId", "kind", "participantId"].contains(&name.as_str()));
    let step = Step {
        command: CommandId(Uuid::parse_str(id.as_str().unwrap()).unwrap()),
        row: Kind::Tenancy(TenancyKind::TenancyStarted).row(),
        team: None,
        participant: Some(LYNG),
        dwelling: None,
        input,
        occurred_at: None,
        expected_revision: None,
    };
    let outcome = dying.record(&actor, step).await;
    assert!(matches!(outcome, Err(Failure::Fault(StoreError::Fatal))), "{outcome:?}");
}

async fn state_of_gate_1(client: &Client) -> Json {
    let query = "query($team: ID!) { dwellings(teamId: $team) { dwellingId state } }";
    let found = client.query(query, json!({ "team": NORDLIA })).await;
    let all = found["dwellings"].as_array().unwrap();
    all.iter().find(|dwelling| dwelling["dwellingId"] == json!(GATE_1)).unwrap()["state"].clone()
}

fn of_type<'a>(log: &'a [Recorded], event_type: &str) -> Vec<&'a Recorded> {
    log.iter().filter(|event| event.body.event_type() == event_type).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_without_a_tenancy_is_released_after_its_lease_and_not_before() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    interrupted(&service, &command_id(), 1).await;
    service.caught_up().await;
    assert_eq!(state_of_gate_1(&mina).await, "OCCUPIED");
    let mut occupancy = Occupancy::default();
    service.clock.advance(TimeDelta::seconds(59));
    assert_eq!(occupancy.sweep(service.tavle()).await.unwrap(), 0);
    service.clock.advance(TimeDelta::seconds(1));
    assert_eq!(occupancy.sweep(service.tavle()).await.unwrap(), 1);
    service.caught_up().await;
    assert_eq!(state_of_gate_1(&mina).await, "FREE");
    assert_eq!(occupancy.sweep(service.tavle()).await.unwrap(), 0);
    assert_eq!(
        Occupancy::default().sweep(service.tavle()).await.unwrap(),
        0,
        "another look finds nothing either"
    );
    assert_eq!(of_type(&service.log().await, "DwellingReleased").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dwelling_that_somebody_lives_in_is_never_released() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    mina.recorded("recordTenancyStep", lease(&command_id())).await;
    service.clock.advance(TimeDelta::days(40));
    assert_eq!(Occupancy::default().sweep(service.tavle()).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_that_waits_for_its_tenancy_outlives_whatever_else_is_done_about_the_participant() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    mina.recorded("recordTenancyStep", lease(&command_id())).await;
    let paid = step("RENT_PAID", LYNG, json!({ "amountOre": 1 }));
    let paid = id_of(&mina.recorded("recordArrearsStep", paid).await);
    let end = step("TENANCY_ENDED", LYNG, json!({ "tenancyEnd": "VOLUNTARY" }));
    mina.recorded("recordTenancyStep", end).await;
    service.caught_up().await;
    assert_eq!(state_of_gate_1(&mina).await, "FREE");

    // The same home once more, and the handler is between its two writes.
    interrupted(&service, &command_id(), 1).await;
    mina.mark(&paid).await;
    service.caught_up().await;
    assert_eq!(state_of_gate_1(&mina).await, "OCCUPIED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_of_an_interrupted_start_confirms_the_reservation_that_is_there() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let id = command_id();
    interrupted(&service, &id, 0).await;
    interrupted(&service, &id, 1).await;
    interrupted(&service, &id, 0).await;
    let started = mina.recorded("recordTenancyStep", lease(&id)).await;
    assert_eq!(mina.recorded("recordTenancyStep", lease(&id)).await, started);
    let log = service.log().await;
    let walk = Walk::over(&log);
    assert_eq!((walk.active(), walk.left_over()), (1, Vec::new()));
    assert_eq!(of_type(&log, "DwellingReserved").len(), 1);
    assert_eq!(of_type(&log, "DwellingReserved")[0].command, of_type(&log, "TenancyStarted")[0].command);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_that_comes_after_the_release_reserves_again() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let id = command_id();
    interrupted(&service, &id, 1).await;
    service.clock.advance(TimeDelta::seconds(61));
    assert_eq!(Occupancy::default().sweep(service.tavle()).await.unwrap(), 1);
    mina.recorded("recordTenancyStep", lease(&id)).await;
    let walk = Walk::over(&service.log().await);
    assert_eq!((walk.active(), walk.left_over()), (1, Vec::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_was_refused_after_its_reservation_can_be_tried_again() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let id = command_id();
    for _ in 0..3 {
        let mut on_another_revision = lease(&id);
        on_another_revision["expectedRevision"] = json!(99);
        assert_eq!(mina.record("recordTenancyStep", on_another_revision).await["__typename"], "Conflict");
        service.caught_up().await;
        assert_eq!(state_of_gate_1(&mina).await, "FREE", "the reservation was taken back");
    }
    mina.recorded("recordTenancyStep", lease(&id)).await;
    assert_eq!(state_of_gate_1(&mina).await, "OCCUPIED");
    let walk = Walk::over(&service.log().await);
    assert_eq!((walk.active(), walk.left_over()), (1, Vec::new()));
}

const EVERYTHING: &str = "query($team: ID!, $one: ID!, $two: ID!) {
    board(teamId: $team) { boardVersion rows { alias status lastMetDays riskLevel detail { housing } } }
    dwellings(teamId: $team) { dwellingId state revision }
    one: timeline(participantId: $one, first: 100) { edges { cursor node { entryId stands occurredAt } } }
    two: timeline(participantId: $two, first: 100) { edges { cursor node { entryId stands occurredAt } } } }";
const AUDIT: &str =
    "query($team: ID!) { auditTrail(teamId: $team, first: 100) { edges { cursor node { entryId kind
    targetId changes { name old new concealed } } } } }";

async fn everything(service: &Running, client: &Client) -> [Json; 2] {
    let variables = json!({ "team": NORDLIA, "one": ROGN, "two": LYNG });
    let seen = client.query(EVERYTHING, variables).await;
    [seen, service.with_token("revisor").query(AUDIT, json!({ "team": NORDLIA })).await]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_opens_again_has_everything_it_answered_and_whoever_was_signed_in() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let id = command_id();
    let mut input = contact(ROGN);
    input["commandId"] = id;
    let met = mina.recorded("recordContact", input.clone()).await;
    mina.correct(&id_of(&met), json!({ "occurredAt": "2026-11-20T10:00:00Z" })).await;
    let wrong = mina.recorded("recordContact", contact(ROGN)).await;
    mina.mark(&id_of(&wrong)).await;
    mina.recorded("recordTenancyStep", lease(&command_id())).await;
    let offer = json!({ "dwellingId": GATE_2, "rentOre": 1, "housingType": "SHARED" });
    mina.recorded("recordHousingStep", step("HOUSING_OFFERED", ROGN, offer)).await;
    let before = everything(&service, &mina).await;
    let log = service.written().await;

    let service = service.again(|_| ()).await;
    let mina = mina.moved(&service.host);
    assert_eq!(everything(&service, &mina).await, before);
    assert_eq!(service.written().await, log);
    let again = mina.recorded("recordContact", input).await;
    assert_eq!((&again["position"], id_of(&again)), (&met["position"], id_of(&met)), "a retry is still one");

    let service = service
        .again(|directory| {
            for kept in ["read", "snapshots"] {
                fs::remove_dir_all(directory.join(kept)).unwrap();
            }
        })
        .await;
    assert_eq!(
        everything(&service, &mina.moved(&service.host)).await,
        before,
        "read models come back identical"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_service_on_the_same_directory_is_refused() {
    let service = start().await;
    let (_stop, stopping) = watch::channel(false);
    let clock = service.clock.handed_out();
    let second = tavle_server::service::open(service.directory.path(), clock, setup(true), stopping);
    assert!(second.is_err());
    service.sign_in("mh").await.recorded("recordContact", contact(ROGN)).await;
}
