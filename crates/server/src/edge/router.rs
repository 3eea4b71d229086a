//! All routes, and what holds for every answer.

use std::path::Path;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::Response,
    routing::{any, delete, get, post, put},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    services::{ServeDir, ServeFile},
};

use super::{
    account,
    answer::{fault, foreign_origin, refuse, unauthenticated},
    graphql_http, graphql_ws, health, import, metrics,
    origin::host_is_ours,
    session, sessions, set_up,
};
use crate::{auth, service::Service};

/// Largest request body.
const MAX_BODY: usize = 64 * 1024;
/// Largest import file.
const MAX_IMPORT: usize = 8 * 1024 * 1024;

/// What a page may do: its own scripts and styles, its own service, nothing else. Styles are set on elements
/// by the components, so `style-src` allows that.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The service's routes, with the web build where there is one.
pub fn router(service: Service, web: Option<&Path>) -> Router {
    let api = Router::new()
        .route("/graphql", post(graphql_http::post).fallback(graphql_http::only_post))
        .route("/session", get(session::show).post(session::begin).delete(session::end))
        .route("/session/wall", post(sessions::wall))
        .route("/sessions", get(sessions::list))
        .route("/sessions/{id}", delete(sessions::end))
        .route("/set-up", post(set_up::set_up).get(set_up::page))
        .route("/account", post(account::accept))
        .route("/account/staff", get(account::staff))
        .route("/account/invitations", post(account::invite))
        .route("/account/password", put(account::change_password))
        .route("/demo/logins", get(session::logins))
        .layer(DefaultBodyLimit::max(MAX_BODY));
    let import = Router::new()
        .route("/import/arrears", post(import::arrears))
        .layer(DefaultBodyLimit::max(MAX_IMPORT));
    let health = Router::new().route("/livez", get(health::livez)).route("/readyz", get(health::readyz));
    let routes = api.merge(import).merge(health).route("/graphql/ws", any(graphql_ws::upgrade));
    let routes = match web {
        Some(web) => {
            routes.fallback_service(ServeDir::new(web).fallback(ServeFile::new(web.join("index.html"))))
        }
        None => routes,
    };
    routes
        .layer(middleware::from_fn_with_state(service.clone(), every_answer))
        .layer(CatchPanicLayer::custom(|_| fault()))
        .layer(middleware::from_fn_with_state(service.clone(), metrics::count))
        .with_state(service)
}

/// What whoever runs the service may see. It asks nobody who they are: never a part of the routes above.
pub fn operator_router(service: Service) -> Router {
    Router::new()
        .route("/metrics", get(metrics::show))
        .route("/health", get(health::health))
        .with_state(service)
}

/// Whether a request brings a body that only somebody who is signed in may send.
fn needs_caller(request: &Request) -> bool {
    let path = request.uri().path();
    request.method() == Method::POST && (path == "/graphql" || path.starts_with("/import/"))
}

/// The session cookie with another value, where it is time for one.
fn renewed(service: &Service, request: &Request) -> Option<HeaderValue> {
    // A socket's answer sets no cookie, and a file of the web pages needs none.
    if ["/graphql", "/session"].contains(&request.uri().path()) {
        return auth::renewed(service, request.headers());
    }
    None
}

/// Refuses foreign host names, says why a body was too large, and sets the headers of every answer.
async fn every_answer(State(service): State<Service>, request: Request, next: Next) -> Response {
    let is_data = ["/graphql", "/session", "/account", "/set-up", "/demo", "/import"]
        .iter()
        .any(|at| request.uri().path().starts_with(at));
    // Whoever looks whether the process lives may ask by any name, but never for a demonstration's.
    let is_probe = !service.demo && ["/livez", "/readyz"].contains(&request.uri().path());
    let is_ours = is_probe || host_is_ours(&service, request.headers());
    let renewed = renewed(&service, &request);
    let mut answer = if !is_ours {
        foreign_origin()
    } else if needs_caller(&request) && auth::caller(&service, request.headers()).is_none() {
        // Before a body is read: nobody unknown makes the service hold anything.
        unauthenticated()
    } else {
        next.run(request).await
    };
    if answer.status() == StatusCode::PAYLOAD_TOO_LARGE {
        answer =
            refuse(StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE", "the request is larger than allowed");
    }
    let headers = answer.headers_mut();
    if let Some(cookie) = renewed.filter(|_| is_ours && !headers.contains_key(header::SET_COOKIE)) {
        headers.append(header::SET_COOKIE, cookie);
    }
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if service.public_origin.as_ref().is_some_and(|origin| origin.starts_with("https://")) {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000");
    }
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(header::CACHE_CONTROL, if is_data { "no-store" } else { "no-cache" });
    answer
}
