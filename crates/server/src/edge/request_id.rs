//! Every request has an id: in its answer, in its errors, and in what is logged meanwhile.

use std::time::Instant;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::{Instrument, info_span};
use uuid::Uuid;

use super::metrics::route;

/// The header that carries it.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: Uuid;
}

/// The id of the request that is being answered, where there is one.
pub fn current() -> Option<Uuid> {
    CURRENT.try_with(|id| *id).ok()
}

/// An id of its own.
#[expect(
    clippy::disallowed_methods,
    reason = "a request is no command: it has an id that nothing is derived from"
)]
pub fn fresh() -> Uuid {
    Uuid::now_v7()
}

/// Does something in the name of a request.
pub fn within<T>(id: Uuid, work: impl Future<Output = T>) -> impl Future<Output = T> {
    CURRENT.scope(id, work)
}

/// Names the request. A proxy may have named it already: only a UUID is believed, since what is no id could carry
/// anything into the log.
pub async fn name(request: Request, next: Next) -> Response {
    let id = given(request.headers()).unwrap_or_else(fresh);
    let span =
        info_span!("request", id = %id, method = %method(&request), route = route(request.uri().path()));
    let began = Instant::now();
    let mut answer = within(id, next.run(request)).instrument(span.clone()).await;
    let took = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::debug!(parent: &span, status = answer.status().as_u16(), took_us = took, "answered");
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        answer.headers_mut().insert(HEADER, id);
    }
    answer
}

fn given(headers: &HeaderMap) -> Option<Uuid> {
    let text = headers.get(HEADER)?.to_str().ok()?;
    (text.len() == 36).then(|| Uuid::parse_str(text).ok()).flatten()
}

/// The method where it is a usual one: a client may make one up.
fn method(request: &Request) -> &'static str {
    match request.method().as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "DELETE" => "DELETE",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
