//! Runs an operation in a scope of its own, and lets its answer go once the access log has what it showed.

use std::{any::TypeId, sync::Arc};

use async_graphql::{PathSegment, Request, Response, ServerError};
use futures::{StreamExt, stream::BoxStream};
use tavle_application::Look;
use tavle_domain::{
    access::{Denied, Role},
    calendar,
    id::{ParticipantId, TeamId},
};

use crate::{
    Caller, Schema,
    access::{Scope, Seen, What},
    api::Api,
    error::ApiError,
    selection::Selection,
};

/// The most errors of a document that is not valid. Each repeats a part of it, and a text of 16 kB can have
/// thousands.
const MOST_ERRORS: usize = 20;
/// The most places that one of them names.
const MOST_LOCATIONS: usize = 8;
/// The most characters of one.
const LONGEST_MESSAGE: usize = 500;

/// Runs a query or a mutation. The request carries its [`Caller`].
///
/// Whom it shows stands in the access log before this returns. Where that cannot be written, the answer is one
/// error, `ACCESS_LOG_UNAVAILABLE`, and no data.
pub async fn execute(schema: &Schema, request: Request) -> Response {
    let (request, scope) = scoped(request);
    let answer = schema.execute(request).await;
    logged(schema, scope.as_deref(), answer).await
}

/// Runs any operation, each of its answers logged as in [`execute`].
pub fn execute_stream(schema: &Schema, request: Request) -> BoxStream<'static, Response> {
    let (request, scope) = scoped(request);
    let answers = schema.execute_stream(request);
    let schema = schema.clone();
    let logged = answers.then(move |answer| {
        let (schema, scope) = (schema.clone(), scope.clone());
        async move { logged(&schema, scope.as_deref(), answer).await }
    });
    logged.boxed()
}

/// Without a caller there is no scope either, and every resolver that asks for one refuses.
fn scoped(request: Request) -> (Request, Option<Arc<Scope>>) {
    let caller = request.data.get(&TypeId::of::<Caller>()).and_then(|data| data.downcast_ref::<Caller>());
    let Some(caller) = caller else { return (request, None) };
    let scope = Arc::new(Scope::new(*caller, Selection::of(&request)));
    (request.data(scope.clone()), Some(scope))
}

/// The answer, once what it shows is recorded. What was denied is recorded beside it: no answer waits for that,
/// so that none tells by its time or by a full disk that there was something to deny.
async fn logged(schema: &Schema, scope: Option<&Scope>, answer: Response) -> Response {
    let answer = bounded(answer);
    let (Some(scope), Some(api)) = (scope, schema.data::<Api>()) else { return answer };
    let seen = scope.take();
    if seen.is_empty() {
        return answer;
    }
    let (denied, permitted): (Vec<_>, Vec<_>) =
        seen.into_iter().partition(|seen| matches!(seen.what, What::Denied(..)));
    api.access.deny(scope.who.staff, &api.organisation, denials(api, scope, denied));
    let Some(looks) = looks(permitted, &answer) else { return withheld() };
    match api.access.record(scope.who.staff, &api.organisation, &looks).await {
        Ok(()) => answer,
        Err(error) => {
            tracing::error!(%error, "the access log could not be written");
            withheld()
        }
    }
}

/// What is said of a document that is not valid: the first errors, none longer than a page needs.
fn bounded(mut answer: Response) -> Response {
    if answer.errors.iter().all(|error| error.path.is_empty()) {
        answer.errors.truncate(MOST_ERRORS);
        for error in &mut answer.errors {
            error.locations.truncate(MOST_LOCATIONS);
            if let Some((end, _)) = error.message.char_indices().nth(LONGEST_MESSAGE) {
                error.message.truncate(end);
                error.message.push('…');
            }
        }
    }
    answer
}

fn withheld() -> Response {
    let error = async_graphql::Error::from(ApiError::AccessLog);
    let mut refused = ServerError::new(error.message, None);
    refused.extensions = error.extensions;
    Response::from_errors(vec![refused])
}

/// What has to be recorded before the answer leaves. `None` where a resolver showed participants and did not say
/// whom.
fn looks(permitted: Vec<Seen>, answer: &Response) -> Option<Vec<Look>> {
    let mut looks = Vec::with_capacity(permitted.len());
    for seen in permitted {
        match seen.what {
            What::Permitted(permit, ref whom) if seen.action.shows_participants() => match whom.clone() {
                Some(whom) => looks.push(look(seen, permit.role(), None, whom)),
                None if failed(answer, &seen.root) => {}
                None => {
                    tracing::error!(field = seen.field, "nobody said whom an answer shows");
                    return None;
                }
            },
            What::Permitted(..) | What::Denied(..) => {}
        }
    }
    Some(looks)
}

/// What was denied and has a team whose log it can stand in.
fn denials(api: &Api, scope: &Scope, denied: Vec<Seen>) -> Vec<Look> {
    let known = denied.into_iter().filter(|seen| api.directory.get().team(seen.team).is_some());
    let looks = known.filter_map(|seen| {
        let What::Denied(denied, about) = seen.what else { return None };
        let role = role_of(api, scope, denied, seen.team);
        Some(look(seen, role, Some(denied), about.into_iter().collect()))
    });
    looks.collect()
}

fn look(seen: Seen, role: Role, denied: Option<Denied>, whom: Vec<ParticipantId>) -> Look {
    let Seen { action: what, team, as_of, field: operation, .. } = seen;
    Look { what, team, role, denied, whom, as_of, operation }
}

/// Whether a field of the answer was not answered.
fn failed(answer: &Response, root: &str) -> bool {
    let at =
        |error: &ServerError| matches!(error.path.first(), Some(PathSegment::Field(field)) if field == root);
    answer.errors.iter().any(at)
}

/// The role in which somebody was denied: one that they hold in the team, or else anywhere. For somebody who
/// holds none at all the service itself writes.
fn role_of(api: &Api, scope: &Scope, denied: Denied, team: TeamId) -> Role {
    let today = calendar::date(api.now());
    let grants = api.actor(scope.who).grants;
    let mut held = grants.iter().filter(|grant| denied == Denied::OutsideTeam || grant.team == team);
    held.find(|grant| grant.holds(today)).map_or(Role::Service, |grant| grant.role)
}
