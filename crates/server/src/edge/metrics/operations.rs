//! Rate, errors and duration of each operation. Its label is a field of the schema, never a name that a client made.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock, time::Duration};

use async_graphql::{
    ServerError,
    parser::types::{DocumentOperations, ExecutableDocument, OperationType, Selection},
};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};

use super::{super::operation::code, ANSWERS};

/// The sort of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Reads.
    Query,
    /// Writes.
    Mutation,
    /// Follows.
    Subscription,
}

impl Kind {
    /// As in GraphQL.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
        }
    }
}

/// What an operation is, in words of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    /// Its sort.
    pub kind: Kind,
    /// Its field of the root: `several` where it has more than one, `unknown` where the schema has none such.
    pub field: &'static str,
}

/// Every field of a root.
static FIELDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| tavle_graphql::root_fields().into_iter().map(|name| &*name.leak()).collect());

impl Named {
    /// Of a document with one operation.
    pub fn of(document: &ExecutableDocument) -> Self {
        let operation = match &document.operations {
            DocumentOperations::Single(operation) => Some(operation),
            DocumentOperations::Multiple(operations) => operations.values().next(),
        };
        let Some(operation) = operation else { return Self { kind: Kind::Query, field: "unknown" } };
        let kind = match operation.node.ty {
            OperationType::Query => Kind::Query,
            OperationType::Mutation => Kind::Mutation,
            OperationType::Subscription => Kind::Subscription,
        };
        let field = match operation.node.selection_set.node.items.as_slice() {
            [only] => match &only.node {
                Selection::Field(field) => known(field.node.name.node.as_str()),
                Selection::InlineFragment(_) | Selection::FragmentSpread(_) => "several",
            },
            _ => "several",
        };
        Self { kind, field }
    }
}

fn known(field: &str) -> &'static str {
    match field {
        "__typename" | "__schema" | "__type" => "introspection",
        field => FIELDS.get(field).copied().unwrap_or("unknown"),
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Label {
    kind: &'static str,
    field: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Failed {
    kind: &'static str,
    field: &'static str,
    code: Cow<'static, str>,
}

/// What is counted of operations.
#[derive(Clone)]
pub struct Operations {
    ran: Family<Label, Counter>,
    failed: Family<Failed, Counter>,
    took: Family<Label, Histogram>,
    delivered: Family<Label, Counter>,
}

impl Operations {
    /// Registered.
    pub fn new(registry: &mut Registry) -> Self {
        let all = Self {
            ran: Family::default(),
            failed: Family::default(),
            took: Family::new_with_constructor((|| Histogram::new(ANSWERS)) as fn() -> Histogram),
            delivered: Family::default(),
        };
        registry.register(
            "tavle_operations",
            "Operations that were run, subscriptions begun",
            all.ran.clone(),
        );
        registry.register("tavle_operation_errors", "Errors of operations by code", all.failed.clone());
        registry.register(
            "tavle_operation_seconds",
            "Time of an operation, its turn waited for",
            all.took.clone(),
        );
        let help = "Answers that subscriptions had";
        registry.register("tavle_subscription_answers", help, all.delivered.clone());
        all
    }

    /// Counts an operation.
    pub fn ran(&self, named: &Named, took: Duration, errors: &[ServerError]) {
        let label = Label { kind: named.kind.name(), field: named.field };
        self.ran.get_or_create(&label).inc();
        if named.kind != Kind::Subscription {
            self.took.get_or_create(&label).observe(took.as_secs_f64());
        }
        self.errors(named, errors);
    }

    /// Counts an answer of a subscription.
    pub fn delivered(&self, named: &Named, errors: &[ServerError]) {
        let label = Label { kind: named.kind.name(), field: named.field };
        self.delivered.get_or_create(&label).inc();
        self.errors(named, errors);
    }

    fn errors(&self, named: &Named, errors: &[ServerError]) {
        for error in errors {
            let (kind, field) = (named.kind.name(), named.field);
            self.failed.get_or_create(&Failed { kind, field, code: code(error).to_owned().into() }).inc();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn an_operation_is_named_by_the_schema_and_never_by_whoever_sent_it() {
        for (text, kind, field) in [
            ("{ board(teamId: 1) { teamId } }", "query", "board"),
            ("query Kari { mine: board(teamId: 1) { teamId } }", "query", "board"),
            ("{ kari }", "query", "unknown"),
            ("{ me { name } board(teamId: 1) { teamId } }", "query", "several"),
            ("{ ...kari } fragment kari on Query { me { name } }", "query", "several"),
            ("{ __typename }", "query", "introspection"),
            ("mutation { recordContact(input: 1) { __typename } }", "mutation", "recordContact"),
            ("subscription { boardEvents(teamId: 1) { __typename } }", "subscription", "boardEvents"),
        ] {
            let named = Named::of(&parse_query(text).unwrap());
            assert_eq!((named.kind.name(), named.field), (kind, field), "{text}");
        }
    }
}
