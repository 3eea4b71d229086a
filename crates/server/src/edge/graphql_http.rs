//! GraphQL over HTTP: POST with JSON, one operation, guarded before it is parsed.

use async_graphql::{Response as GraphQlResponse, ServerError, Value};
use axum::{
    Extension,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use tavle_graphql::{Caller, guard::Transport, to_json};

use super::{
    admission::Found,
    answer::{fault, foreign_origin, overloaded, refuse, timed_out, unauthenticated, wrong_method},
    media::{Media, accepted, is_json},
    operation::{Operation, Unanswered, code, never_ran, prepare, refusal, run},
    origin::is_ours,
};
use crate::service::Service;

/// Whom a page shows as signed in. Another tab may have changed the session since.
const AS: &str = "x-tavle-as";

/// Any other method: GET would let a link run a query.
pub async fn only_post() -> Response {
    let mut answer = wrong_method();
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    answer
}

/// Runs one operation.
pub async fn post(
    State(service): State<Service>,
    Extension(Found(found)): Extension<Found>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut answer = match found {
        Some((caller, proof)) if is_ours(&service, &headers, Some(proof)) => {
            answer(&service, caller, &headers, &body).await
        }
        Some(_) => foreign_origin(),
        None => unauthenticated(),
    };
    answer.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept, Authorization, Cookie"));
    answer
}

async fn answer(service: &Service, caller: Caller, headers: &HeaderMap, body: &[u8]) -> Response {
    if is_other(headers, caller) {
        let message = "somebody else has signed in in this browser";
        return refuse(StatusCode::UNAUTHORIZED, "OTHER_USER", message);
    }
    if !is_json(headers) {
        let message = "send application/json";
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message);
    }
    let Some(media) = accepted(headers) else {
        let message = "answers are application/graphql-response+json or application/json";
        return refuse(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", message);
    };
    let Ok(operation) = serde_json::from_slice::<Operation>(body) else {
        let message = "the body is not one GraphQL operation";
        return typed(refuse(StatusCode::BAD_REQUEST, "BAD_REQUEST", message), media);
    };
    let answer = match prepare(operation, caller, Transport::Http) {
        Ok(prepared) => run(service, prepared).await,
        Err(refused) => Ok(refusal(refused)),
    };
    match answer {
        Ok(answer) => write(&answer, media),
        Err(Unanswered::Overloaded) => overloaded(),
        Err(Unanswered::Late) => timed_out(),
    }
}

/// Whether the page believes somebody else to be signed in: what is typed there must not be theirs.
fn is_other(headers: &HeaderMap, caller: Caller) -> bool {
    let believed = headers.get(AS).and_then(|staff| staff.to_str().ok());
    believed.is_some_and(|staff| staff != caller.staff.to_string())
}

/// An answer as it is written.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
}

fn write(answer: &GraphQlResponse, media: Media) -> Response {
    let never_ran = never_ran(answer);
    let body = Body { errors: &answer.errors, data: (!never_ran).then_some(&answer.data) };
    let Some(body) = to_json(&body) else { return fault() };
    typed((status(answer, never_ran, media), body).into_response(), media)
}

fn status(answer: &GraphQlResponse, never_ran: bool, media: Media) -> StatusCode {
    let is_unlogged = |error: &ServerError| code(error) == tavle_graphql::ACCESS_LOG_UNAVAILABLE;
    if answer.errors.iter().any(is_unlogged) {
        // Whoever sees something is written down first; what cannot be written down is not shown.
        StatusCode::SERVICE_UNAVAILABLE
    } else if never_ran && media == Media::Response {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    }
}

fn typed(mut answer: Response, media: Media) -> Response {
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    answer
}
