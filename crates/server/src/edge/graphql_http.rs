//! GraphQL over HTTP: POST with JSON, one operation, guarded before it is parsed.

use std::time::Duration;

use async_graphql::{Request, Response as GraphQlResponse, ServerError, Value, Variables};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use tavle_graphql::{
    Caller,
    guard::{Refused, Transport, admit},
};

use tokio::time::timeout;

use super::{
    answer::{foreign_origin, refuse, unauthenticated},
    origin::is_ours,
};
use crate::{auth, service::Service};

/// Longest time to an answer. A command that took longer may still be recorded; sending it again tells.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// Whom a page shows as signed in. Another tab may have changed the session since.
const AS: &str = "x-tavle-as";

/// The media type of the specification.
const RESPONSE: &str = "application/graphql-response+json";

/// One operation as it is sent. Unknown members are ignored, as the specification asks.
#[derive(Deserialize)]
pub struct Operation {
    query: String,
    #[serde(default, rename = "operationName")]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Option<Map<String, Json>>,
    #[serde(default)]
    extensions: Option<Map<String, Json>>,
}

/// Any other method: GET would let a link run a query.
pub async fn only_post() -> Response {
    let mut answer = refuse(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "use POST");
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    answer
}

/// Runs one operation.
pub async fn post(State(service): State<Service>, headers: HeaderMap, body: Bytes) -> Response {
    let Some((caller, proof)) = auth::caller(&service, &headers) else { return unauthenticated() };
    if !is_ours(&service, &headers, Some(proof)) {
        return foreign_origin();
    }
    if is_other(&headers, caller) {
        let message = "somebody else has signed in in this browser";
        return refuse(StatusCode::UNAUTHORIZED, "OTHER_USER", message);
    }
    if !is_json(&headers) {
        let message = "send application/json";
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message);
    }
    let media = accepted(&headers);
    let Ok(operation) = serde_json::from_slice::<Operation>(&body) else {
        return refuse(StatusCode::BAD_REQUEST, "BAD_REQUEST", "the body is not one GraphQL operation");
    };
    let answer = match prepare(operation, caller, Transport::Http) {
        Ok(request) => match timeout(ANSWER_WITHIN, tavle_graphql::execute(&service.schema, request)).await {
            Ok(answer) => answer,
            Err(_) => return refuse(StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT", "the answer took too long"),
        },
        Err(refused) => refusal(refused),
    };
    write(answer, media)
}

/// Whether the page believes somebody else to be signed in: what is typed there must not be theirs.
fn is_other(headers: &HeaderMap, caller: Caller) -> bool {
    let believed = headers.get(AS).and_then(|staff| staff.to_str().ok());
    believed.is_some_and(|staff| staff != caller.staff.to_string())
}

/// Guards an operation and makes the request of it.
///
/// # Errors
/// [`Refused`].
pub fn prepare(operation: Operation, caller: Caller, transport: Transport) -> Result<Request, Refused> {
    let document = admit(&operation.query, transport)?;
    let variables = Variables::from_json(operation.variables.map_or(Json::Null, Json::Object));
    let mut request = Request::new(operation.query).variables(variables).data(caller);
    request.operation_name = operation.operation_name;
    // Read so that a malformed member is a malformed request; nothing here uses extensions.
    drop(operation.extensions);
    Ok(request.set_parsed_query_owned(document))
}

/// Sets the parsed document, so that it is parsed once.
trait WithDocument {
    fn set_parsed_query_owned(self, document: async_graphql::parser::types::ExecutableDocument) -> Self;
}

impl WithDocument for Request {
    fn set_parsed_query_owned(mut self, document: async_graphql::parser::types::ExecutableDocument) -> Self {
        self.set_parsed_query(document);
        self
    }
}

/// What was refused before it was run.
pub fn refusal(refused: Refused) -> GraphQlResponse {
    let mut error = ServerError::new(refused.to_string(), None);
    error.extensions.get_or_insert_default().set("code", refused.code());
    GraphQlResponse::from_errors(vec![error])
}

/// Gives every error a code.
pub fn with_codes(mut answer: GraphQlResponse) -> GraphQlResponse {
    for error in &mut answer.errors {
        let extensions = error.extensions.get_or_insert_default();
        if extensions.get("code").is_none() {
            extensions.set("code", "GRAPHQL_VALIDATION_FAILED");
        }
    }
    answer
}

/// Whether nothing is answered because the access log could not be written.
fn is_withheld(error: &ServerError) -> bool {
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    code == Some(&Value::from(tavle_graphql::ACCESS_LOG_UNAVAILABLE))
}

fn write(answer: GraphQlResponse, media: Media) -> Response {
    let answer = with_codes(answer);
    // Refused before a field was run: no data, and no error has a path.
    let never_ran = answer.data == Value::Null
        && !answer.errors.is_empty()
        && answer.errors.iter().all(|error| error.path.is_empty());
    let mut body = serde_json::json!({ "data": answer.data });
    if !answer.errors.is_empty() {
        body["errors"] = serde_json::to_value(&answer.errors).unwrap_or_default();
    }
    if never_ran && let Json::Object(body) = &mut body {
        body.remove("data");
    }
    let status = match media {
        _ if answer.errors.iter().any(is_withheld) => StatusCode::SERVICE_UNAVAILABLE,
        Media::Response if never_ran => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let content_type = match media {
        Media::Response => "application/graphql-response+json; charset=utf-8",
        Media::Json => "application/json; charset=utf-8",
    };
    (status, [(header::CONTENT_TYPE, content_type)], body.to_string()).into_response()
}

/// The two media types of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Media {
    Response,
    Json,
}

fn accepted(headers: &HeaderMap) -> Media {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepts.contains(RESPONSE) { Media::Response } else { Media::Json }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = content_type.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    let other_charset = |part: &str| {
        part.to_ascii_lowercase()
            .strip_prefix("charset=")
            .is_some_and(|charset| charset.trim_matches('"') != "utf-8")
    };
    is_json && !parts.any(other_charset)
}
