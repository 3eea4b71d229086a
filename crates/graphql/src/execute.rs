//! Runs an operation in a scope of its own.

use std::{any::TypeId, sync::Arc};

use async_graphql::{Request, Response};
use futures::{StreamExt, stream::BoxStream};

use crate::{Caller, Schema, access::Scope};

/// Runs a query or a mutation. The request carries its [`Caller`].
pub async fn execute(schema: &Schema, request: Request) -> Response {
    let (request, _scope) = scoped(request);
    schema.execute(request).await
}

/// Runs any operation. The request carries its [`Caller`].
pub fn execute_stream(schema: &Schema, request: Request) -> BoxStream<'static, Response> {
    let (request, _scope) = scoped(request);
    schema.execute_stream(request).boxed()
}

/// Without a caller there is no scope either, and every resolver that asks for one refuses.
fn scoped(request: Request) -> (Request, Option<Arc<Scope>>) {
    let caller = request.data.get(&TypeId::of::<Caller>()).and_then(|data| data.downcast_ref::<Caller>());
    let Some(caller) = caller else { return (request, None) };
    let scope = Arc::new(Scope::new(caller.staff));
    (request.data(scope.clone()), Some(scope))
}
