//! All routes, and what holds for every answer.

use std::path::Path;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::Response,
    routing::{any, get, post},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    services::{ServeDir, ServeFile},
};

use super::{
    answer::{fault, foreign_origin, refuse, unauthenticated},
    graphql_http, graphql_ws, health, import, metrics,
    origin::host_is_ours,
    session,
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

/// Refuses foreign host names, says why a body was too large, and sets the headers of every answer.
async fn every_answer(State(service): State<Service>, request: Request, next: Next) -> Response {
    let is_data =
        ["/graphql", "/session", "/demo", "/import"].iter().any(|at| request.uri().path().starts_with(at));
    let is_ours = host_is_ours(&service, request.headers());
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
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    set(header::CACHE_CONTROL, if is_data { "no-store" } else { "no-cache" });
    answer
}
