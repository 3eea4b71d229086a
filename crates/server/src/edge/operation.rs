//! One operation, however it arrives: read, guarded, counted, run.

use std::time::{Duration, Instant};

use async_graphql::{Request, Response as Answer, ServerError, Value, Variables};
use futures::{Stream, StreamExt};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use tavle_graphql::{
    Caller, Schema,
    guard::{Refused, Transport, admit},
};
use tokio::{runtime::Handle, task::spawn_blocking, time::timeout};
use tracing::{Instrument, Span, info_span};

use super::{
    limits::Shed,
    metrics::operations::{Kind, Named},
    request_id,
};
use crate::service::Service;

/// Longest time to an answer. A command that took longer may still be recorded; sending it again tells.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// One operation as it is sent. Unknown members are ignored, as the specification asks.
#[derive(Deserialize)]
pub struct Operation {
    query: String,
    #[serde(default, rename = "operationName")]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Option<Map<String, Json>>,
    /// Read so that a malformed member is a malformed request; nothing here uses extensions.
    #[serde(default, rename = "extensions")]
    _extensions: Option<Map<String, Json>>,
}

/// An operation that may be run.
pub struct Prepared {
    request: Request,
    /// What it is, in words of the schema.
    pub named: Named,
}

/// Why an operation has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// There was too much to do.
    Overloaded,
    /// It took too long.
    Late,
}

impl From<Shed> for Unanswered {
    fn from(_: Shed) -> Self {
        Self::Overloaded
    }
}

/// Guards an operation and makes the request of it.
///
/// # Errors
/// [`Refused`].
pub fn prepare(operation: Operation, caller: Caller, transport: Transport) -> Result<Prepared, Refused> {
    let document = admit(&operation.query, transport)?;
    let named = Named::of(&document);
    let variables = Variables::from_json(operation.variables.map_or(Json::Null, Json::Object));
    let mut request = Request::new(operation.query).variables(variables).data(caller);
    request.operation_name = operation.operation_name;
    // So that it is parsed once.
    request.set_parsed_query(document);
    Ok(Prepared { request, named })
}

/// The one place where the schema runs an operation that has one answer.
async fn execute(schema: &Schema, request: Request) -> Answer {
    tavle_graphql::execute(schema, request).await
}

/// The one place where the schema runs an operation that has many.
fn execute_stream(schema: &Schema, request: Request) -> impl Stream<Item = Answer> + use<> {
    tavle_graphql::execute_stream(schema, request)
}

/// Runs a query or a mutation when its turn has come.
///
/// # Errors
/// [`Unanswered`].
pub async fn run(service: &Service, prepared: Prepared) -> Result<Answer, Unanswered> {
    let Prepared { request, named } = prepared;
    let began = Instant::now();
    let span = info_span!("operation", kind = named.kind.name(), field = named.field);
    let (schema, gate) = (service.schema.clone(), &service.gate);
    let answer = if named.kind == Kind::Mutation {
        let _place = gate.writes.enter().await?;
        timeout(ANSWER_WITHIN, execute(&schema, request)).instrument(span).await
    } else {
        let place = gate.reads.enter().await?;
        // A query is work from beginning to end. It has a thread of its own, so that whatever waits for the
        // network never waits for it, and keeps its place even where nobody waits for the answer any more.
        aside(span, async move {
            let answer = timeout(ANSWER_WITHIN, execute(&schema, request)).await;
            drop(place);
            answer
        })
        .await
    };
    let answer = answer.map(coded).map_err(|_| Unanswered::Late);
    let errors = answer.as_ref().map_or(&[][..], |answer| &answer.errors);
    service.metrics.operations.ran(&named, began.elapsed(), errors);
    if began.elapsed() > service.slow {
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::warn!(kind = named.kind.name(), field = named.field, took_ms = took, "slow operation");
    }
    answer
}

/// Does work on a thread where it may take its time. A panic goes on here.
async fn aside<T: Send + 'static>(span: Span, work: impl Future<Output = T> + Send + 'static) -> T {
    let (runtime, id) = (Handle::current(), request_id::current().unwrap_or_else(request_id::fresh));
    let done = spawn_blocking(move || runtime.block_on(request_id::within(id, work).instrument(span)));
    match done.await {
        Ok(done) => done,
        // Nobody cancels it, so it panicked.
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}

/// Runs a subscription: its answers as they come.
pub fn subscribe(service: &Service, prepared: Prepared) -> impl Stream<Item = Answer> + use<> {
    service.metrics.operations.ran(&prepared.named, Duration::ZERO, &[]);
    let operations = service.metrics.operations.clone();
    let named = prepared.named;
    execute_stream(&service.schema, prepared.request).map(move |answer| {
        operations.delivered(&named, &answer.errors);
        coded(answer)
    })
}

/// What was refused before it was run.
pub fn refusal(refused: Refused) -> Answer {
    problem(refused.to_string(), refused.code())
}

/// An answer with one error.
pub fn problem(message: impl Into<String>, code: &'static str) -> Answer {
    let mut error = ServerError::new(message, None);
    error.extensions.get_or_insert_default().set("code", code);
    coded(Answer::from_errors(vec![error]))
}

/// Gives every error a code and the request's id.
fn coded(mut answer: Answer) -> Answer {
    let id = request_id::current();
    for error in &mut answer.errors {
        let extensions = error.extensions.get_or_insert_default();
        if extensions.get("code").is_none() {
            extensions.set("code", "GRAPHQL_VALIDATION_FAILED");
        }
        if let Some(id) = id {
            extensions.set("requestId", id.to_string());
        }
    }
    answer
}

/// Whether it was refused before a field was run: no data, and no error has a path.
pub fn never_ran(answer: &Answer) -> bool {
    answer.data == Value::Null
        && !answer.errors.is_empty()
        && answer.errors.iter().all(|error| error.path.is_empty())
}

/// The code of an error.
pub fn code(error: &ServerError) -> &str {
    match error.extensions.as_ref().and_then(|extensions| extensions.get("code")) {
        Some(Value::String(code)) => code,
        _ => "GRAPHQL_VALIDATION_FAILED",
    }
}
