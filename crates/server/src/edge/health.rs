//! Liveness, readiness, and what whoever runs the service should know.

use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;
use tavle_event_store::EventStore;
use tavle_projections::{ModelHealth, ModelState, Why};

use crate::service::Service;

/// The process answers.
pub async fn livez() -> &'static str {
    "ok"
}

/// Whether requests can be answered, without why not: anybody may ask.
pub async fn readyz(State(service): State<Service>) -> (StatusCode, &'static str) {
    match Readiness::of(&service) {
        Readiness::Ready if warnings(&service).is_empty() => (StatusCode::OK, "ok"),
        Readiness::Ready => (StatusCode::OK, "degraded"),
        not_ready => (StatusCode::SERVICE_UNAVAILABLE, not_ready.name()),
    }
}

/// Everything, for whoever runs the service.
pub async fn health(State(service): State<Service>) -> (StatusCode, Json<Report>) {
    let readiness = Readiness::of(&service);
    let warnings = warnings(&service);
    let status = match readiness {
        Readiness::Ready if warnings.is_empty() => "ok",
        Readiness::Ready => "degraded",
        not_ready => not_ready.name(),
    };
    let code = if readiness == Readiness::Ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let (readable, head) = (service.readable.position(), service.store.head());
    (code, Json(Report { status, head, readable, warnings }))
}

/// Whether requests can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Readiness {
    Ready,
    CatchingUp,
    Stopping,
    Failed,
}

impl Readiness {
    fn of(service: &Service) -> Self {
        if *service.stopping.borrow() {
            Self::Stopping
        } else if service.store.is_fatal() {
            Self::Failed
        } else if service.is_ready() {
            Self::Ready
        } else {
            Self::CatchingUp
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ok",
            Self::CatchingUp => "catching up",
            Self::Stopping => "stopping",
            Self::Failed => "failed",
        }
    }
}

/// How the service fares.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    status: &'static str,
    head: u64,
    readable: u64,
    warnings: Vec<Warning>,
}

/// Something that somebody should look at.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Warning {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_position: Option<u64>,
    text: &'static str,
}

fn warnings(service: &Service) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if service.store.is_fatal() {
        let text = "writing to the log failed for good: the process ends and has to be started again";
        warnings.push(Warning { code: "LOG_FATAL", text, ..Warning::default() });
    }
    if service.store.stats().is_refusing() {
        let text = "the disk is full or cannot be written to: nothing is recorded until that is mended";
        warnings.push(Warning { code: "DISK_REFUSES", text, ..Warning::default() });
    }
    warnings.extend(service.health.models().iter().flat_map(of_model));
    warnings
}

fn of_model(model: &ModelHealth) -> Vec<Warning> {
    let skipped = |code, why, count, text| {
        let of_why = model.first_skipped.iter().filter(|skipped| skipped.why == why);
        let first_position = of_why.map(|skipped| skipped.position).min();
        (count > 0).then_some(Warning {
            code,
            model: Some(model.name),
            count: Some(count),
            first_position,
            text,
        })
    };
    let unread = "events that this version cannot read are missing from a read model";
    let poisoned = "events that a read model failed on are missing from it";
    let state = match model.state {
        ModelState::Live | ModelState::CatchingUp => None,
        ModelState::Rebuilding => Some(("MODEL_REBUILDING", "a read model is being built again")),
        ModelState::Failed => Some(("MODEL_FAILED", "a read model cannot be brought up to date for now")),
    };
    let state =
        state.map(|(code, text)| Warning { code, model: Some(model.name), text, ..Warning::default() });
    [
        skipped("UNREAD_EVENTS", Why::Unread, model.unread, unread),
        skipped("POISONED_EVENTS", Why::Poison, model.poisoned, poisoned),
        state,
    ]
    .into_iter()
    .flatten()
    .collect()
}
