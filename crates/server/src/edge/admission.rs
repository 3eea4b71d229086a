//! Who may come in: host, rate, session and budget, decided before a body is read.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use tavle_graphql::Caller;
use tokio::time::timeout;

use super::{
    answer::{foreign_origin, overloaded, refuse, too_fast, unauthenticated},
    limits::{Address, Budget, Peer, SessionKey, TooFast},
    metrics::route,
    origin::host_is_ours,
};
use crate::{
    auth::{self, Proof},
    service::Service,
};

/// Longest time to send a request and have it answered. Sockets are not meant.
const ANSWERED_WITHIN: Duration = Duration::from_secs(20);
/// The same for a file.
const IMPORTED_WITHIN: Duration = Duration::from_secs(120);

/// Who asks, found once a request.
#[derive(Clone, Copy)]
pub struct Found(pub Option<(Caller, Proof)>);

/// Where a request comes from, and in which session.
#[derive(Clone, Copy)]
pub struct From {
    /// The client's address.
    pub address: Address,
    /// The session; none where nobody has signed in.
    pub session: Option<SessionKey>,
}

/// Lets a request in, or says why not.
pub async fn admit(State(service): State<Service>, mut request: Request, next: Next) -> Response {
    let route = route(request.uri().path());
    // Whoever looks whether the process lives may ask by any name, but never for a demonstration's.
    let is_probe = !service.demo && route == "health";
    if !is_probe && !host_is_ours(&service, request.headers()) {
        return foreign_origin();
    }
    if matches!(route, "health" | "web") {
        return next.run(request).await;
    }
    let address = address(&service, &request);
    if let Err(TooFast(wait)) = service.gate.address_rate.count(&address) {
        return too_fast(wait);
    }
    let found = auth::caller(&service, request.headers());
    if found.is_none() && needs_caller(request.method(), route) {
        // Before a body is read: nobody unknown makes the service hold anything.
        return unauthenticated();
    }
    let session = found.and_then(|_| session(&service, request.headers()));
    if let Some(Err(TooFast(wait))) = session.map(|session| service.gate.session_rate.count(&session)) {
        return too_fast(wait);
    }
    let renewed = renewed(&service, &request);
    request.extensions_mut().insert(Found(found));
    request.extensions_mut().insert(From { address, session });
    let mut answer = let_in(&service, route, request, next).await;
    if let Some(cookie) = renewed.filter(|_| !answer.headers().contains_key(header::SET_COOKIE)) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

async fn let_in(service: &Service, route: &'static str, request: Request, next: Next) -> Response {
    match route {
        "websocket" => next.run(request).await,
        "import" => within_budget(&service.gate.imports, IMPORTED_WITHIN, request, next).await,
        "session" | "account" | "set_up" | "demo" => {
            within_budget(&service.gate.sessions, ANSWERED_WITHIN, request, next).await
        }
        _ => in_time(ANSWERED_WITHIN, request, next).await,
    }
}

/// The session cookie with another value, where it is time for one. A socket's answer sets no cookie, and a file
/// of the web pages needs none.
fn renewed(service: &Service, request: &Request) -> Option<HeaderValue> {
    let with_cookie = ["/graphql", "/session"].contains(&request.uri().path());
    with_cookie.then(|| auth::renewed(service, request.headers())).flatten()
}

async fn within_budget(budget: &Budget, at_most: Duration, request: Request, next: Next) -> Response {
    match budget.enter().await {
        Ok(_place) => in_time(at_most, request, next).await,
        Err(_) => overloaded(),
    }
}

/// A client that sends its body drop by drop is hung up on.
async fn in_time(at_most: Duration, request: Request, next: Next) -> Response {
    let late =
        || refuse(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", "the request took too long to arrive");
    timeout(at_most, next.run(request)).await.unwrap_or_else(|_| late())
}

/// Whether a request brings a body that only somebody who is signed in may send.
fn needs_caller(method: &Method, route: &str) -> bool {
    method == Method::POST && matches!(route, "graphql" | "import")
}

fn address(service: &Service, request: &Request) -> Address {
    // A listener without addresses is one of tests: they share one.
    let peer = request.extensions().get::<Peer>().copied().unwrap_or(Peer([127, 0, 0, 1].into()));
    Address::of(peer, request.headers(), service.gate.limits.trusted_proxy)
}

/// The session's key, by whatever opened it.
fn session(service: &Service, headers: &HeaderMap) -> Option<SessionKey> {
    let token = headers.get(header::AUTHORIZATION).map(|token| token.as_bytes());
    let cookie = || auth::cookie(headers).map(str::as_bytes);
    token.or_else(cookie).map(|credential| service.gate.session(credential))
}
