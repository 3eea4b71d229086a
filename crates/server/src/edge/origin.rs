//! Where a request comes from. A cookie proves who; origin and header prove that our own page asked.

use axum::http::{HeaderMap, header};

use crate::{auth::Proof, service::Service};

/// Sent by our pages with every request; a foreign page cannot send it without asking first.
const OWN_HEADER: &str = "x-tavle";

/// Whether the host that was asked for may be served: a demonstration answers on loopback names alone, so
/// that no foreign name can be made to point here.
pub fn host_is_ours(service: &Service, headers: &HeaderMap) -> bool {
    !service.demo || host(headers).is_some_and(is_loopback)
}

/// Whether a request that changes or reads data comes from our own page.
pub fn is_ours(service: &Service, headers: &HeaderMap, proof: Option<Proof>) -> bool {
    if !host_is_ours(service, headers) {
        return false;
    }
    matches!(proof, Some(Proof::Bearer)) || (headers.contains_key(OWN_HEADER) && origin_is_host(headers))
}

/// Whether a WebSocket comes from our own page. A browser always names the origin there.
pub fn socket_is_ours(service: &Service, headers: &HeaderMap, proof: Option<Proof>) -> bool {
    let bearer = matches!(proof, Some(Proof::Bearer));
    host_is_ours(service, headers)
        && (bearer || (headers.contains_key(header::ORIGIN) && origin_is_host(headers)))
}

/// The origin, where one is named, is exactly the host that was asked for.
fn origin_is_host(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let named = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    named.is_some() && named == host(headers)
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
    fn an_origin_must_be_the_host_to_the_letter() {
        let headers = |origin: &'static str| {
            HeaderMap::from_iter([
                (header::HOST, "localhost:8080".parse().expect("header")),
                (header::ORIGIN, origin.parse().expect("header")),
            ])
        };
        assert!(origin_is_host(&headers("http://localhost:8080")));
        for foreign in
            ["http://localhost:8081", "http://evil.example", "null", "http://localhost:8080.evil.example"]
        {
            assert!(!origin_is_host(&headers(foreign)), "{foreign}");
        }
    }
}
