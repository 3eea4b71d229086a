//! What belongs to one follow-up and ends with it: meetings, attempts, crises and decisions.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Status;
use crate::{
    contact::{ContactKind, MODE, Mode, STAFF},
    effective::Effective,
    id::{EntryId, StaffId},
    kind::Kind,
    participant::{
        BoardDecisionKind, CRISIS, INTENSITY, INTERVAL_DAYS, Intensity, PRIMARY_CONTACT, ParticipantKind,
        PlanKind, REVIEW_BY,
    },
    risk::is_kept,
};

/// What the team decided about the board.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Decision {
    pub status: Status,
    pub on: NaiveDate,
    pub because: EntryId,
    pub review_by: Option<NaiveDate>,
}

/// Less frequent contact, as agreed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct StepDown {
    pub on: NaiveDate,
    pub because: EntryId,
    /// Agreed days between contacts; unknown where it was erased, and then the ordinary limit holds.
    pub interval: Option<u32>,
}

/// One follow-up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Episode {
    pub primary_contact: Option<StaffId>,
    pub planned: bool,
    /// Staff who have met the person face to face.
    pub met_by: BTreeSet<StaffId>,
    /// Failed attempts since the last kept contact.
    pub attempts: Vec<(NaiveDate, EntryId)>,
    /// Crises that are not resolved.
    pub crises: Vec<(NaiveDate, EntryId)>,
    pub decision: Option<Decision>,
    pub step_down: Option<StepDown>,
}

impl Episode {
    pub fn evolve(&mut self, entry: &Effective<'_>) {
        match entry.entry.kind() {
            Kind::Participant(kind) => self.participant(kind, entry),
            Kind::Contact(kind) => self.contact(kind, entry),
            Kind::BoardDecision(kind) => self.decision = Some(decision(kind, entry)),
            Kind::Plan(PlanKind::LivingPlanCreated) => self.planned = true,
            _ => {}
        }
        self.crisis(entry);
    }

    fn participant(&mut self, kind: ParticipantKind, entry: &Effective<'_>) {
        let row = entry.entry.row();
        match kind {
            ParticipantKind::FollowUpEnded => *self = Self::default(),
            ParticipantKind::ParticipantEnrolled | ParticipantKind::PrimaryContactChanged => {
                // An erased name is nobody: the board then shows that someone must be found.
                self.primary_contact = entry.entry.get(&PRIMARY_CONTACT);
            }
            _ => {}
        }
        if row.turns_on == Some(Status::StepDown) {
            let interval = entry.entry.get(&INTERVAL_DAYS);
            self.step_down = Some(StepDown { on: entry.occurred.date(), because: entry.id(), interval });
        }
        if row.turns_off == Some(Status::StepDown) {
            self.step_down = None;
        }
    }

    /// Text messages, plans, cancellations and the network's contacts neither break nor make a row of attempts.
    fn contact(&mut self, kind: ContactKind, entry: &Effective<'_>) {
        match kind {
            ContactKind::ContactAttemptFailed => self.attempts.push((entry.occurred.date(), entry.id())),
            ContactKind::ContactCompleted if is_kept(&entry.entry) => {
                self.attempts.clear();
                if is_face_to_face(entry) {
                    // Staff that were erased are nobody: who met the person is then not known.
                    self.met_by.extend(entry.entry.get(&STAFF).unwrap_or_default());
                }
            }
            _ => {}
        }
    }

    /// A resolution that names no crisis resolves all of them.
    fn crisis(&mut self, entry: &Effective<'_>) {
        let row = entry.entry.row();
        if row.turns_on == Some(Status::Crisis) {
            self.crises.push((entry.occurred.date(), entry.id()));
        }
        if row.turns_off == Some(Status::Crisis) {
            let named = entry.entry.get(&CRISIS);
            self.crises.retain(|(_, id)| named.is_some_and(|named| named != *id));
        }
    }
}

/// Whether a completed contact was held face to face.
pub(crate) fn is_face_to_face(entry: &Effective<'_>) -> bool {
    entry.entry.get(&MODE) == Some(Mode::FaceToFace)
}

/// The last decision stands. Closer follow-up of an erased length is held to be long: no date reviews it.
fn decision(kind: BoardDecisionKind, entry: &Effective<'_>) -> Decision {
    let status = match (kind, entry.entry.get(&INTENSITY)) {
        (BoardDecisionKind::RemovedFromBoard, _) => Status::Base,
        (BoardDecisionKind::PlacedOnBoard, Some(Intensity::Short)) => Status::IntensiveShort,
        (BoardDecisionKind::PlacedOnBoard, Some(Intensity::Long) | None) => Status::IntensiveLong,
    };
    let review_by = entry.entry.get(&REVIEW_BY);
    Decision { status, on: entry.occurred.date(), because: entry.id(), review_by }
}
