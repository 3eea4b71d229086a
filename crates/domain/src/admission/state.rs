//! A participant's stays as their stream tells them.

use super::AdmissionKind;
use crate::{decider::Step, id::EntryId, kind::Kind};

/// One participant's stays in hospital, detox and prison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admissions {
    pub(super) admitted: Option<EntryId>,
    pub(super) imprisoned: Option<EntryId>,
}

impl Admissions {
    /// The admission that has not ended.
    #[must_use]
    pub const fn admitted(&self) -> Option<EntryId> {
        self.admitted
    }

    /// The imprisonment that has not ended. Somebody in prison can be in hospital too.
    #[must_use]
    pub const fn imprisoned(&self) -> Option<EntryId> {
        self.imprisoned
    }

    /// No field matters here, so an erased one changes nothing.
    pub(super) fn apply(&mut self, step: &Step<'_>) {
        let Kind::Admission(kind) = step.entry.kind() else { return };
        match kind {
            AdmissionKind::ParticipantAdmitted => self.admitted = Some(step.id),
            AdmissionKind::ParticipantDischargedFromWard => self.admitted = None,
            AdmissionKind::ImprisonmentStarted => self.imprisoned = Some(step.id),
            AdmissionKind::ImprisonmentEnded => self.imprisoned = None,
        }
    }
}
