//! Planned contacts that wait to be held.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Visit;
use crate::{
    contact::{ContactKind, PLACE, PLANNED_CONTACT, STAFF, WINDOW_END, WINDOW_START},
    effective::Effective,
    id::EntryId,
    kind::Kind,
};

/// Planned contacts not yet cancelled, completed or missed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plans {
    open: Vec<Visit>,
    answered: BTreeSet<EntryId>,
}

impl Plans {
    pub fn evolve(&mut self, entry: &Effective<'_>) {
        let Kind::Contact(kind) = entry.entry.kind() else { return };
        match kind {
            ContactKind::ContactPlanned => {
                if !self.answered.remove(&entry.id()) {
                    self.open.extend(visit(entry));
                }
            }
            ContactKind::ContactCompleted
            | ContactKind::ContactAttemptFailed
            | ContactKind::ContactCancelled => self.answer(entry.entry.get(&PLANNED_CONTACT)),
            ContactKind::NetworkContactCompleted => {}
        }
    }

    /// A contact may have begun before somebody wrote down that it was planned.
    fn answer(&mut self, planned: Option<EntryId>) {
        let Some(id) = planned else { return };
        let before = self.open.len();
        self.open.retain(|visit| visit.planned != id);
        if self.open.len() == before {
            self.answered.insert(id);
        }
    }

    /// Visits whose start fits, earliest first.
    pub fn visits(&self, fits: impl Fn(DateTime<Utc>) -> bool) -> Vec<Visit> {
        let mut visits: Vec<_> = self.open.iter().filter(|visit| fits(visit.start)).cloned().collect();
        visits.sort_by_key(|visit| (visit.start, visit.planned));
        visits
    }
}

/// A plan whose time was erased has no place on any day. Staff that were erased are nobody.
fn visit(entry: &Effective<'_>) -> Option<Visit> {
    let says = &entry.entry;
    Some(Visit {
        planned: entry.id(),
        start: says.get(&WINDOW_START)?,
        end: says.get(&WINDOW_END),
        staff: says.get(&STAFF).unwrap_or_default(),
        place: says.get(&PLACE),
    })
}
