//! The audit trail as the API shows it.

use async_graphql::{ID, InputObject, SimpleObject};
use tavle_domain::kind::Mark;

use crate::{
    enums::Named,
    page::PageInfo,
    scalars::{DateTime, LocalDate},
    timeline::{Author, FieldChange},
};

/// What to look for. Everything given must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct AuditFilter {
    /// About this participant.
    pub participant_id: Option<ID>,
    /// Written by this member of staff.
    pub staff_id: Option<ID>,
    /// Of this kind; `ENTRY_CORRECTED` and `ENTRY_ENTERED_IN_ERROR` are kinds here.
    pub kind: Option<String>,
    /// Recorded on this date or later.
    pub from: Option<LocalDate>,
    /// Recorded on this date or earlier.
    pub until: Option<LocalDate>,
}

/// One event in the audit trail.
#[derive(SimpleObject, Clone, Debug)]
pub struct AuditRecord {
    /// The event.
    pub entry_id: ID,
    /// Its place in the log; opaque.
    pub position: String,
    /// When it was recorded.
    pub recorded_at: DateTime,
    /// When what it says occurred.
    pub occurred_at: DateTime,
    /// Who wrote it.
    pub by: Author,
    /// The participant it is about.
    pub participant_id: Option<ID>,
    /// Their alias.
    pub alias: Option<String>,
    /// Its kind.
    pub kind: &'static str,
    /// Mark on the timeline; none for a correction or a mark.
    pub mark: Option<Named<Mark>>,
    /// The entry that it amends.
    pub target_id: Option<ID>,
    /// The kind of that entry.
    pub target_kind: Option<&'static str>,
    /// Whether a reason was given. It is free text, so the audit trail does not show it.
    pub reason_concealed: bool,
    /// Old → new, field by field. Health and free text show only that they changed.
    pub changes: Vec<FieldChange>,
    /// Recorded on a later date than it occurred.
    pub backdated: bool,
}

/// An event in a connection.
#[derive(SimpleObject, Clone, Debug)]
pub struct AuditEdge {
    /// Opaque cursor.
    pub cursor: String,
    /// The event.
    pub node: AuditRecord,
}

/// A page of the audit trail, latest first.
#[derive(SimpleObject, Clone, Debug)]
pub struct AuditConnection {
    /// The edges.
    pub edges: Vec<AuditEdge>,
    /// The events themselves.
    pub nodes: Vec<AuditRecord>,
    /// Where the page lies.
    pub page_info: PageInfo,
}
