//! Runs an operation in a scope of its own, and lets its answer go once the access log has what it showed.

use std::{any::TypeId, sync::Arc};

use async_graphql::{PathSegment, Request, Response, ServerError};
use futures::{StreamExt, stream::BoxStream};
use tavle_application::Look;
use tavle_domain::{
    access::{Denied, Role},
    calendar,
    id::TeamId,
};

use crate::{
    Caller, Schema,
    access::{Scope, Seen, What},
    api::Api,
    error::ApiError,
    selection::Selection,
};

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

/// The answer, once what it shows is recorded.
async fn logged(schema: &Schema, scope: Option<&Scope>, answer: Response) -> Response {
    let (Some(scope), Some(api)) = (scope, schema.data::<Api>()) else { return answer };
    let seen = scope.take();
    if seen.is_empty() {
        return answer;
    }
    let Some(looks) = looks(api, scope, seen, &answer) else { return withheld() };
    match api.access.record(scope.who.staff, &api.organisation, &looks).await {
        Ok(()) => answer,
        Err(error) => {
            tracing::error!(%error, "the access log could not be written");
            withheld()
        }
    }
}

fn withheld() -> Response {
    let error = async_graphql::Error::from(ApiError::AccessLog);
    let mut refused = ServerError::new(error.message, None);
    refused.extensions = error.extensions;
    Response::from_errors(vec![refused])
}

/// What has to be recorded. `None` where a resolver showed participants and did not say whom.
fn looks(api: &Api, scope: &Scope, seen: Vec<Seen>, answer: &Response) -> Option<Vec<Look>> {
    let mut looks = Vec::with_capacity(seen.len());
    for seen in seen {
        let (denied, role, whom) = match seen.what {
            What::Permitted(permit, whom) if seen.action.shows_participants() => match whom {
                Some(whom) => (None, permit.role(), whom),
                None if failed(answer, &seen.root) => continue,
                None => {
                    tracing::error!(field = seen.field, "nobody said whom an answer shows");
                    return None;
                }
            },
            What::Permitted(..) => continue,
            // A team that does not exist has no log.
            What::Denied(..) if api.directory.get().team(seen.team).is_none() => continue,
            What::Denied(denied, about) => {
                (Some(denied), role_of(api, scope, denied, seen.team), about.into_iter().collect())
            }
        };
        let Seen { action: what, team, as_of, field: operation, .. } = seen;
        looks.push(Look { what, team, role, denied, whom, as_of, operation });
    }
    Some(looks)
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
