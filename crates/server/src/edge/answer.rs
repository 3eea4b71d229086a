//! Answers of the edge itself: a status, a stable code, and nothing of what went wrong inside.

use std::time::Duration;

use axum::{
    Json,
    extract::rejection::JsonRejection,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{limits, request_id};

/// An answer with one error, in the form that GraphQL clients read.
pub fn refuse(status: StatusCode, code: &'static str, message: &'static str) -> Response {
    let mut extensions = json!({ "code": code });
    if let Some(id) = request_id::current() {
        extensions["requestId"] = id.to_string().into();
    }
    let body = json!({ "errors": [{ "message": message, "extensions": extensions }] });
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

/// The caller's role does not include this.
pub fn forbidden() -> Response {
    refuse(StatusCode::FORBIDDEN, "FORBIDDEN", "the role does not include this")
}

/// There is nothing like it, or not for this caller.
pub fn not_found() -> Response {
    refuse(StatusCode::NOT_FOUND, "NOT_FOUND", "not found")
}

/// The body is not what this address takes.
pub fn unread(unread: &JsonRejection) -> Response {
    match unread.status() {
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", "send application/json")
        }
        StatusCode::PAYLOAD_TOO_LARGE => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        _ => refuse(StatusCode::BAD_REQUEST, "BAD_REQUEST", "the body is not what this address takes"),
    }
}

/// Fields of a form that are not right: their names and stable codes.
pub fn invalid(fields: &[(&'static str, &'static str)]) -> Response {
    let fields: Vec<_> = fields.iter().map(|(path, code)| json!({ "path": path, "code": code })).collect();
    let error = json!({ "message": "fields are not valid", "extensions": { "code": "INVALID" } });
    let body = json!({ "errors": [error], "fields": fields });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
}

/// Something failed that the caller can do nothing about.
pub fn fault() -> Response {
    refuse(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the service could not answer")
}

/// The client asks too often.
pub fn too_fast(wait: Duration) -> Response {
    later(refuse(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS", "too many requests"), wait)
}

/// The client holds too many at a time.
pub fn too_many() -> Response {
    let answer = refuse(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_SOCKETS", "too many open sockets");
    later(answer, Duration::from_secs(10))
}

/// The service has too much to do just now; nothing was done.
pub fn overloaded() -> Response {
    let message = "the service has too much to do: come again";
    later(refuse(StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED", message), Duration::ZERO)
}

/// Says when to come again.
pub fn later(mut answer: Response, wait: Duration) -> Response {
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(limits::seconds(wait)));
    answer
}
