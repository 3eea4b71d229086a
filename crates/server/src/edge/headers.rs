//! Headers of every answer.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::answer::{not_found, too_large, wrong_method};
use crate::service::Service;

/// What a page may do: its own scripts and styles, its own service, nothing else. Styles are set on elements
/// by the components, so `style-src` allows that.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// When to come again after a 503 that does not say it better, in seconds.
const COME_AGAIN: &str = "10";

/// Sets the headers of every answer.
pub async fn set(State(service): State<Service>, request: Request, next: Next) -> Response {
    let is_data = ["/graphql", "/session", "/account", "/set-up", "/demo", "/import"]
        .iter()
        .any(|at| request.uri().path().starts_with(at));
    let mut answer = in_our_words(next.run(request).await);
    let is_unavailable = answer.status() == StatusCode::SERVICE_UNAVAILABLE;
    let headers = answer.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    if is_unavailable {
        set(header::RETRY_AFTER, COME_AGAIN);
    }
    set(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if service.public_origin.as_ref().is_some_and(|origin| origin.starts_with("https://")) {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000");
    }
    set(header::CACHE_CONTROL, if is_data { "no-store" } else { "no-cache" });
    answer
}

/// What the framework refuses by itself, it says in no words or in its own; here it gets a code like every other
/// refusal.
fn in_our_words(answer: Response) -> Response {
    let is_json = |kind: &HeaderValue| kind.as_bytes().starts_with(b"application/");
    if answer.headers().get(header::CONTENT_TYPE).is_some_and(is_json) {
        return answer;
    }
    let mut said = match answer.status() {
        StatusCode::NOT_FOUND => not_found(),
        StatusCode::METHOD_NOT_ALLOWED => wrong_method(),
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => return answer,
    };
    if let Some(allow) = answer.headers().get(header::ALLOW) {
        said.headers_mut().insert(header::ALLOW, allow.clone());
    }
    said
}
