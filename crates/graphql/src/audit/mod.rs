//! Audit trail: who changed what, old → new.

mod query;
mod types;

pub use query::AuditQuery;
