//! What the service counts, in the text form of OpenMetrics, for whoever runs it. No label tells anything about
//! a person or a team.

mod log;
mod models;
pub mod operations;
mod process;

use std::{fmt, sync::Arc, time::Instant};

use axum::{
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use prometheus_client::{
    encoding::{
        DescriptorEncoder, EncodeGaugeValue, EncodeLabelSet, MetricEncoder, NoLabelSet, text::encode,
    },
    metrics::{MetricType, counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use tavle_event_store::SqliteStore;
use tavle_projections::Health;

use self::{log::LogMetrics, models::ModelMetrics, operations::Operations, process::ProcessMetrics};
use crate::service::Service;

const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Bounds of the time to an answer, in seconds.
const ANSWERS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// A request by its class of routes and what it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: &'static str,
    status: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: &'static str,
}

/// Everything that is counted.
pub struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    durations: Family<Route, Histogram>,
    sockets: Gauge,
    closed: Family<Closed, Counter>,
    /// Operations.
    pub operations: Operations,
}

/// How a socket was closed by us; 0 where it was not.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Closed {
    code: u32,
}

/// A socket that counts as open as long as this lives.
pub struct OpenSocket(Gauge);

impl Drop for OpenSocket {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    /// Over a log and the models that follow it.
    #[must_use]
    pub fn new(store: Arc<SqliteStore>, health: Health, started_at: f64) -> Self {
        let mut registry = Registry::default();
        let answered = Family::default();
        let durations = Family::new_with_constructor((|| Histogram::new(ANSWERS)) as fn() -> Histogram);
        let sockets = Gauge::default();
        registry.register("tavle_http_requests", "Requests answered", answered.clone());
        registry.register("tavle_http_request_seconds", "Time to an answer", durations.clone());
        registry.register("tavle_websockets_open", "Open WebSockets", sockets.clone());
        let closed = Family::default();
        registry.register(
            "tavle_websockets_closed",
            "WebSockets by the code that we closed them with",
            closed.clone(),
        );
        let operations = Operations::new(&mut registry);
        registry.register_collector(Box::new(LogMetrics(Arc::clone(&store))));
        registry.register_collector(Box::new(ModelMetrics { store, health }));
        registry.register_collector(Box::new(ProcessMetrics { started_at }));
        Self { registry, answered, durations, sockets, closed, operations }
    }

    /// Counts a socket that has ended, by the code where we closed it.
    pub fn socket_closed(&self, code: Option<u16>) {
        self.closed.get_or_create(&Closed { code: code.unwrap_or_default().into() }).inc();
    }

    /// Counts a socket.
    #[must_use]
    pub fn open_socket(&self) -> OpenSocket {
        self.sockets.inc();
        OpenSocket(self.sockets.clone())
    }
}

/// All metrics.
pub async fn show(State(service): State<Service>) -> Response {
    let mut text = String::new();
    match encode(&mut text, &service.metrics.registry) {
        Ok(()) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response(),
        Err(_) => super::answer::fault(),
    }
}

/// Counts every request with its answer.
pub async fn count(State(service): State<Service>, request: Request, next: Next) -> Response {
    let route = route(request.uri().path());
    let began = Instant::now();
    let answer = next.run(request).await;
    let metrics = &service.metrics;
    metrics.durations.get_or_create(&Route { route }).observe(began.elapsed().as_secs_f64());
    metrics.answered.get_or_create(&Answered { route, status: answer.status().as_u16().into() }).inc();
    answer
}

/// The class of a path. What somebody made up is not repeated.
pub fn route(path: &str) -> &'static str {
    match path {
        "/graphql" => "graphql",
        "/graphql/ws" => "websocket",
        "/session" => "session",
        "/livez" | "/readyz" => "health",
        "/set-up" => "set_up",
        path if path == "/sessions" || path.starts_with("/session/") || path.starts_with("/sessions/") => {
            "session"
        }
        path if path == "/account" || path.starts_with("/account/") => "account",
        path if path.starts_with("/demo/") => "demo",
        path if path.starts_with("/import/") => "import",
        _ => "web",
    }
}

/// A number without labels.
fn number(
    to: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    value: &impl EncodeGaugeValue,
) -> fmt::Result {
    to.encode_descriptor(name, help, None, MetricType::Gauge)?.encode_gauge(value)
}

/// A count without labels; the name gets `_total`.
fn total(to: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: u64) -> fmt::Result {
    counted(&mut to.encode_descriptor(name, help, None, MetricType::Counter)?, value)
}

fn counted(to: &mut MetricEncoder<'_>, value: u64) -> fmt::Result {
    to.encode_counter::<NoLabelSet, _, u64>(&value, None)
}
