//! The session cookie. Its name makes browsers insist on what is asked for: sent over TLS alone, by this host
//! alone, for every path. On loopback they take plain HTTP for safe, so that one name does everywhere.

use axum::http::{HeaderMap, HeaderValue, header};

use super::Session;

/// Name of the session cookie.
const NAME: &str = "__Host-tavle";
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Strict";
/// A wall's browser keeps its cookie when it is closed: the longest that browsers keep one.
const WALL_SECONDS: u32 = 400 * 24 * 60 * 60;

/// The session cookie's value.
#[must_use]
pub fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == NAME).map(|(_, value)| value)
}

/// Sets a session's cookie. Anybody else's ends with the browser.
#[must_use]
pub fn cookie_of(session: &Session, value: &str) -> HeaderValue {
    let age = if session.is_unattended() { format!("; Max-Age={WALL_SECONDS}") } else { String::new() };
    // Letters and digits alone.
    HeaderValue::try_from(format!("{NAME}={value}; {ATTRIBUTES}{age}")).unwrap_or_else(|_| cleared())
}

/// Takes the cookie away.
#[must_use]
pub fn cleared() -> HeaderValue {
    HeaderValue::from_static("__Host-tavle=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
}
