//! The edge: routes, limits, origin, headers, and the two transports of the API.

mod account;
mod admission;
mod answer;
mod body;
mod graphql_http;
mod headers;
mod health;
mod import;
mod limits;
mod listener;
mod media;
mod metrics;
mod operation;
mod origin;
mod playground;
mod request_id;
mod router;
mod session;
mod sessions;
mod set_up;
mod socket;
mod taken;

pub use limits::{Gate, Patience};
pub use listener::{Opened, serve};
pub use metrics::Metrics;
pub use router::{operator_router, router};
pub use set_up::is_fresh;
