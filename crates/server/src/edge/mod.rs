//! The edge: routes, origin, headers, and the two transports of the API.

mod account;
mod answer;
mod graphql_http;
mod graphql_ws;
mod health;
mod import;
mod metrics;
mod origin;
mod router;
mod session;
mod sessions;
mod set_up;

pub use metrics::Metrics;
pub use router::{operator_router, router};
pub use set_up::is_fresh;
