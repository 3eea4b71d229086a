//! Who is asking: a session cookie in a browser, a bearer token in a script.

mod accounts;
pub mod code;
mod cookie;
mod outbox;
pub mod password;
mod session;
mod set_up;
mod users;

pub use accounts::{
    Account, AccountError, Accounts, LONGEST_DAYS, Listed, Locked, Plan, Taken, TokenId, TokenOf, ids,
    private_file,
};
pub use cookie::{cleared, cookie, cookie_of};
pub use outbox::OutboxKeys;
pub use session::{NotDurable, Session, SessionError, Sessions};
pub use set_up::{SetUpCode, Terminal, Tried};
pub use users::{User, user, users};

use axum::http::{HeaderMap, HeaderValue, header};
use tavle_domain::{access::Role, calendar};
use tavle_graphql::Caller;

use crate::service::Service;

/// How a request proved who is asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// By cookie, which a browser sends by itself: the request must also prove where it comes from.
    Cookie(Session),
    /// By a token, which no browser sends by itself.
    Bearer(TokenId),
}

impl Proof {
    /// Whether a browser sent it by itself.
    #[must_use]
    pub const fn is_cookie(&self) -> bool {
        matches!(self, Self::Cookie(_))
    }
}

/// Finds out who is asking; `None` where nobody has signed in.
pub fn caller(service: &Service, headers: &HeaderMap) -> Option<(Caller, Proof)> {
    if let Some(token) = bearer_token(headers) {
        return by_token(service, token);
    }
    let session = service.sessions.find(cookie(headers)?, service.now())?;
    if !may_still_act(service, &session) {
        return None;
    }
    Some((caller_of(&session), Proof::Cookie(session)))
}

/// Whom a session lets ask. One that nobody sits at is narrowed to its wall, whatever else is granted.
fn caller_of(session: &Session) -> Caller {
    Caller { staff: session.staff, only: session.wall.map(|team| (team, Role::Kiosk)) }
}

fn by_token(service: &Service, token: &str) -> Option<(Caller, Proof)> {
    let found = service.accounts.token(token, service.now());
    let (id, of) =
        found.inspect_err(|error| tracing::error!(%error, "a token could not be looked up")).ok()??;
    let staff = match of {
        TokenOf::Staff(staff) => staff,
        TokenOf::DemoUser(name) if service.demo => {
            let staff = user(&service.directory.get(), &name, calendar::date(service.now()))?.staff;
            if let Err(error) = service.accounts.bind_token(id, staff) {
                tracing::warn!(%error, "a token could not be bound");
            }
            staff
        }
        TokenOf::DemoUser(_) => return None,
    };
    Some((Caller { staff, only: None }, Proof::Bearer(id)))
}

/// Whether what opened a socket still holds: sessions end, tokens are revoked, authorisations run out.
#[must_use]
pub fn still_holds(service: &Service, proof: &Proof) -> bool {
    match proof {
        Proof::Cookie(session) => {
            service.sessions.still_holds(session, service.now()) && may_still_act(service, session)
        }
        // A database that cannot be read just now closes nothing.
        Proof::Bearer(id) => service.accounts.token_holds(*id, service.now()).unwrap_or(true),
    }
}

/// Whether whoever a session belongs to is authorised for anything. Where not, the session ends. Until the read
/// models have been at the end of the log nobody is judged by them.
fn may_still_act(service: &Service, session: &Session) -> bool {
    if service.health.runner().since_caught_up.is_none() {
        return true;
    }
    let today = calendar::date(service.now());
    let actor = caller_of(session).narrow(service.directory.get().actor(session.staff, ""));
    let may_act = actor.grants.iter().any(|grant| grant.until.is_none_or(|until| today <= until));
    if !may_act && service.is_ready() {
        // After a restart it is judged again.
        let _ = service.sessions.end(|other| other.id == session.id);
    }
    may_act
}

/// The cookie with another value, where it is time for one.
#[must_use]
pub fn renewed(service: &Service, headers: &HeaderMap) -> Option<HeaderValue> {
    let (now, old) = (service.now(), cookie(headers)?);
    let value = service.sessions.renewed(old, now)?;
    let session = service.sessions.find(old, now)?;
    Some(cookie_of(&session, &value))
}

fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}
