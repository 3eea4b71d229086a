//! Headers of every answer.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::answer::refuse;
use crate::service::Service;

/// What a page may do: its own scripts and styles, its own service, nothing else. Styles are set on elements
/// by the components, so `style-src` allows that.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Says why a body was too large, and sets the headers of every answer.
pub async fn set(State(service): State<Service>, request: Request, next: Next) -> Response {
    let is_data = ["/graphql", "/session", "/account", "/set-up", "/demo", "/import"]
        .iter()
        .any(|at| request.uri().path().starts_with(at));
    let mut answer = next.run(request).await;
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
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if service.public_origin.as_ref().is_some_and(|origin| origin.starts_with("https://")) {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000");
    }
    set(header::CACHE_CONTROL, if is_data { "no-store" } else { "no-cache" });
    answer
}
