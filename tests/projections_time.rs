//! Time alone moves boards: walls are told, and nothing is written.

use serde_json::{Value as Json, json};
use tavle_domain::{
    access::Role,
    board::{Row, Status},
    id::ParticipantId,
};
use tavle_event_store::EventStore;
use tavle_projections::{ReadModels, board::Changed};
use tokio::sync::broadcast::Receiver;

use crate::{
    rebuild::Script,
    support::{GATE_1, NORDLIA, ROGN, SELJE, SORVIK},
};

/// Read models over a log in memory, looked at whenever the test says so.
struct Looked {
    script: Script,
    models: ReadModels,
    told: Receiver<Changed>,
}

impl Looked {
    async fn at(instant: &str) -> Self {
        let script = Script::new(1);
        script.clock.set(instant);
        let models = ReadModels::in_memory(script.store.clone(), script.clock.handed_out()).unwrap();
        let told = models.changes.subscribe();
        let mut looked = Self { script, models, told };
        looked.look().await;
        looked
    }

    async fn record(&mut self, who: ParticipantId, kind: &str, mut input: Json) {
        input["kind"] = json!(kind);
        input["participantId"] = json!(who);
        self.script.acting = if who == SELJE { SORVIK } else { NORDLIA };
        let before = self.script.store.head();
        self.script.record(Role::TeamMember, input).await;
        assert!(self.script.store.head() > before, "{kind} was refused");
        self.look().await;
    }

    /// Brings the models to the end of the log. Gives whose lines differ in Nordlia.
    async fn look(&mut self) -> Vec<ParticipantId> {
        self.models.runner.catch_up().await.unwrap();
        let mut whose = Vec::new();
        while let Ok(changed) = self.told.try_recv() {
            if changed.team == NORDLIA {
                whose.extend(changed.participants);
            }
        }
        whose
    }

    /// Time passes and nothing is recorded.
    async fn look_at(&mut self, instant: &str) -> Vec<ParticipantId> {
        let head = self.script.store.head();
        self.script.clock.set(instant);
        let whose = self.look().await;
        assert_eq!(self.script.store.head(), head, "time wrote something");
        whose
    }

    fn row(&self, who: ParticipantId) -> Row {
        let boards = self.models.boards.get();
        let board = &boards[&NORDLIA];
        board.lines.iter().find(|line| line.participant == who).unwrap().row.clone()
    }

    fn days_since_met(&self) -> i64 {
        self.row(ROGN).last_met.unwrap().days
    }
}

fn contact() -> Json {
    json!({ "mode": "FACE_TO_FACE", "minutes": 30 })
}

/// Whether the last meeting is a day ago from an instant on, and not a minute before.
async fn a_day_passes_at(morning: &str, before: &str, midnight: &str) {
    let mut looked = Looked::at(morning).await;
    looked.record(ROGN, "CONTACT_COMPLETED", contact()).await;
    assert_eq!(looked.days_since_met(), 0);
    assert!(!looked.look_at(before).await.contains(&ROGN), "told before midnight");
    assert_eq!(looked.days_since_met(), 0);
    assert!(looked.look_at(midnight).await.contains(&ROGN), "not told at midnight");
    assert_eq!(looked.days_since_met(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_ends_at_midnight_in_oslo_and_not_in_greenwich() {
    a_day_passes_at("2026-11-24T12:00:00Z", "2026-11-24T22:59:00Z", "2026-11-24T23:00:00Z").await;
    a_day_passes_at("2027-06-24T12:00:00Z", "2027-06-24T21:59:00Z", "2027-06-24T22:00:00Z").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_days_on_which_clocks_change_have_23_and_25_hours() {
    a_day_passes_at("2027-03-28T12:00:00Z", "2027-03-28T21:59:00Z", "2027-03-28T22:00:00Z").await;
    a_day_passes_at("2027-10-31T12:00:00Z", "2027-10-31T22:59:00Z", "2027-10-31T23:00:00Z").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_day_to_answer_an_offer_passes() {
    let mut looked = Looked::at("2026-11-24T12:00:00Z").await;
    let offer =
        json!({ "at": GATE_1, "rentOre": 900_000, "housingType": "SHARED", "respondBy": "2026-11-26" });
    looked.record(ROGN, "HOUSING_OFFERED", offer).await;
    looked.look_at("2026-11-26T22:59:00Z").await;
    assert!(!looked.row(ROGN).open_offers[0].overdue);
    assert!(looked.look_at("2026-11-26T23:00:00Z").await.contains(&ROGN));
    assert!(looked.row(ROGN).open_offers[0].overdue);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_fades_by_itself() {
    let mut looked = Looked::at("2026-11-24T12:00:00Z").await;
    looked.record(ROGN, "PARTICIPANT_ADMITTED", json!({ "admissionPath": "PLANNED" })).await;
    looked.record(ROGN, "PARTICIPANT_DISCHARGED_FROM_WARD", json!({})).await;
    // Without a contact kept after that day it would stay until there is one.
    looked.look_at("2026-11-25T12:00:00Z").await;
    looked.record(ROGN, "CONTACT_COMPLETED", contact()).await;
    let is_recent = |looked: &Looked| {
        let row = looked.row(ROGN);
        row.statuses.iter().any(|standing| standing.status == Status::PostDischarge)
    };
    assert!(is_recent(&looked));
    looked.look_at("2026-12-20T12:00:00Z").await;
    assert!(is_recent(&looked));
    assert!(looked.look_at("2027-01-10T12:00:00Z").await.contains(&ROGN));
    assert!(!is_recent(&looked));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_elsewhere_just_after_midnight_does_not_swallow_the_new_day() {
    let mut looked = Looked::at("2026-11-24T12:00:00Z").await;
    looked.record(ROGN, "CONTACT_COMPLETED", contact()).await;
    looked.look_at("2026-11-24T22:59:59Z").await;
    looked.script.clock.set("2026-11-24T23:00:01Z");
    looked.record(SELJE, "CONTACT_COMPLETED", contact()).await;
    assert_eq!(looked.days_since_met(), 1, "another team's event led to this look");
    let boards = looked.models.boards.get();
    assert_eq!(boards[&NORDLIA].at, boards[&SORVIK].at);
}

#[tokio::test(flavor = "multi_thread")]
async fn within_a_minute_nobody_is_told_twice() {
    let mut looked = Looked::at("2026-11-24T12:00:00Z").await;
    looked.record(ROGN, "CONTACT_COMPLETED", contact()).await;
    assert_eq!(looked.look_at("2026-11-24T12:00:30Z").await, []);
    assert_eq!(looked.look_at("2026-11-24T12:01:00Z").await, []);
}
