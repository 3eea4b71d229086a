//! What counts for the board: a fold of one participant's entries.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Happened,
    episode::{Episode, is_face_to_face},
    home::Home,
    plans::Plans,
};
use crate::{
    calendar::{date, last_working_day_0830},
    contact::{ContactKind, STAFF},
    effective::Effective,
    id::{EntryId, StaffId},
    kind::Kind,
    participant::PlanKind,
    risk::{FollowUp, Offers, Stays, is_kept},
};

/// A kept contact, with who held it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub on: NaiveDate,
    pub because: EntryId,
    pub staff: Vec<StaffId>,
}

/// Everything that [`super::derive`] needs about one participant.
///
/// [`evolve`](Self::evolve) is called with the participant's standing entries of all streams, in the order of
/// when they occurred and then of position.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BoardFacts {
    pub(crate) follow_up: FollowUp,
    pub(crate) episode: Episode,
    pub(crate) stays: Stays,
    pub(crate) offers: Offers,
    pub(crate) home: Home,
    pub(crate) plans: Plans,
    pub(crate) has_living_plan: bool,
    pub(crate) last_met: Option<Held>,
    pub(crate) last_kept: Option<Held>,
    /// What happened since the last working day, oldest first.
    pub(crate) recent: Vec<Happened>,
}

impl BoardFacts {
    /// The only place where the facts change.
    pub fn evolve(&mut self, entry: &Effective<'_>) {
        self.follow_up.evolve(entry);
        self.episode.evolve(entry);
        self.stays.evolve(entry);
        self.offers.evolve(entry);
        self.home.evolve(entry);
        self.plans.evolve(entry);
        self.remember(entry);
        match entry.entry.kind() {
            Kind::Contact(ContactKind::ContactCompleted) if is_kept(&entry.entry) => self.held(entry),
            Kind::Plan(PlanKind::LivingPlanCreated) => self.has_living_plan = true,
            _ => {}
        }
    }

    fn held(&mut self, entry: &Effective<'_>) {
        let staff = entry.entry.get(&STAFF).unwrap_or_default();
        let held = Some(Held { on: entry.occurred.date(), because: entry.id(), staff });
        if is_face_to_face(entry) {
            self.last_met.clone_from(&held);
        }
        self.last_kept = held;
    }

    /// A plan is for a day to come, and what the service writes by itself is nothing that happened.
    fn remember(&mut self, entry: &Effective<'_>) {
        let row = entry.entry.row();
        if row.by_service || row.kind == Kind::Contact(ContactKind::ContactPlanned) {
            return;
        }
        // Once a day: nobody looks from an instant before the last entry.
        if self.recent.last().is_some_and(|last| date(last.at) != entry.occurred.date()) {
            let from = last_working_day_0830(entry.occurred.at);
            let old = self.recent.partition_point(|happened| happened.at < from);
            self.recent.drain(..old);
        }
        self.recent.push(Happened { entry: entry.id(), kind: row.kind, at: entry.occurred.at });
    }
}
