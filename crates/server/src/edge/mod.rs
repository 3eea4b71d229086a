//! The edge: routes, origin, headers, and the two transports of the API.

mod answer;
mod graphql_http;
mod graphql_ws;
mod health;
mod import;
mod metrics;
mod origin;
mod router;
mod session;

pub use metrics::Metrics;
pub use router::{operator_router, router};
