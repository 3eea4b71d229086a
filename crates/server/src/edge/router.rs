//! All routes, and what holds for every answer.

use std::path::Path;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{any, delete, get, post, put},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    services::{ServeDir, ServeFile},
};

use super::{
    account, admission,
    answer::fault,
    body::{MAX_BODY, MAX_FILE},
    graphql_http, headers, health, import, metrics, playground, request_id, session, sessions, set_up,
    socket,
};
use crate::service::Service;

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
    let import =
        Router::new().route("/import/arrears", post(import::arrears)).layer(DefaultBodyLimit::max(MAX_FILE));
    let health = Router::new().route("/livez", get(health::livez)).route("/readyz", get(health::readyz));
    let routes = api.merge(import).merge(health).route("/graphql/ws", any(socket::upgrade));
    let routes = if service.development { routes.merge(playground::routes()) } else { routes };
    let routes = match web {
        Some(web) => {
            routes.fallback_service(ServeDir::new(web).fallback(ServeFile::new(web.join("index.html"))))
        }
        None => routes,
    };
    routes
        .layer(middleware::from_fn_with_state(service.clone(), admission::admit))
        // Inside the headers: also the answer to a panic has them.
        .layer(CatchPanicLayer::custom(|_| fault()))
        .layer(middleware::from_fn_with_state(service.clone(), headers::set))
        .layer(middleware::from_fn(request_id::name))
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
