//! Whether the person is followed, and the last kept contact.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    contact::{ContactKind, MODE, Mode},
    effective::Effective,
    entry::Entry,
    id::EntryId,
    kind::Kind,
    participant::ParticipantKind,
};

/// A follow-up: from enrolment to its end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct FollowUp {
    /// Enrolment, while the follow-up lasts.
    pub enrolled: Option<(NaiveDate, EntryId)>,
    /// The last kept contact of this follow-up, or before its enrolment.
    pub kept: Option<(NaiveDate, EntryId)>,
}

impl FollowUp {
    pub fn evolve(&mut self, entry: &Effective<'_>) {
        let at = Some((entry.occurred.date(), entry.id()));
        match entry.entry.kind() {
            Kind::Participant(ParticipantKind::ParticipantEnrolled) => self.enrolled = self.enrolled.or(at),
            Kind::Participant(ParticipantKind::FollowUpEnded) => *self = Self::default(),
            Kind::Contact(ContactKind::ContactCompleted) if is_kept(&entry.entry) => self.kept = at,
            _ => {}
        }
    }

    /// From which day days without contact are counted: the last kept contact, else the enrolment; none for
    /// someone who is not followed.
    pub fn counts_from(&self) -> Option<(NaiveDate, EntryId)> {
        self.kept.filter(|_| self.enrolled.is_some()).or(self.enrolled)
    }
}

/// Whether a completed contact was kept: face to face, by phone or by video. A text message is not; nor is a
/// contact whose form was erased, since nobody can say that the person was reached.
pub fn is_kept(contact: &Entry) -> bool {
    matches!(contact.get(&MODE), Some(Mode::FaceToFace | Mode::Phone | Mode::Video))
}
