//! Sign-in and sign-out. In a demonstration one chooses a user; otherwise only bearer tokens are accepted.

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::{
    answer::{fault, foreign_origin, refuse},
    origin::is_ours,
};
use crate::{
    auth::{self, COOKIE},
    service::Service,
};

/// A demo user to sign in as.
#[derive(Deserialize)]
pub struct SignIn {
    user: String,
}

/// Who is signed in, and whether this is a demonstration.
pub async fn show(State(service): State<Service>, headers: HeaderMap) -> Response {
    let me = auth::caller(&service, &headers).and_then(|(caller, _)| {
        auth::users(&service.directory.get()).into_iter().find(|user| user.staff == caller.staff)
    });
    Json(json!({ "demo": service.demo, "me": me })).into_response()
}

/// Everyone that a demonstration lets one be.
pub async fn logins(State(service): State<Service>) -> Response {
    if !service.demo {
        return refuse(StatusCode::NOT_FOUND, "NOT_FOUND", "not found");
    }
    Json(auth::users(&service.directory.get())).into_response()
}

/// Signs in as a demo user. Any session that the browser had ends.
pub async fn begin(
    State(service): State<Service>,
    headers: HeaderMap,
    who: Result<Json<SignIn>, JsonRejection>,
) -> Response {
    if !service.demo {
        return refuse(StatusCode::FORBIDDEN, "SIGN_IN_CLOSED", "sign-in is not open on this installation");
    }
    if !is_ours(&service, &headers, None) {
        return foreign_origin();
    }
    let who = match who {
        Ok(Json(who)) => who,
        Err(unread) => return refuse(unread.status(), "BAD_REQUEST", "the body does not name a user"),
    };
    let Some(user) = auth::user(&service.directory.get(), &who.user) else {
        return refuse(StatusCode::NOT_FOUND, "UNKNOWN_USER", "no such user");
    };
    if let Some(old) = auth::cookie(&headers) {
        service.sessions.end(old);
    }
    match service.sessions.begin(user.staff, user.is_unattended(), service.now()) {
        Ok(value) => {
            let cookie = format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict");
            ([(header::SET_COOKIE, cookie)], Json(json!({ "demo": true, "me": user }))).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a session could not begin");
            fault()
        }
    }
}

/// Signs out.
pub async fn end(State(service): State<Service>, headers: HeaderMap) -> Response {
    if !is_ours(&service, &headers, None) {
        return foreign_origin();
    }
    if let Some(value) = auth::cookie(&headers) {
        service.sessions.end(value);
    }
    let gone = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, gone)]).into_response()
}
