//! What the arrears of a tenancy permit. Letters and payments are always accepted, also on a tenancy that has
//! ended: what was received was received. Only what answers or closes a step needs that step to be open.

use super::{
    AMOUNT, Agreement, Arrears, ArrearsKind, ArrearsRejection, PERIOD, WARNING, Warning, state::Rents,
};
use crate::{decider::Answer, entry::Entry, field::Ore, id::EntryId};

type Verdict = Result<Answer, ArrearsRejection>;

/// Fine where there is something to answer, refused where there is not.
fn needs<T>(open: Option<T>, missing: ArrearsRejection) -> Verdict {
    open.map(|_| Answer::Write).ok_or(missing)
}

/// What is recorded for the entry's period.
fn rent_of<'a>(rents: &'a Rents, entry: &Entry) -> Option<&'a (EntryId, Option<Ore>)> {
    rents.get(&entry.get(&PERIOD)?)
}

impl Arrears {
    pub(crate) fn allows(&self, kind: ArrearsKind, entry: &Entry) -> Verdict {
        use ArrearsKind as K;
        use ArrearsRejection as R;
        match kind {
            K::RentFellDue => match rent_of(&self.due, entry) {
                Some((current, _)) => Err(R::RentAlreadyDue(*current)),
                None => Ok(Answer::Write),
            },
            K::RentMissed => self.allows_missed(entry),
            K::TerminationProtested => self.allows_protest(),
            K::TerminationWithdrawn | K::TerminationLapsed | K::CaseBroughtByLandlord => {
                needs(self.termination, R::NoOpenTermination)
            }
            K::EvictionPostponed => {
                needs(self.eviction.filter(|eviction| eviction.dated), R::NoEvictionDated)
            }
            K::EvictionAverted | K::EvictionExecuted => needs(self.open_case(), R::NoOpenCase),
            K::InstalmentPaid | K::RepaymentBroken => self.allows_instalment(),
            K::VoluntaryDeductionStarted if self.deduction.is_some() => Ok(Answer::AlreadySo),
            K::DeductionStopped => needs(self.deduction, R::NoRunningDeduction),
            K::DepositReleased => needs(self.deposit, R::NoDeposit),
            K::WarningWithdrawn => self.allows_warning_withdrawn(entry),
            K::ComplaintClosed => needs(self.complaint, R::NoOpenComplaint),
            K::RentPaid
            | K::DebtCollectionNoticeReceived
            | K::PaymentDemandReceived
            | K::EvictionWarningReceived
            | K::SocialServiceNotified
            | K::WrittenWarningReceived
            | K::NuisanceComplaintReceived
            | K::TerminationReceived
            | K::RescissionReceived
            | K::EvictionPetitionFiled
            | K::PetitionServed
            | K::EvictionScheduled
            | K::RepaymentAgreed
            | K::VoluntaryDeductionStarted
            | K::DisputedRentDeposited
            | K::DebtCounsellingReferred
            | K::DebtCounsellingAttended
            | K::SocialAssistanceApplied
            | K::SocialAssistanceDecided => Ok(Answer::Write),
        }
    }

    fn allows_missed(&self, entry: &Entry) -> Verdict {
        match rent_of(&self.missed, entry) {
            None => Ok(Answer::Write),
            Some((_, Some(amount))) if entry.get(&AMOUNT) == Some(*amount) => Ok(Answer::AlreadySo),
            Some((current, _)) => Err(ArrearsRejection::RentAlreadyMissed(*current)),
        }
    }

    fn allows_protest(&self) -> Verdict {
        match self.termination.map(|termination| termination.protest) {
            None => Err(ArrearsRejection::NoOpenTermination),
            Some(Some(protest)) => Err(ArrearsRejection::TerminationAlreadyProtested(protest)),
            Some(None) => Ok(Answer::Write),
        }
    }

    fn allows_instalment(&self) -> Verdict {
        match self.agreement {
            Some(Agreement { broken: None, .. }) => Ok(Answer::Write),
            Some(Agreement { broken, .. }) => Err(ArrearsRejection::NoRepaymentAgreement(broken)),
            None => Err(ArrearsRejection::NoRepaymentAgreement(None)),
        }
    }

    fn allows_warning_withdrawn(&self, entry: &Entry) -> Verdict {
        let open = match entry.get(&WARNING) {
            Some(Warning::EvictionWarning) => self.eviction_warning,
            Some(Warning::ConductWarning) => self.conduct_warning,
            // Which warning it was is erased, so it can no longer be judged; it was when it was written.
            None => return Ok(Answer::Write),
        };
        needs(open, ArrearsRejection::NoOpenWarning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        arrears::{DUE_ON, POSTPONED_TO, RECEIVED_ON, SENT_ON},
        entry::EntryBuilder,
        kind::Kind,
        stream::Stream,
        tenancy::{Tenancies, TenancyKind},
        testing::{Given, given, person, sample, written},
    };
    use ArrearsKind as K;

    fn step(kind: ArrearsKind) -> EntryBuilder {
        sample(Kind::Arrears(kind))
    }

    fn rent(kind: ArrearsKind, period: &str, ore: i64) -> EntryBuilder {
        step(kind).with(&PERIOD, period).with(&AMOUNT, ore)
    }

    /// Step 1 starts a tenancy.
    fn housed() -> Given<Tenancies> {
        given(Stream::Tenancies(person(1))).event(sample(Kind::Tenancy(TenancyKind::TenancyStarted)))
    }

    fn after(kinds: &[ArrearsKind]) -> Given<Tenancies> {
        kinds.iter().fold(housed(), |given, kind| given.event(step(*kind)))
    }

    #[test]
    fn a_rent_falls_due_once_a_period() {
        let due = housed().event(rent(K::RentFellDue, "2026-10", 950_000));
        let due = due
            .when(rent(K::RentFellDue, "2026-10", 950_000))
            .then_rejected("RENT_ALREADY_DUE")
            .by(written(2));
        let _ = due.event(rent(K::RentFellDue, "2026-11", 950_000)).event(rent(
            K::RentMissed,
            "2026-10",
            950_000,
        ));
    }

    #[test]
    fn a_rent_is_missed_once_a_period() {
        let missed = housed().event(rent(K::RentMissed, "2026-10", 950_000));
        let missed = missed.when(rent(K::RentMissed, "2026-10", 950_000)).then_nothing();
        let missed = missed.when(rent(K::RentMissed, "2026-10", 900_000));
        let _ = missed.then_rejected("RENT_ALREADY_MISSED").by(written(2)).event(rent(
            K::RentMissed,
            "2026-11",
            1,
        ));
    }

    #[test]
    fn time_never_invents_a_rent() {
        let future = rent(K::RentFellDue, "2026-12", 950_000).with(&DUE_ON, "2026-12-01");
        let _ = housed().when(future).then_invalid("dueOn", crate::field::Problem::InFuture);
    }

    #[test]
    fn what_answers_a_termination_needs_an_open_one() {
        for kind in
            [K::TerminationProtested, K::CaseBroughtByLandlord, K::TerminationWithdrawn, K::TerminationLapsed]
        {
            let _ = housed().when(step(kind)).then_rejected("NO_OPEN_TERMINATION");
            for close in [K::TerminationWithdrawn, K::TerminationLapsed] {
                let closed = after(&[K::TerminationReceived, close]);
                let _ = closed.when(step(kind)).then_rejected("NO_OPEN_TERMINATION");
            }
        }
    }

    #[test]
    fn a_termination_is_protested_once() {
        let protested = after(&[K::TerminationReceived, K::TerminationProtested]);
        let again = protested.when(step(K::TerminationProtested));
        let again = again.then_rejected("TERMINATION_ALREADY_PROTESTED").by(written(3));
        let _ = again
            .event(step(K::CaseBroughtByLandlord))
            .event(step(K::TerminationReceived))
            .event(step(K::TerminationProtested));
    }

    #[test]
    fn only_a_dated_eviction_is_postponed() {
        let _ =
            after(&[K::PetitionServed]).when(step(K::EvictionPostponed)).then_rejected("NO_EVICTION_DATED");
        let postponed = step(K::EvictionPostponed).with(&POSTPONED_TO, "2027-01-08T09:00:00Z");
        let undated = after(&[K::EvictionScheduled]).event(postponed).event(step(K::EvictionPostponed));
        let undated = undated.when(step(K::EvictionPostponed)).then_rejected("NO_EVICTION_DATED").given;
        let _ = undated.event(step(K::EvictionAverted));
    }

    #[test]
    fn a_case_is_closed_only_when_one_is_open() {
        let legal = [
            K::EvictionWarningReceived,
            K::TerminationReceived,
            K::RescissionReceived,
            K::EvictionPetitionFiled,
            K::PetitionServed,
            K::EvictionScheduled,
        ];
        for close in [K::EvictionAverted, K::EvictionExecuted] {
            for open in legal {
                let _ = after(&[open, close]).when(step(close)).then_rejected("NO_OPEN_CASE");
            }
            let _ = after(&[K::RentMissed, K::DebtCollectionNoticeReceived, K::WrittenWarningReceived])
                .when(step(close))
                .then_rejected("NO_OPEN_CASE");
        }
    }

    #[test]
    fn a_petition_earlier_than_two_weeks_after_the_warning_is_accepted() {
        let warning =
            step(K::EvictionWarningReceived).with(&SENT_ON, "2026-10-30").with(&RECEIVED_ON, "2026-11-01");
        let _ = housed().event(warning).event(step(K::EvictionPetitionFiled));
        let _ = after(&[K::EvictionPetitionFiled]);
        let _ = after(&[K::PetitionServed]);
    }

    #[test]
    fn instalments_need_an_agreement_that_runs() {
        for kind in [K::InstalmentPaid, K::RepaymentBroken] {
            let _ = housed().when(step(kind)).then_rejected("NO_REPAYMENT_AGREEMENT");
            let broken = after(&[K::RepaymentAgreed, K::InstalmentPaid, K::RepaymentBroken]);
            let _ = broken.when(step(kind)).then_rejected("NO_REPAYMENT_AGREEMENT").by(written(4));
            let _ = after(&[K::RepaymentAgreed, K::RepaymentBroken, K::RepaymentAgreed, kind]);
        }
    }

    #[test]
    fn a_deduction_runs_until_it_is_stopped() {
        let running =
            after(&[K::VoluntaryDeductionStarted]).when(step(K::VoluntaryDeductionStarted)).then_nothing();
        let stopped = running.event(step(K::DeductionStopped));
        let stopped = stopped.when(step(K::DeductionStopped)).then_rejected("NO_RUNNING_DEDUCTION").given;
        let _ = stopped.event(step(K::VoluntaryDeductionStarted));
    }

    #[test]
    fn what_closes_a_step_needs_that_step() {
        let _ = housed().when(step(K::DepositReleased)).then_rejected("NO_DEPOSIT");
        let _ = after(&[K::DisputedRentDeposited, K::DepositReleased]);
        let _ = housed().when(step(K::ComplaintClosed)).then_rejected("NO_OPEN_COMPLAINT");
        let _ = after(&[K::NuisanceComplaintReceived, K::ComplaintClosed]);
        let withdrawn = |sort| step(K::WarningWithdrawn).with(&WARNING, sort);
        let conduct = after(&[K::WrittenWarningReceived]).when(withdrawn("EVICTION_WARNING"));
        let conduct = conduct.then_rejected("NO_OPEN_WARNING").given.event(withdrawn("CONDUCT_WARNING"));
        let _ = conduct.when(withdrawn("CONDUCT_WARNING")).then_rejected("NO_OPEN_WARNING");
        let eviction = after(&[K::EvictionWarningReceived]).event(withdrawn("EVICTION_WARNING"));
        let _ = eviction.when(step(K::EvictionAverted)).then_rejected("NO_OPEN_CASE");
    }
}
