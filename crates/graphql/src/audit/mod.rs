//! Audit trail: who changed what, old → new.

mod before;
mod query;
mod types;

pub use query::AuditQuery;
