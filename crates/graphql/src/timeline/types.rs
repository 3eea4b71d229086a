//! An entry as the API shows it.

use async_graphql::{ID, SimpleObject};
use tavle_domain::{access::Role, kind::Mark, personal::Class, recorded::Precision};

use crate::{
    enums::Named,
    page::connection,
    scalars::{DateTime, Json},
};

/// Who wrote something.
#[derive(SimpleObject, Clone, Debug)]
pub struct Author {
    /// The member of staff.
    pub staff_id: ID,
    /// Their name.
    pub name: Option<String>,
    /// Their initials.
    pub initials: Option<String>,
    /// The role in which they acted.
    pub role: Named<Role>,
}

/// A field with its value.
#[derive(SimpleObject, Clone, Debug)]
pub struct FieldValue {
    /// The field, as the table of kinds names it.
    pub name: &'static str,
    /// Class of what it says about a person; none when it says nothing about one.
    pub class: Option<Named<Class>>,
    /// The value in its JSON form.
    pub value: Option<Json>,
    /// The value existed and is gone, or is closed to this reader.
    pub redacted: bool,
}

/// A field's old and new value.
#[derive(SimpleObject, Clone, Debug)]
pub struct FieldChange {
    /// The field; `occurredAt` and `counts` are the entry's own.
    pub name: &'static str,
    /// Class of what it says about a person.
    pub class: Option<Named<Class>>,
    /// The value before; none when it had none.
    pub old: Option<Json>,
    /// The value after; none when it has none.
    pub new: Option<Json>,
    /// It changed, and this reader does not see to what.
    pub concealed: bool,
}

/// A correction that stands.
#[derive(SimpleObject, Clone, Debug)]
pub struct EntryCorrection {
    /// The correction itself; it can be marked as entered in error.
    pub entry_id: ID,
    /// When it was recorded.
    pub recorded_at: DateTime,
    /// By whom.
    pub by: Author,
    /// Why.
    pub reason: Option<String>,
    /// Old → new, field by field.
    pub changes: Vec<FieldChange>,
}

/// The mark that an entry does not count.
#[derive(SimpleObject, Clone, Debug)]
pub struct EntryErrorMark {
    /// The mark itself; marking it takes it back.
    pub entry_id: ID,
    /// When it was recorded.
    pub recorded_at: DateTime,
    /// By whom.
    pub by: Author,
    /// Why.
    pub reason: Option<String>,
}

/// One entry with what it says now and what it said first.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Entry {
    /// The entry.
    pub entry_id: ID,
    /// Its kind, as the table of kinds names it.
    pub kind: &'static str,
    /// Its family.
    pub family: &'static str,
    /// Mark on the timeline.
    pub mark: Named<Mark>,
    /// Data class of the entry as a whole.
    pub class: Named<Class>,
    /// The participant it is about.
    pub participant_id: Option<ID>,
    /// The dwelling it concerns.
    pub dwelling_id: Option<ID>,
    /// When it occurred, after corrections.
    pub occurred_at: DateTime,
    /// How exactly that is known.
    pub precision: Named<Precision>,
    /// When it was recorded.
    pub recorded_at: DateTime,
    /// Recorded on a later date than it occurred.
    pub backdated: bool,
    /// By whom.
    pub by: Author,
    /// What it says now.
    pub fields: Vec<FieldValue>,
    /// What it said first.
    pub original: Vec<FieldValue>,
    /// The corrections that stand, oldest first.
    pub corrections: Vec<EntryCorrection>,
    /// The mark that it does not count.
    pub error_mark: Option<EntryErrorMark>,
    /// Whether it counts.
    pub stands: bool,
    /// Whether a person may correct it.
    pub correctable: bool,
    /// Its revision: its place in its stream, from 0.
    pub revision: i32,
    /// Its place in the log; opaque.
    pub position: String,
}

connection! {
    /// A page of a timeline, latest first.
    EntryConnection, EntryEdge, Entry
}
