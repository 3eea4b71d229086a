//! A participant's follow-up as its stream tells it.

use super::{BoardDecisionKind, CRISIS, CrisisKind, PRIMARY_CONTACT, ParticipantKind, PlanKind};
use crate::{
    decider::Step,
    id::{EntryId, StaffId},
    kind::Kind,
};

/// How far the follow-up has come, with the entry that says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing is known.
    #[default]
    Unknown,
    /// Referred, not answered.
    Referred,
    /// Followed by the team now.
    Enrolled(EntryId),
    /// Not taken in.
    Declined(EntryId),
    /// The follow-up ended.
    Ended(EntryId),
}

/// One participant's follow-up. Only a person ends it: no rule and no lost tenancy does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParticipantState {
    pub(super) first: Option<EntryId>,
    pub(super) stage: Stage,
    pub(super) primary_contact: Option<StaffId>,
    pub(super) step_down: Option<EntryId>,
    pub(super) crisis: Option<EntryId>,
}

impl ParticipantState {
    /// Whether the team follows the participant now.
    #[must_use]
    pub const fn is_enrolled(&self) -> bool {
        matches!(self.stage, Stage::Enrolled(_))
    }

    /// Whether the participant was ever referred or enrolled.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.first.is_some()
    }

    /// Whether the follow-up has ended and not begun again.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        matches!(self.stage, Stage::Ended(_))
    }

    /// Whether a less frequent contact is agreed.
    #[must_use]
    pub const fn is_stepped_down(&self) -> bool {
        self.step_down.is_some()
    }

    /// The entry that reported the crisis that is open.
    #[must_use]
    pub const fn open_crisis(&self) -> Option<EntryId> {
        self.crisis
    }

    /// The member of staff with the main responsibility; `None` where that was erased.
    #[must_use]
    pub const fn primary_contact(&self) -> Option<StaffId> {
        self.primary_contact
    }

    pub(super) fn apply(&mut self, step: &Step<'_>) {
        match step.entry.kind() {
            Kind::Participant(kind) => self.follow(kind, step),
            Kind::Crisis(CrisisKind::CrisisReported) => self.crisis = Some(step.id),
            Kind::Crisis(CrisisKind::CrisisResolved) => {
                // Without an id it is the open one that is over.
                if step.entry.get(&CRISIS).is_none_or(|crisis| self.crisis == Some(crisis)) {
                    self.crisis = None;
                }
            }
            // Board, plan and wishes for a home change nothing that later steps depend on.
            Kind::BoardDecision(BoardDecisionKind::PlacedOnBoard | BoardDecisionKind::RemovedFromBoard)
            | Kind::Plan(PlanKind::LivingPlanCreated)
            | Kind::Housing(_) => {}
            Kind::Team(_) | Kind::Contact(_) | Kind::Tenancy(_) | Kind::Arrears(_) | Kind::Admission(_) => {}
        }
    }

    fn follow(&mut self, kind: ParticipantKind, step: &Step<'_>) {
        self.first = self.first.or(Some(step.id));
        match kind {
            ParticipantKind::ParticipantReferred => self.stage = Stage::Referred,
            ParticipantKind::ParticipantEnrolled => {
                self.stage = Stage::Enrolled(step.id);
                self.primary_contact = step.entry.get(&PRIMARY_CONTACT);
            }
            ParticipantKind::EnrolmentDeclined => self.stage = Stage::Declined(step.id),
            // An erased name leaves nobody known as responsible.
            ParticipantKind::PrimaryContactChanged => self.primary_contact = step.entry.get(&PRIMARY_CONTACT),
            ParticipantKind::StepDownAgreed => self.step_down = Some(step.id),
            ParticipantKind::ServiceResumed => self.step_down = None,
            // What was open ends with the follow-up: whoever comes back begins anew.
            ParticipantKind::FollowUpEnded => {
                *self = Self { first: self.first, stage: Stage::Ended(step.id), ..Self::default() };
            }
        }
    }
}
