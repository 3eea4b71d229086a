//! What a participant's follow-up permits.

use super::{
    CRISIS, CrisisKind, PRIMARY_CONTACT, ParticipantKind, ParticipantRejection, ParticipantState,
    state::Stage,
};
use crate::{
    decider::{Aggregate, Answer, Rejection, Step},
    entry::Entry,
    housing::HousingKind,
    kind::Kind,
};

type Verdict = Result<Answer, ParticipantRejection>;

impl Aggregate for ParticipantState {
    fn permits(&self, step: &Step<'_>) -> Result<Answer, Rejection> {
        let verdict = match step.entry.kind() {
            Kind::Participant(kind) => self.allows(kind, step.entry),
            Kind::Crisis(kind) => self.allows_crisis(kind, step.entry),
            Kind::BoardDecision(_) | Kind::Plan(_) => self.while_enrolled(),
            Kind::Housing(
                HousingKind::HousingPreferenceRecorded
                | HousingKind::HousingApplicationSubmitted
                | HousingKind::HousingDecisionMade,
            ) => self.while_referred_or_enrolled(),
            _ => return Err(Rejection::WRONG_STREAM),
        };
        Ok(verdict?)
    }

    fn evolve(&mut self, step: &Step<'_>) {
        self.apply(step);
    }
}

impl ParticipantState {
    fn allows(&self, kind: ParticipantKind, entry: &Entry) -> Verdict {
        match kind {
            ParticipantKind::ParticipantReferred => match self.first {
                None => Ok(Answer::Write),
                Some(current) => Err(ParticipantRejection::AlreadyKnown(current)),
            },
            ParticipantKind::ParticipantEnrolled => match self.stage {
                Stage::Enrolled(current) => Err(ParticipantRejection::AlreadyEnrolled(current)),
                Stage::Unknown | Stage::Referred | Stage::Declined(_) | Stage::Ended(_) => Ok(Answer::Write),
            },
            ParticipantKind::EnrolmentDeclined => match self.stage {
                Stage::Referred => Ok(Answer::Write),
                Stage::Enrolled(current) => Err(ParticipantRejection::AlreadyEnrolled(current)),
                Stage::Declined(current) => Err(ParticipantRejection::AlreadyDeclined(current)),
                Stage::Unknown | Stage::Ended(_) => Err(ParticipantRejection::NotReferred),
            },
            ParticipantKind::PrimaryContactChanged => {
                let same =
                    self.primary_contact.is_some() && entry.get(&PRIMARY_CONTACT) == self.primary_contact;
                self.while_enrolled().map(|answer| if same { Answer::AlreadySo } else { answer })
            }
            ParticipantKind::ServiceResumed => match self.while_enrolled() {
                Ok(_) if !self.is_stepped_down() => Err(ParticipantRejection::NotSteppedDown),
                verdict => verdict,
            },
            ParticipantKind::StepDownAgreed | ParticipantKind::FollowUpEnded => self.while_enrolled(),
        }
    }

    fn allows_crisis(&self, kind: CrisisKind, entry: &Entry) -> Verdict {
        self.while_enrolled()?;
        match (kind, self.crisis) {
            (CrisisKind::CrisisReported, None) => Ok(Answer::Write),
            (CrisisKind::CrisisReported, Some(current)) => {
                Err(ParticipantRejection::CrisisAlreadyOpen(current))
            }
            (CrisisKind::CrisisResolved, None) => Err(ParticipantRejection::NoOpenCrisis),
            (CrisisKind::CrisisResolved, Some(open)) => match entry.get(&CRISIS) {
                Some(given) if given != open => Err(ParticipantRejection::CrisisNotOpen(open)),
                _ => Ok(Answer::Write),
            },
        }
    }

    const fn while_enrolled(&self) -> Verdict {
        match self.stage {
            Stage::Enrolled(_) => Ok(Answer::Write),
            Stage::Declined(current) | Stage::Ended(current) => {
                Err(ParticipantRejection::NotEnrolled(Some(current)))
            }
            Stage::Unknown | Stage::Referred => Err(ParticipantRejection::NotEnrolled(None)),
        }
    }

    /// Wishes and applications for a home do not wait for the enrolment.
    const fn while_referred_or_enrolled(&self) -> Verdict {
        match self.stage {
            Stage::Referred => Ok(Answer::Write),
            _ => self.while_enrolled(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        entry::EntryBuilder,
        participant::{BoardDecisionKind, PlanKind},
        stream::Stream,
        testing::{Given, given, person, sample, staff, written},
    };

    fn step(kind: ParticipantKind) -> EntryBuilder {
        sample(Kind::Participant(kind))
    }

    fn crisis(kind: CrisisKind) -> EntryBuilder {
        sample(Kind::Crisis(kind))
    }

    fn nobody() -> Given<ParticipantState> {
        given(Stream::Participant(person(1)))
    }

    fn referred() -> Given<ParticipantState> {
        nobody().event(step(ParticipantKind::ParticipantReferred))
    }

    /// Step 1 enrols.
    fn enrolled() -> Given<ParticipantState> {
        nobody().event(step(ParticipantKind::ParticipantEnrolled))
    }

    #[test]
    fn a_referral_comes_first_or_not_at_all() {
        let _ = referred()
            .when(step(ParticipantKind::ParticipantReferred))
            .then_rejected("ALREADY_KNOWN")
            .by(written(1));
        let _ = enrolled()
            .when(step(ParticipantKind::ParticipantReferred))
            .then_rejected("ALREADY_KNOWN")
            .by(written(1));
    }

    #[test]
    fn somebody_declined_or_ended_may_be_enrolled_again() {
        let declined = referred().event(step(ParticipantKind::EnrolmentDeclined));
        let declined = declined
            .when(step(ParticipantKind::EnrolmentDeclined))
            .then_rejected("ALREADY_DECLINED")
            .by(written(2));
        let enrolled = declined.event(step(ParticipantKind::ParticipantEnrolled));
        let enrolled =
            enrolled.when(step(ParticipantKind::ParticipantEnrolled)).then_rejected("ALREADY_ENROLLED").given;
        let ended = enrolled.event(step(ParticipantKind::FollowUpEnded));
        assert!(ended.state().has_ended() && ended.state().is_known() && !ended.state().is_enrolled());
        assert!(ended.event(step(ParticipantKind::ParticipantEnrolled)).state().is_enrolled());
    }

    #[test]
    fn only_a_referral_can_be_declined() {
        let decline = || step(ParticipantKind::EnrolmentDeclined);
        let _ = nobody().when(decline()).then_rejected("NOT_REFERRED");
        let _ = enrolled().when(decline()).then_rejected("ALREADY_ENROLLED").by(written(1));
        let _ = enrolled()
            .event(step(ParticipantKind::FollowUpEnded))
            .when(decline())
            .then_rejected("NOT_REFERRED");
    }

    #[test]
    fn the_rest_needs_an_enrolment() {
        let steps = || {
            [
                step(ParticipantKind::PrimaryContactChanged),
                step(ParticipantKind::StepDownAgreed),
                step(ParticipantKind::ServiceResumed),
                step(ParticipantKind::FollowUpEnded),
                crisis(CrisisKind::CrisisReported),
                crisis(CrisisKind::CrisisResolved),
                sample(Kind::BoardDecision(BoardDecisionKind::PlacedOnBoard)),
                sample(Kind::BoardDecision(BoardDecisionKind::RemovedFromBoard)),
                sample(Kind::Plan(PlanKind::LivingPlanCreated)),
            ]
        };
        for step in steps() {
            let _ = referred().when(step).then_rejected("NOT_ENROLLED");
        }
        for next in steps() {
            let ended = enrolled().event(step(ParticipantKind::FollowUpEnded));
            let _ = ended.when(next).then_rejected("NOT_ENROLLED").by(written(2));
        }
    }

    #[test]
    fn a_wish_for_a_home_does_not_wait_for_the_enrolment() {
        for kind in [
            HousingKind::HousingPreferenceRecorded,
            HousingKind::HousingApplicationSubmitted,
            HousingKind::HousingDecisionMade,
        ] {
            let _ = referred().event(sample(Kind::Housing(kind)));
            let _ = enrolled().event(sample(Kind::Housing(kind)));
            let _ = nobody().when(sample(Kind::Housing(kind))).then_rejected("NOT_ENROLLED");
        }
        let offer = sample(Kind::Housing(HousingKind::HousingOffered));
        let _ = enrolled().when(offer).then_rejected("WRONG_STREAM");
    }

    #[test]
    fn the_same_primary_contact_again_is_already_so() {
        let change =
            |n| step(ParticipantKind::PrimaryContactChanged).with(&PRIMARY_CONTACT, staff(n).to_string());
        let changed = enrolled().event(change(1)).when(change(1)).then_nothing();
        assert_eq!(changed.event(change(2)).state().primary_contact(), Some(staff(2)));
    }

    #[test]
    fn service_resumes_only_after_a_step_down() {
        let resume = || step(ParticipantKind::ServiceResumed);
        let stepped = enrolled().when(resume()).then_rejected("NOT_STEPPED_DOWN").given;
        let resumed = stepped.event(step(ParticipantKind::StepDownAgreed)).event(resume());
        let _ = resumed.when(resume()).then_rejected("NOT_STEPPED_DOWN");
    }

    #[test]
    fn one_crisis_at_a_time() {
        let open = enrolled().event(crisis(CrisisKind::CrisisReported));
        assert_eq!(open.state().open_crisis(), Some(written(2)));
        let open =
            open.when(crisis(CrisisKind::CrisisReported)).then_rejected("CRISIS_ALREADY_OPEN").by(written(2));
        let resolve = |id| crisis(CrisisKind::CrisisResolved).with(&CRISIS, id);
        let open = open.when(resolve(written(1).to_string())).then_rejected("CRISIS_NOT_OPEN").by(written(2));
        let over = open.event(resolve(written(2).to_string()));
        let over = over.when(crisis(CrisisKind::CrisisResolved)).then_rejected("NO_OPEN_CRISIS").given;
        let _ = over.event(crisis(CrisisKind::CrisisReported)).event(crisis(CrisisKind::CrisisResolved));
    }

    #[test]
    fn the_board_may_be_left_in_a_crisis_and_the_crisis_stays() {
        let open = enrolled().event(crisis(CrisisKind::CrisisReported));
        let off = open.event(sample(Kind::BoardDecision(BoardDecisionKind::RemovedFromBoard)));
        assert_eq!(off.state().open_crisis(), Some(written(2)));
    }

    #[test]
    fn taking_someone_off_the_board_needs_a_reason_and_a_decider() {
        let entry = Entry::build(Kind::BoardDecision(BoardDecisionKind::RemovedFromBoard)).finish();
        let missing: Vec<_> = entry.err().into_iter().flatten().map(|problem| problem.path).collect();
        assert_eq!(missing, ["reason", "deciderId"]);
    }
}
