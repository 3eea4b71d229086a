//! What a dwelling permits.

use super::{Dwelling, DwellingRejection, HousingKind, OFFER, Offer, OfferState, TENANCY_ENTRY};
use crate::{
    decider::{Aggregate, Answer, Rejection, Step},
    id::ParticipantId,
    kind::Kind,
};

type Verdict = Result<Answer, DwellingRejection>;

impl Aggregate for Dwelling {
    fn permits(&self, step: &Step<'_>) -> Result<Answer, Rejection> {
        let Kind::Housing(kind) = step.entry.kind() else { return Err(Rejection::WRONG_STREAM) };
        let verdict = match kind {
            HousingKind::DwellingRegistered => match self.registered {
                Some(current) => Err(DwellingRejection::DwellingAlreadyRegistered(current)),
                None => Ok(Answer::Write),
            },
            HousingKind::HousingPreferenceRecorded
            | HousingKind::HousingApplicationSubmitted
            | HousingKind::HousingDecisionMade => return Err(Rejection::WRONG_STREAM),
            _ if !self.is_registered() => Err(DwellingRejection::DwellingUnknown),
            HousingKind::DwellingWithdrawn if self.is_withdrawn() => Ok(Answer::AlreadySo),
            HousingKind::DwellingWithdrawn | HousingKind::DwellingViewed => Ok(Answer::Write),
            HousingKind::HousingOffered => self.allows_offer(step),
            HousingKind::HousingOfferAccepted
            | HousingKind::HousingOfferDeclined
            | HousingKind::HousingOfferExpired => self.allows_answer(step),
            HousingKind::HousingOfferWithdrawn => self.allows_withdrawal(step),
            HousingKind::DwellingReserved => self.allows_reservation(step),
            HousingKind::DwellingReleased => Ok(self.allows_release(step)),
        };
        Ok(verdict?)
    }

    fn evolve(&mut self, step: &Step<'_>) {
        self.apply(step);
    }
}

impl Dwelling {
    fn allows_offer(&self, step: &Step<'_>) -> Verdict {
        step.subject.ok_or(DwellingRejection::ParticipantRequired)?;
        self.can_be_let()?;
        if let Some(occupancy) = self.occupancy {
            return Err(DwellingRejection::DwellingOccupied(occupancy.reserved));
        }
        self.is_free_of_offers(None)
    }

    fn can_be_let(&self) -> Verdict {
        self.withdrawn.map_or(Ok(Answer::Write), |current| Err(DwellingRejection::DwellingWithdrawn(current)))
    }

    /// Whether no offer to anybody, `but` this person, is open or holds the dwelling.
    fn is_free_of_offers(&self, but: Option<ParticipantId>) -> Verdict {
        let mut others = self.offers().filter(|offer| Some(offer.participant) != but);
        let in_the_way = others.find_map(|offer| match offer.state {
            OfferState::Open => Some(DwellingRejection::DwellingHasOpenOffer(offer.id)),
            OfferState::Accepted(answer) => Some(DwellingRejection::DwellingHeld(answer)),
            OfferState::Taken(_) | OfferState::Closed(_) => None,
        });
        in_the_way.map_or(Ok(Answer::Write), Err)
    }

    /// The offer that a step concerns. Another participant's offer does not exist for this one.
    fn offer_of(&self, step: &Step<'_>) -> Result<&Offer, DwellingRejection> {
        let offer = step.entry.get(&OFFER).and_then(|id| self.offers.get(&id));
        offer.filter(|offer| step.subject == Some(offer.participant)).ok_or(DwellingRejection::OfferUnknown)
    }

    /// The date to answer does not matter: an offer stays open until a person closes it.
    fn allows_answer(&self, step: &Step<'_>) -> Verdict {
        match self.offer_of(step)?.state {
            OfferState::Open => Ok(Answer::Write),
            OfferState::Accepted(answer) | OfferState::Taken(answer) | OfferState::Closed(answer) => {
                Err(DwellingRejection::OfferNotOpen(answer))
            }
        }
    }

    /// An offer can be withdrawn until a tenancy came of it.
    fn allows_withdrawal(&self, step: &Step<'_>) -> Verdict {
        match self.offer_of(step)?.state {
            OfferState::Open | OfferState::Accepted(_) => Ok(Answer::Write),
            OfferState::Taken(answer) | OfferState::Closed(answer) => {
                Err(DwellingRejection::OfferNotOpen(answer))
            }
        }
    }

    fn allows_reservation(&self, step: &Step<'_>) -> Verdict {
        let participant = step.subject.ok_or(DwellingRejection::ParticipantRequired)?;
        match self.occupancy {
            Some(occupancy) if step.entry.get(&TENANCY_ENTRY) == Some(occupancy.tenancy) => {
                Ok(Answer::AlreadySo)
            }
            Some(occupancy) => Err(DwellingRejection::DwellingOccupied(occupancy.reserved)),
            None => {
                self.can_be_let()?;
                self.is_free_of_offers(Some(participant))
            }
        }
    }

    fn allows_release(&self, step: &Step<'_>) -> Answer {
        let tenancy = step.entry.get(&TENANCY_ENTRY);
        match self.occupancy {
            Some(occupancy) if Some(occupancy.tenancy) == tenancy => Answer::Write,
            _ => Answer::AlreadySo,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        entry::EntryBuilder,
        housing::{RENT, RESPOND_BY},
        id::EntryId,
        stream::Stream,
        testing::{Given, Then, dwelling, given, mark, person, sample, written},
    };

    fn step(kind: HousingKind) -> EntryBuilder {
        sample(Kind::Housing(kind))
    }

    fn answer(kind: HousingKind, offer: EntryId) -> EntryBuilder {
        step(kind).with(&OFFER, offer.to_string())
    }

    fn accept(offer: EntryId) -> EntryBuilder {
        answer(HousingKind::HousingOfferAccepted, offer)
    }

    fn reserve(tenancy: u64) -> EntryBuilder {
        step(HousingKind::DwellingReserved).with(&TENANCY_ENTRY, written(tenancy).to_string())
    }

    fn release(tenancy: u64) -> EntryBuilder {
        step(HousingKind::DwellingReleased).with(&TENANCY_ENTRY, written(tenancy).to_string())
    }

    /// Step 1 registers.
    fn registered() -> Given<Dwelling> {
        given(Stream::Dwelling(dwelling(1))).event(step(HousingKind::DwellingRegistered).with(&RENT, 950_000))
    }

    /// Step 2 offers to the first person.
    fn offered() -> Given<Dwelling> {
        registered().event(step(HousingKind::HousingOffered))
    }

    fn when_offered_to(given: Given<Dwelling>, n: u128) -> Then<Dwelling> {
        given.about(person(n)).when(step(HousingKind::HousingOffered))
    }

    #[test]
    fn a_dwelling_is_registered_once_and_first() {
        let unknown = given::<Dwelling>(Stream::Dwelling(dwelling(1)));
        let _ = unknown.when(step(HousingKind::HousingOffered)).then_rejected("DWELLING_UNKNOWN");
        let dwelling = registered().when(step(HousingKind::DwellingRegistered));
        let dwelling = dwelling.then_rejected("DWELLING_ALREADY_REGISTERED").by(written(1)).state();
        assert_eq!((dwelling.address(), dwelling.rent().map(|ore| ore.0)), (Some("Bjørk"), Some(950_000)));
    }

    #[test]
    fn a_withdrawn_dwelling_is_neither_offered_nor_reserved() {
        let gone = registered().event(step(HousingKind::DwellingWithdrawn));
        let gone = gone.when(step(HousingKind::DwellingWithdrawn)).then_nothing();
        let gone =
            gone.when(step(HousingKind::HousingOffered)).then_rejected("DWELLING_WITHDRAWN").by(written(2));
        let _ = gone
            .when(reserve(50))
            .then_rejected("DWELLING_WITHDRAWN")
            .given
            .event(step(HousingKind::DwellingViewed));
    }

    #[test]
    fn a_dwelling_has_one_open_offer() {
        let offered = when_offered_to(offered(), 2).then_rejected("DWELLING_HAS_OPEN_OFFER").by(written(2));
        let again = when_offered_to(offered, 1).then_rejected("DWELLING_HAS_OPEN_OFFER").given;
        let declined = again.event(answer(HousingKind::HousingOfferDeclined, written(2)));
        let _ = when_offered_to(declined, 2).then_written();
    }

    #[test]
    fn an_answer_needs_that_offer_to_be_open_and_to_be_the_participants_own() {
        let others = offered().about(person(2)).when(accept(written(2))).then_rejected("OFFER_UNKNOWN").given;
        let accepted = others.about(person(1)).event(accept(written(2)));
        let _ = registered().when(accept(written(9))).then_rejected("OFFER_UNKNOWN");
        for kind in [
            HousingKind::HousingOfferAccepted,
            HousingKind::HousingOfferDeclined,
            HousingKind::HousingOfferExpired,
        ] {
            let offered = offered().event(accept(written(2)));
            let _ = offered.when(answer(kind, written(2))).then_rejected("OFFER_NOT_OPEN").by(written(3));
        }
        assert_eq!(accepted.state().holder().map(|offer| offer.participant), Some(person(1)));
    }

    #[test]
    fn an_offer_past_its_date_is_open_until_a_person_closes_it() {
        let offer = step(HousingKind::HousingOffered).with(&RESPOND_BY, "2026-11-03");
        let late = registered().event(offer).later(chrono::Duration::days(40));
        assert!(late.state().open_offer().is_some());
        let _ = late.event(accept(written(2)));
    }

    #[test]
    fn an_accepted_offer_holds_the_dwelling_until_it_is_withdrawn() {
        let held = when_offered_to(offered().event(accept(written(2))), 2)
            .then_rejected("DWELLING_HELD")
            .by(written(3));
        let held = held.when(reserve(50)).then_rejected("DWELLING_HELD").by(written(3));
        let free = held.about(person(1)).event(answer(HousingKind::HousingOfferWithdrawn, written(2)));
        assert!(free.state().holder().is_none());
        let again = free.when(answer(HousingKind::HousingOfferWithdrawn, written(2)));
        let free = again.then_rejected("OFFER_NOT_OPEN").given;
        let _ = when_offered_to(free, 2).then_written();
    }

    #[test]
    fn a_reservation_takes_the_participants_own_acceptance() {
        let moved_in = offered().event(accept(written(2))).event(reserve(50));
        let state = moved_in.state();
        assert_eq!(state.occupied_by(), Some((written(50), person(1))));
        assert!(state.holder().is_none());
        let taken = answer(HousingKind::HousingOfferWithdrawn, written(2));
        let moved_in = moved_in.when(taken).then_rejected("OFFER_NOT_OPEN").by(written(4));
        let _ = when_offered_to(moved_in, 2).then_rejected("DWELLING_OCCUPIED").by(written(4));
    }

    #[test]
    fn a_dwelling_has_one_tenancy() {
        let one = registered().event(reserve(50)).when(reserve(50)).then_nothing();
        let one = one.about(person(2)).when(reserve(51)).then_rejected("DWELLING_OCCUPIED").by(written(2));
        let one = one.when(release(51)).then_nothing();
        let free = one.event(release(50)).when(release(50)).then_nothing();
        let _ = free.event(reserve(51));
    }

    #[test]
    fn an_open_offer_to_somebody_else_keeps_a_tenancy_out() {
        let offered = offered().about(person(2)).when(reserve(50));
        let offered = offered.then_rejected("DWELLING_HAS_OPEN_OFFER").by(written(2));
        let _ = offered.about(person(1)).event(reserve(50)).event(accept(written(2))).event(release(50));
    }

    #[test]
    fn a_yes_that_comes_after_the_keys_holds_nothing() {
        let late = offered().event(reserve(50)).event(accept(written(2))).event(release(50));
        assert!(late.state().holder().is_none());
    }

    #[test]
    fn an_answer_marked_in_error_opens_the_offer_again_unless_that_breaks_a_later_one() {
        let declined = offered().event(answer(HousingKind::HousingOfferDeclined, written(2)));
        let open = declined.when(mark(written(3))).then_written();
        assert_eq!(open.state().open_offer().map(|offer| offer.id), Some(written(2)));
        let declined = offered().event(answer(HousingKind::HousingOfferDeclined, written(2)));
        let next = when_offered_to(declined, 2).then_written();
        let _ = next.when(mark(written(3))).then_rejected("WOULD_BREAK_ANOTHER_ENTRY").by(written(4));
    }

    #[test]
    fn steps_of_other_streams_are_refused() {
        let wish = sample(Kind::Housing(HousingKind::HousingPreferenceRecorded));
        let _ = registered().when(wish).then_rejected("WRONG_STREAM");
    }
}
