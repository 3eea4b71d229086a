//! The GraphQL API. Only this crate knows GraphQL; transport is the server's.
//!
//! `guard` comes before parsing; `family` registers the inputs from the tables of kinds; a folder a noun
//! holds its types, queries, mutations and subscriptions; `schema` merges the roots.

mod access;
mod api;
mod as_of;
mod audit;
mod board;
#[cfg(test)]
mod coverage;
mod cursor;
mod enums;
mod error;
mod execute;
mod family;
pub mod guard;
mod housing;
mod json;
mod node;
mod order;
mod page;
mod participant;
mod record;
mod risk;
mod scalars;
mod schema;
mod selection;
mod team;
mod timeline;

pub use api::{Api, Caller};
pub use board::SharedRows;
pub use cursor::CursorKey;
pub use error::{ACCESS_LOG_UNAVAILABLE, ApiError};
pub use execute::{execute, execute_stream};
pub use json::to_json;
pub use schema::{Schema, root_fields, schema, sdl};
