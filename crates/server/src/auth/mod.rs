//! Who is asking: a session cookie in a browser, a bearer token in a script.

mod bearer;
mod session;
mod users;

pub use bearer::Bearer;
pub use session::{Session, SessionError, Sessions};
pub use users::{user, users};

use axum::http::{HeaderMap, header};
use tavle_graphql::Caller;

use crate::service::Service;

/// Name of the session cookie.
pub const COOKIE: &str = "tavle_session";

/// How a request proved who is asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// By cookie, which a browser sends by itself: the request must also prove where it comes from.
    Cookie(Session),
    /// By a token, which no browser sends by itself.
    Bearer,
}

/// Finds out who is asking; `None` where nobody has signed in.
pub fn caller(service: &Service, headers: &HeaderMap) -> Option<(Caller, Proof)> {
    if let Some(token) = bearer_token(headers) {
        let name = service.bearer.read(token, service.now())?;
        let staff = user(&service.directory.get(), &name)?.staff;
        return Some((Caller { staff }, Proof::Bearer));
    }
    // Only a demonstration signs anybody in so far: a cookie from one opens nothing else.
    if !service.demo {
        return None;
    }
    let session = service.sessions.find(cookie(headers)?, service.now())?;
    Some((Caller { staff: session.staff }, Proof::Cookie(session)))
}

fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// The session cookie's value.
pub fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}
