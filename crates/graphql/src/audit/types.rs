//! The audit trail as the API shows it.

use async_graphql::{Enum, ID, InputObject, SimpleObject};
use serde_json::{Value as Json, json};
use tavle_domain::{
    access::{Action, Denied, Purpose},
    kind::Mark,
};
use tavle_projections::audit_trail::Side;

use crate::{
    enums::Named,
    page::connection,
    scalars::{DateTime, LocalDate},
    timeline::{Author, FieldChange},
};

/// What to look for. Everything given must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct AuditFilter {
    /// Changes, views of the record, or both; changes where it is left out.
    pub content: Option<AuditContent>,
    /// About this participant, or a view that showed them.
    pub participant_id: Option<ID>,
    /// Written by this member of staff.
    pub staff_id: Option<ID>,
    /// Of this kind; `ENTRY_CORRECTED`, `ENTRY_ENTERED_IN_ERROR` and `RECORD_VIEWED` are kinds here.
    pub kind: Option<String>,
    /// Recorded on this date or later.
    pub from: Option<LocalDate>,
    /// Recorded on this date or earlier.
    pub until: Option<LocalDate>,
}

/// Which side of the audit trail.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditContent {
    /// What was written.
    Changes,
    /// What was looked at, and what was denied.
    Views,
    /// Both.
    All,
}

impl From<AuditContent> for Side {
    fn from(content: AuditContent) -> Self {
        match content {
            AuditContent::Changes => Self::Changes,
            AuditContent::Views => Self::Views,
            AuditContent::All => Self::All,
        }
    }
}

/// A look at the record.
#[derive(SimpleObject, Clone, Debug)]
pub struct RecordView {
    /// What was opened or asked for.
    pub part: Named<Action>,
    /// Why it was denied; none where it was shown.
    pub denied: Option<Named<Denied>>,
    /// Everyone whom it showed. Of a denial: whoever was asked for.
    pub participants: Vec<ViewedParticipant>,
    /// Looked at as it was known then; none for now.
    pub known_at: Option<DateTime>,
    /// Looked at as it was then; none for now.
    pub happened_at: Option<DateTime>,
    /// The field of this API that was asked.
    pub operation: String,
    /// What it was for.
    pub purpose: Named<Purpose>,
    /// Version of the rules by which it was decided.
    pub policy: String,
}

/// A participant whom somebody looked at.
#[derive(SimpleObject, Clone, Debug)]
pub struct ViewedParticipant {
    /// The participant.
    pub participant_id: ID,
    /// Their alias.
    pub alias: Option<String>,
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
    /// Mark on the timeline; none for a correction, a mark or a view.
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
    /// What was looked at; none for a change.
    pub view: Option<RecordView>,
}

connection! {
    /// A page of the audit trail, latest first.
    AuditConnection, AuditEdge, AuditRecord
}

impl AuditFilter {
    /// What cursors of a filtered trail are bound to.
    pub fn bound(&self) -> Json {
        let ids = [&self.participant_id, &self.staff_id].map(|id| id.as_ref().map(|id| id.to_string()));
        let dates = [&self.from, &self.until].map(|date| date.map(|date| date.0));
        json!([ids, self.kind, dates, self.content.map(|content| format!("{content:?}"))])
    }
}
