//! Answers of the edge itself: a status, a stable code, and nothing of what went wrong inside.

use std::time::Duration;

use axum::{
    Json,
    extract::rejection::JsonRejection,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{limits, request_id};

/// An answer with one error, in the form that GraphQL clients read.
pub fn refuse(status: StatusCode, code: &'static str, message: &'static str) -> Response {
    (status, Json(json!({ "errors": [error(code, message)] }))).into_response()
}

fn error(code: &'static str, message: &'static str) -> Value {
    let mut extensions = json!({ "code": code });
    if let Some(id) = request_id::current() {
        extensions["requestId"] = id.to_string().into();
    }
    json!({ "message": message, "extensions": extensions })
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

/// The address is not asked in this way.
pub fn wrong_method() -> Response {
    refuse(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "this address is not asked by this method")
}

/// The body is larger than its address takes.
pub fn too_large() -> Response {
    refuse(StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE", "the request is larger than allowed")
}

/// The body is not what this address takes.
pub fn unread(unread: &JsonRejection) -> Response {
    match unread.status() {
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", "send application/json")
        }
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => refuse(StatusCode::BAD_REQUEST, "BAD_REQUEST", "the body is not what this address takes"),
    }
}

/// Fields of a form that are not right: their names and stable codes.
pub fn invalid(fields: &[(&'static str, &'static str)]) -> Response {
    let fields: Vec<_> = fields.iter().map(|(path, code)| json!({ "path": path, "code": code })).collect();
    let body = json!({ "errors": [error("INVALID", "fields are not valid")], "fields": fields });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
}

/// What was to end has ended, but the disk did not take it: should the service start again before it does, it would
/// go on.
pub fn not_durable() -> Response {
    let message = "it has ended, but that could not be written down: end it again later";
    later(refuse(StatusCode::SERVICE_UNAVAILABLE, "END_NOT_DURABLE", message), Duration::from_secs(30))
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

/// The client's address sends too many requests at a time that are slow to arrive.
pub fn too_many_bodies() -> Response {
    let message = "too many requests of this address are still on their way";
    later(refuse(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_BODIES", message), Duration::from_secs(5))
}

/// The answer took too long. A command may still be recorded; sending it again tells.
pub fn timed_out() -> Response {
    let answer = refuse(StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT", "the answer took too long");
    later(answer, Duration::from_secs(5))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_asked_for_again_says_when() {
        for (answer, seconds) in
            [(timed_out(), "5"), (not_durable(), "30"), (overloaded(), "1"), (too_many_bodies(), "5")]
        {
            assert_eq!(answer.headers()[header::RETRY_AFTER], seconds, "{}", answer.status());
        }
    }
}
