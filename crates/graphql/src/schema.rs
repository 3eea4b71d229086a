//! Merges the roots of every noun, and nothing else.

use async_graphql::{
    MergedObject, MergedSubscription, OutputType, SDLExportOptions, SubscriptionType,
    parser::{
        parse_schema,
        types::{TypeKind, TypeSystemDefinition},
    },
};

use crate::{
    api::Api,
    audit::AuditQuery,
    board::{BoardQuery, BoardSubscription},
    housing::HousingQuery,
    node::NodeQuery,
    participant::{ParticipantQuery, SearchQuery},
    record::RecordMutation,
    risk::{ArrearsQuery, RiskQuery},
    team::TeamQuery,
    timeline::TimelineQuery,
};

/// All queries.
#[derive(MergedObject, Default)]
pub struct Query(
    TeamQuery,
    BoardQuery,
    ParticipantQuery,
    SearchQuery,
    TimelineQuery,
    RiskQuery,
    ArrearsQuery,
    HousingQuery,
    AuditQuery,
    NodeQuery,
);

/// All mutations.
#[derive(MergedObject, Default)]
pub struct Mutation(RecordMutation);

/// All subscriptions.
#[derive(MergedSubscription, Default)]
pub struct Subscription(BoardSubscription);

/// The schema.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// Deepest selection.
const MAX_DEPTH: usize = 12;
/// Most fields, each counted once for every time it is selected.
const MAX_COMPLEXITY: usize = 600;

/// The schema over an application. Introspection is for development only.
#[must_use]
pub fn schema(api: Api, development: bool) -> Schema {
    let builder = builder().data(api).limit_depth(MAX_DEPTH).limit_complexity(MAX_COMPLEXITY);
    if development { builder.finish() } else { builder.disable_introspection().finish() }
}

fn builder() -> async_graphql::SchemaBuilder<Query, Mutation, Subscription> {
    async_graphql::Schema::build(Query::default(), Mutation::default(), Subscription::default())
}

/// The schema as text, sorted, for `proto/schema.graphql`.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    builder().finish().sdl_with_options(options)
}

/// The names of all fields of the roots.
#[must_use]
pub fn root_fields() -> Vec<String> {
    let schema = builder().finish();
    let Ok(document) = parse_schema(schema.sdl()) else { return Vec::new() };
    let is_root = |name: &str| {
        [Query::type_name(), Mutation::type_name(), Subscription::type_name()].iter().any(|root| root == name)
    };
    let roots = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(of) if is_root(&of.node.name.node) => Some(of.node.kind),
        _ => None,
    });
    let fields = roots.flat_map(|kind| match kind {
        TypeKind::Object(object) => object.fields,
        _ => Vec::new(),
    });
    fields.map(|field| field.node.name.node.to_string()).collect()
}
