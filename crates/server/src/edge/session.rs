//! Sign-in and sign-out. In a demonstration one chooses a user; otherwise with user name and password.

use std::{net::IpAddr, time::Duration};

use axum::{
    Extension, Json,
    extract::{State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;
use tavle_domain::{calendar, id::StaffId};

use super::{
    admission::From,
    answer::{fault, foreign_origin, later, not_durable, not_found, refuse, unread},
    origin::is_ours,
    set_up::is_fresh,
};
use crate::{
    auth::{
        self, AccountError, Locked, NotDurable, Proof, Session, SessionError, User, cleared, cookie_of,
        password::Verdict,
    },
    service::Service,
};

/// Whom to sign in as; a demonstration asks for no password.
#[derive(Deserialize)]
pub struct SignIn {
    user: String,
    password: Option<String>,
}

/// A user name is no longer than this; nobody has a longer one.
pub const LONGEST_USER: usize = 64;

/// Who is signed in, whether this is a demonstration, and whether the installation waits for its set-up.
pub async fn show(State(service): State<Service>, headers: HeaderMap) -> Response {
    let found = auth::caller(&service, &headers).map(|(caller, proof)| (caller.staff, proof));
    let set_up = match is_fresh(&service) {
        Ok(set_up) => set_up,
        Err(error) => return account_fault(&error),
    };
    if set_up && let Err(error) = service.set_up.offer(service.now()) {
        tracing::error!(%error, "a set-up code could not be made");
    }
    let session =
        found.and_then(|(_, proof)| if let Proof::Cookie(session) = proof { Some(session) } else { None });
    let me = found.and_then(|(staff, _)| user_of(&service, staff, session.as_ref()));
    let key = session.as_ref().and_then(|session| outbox_key(&service, session));
    let body = json!({ "demo": service.demo, "setUp": set_up, "me": me, "outboxKey": key });
    let mut answer = Json(body).into_response();
    // A wall's browser forgets its cookie at last, however often it is used, unless it is given again.
    if let (Some(session), Some(value)) = (session.filter(Session::is_unattended), auth::cookie(&headers)) {
        answer.headers_mut().append(header::SET_COOKIE, cookie_of(&session, value));
    }
    answer
}

/// Everyone that a demonstration lets one be.
pub async fn logins(State(service): State<Service>) -> Response {
    if !service.demo {
        return not_found();
    }
    Json(auth::users(&service.directory.get(), today(&service))).into_response()
}

/// Signs in. Any session that the browser had ends.
pub async fn begin(
    State(service): State<Service>,
    headers: HeaderMap,
    Extension(from): Extension<From>,
    who: Result<Json<SignIn>, JsonRejection>,
) -> Response {
    if !is_ours(&service, &headers, None) {
        return foreign_origin();
    }
    let who = match who {
        Ok(Json(who)) => who,
        Err(error) => return unread(&error),
    };
    if service.demo {
        let Some(user) = auth::user(&service.directory.get(), &who.user, today(&service)) else {
            return refuse(StatusCode::NOT_FOUND, "UNKNOWN_USER", "no such user");
        };
        return signed_in(&service, &headers, user.staff, user.wall());
    }
    let address = Some(from.address.ip());
    let password = who.password.unwrap_or_default();
    match check(&service, &who.user, password, address).await {
        // Whoever may do nothing is not told apart from somebody who does not exist.
        Ok(Some(staff)) if user_of(&service, staff, None).is_some() => {
            signed_in(&service, &headers, staff, None)
        }
        Ok(_) => wrong_credentials(),
        Err(refused) => refused,
    }
}

/// Checks a password. A name that nobody has takes as long and is answered the same.
pub async fn check(
    service: &Service,
    user: &str,
    password: String,
    address: Option<IpAddr>,
) -> Result<Option<StaffId>, Response> {
    let now = service.now();
    if user.chars().count() > LONGEST_USER {
        return Ok(None);
    }
    match service.accounts.attempt(user, address, now) {
        Ok(Ok(())) => {}
        Ok(Err(locked)) => return Err(locked_out(locked, now)),
        Err(error) => return Err(account_fault(&error)),
    }
    let account = service.accounts.named(user).map_err(|error| account_fault(&error))?;
    let kept = account.as_ref().map(|account| account.password.clone());
    let verdict = service.passwords.verify(password, kept).await.map_err(|_| overloaded())?;
    let Some(account) = account.filter(|_| verdict != Verdict::Wrong) else { return Ok(None) };
    let mut noted = service.accounts.succeeded(user, address);
    if let Verdict::RightToBeKeptAs(anew) = verdict {
        noted = noted.and_then(|()| service.accounts.set_password(account.staff, &anew, now));
    }
    if let Err(error) = noted {
        tracing::warn!(%error, "a sign-in could not be noted");
    }
    Ok(Some(account.staff))
}

/// Begins a session, ends the one that the browser had, and says who it is.
pub fn signed_in(
    service: &Service,
    headers: &HeaderMap,
    staff: StaffId,
    wall: Option<tavle_domain::id::TeamId>,
) -> Response {
    if let Some(old) = auth::cookie(headers) {
        // A disk that takes nothing keeps nobody out. The browser forgets the old value for the new one.
        let _ = service.sessions.end_of_cookie(old);
    }
    match service.sessions.begin(staff, wall, service.now()) {
        Ok((session, value)) => with_cookie(service, &session, &value),
        Err(error) => session_fault(&error),
    }
}

/// Who it is, with the session's cookie.
pub fn with_cookie(service: &Service, session: &Session, value: &str) -> Response {
    let me = user_of(service, session.staff, Some(session));
    let key = outbox_key(service, session);
    let body = Json(json!({ "demo": service.demo, "setUp": false, "me": me, "outboxKey": key }));
    ([(header::SET_COOKIE, cookie_of(session, value))], body).into_response()
}

/// The key for what is not sent yet. Wall screens write nothing and get none.
fn outbox_key(service: &Service, session: &Session) -> Option<String> {
    (!session.is_unattended()).then(|| service.outbox_keys.of(session.staff))
}

/// Signs out. The browser forgets its cookie, whatever the disk says.
pub async fn end(State(service): State<Service>, headers: HeaderMap) -> Response {
    if !is_ours(&service, &headers, None) {
        return foreign_origin();
    }
    // Without a cookie, too: whoever asks again has none any more.
    let answer = match service.sessions.end_of_cookie(auth::cookie(&headers).unwrap_or_default()) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(NotDurable) => not_durable(),
    };
    ([(header::SET_COOKIE, cleared())], answer).into_response()
}

/// Somebody who may act, by the user name that they sign in with.
pub fn user_of(service: &Service, staff: StaffId, session: Option<&Session>) -> Option<User> {
    let users = auth::users(&service.directory.get(), today(service));
    let mut user = users.into_iter().find(|user| user.staff == staff)?;
    if let Ok(Some(account)) = service.accounts.of(staff) {
        user.user = account.user;
    }
    Some(match session.and_then(|session| session.wall) {
        Some(team) => user.at_wall(team),
        None => user,
    })
}

pub fn today(service: &Service) -> chrono::NaiveDate {
    calendar::date(service.now())
}

pub fn wrong_credentials() -> Response {
    refuse(StatusCode::UNAUTHORIZED, "WRONG_CREDENTIALS", "user name or password is not right")
}

fn locked_out(locked: Locked, now: DateTime<Utc>) -> Response {
    let seconds = (locked.until - now).num_seconds();
    let answer = refuse(StatusCode::TOO_MANY_REQUESTS, "LOCKED_OUT", "too many wrong tries: wait");
    later(answer, Duration::from_secs(u64::try_from(seconds).unwrap_or_default()))
}

pub fn overloaded() -> Response {
    let answer = refuse(StatusCode::SERVICE_UNAVAILABLE, "BUSY", "too many sign in at once: try again");
    later(answer, Duration::from_secs(2))
}

pub fn account_fault(error: &AccountError) -> Response {
    tracing::error!(error = error as &dyn std::error::Error, "the accounts failed");
    fault()
}

pub fn session_fault(error: &SessionError) -> Response {
    tracing::error!(%error, "a session could not begin");
    fault()
}
