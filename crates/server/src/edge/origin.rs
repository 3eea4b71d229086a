//! Where a request comes from. A cookie proves who; origin and header prove that our own page asked.

use axum::http::{HeaderMap, header};

use crate::{auth::Proof, service::Service};

/// Sent by our pages with every request; a foreign page cannot send it without asking first.
const OWN_HEADER: &str = "x-tavle";
/// Where browsers say what kind of page asks.
const FETCH_SITE: &str = "sec-fetch-site";

/// Whether the host that was asked for may be served. A demonstration answers on loopback names alone, so that
/// no foreign name can be made to point here; behind a proxy it is the public name. A script with a token is no
/// browser that could be misled.
pub fn host_is_ours(service: &Service, headers: &HeaderMap) -> bool {
    if service.demo {
        return host(headers).is_some_and(is_loopback);
    }
    match &service.public_origin {
        Some(origin) => headers.contains_key(header::AUTHORIZATION) || host(headers) == host_of(origin),
        None => true,
    }
}

/// Whether a request that changes or reads data comes from our own page.
pub fn is_ours(service: &Service, headers: &HeaderMap, proof: Option<Proof>) -> bool {
    if !host_is_ours(service, headers) {
        return false;
    }
    let bearer = matches!(proof, Some(Proof::Bearer(_)));
    bearer || (headers.contains_key(OWN_HEADER) && comes_from_us(service, headers))
}

/// Whether a request that only reads comes from our own page. A browser names no origin there.
pub fn reading_is_ours(service: &Service, headers: &HeaderMap) -> bool {
    let named = headers.contains_key(header::ORIGIN) || headers.contains_key(FETCH_SITE);
    headers.contains_key(OWN_HEADER) && (!named || comes_from_us(service, headers))
}

/// Whether a WebSocket comes from our own page. A browser always names the origin there.
pub fn socket_is_ours(service: &Service, headers: &HeaderMap, proof: Option<Proof>) -> bool {
    let bearer = matches!(proof, Some(Proof::Bearer(_)));
    host_is_ours(service, headers)
        && (bearer || (headers.contains_key(header::ORIGIN) && comes_from_us(service, headers)))
}

/// The origin is exactly ours. Where none is named, the browser itself must say that the page is of this origin.
fn comes_from_us(service: &Service, headers: &HeaderMap) -> bool {
    let site = headers.get(FETCH_SITE).map(|site| site == "same-origin");
    match headers.get(header::ORIGIN) {
        Some(origin) => {
            let origin = origin.to_str().unwrap_or_default();
            site != Some(false) && is_exactly(origin, service.public_origin.as_deref(), host(headers))
        }
        None => site == Some(true),
    }
}

/// An origin is the public one to the letter. Where there is none the service speaks plain HTTP, under the host that
/// was asked for.
fn is_exactly(origin: &str, public: Option<&str>, host: Option<&str>) -> bool {
    match public {
        Some(public) => origin == public,
        None => origin.strip_prefix("http://").is_some_and(|named| Some(named) == host),
    }
}

/// Host and port of an origin.
fn host_of(origin: &str) -> Option<&str> {
    origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"))
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST)?.to_str().ok()
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    matches!(name, "127.0.0.1" | "localhost" | "::1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_are_loopback() {
        for host in ["127.0.0.1:8080", "localhost", "[::1]:80"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["tavle.example:8080", "127.0.0.1.example", "[::2]:80", ""] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn an_origin_must_be_the_host_over_plain_http_to_the_letter() {
        let host = Some("localhost:8080");
        assert!(is_exactly("http://localhost:8080", None, host));
        for foreign in [
            "http://localhost:8081",
            "https://localhost:8080",
            "http://evil.example",
            "null",
            "http://localhost:8080.evil.example",
            "localhost:8080",
        ] {
            assert!(!is_exactly(foreign, None, host), "{foreign}");
        }
    }

    #[test]
    fn behind_a_proxy_an_origin_must_be_the_public_one_to_the_letter() {
        let public = Some("https://tavle.kommune.no");
        assert!(is_exactly("https://tavle.kommune.no", public, Some("127.0.0.1:8080")));
        for foreign in
            ["http://tavle.kommune.no", "https://tavle.kommune.no:8443", "http://127.0.0.1:8080", "null"]
        {
            assert!(!is_exactly(foreign, public, Some("127.0.0.1:8080")), "{foreign}");
        }
    }
}
