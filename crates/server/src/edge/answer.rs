//! Answers of the edge itself: a status, a stable code, and nothing of what went wrong inside.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// An answer with one error, in the form that GraphQL clients read.
pub fn refuse(status: StatusCode, code: &'static str, message: &'static str) -> Response {
    let body = json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    (status, Json(body)).into_response()
}

/// Nobody has signed in.
pub fn unauthenticated() -> Response {
    refuse(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "sign in first")
}

/// The request does not come from the service's own pages.
pub fn foreign_origin() -> Response {
    refuse(StatusCode::FORBIDDEN, "FOREIGN_ORIGIN", "the request does not come from this service's pages")
}

/// Something failed that the caller can do nothing about.
pub fn fault() -> Response {
    refuse(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the service could not answer")
}
