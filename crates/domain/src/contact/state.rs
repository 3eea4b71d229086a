//! A participant's contacts as their stream tells them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{ContactKind, PLANNED_CONTACT, STAFF, WINDOW_END, WINDOW_START};
use crate::{
    decider::Step,
    id::{EntryId, StaffId},
    kind::Kind,
};

/// A contact that was planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedContact {
    /// The entry that planned it.
    pub id: EntryId,
    /// When it begins; `None` where that was erased. It stays open all the same.
    pub starts: Option<DateTime<Utc>>,
    /// When it ends at the latest.
    pub ends: Option<DateTime<Utc>>,
    /// Who holds it; empty when unassigned.
    pub staff: Vec<StaffId>,
    /// The entry that completed, missed or cancelled it.
    pub answer: Option<EntryId>,
}

/// One participant's contacts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contacts {
    pub(super) planned: BTreeMap<EntryId, PlannedContact>,
}

impl Contacts {
    /// Planned contacts that are not held, missed or cancelled, however long ago they were due.
    pub fn open(&self) -> impl Iterator<Item = &PlannedContact> {
        self.planned.values().filter(|planned| planned.answer.is_none())
    }

    /// A planned contact.
    #[must_use]
    pub fn planned(&self, id: EntryId) -> Option<&PlannedContact> {
        self.planned.get(&id)
    }

    pub(super) fn apply(&mut self, step: &Step<'_>) {
        let Kind::Contact(kind) = step.entry.kind() else { return };
        match kind {
            ContactKind::ContactPlanned => {
                let planned = PlannedContact {
                    id: step.id,
                    starts: step.entry.get(&WINDOW_START),
                    ends: step.entry.get(&WINDOW_END),
                    staff: step.entry.get(&STAFF).unwrap_or_default(),
                    answer: None,
                };
                self.planned.insert(step.id, planned);
            }
            ContactKind::ContactCompleted
            | ContactKind::ContactAttemptFailed
            | ContactKind::ContactCancelled => {
                // One that answers nothing planned, or something this stream does not know, stands alone.
                let planned = step.entry.get(&PLANNED_CONTACT).and_then(|id| self.planned.get_mut(&id));
                if let Some(planned) = planned {
                    planned.answer = planned.answer.or(Some(step.id));
                }
            }
            ContactKind::NetworkContactCompleted => {}
        }
    }
}
