//! The edge: routes, origin, headers, and the two transports of the API.

mod answer;
mod graphql_http;
mod graphql_ws;
mod health;
mod import;
mod origin;
mod router;
mod session;

pub use router::router;
