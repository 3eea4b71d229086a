//! Liveness and readiness.

use axum::{extract::State, http::StatusCode};

use crate::service::Service;

/// The process answers.
pub async fn livez() -> &'static str {
    "ok"
}

/// The read models have caught up with the log.
pub async fn readyz(State(service): State<Service>) -> (StatusCode, &'static str) {
    if *service.stopping.borrow() {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping")
    } else if service.is_ready() {
        (StatusCode::OK, "ok")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "catching up")
    }
}
