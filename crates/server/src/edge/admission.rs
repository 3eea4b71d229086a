//! Who may come in: host, rate and session, decided before a body is read; then the body; then the budget.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use tavle_graphql::Caller;
use tokio::time::timeout;

use super::{
    answer::{foreign_origin, overloaded, timed_out, too_fast, unauthenticated},
    body,
    limits::{Address, Budget, Peer, SessionKey, TooFast},
    metrics::route,
    origin::host_is_ours,
};
use crate::{
    auth::{self, Proof},
    service::Service,
};

/// Longest time to an answer, from when the whole request is here. Sockets are not meant.
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
    let session = found.map(|(_, proof)| SessionKey::from(proof));
    if let Some(Err(TooFast(wait))) = session.map(|session| service.gate.session_rate.count(&session)) {
        return too_fast(wait);
    }
    let renewed = renewed(&service, &request);
    request.extensions_mut().insert(Found(found));
    request.extensions_mut().insert(From { address, session });
    let mut answer = let_in(&service, route, address, request, next).await;
    if let Some(cookie) = renewed.filter(|_| !answer.headers().contains_key(header::SET_COOKIE)) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

async fn let_in(
    service: &Service,
    route: &'static str,
    address: Address,
    request: Request,
    next: Next,
) -> Response {
    if route == "websocket" {
        return next.run(request).await;
    }
    let gate = &service.gate;
    let request = match body::read(gate, address, route == "import", request).await {
        Ok(request) => request,
        Err(refused) => return refused,
    };
    // Who is signed in can be asked for however many sign in.
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match route {
        "import" => within_budget(&gate.imports, IMPORTED_WITHIN, request, next).await,
        "session" | "account" | "set_up" | "demo" if !only_reads => {
            within_budget(&gate.sessions, ANSWERED_WITHIN, request, next).await
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

async fn in_time(at_most: Duration, request: Request, next: Next) -> Response {
    timeout(at_most, next.run(request)).await.unwrap_or_else(|_| timed_out())
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
