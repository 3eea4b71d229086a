//! What a participant's stays permit.

use super::{AdmissionKind, AdmissionRejection, Admissions};
use crate::{
    decider::{Aggregate, Answer, Rejection, Step},
    kind::Kind,
};

impl Aggregate for Admissions {
    fn permits(&self, step: &Step<'_>) -> Result<Answer, Rejection> {
        match step.entry.kind() {
            Kind::Admission(kind) => Ok(self.allows(kind)?),
            _ => Err(Rejection::WRONG_STREAM),
        }
    }

    fn evolve(&mut self, step: &Step<'_>) {
        self.apply(step);
    }
}

impl Admissions {
    const fn allows(&self, kind: AdmissionKind) -> Result<Answer, AdmissionRejection> {
        match (kind, self.admitted, self.imprisoned) {
            (AdmissionKind::ParticipantAdmitted, Some(current), _) => {
                Err(AdmissionRejection::AlreadyAdmitted(current))
            }
            (AdmissionKind::ParticipantDischargedFromWard, None, _) => Err(AdmissionRejection::NotAdmitted),
            (AdmissionKind::ImprisonmentStarted, _, Some(current)) => {
                Err(AdmissionRejection::AlreadyImprisoned(current))
            }
            (AdmissionKind::ImprisonmentEnded, _, None) => Err(AdmissionRejection::NotImprisoned),
            (AdmissionKind::ParticipantAdmitted, None, _)
            | (AdmissionKind::ParticipantDischargedFromWard, Some(_), _)
            | (AdmissionKind::ImprisonmentStarted, _, None)
            | (AdmissionKind::ImprisonmentEnded, _, Some(_)) => Ok(Answer::Write),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        entry::EntryBuilder,
        stream::Stream,
        testing::{Given, given, person, sample, written},
    };

    fn step(kind: AdmissionKind) -> EntryBuilder {
        sample(Kind::Admission(kind))
    }

    fn out() -> Given<Admissions> {
        given(Stream::Admissions(person(1)))
    }

    #[test]
    fn a_stay_in_hospital_begins_and_ends_once() {
        let discharge = || step(AdmissionKind::ParticipantDischargedFromWard);
        let admitted = out().when(discharge()).then_rejected("NOT_ADMITTED").given;
        let admitted = admitted.event(step(AdmissionKind::ParticipantAdmitted));
        let admitted = admitted.when(step(AdmissionKind::ParticipantAdmitted));
        let admitted = admitted.then_rejected("ALREADY_ADMITTED").by(written(2));
        let _ = admitted.event(discharge()).when(discharge()).then_rejected("NOT_ADMITTED");
    }

    #[test]
    fn a_stay_in_prison_begins_and_ends_once() {
        let release = || step(AdmissionKind::ImprisonmentEnded);
        let inside = out().when(release()).then_rejected("NOT_IMPRISONED").given;
        let inside = inside.event(step(AdmissionKind::ImprisonmentStarted));
        let inside = inside.when(step(AdmissionKind::ImprisonmentStarted));
        let inside = inside.then_rejected("ALREADY_IMPRISONED").by(written(2));
        let _ = inside.event(release()).when(release()).then_rejected("NOT_IMPRISONED");
    }

    #[test]
    fn a_prisoner_may_be_in_hospital() {
        let both = out()
            .event(step(AdmissionKind::ImprisonmentStarted))
            .event(step(AdmissionKind::ParticipantAdmitted));
        let state = both.state();
        assert_eq!((state.imprisoned(), state.admitted()), (Some(written(1)), Some(written(2))));
        let _ = both
            .event(step(AdmissionKind::ImprisonmentEnded))
            .event(step(AdmissionKind::ParticipantDischargedFromWard));
    }
}
