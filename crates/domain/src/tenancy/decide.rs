//! What a participant's tenancies permit.

use serde_json::{Map, Value as Json};

use super::{TENANCY, Tenancies, Tenancy, TenancyKind, TenancyRejection};
use crate::{
    decider::{Aggregate, Answer, Rejection, Step},
    kind::{Kind, KindRow},
};

type Verdict = Result<Answer, TenancyRejection>;

impl Aggregate for Tenancies {
    fn permits(&self, step: &Step<'_>) -> Result<Answer, Rejection> {
        match step.entry.kind() {
            Kind::Tenancy(kind) => Ok(self.allows(kind, step)?),
            Kind::Arrears(kind) => Ok(self.concerned(step)?.arrears.allows(kind, step.entry)?),
            _ => Err(Rejection::WRONG_STREAM),
        }
    }

    fn evolve(&mut self, step: &Step<'_>) {
        self.apply(step);
    }

    /// Names the tenancy in every step that has one and left it out, so that the log says which it was.
    fn complete(&self, row: &KindRow, input: &mut Map<String, Json>) {
        let name = TENANCY.def.name;
        if row.field(name).is_none() || input.get(name).is_some_and(|given| !given.is_null()) {
            return;
        }
        if let Some(id) = self.implied(row.kind) {
            input.insert(name.to_owned(), Json::from(id.to_string()));
        }
    }
}

impl Tenancies {
    fn allows(&self, kind: TenancyKind, step: &Step<'_>) -> Verdict {
        match kind {
            TenancyKind::TenancyStarted => match self.active() {
                Some(active) => Err(TenancyRejection::TenancyAlreadyActive(active.id)),
                None => Ok(Answer::Write),
            },
            TenancyKind::KeysHandedOver => match self.concerned(step)?.keys {
                Some(_) => Ok(Answer::AlreadySo),
                None => Ok(Answer::Write),
            },
            TenancyKind::RentChanged | TenancyKind::TenancyEnded => match self.concerned(step)?.ended {
                Some(end) => Err(TenancyRejection::TenancyEnded(end)),
                None => Ok(Answer::Write),
            },
            TenancyKind::TemporaryHousingStarted => match self.temporary {
                Some(current) => Err(TenancyRejection::TemporaryStayOpen(current)),
                None => Ok(Answer::Write),
            },
            TenancyKind::TemporaryHousingEnded => match self.temporary {
                Some(_) => Ok(Answer::Write),
                None => Err(TenancyRejection::NoTemporaryStay),
            },
            TenancyKind::IncomeRecorded | TenancyKind::HomePurchased | TenancyKind::RehousingStarted => {
                Ok(Answer::Write)
            }
        }
    }

    /// The tenancy that a step concerns.
    fn concerned(&self, step: &Step<'_>) -> Result<&Tenancy, TenancyRejection> {
        if let Some(id) = step.entry.get(&TENANCY) {
            return self.get(id).ok_or(TenancyRejection::TenancyUnknown);
        }
        let implied = self.implied(step.entry.kind()).and_then(|id| self.get(id));
        implied.ok_or_else(|| match self.all().last().and_then(|last| last.ended) {
            Some(end) => TenancyRejection::TenancyEnded(end),
            None => TenancyRejection::NoTenancy,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        arrears::ArrearsKind,
        entry::EntryBuilder,
        id::EntryId,
        stream::Stream,
        tenancy::CONTRACT_NUMBER,
        testing::{Given, given, mark, person, sample, written},
    };

    fn step(kind: TenancyKind) -> EntryBuilder {
        sample(Kind::Tenancy(kind))
    }

    fn of(kind: TenancyKind, tenancy: EntryId) -> EntryBuilder {
        step(kind).with(&TENANCY, tenancy.to_string())
    }

    fn homeless() -> Given<Tenancies> {
        given(Stream::Tenancies(person(1)))
    }

    /// Step 1 starts a tenancy.
    fn started() -> Given<Tenancies> {
        homeless().event(step(TenancyKind::TenancyStarted).with(&CONTRACT_NUMBER, "K-17"))
    }

    /// Step 2 ends it.
    fn ended() -> Given<Tenancies> {
        started().event(step(TenancyKind::TenancyEnded))
    }

    #[test]
    fn a_participant_has_one_active_tenancy() {
        let one = started().when(step(TenancyKind::TenancyStarted));
        let two =
            one.then_rejected("TENANCY_ALREADY_ACTIVE").by(written(1)).event(step(TenancyKind::TenancyEnded));
        let two = two.event(step(TenancyKind::TenancyStarted)).state();
        assert_eq!(two.active().map(|tenancy| tenancy.id), Some(written(4)));
        assert_eq!(
            (two.all().len(), two.by_contract("K-17").map(|tenancy| tenancy.id)),
            (2, Some(written(1)))
        );
    }

    #[test]
    fn a_step_names_the_active_tenancy_where_it_was_left_out() {
        let keys = started().when(step(TenancyKind::KeysHandedOver));
        let keys = keys.then_events([of(TenancyKind::KeysHandedOver, written(1))]);
        let _ = keys.when(step(TenancyKind::KeysHandedOver)).then_nothing();
    }

    #[test]
    fn a_step_needs_a_tenancy_that_exists() {
        for kind in [TenancyKind::KeysHandedOver, TenancyKind::RentChanged, TenancyKind::TenancyEnded] {
            let _ = homeless().when(step(kind)).then_rejected("NO_TENANCY");
            let _ = started().when(of(kind, written(9))).then_rejected("TENANCY_UNKNOWN");
        }
        let _ = homeless().when(sample(Kind::Arrears(ArrearsKind::RentMissed))).then_rejected("NO_TENANCY");
    }

    #[test]
    fn a_tenancy_that_has_ended_changes_no_more() {
        for kind in [TenancyKind::RentChanged, TenancyKind::TenancyEnded] {
            let _ = ended().when(of(kind, written(1))).then_rejected("TENANCY_ENDED").by(written(2));
            let _ = ended().when(step(kind)).then_rejected("TENANCY_ENDED").by(written(2));
        }
    }

    #[test]
    fn a_letter_that_comes_late_goes_to_the_tenancy_that_ended() {
        let demand = || sample(Kind::Arrears(ArrearsKind::PaymentDemandReceived));
        let late = ended().when(demand()).then_events([demand().with(&TENANCY, written(1).to_string())]);
        let _ = late.event(sample(Kind::Arrears(ArrearsKind::RentMissed)));
    }

    #[test]
    fn a_temporary_stay_stands_apart() {
        let [start, end] = [TenancyKind::TemporaryHousingStarted, TenancyKind::TemporaryHousingEnded];
        let stay = started().when(step(end)).then_rejected("NO_TEMPORARY_STAY").given.event(step(start));
        let stay = stay.when(step(start)).then_rejected("TEMPORARY_STAY_OPEN").by(written(3));
        assert!(stay.state().temporary_stay().is_some() && stay.state().active().is_some());
        let _ = stay.event(step(end)).when(step(end)).then_rejected("NO_TEMPORARY_STAY");
    }

    #[test]
    fn some_steps_concern_the_person_and_no_tenancy() {
        for kind in [TenancyKind::HomePurchased, TenancyKind::RehousingStarted, TenancyKind::IncomeRecorded] {
            let _ = homeless().event(step(kind));
        }
    }

    #[test]
    fn a_start_with_later_steps_cannot_be_marked_in_error_before_they_are() {
        let keys = started().event(step(TenancyKind::KeysHandedOver));
        let keys = keys.when(mark(written(1))).then_rejected("WOULD_BREAK_ANOTHER_ENTRY").by(written(2));
        assert!(keys.event(mark(written(2))).event(mark(written(1))).state().all().is_empty());
    }
}
