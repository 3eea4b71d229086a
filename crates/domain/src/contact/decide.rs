//! What a participant's contacts permit.

use super::{ContactKind, ContactRejection, Contacts, PLANNED_CONTACT};
use crate::{
    decider::{Aggregate, Answer, Rejection, Step},
    entry::Entry,
    kind::Kind,
};

impl Aggregate for Contacts {
    fn permits(&self, step: &Step<'_>) -> Result<Answer, Rejection> {
        let Kind::Contact(kind) = step.entry.kind() else { return Err(Rejection::WRONG_STREAM) };
        match kind {
            ContactKind::ContactPlanned | ContactKind::NetworkContactCompleted => Ok(Answer::Write),
            ContactKind::ContactCompleted
            | ContactKind::ContactAttemptFailed
            | ContactKind::ContactCancelled => Ok(self.allows_answer(step.entry)?),
        }
    }

    fn evolve(&mut self, step: &Step<'_>) {
        self.apply(step);
    }
}

impl Contacts {
    /// What answers a planned contact needs it to be open; what answers none is always fine.
    fn allows_answer(&self, entry: &Entry) -> Result<Answer, ContactRejection> {
        let Some(id) = entry.get(&PLANNED_CONTACT) else { return Ok(Answer::Write) };
        match self.planned(id).map(|planned| planned.answer) {
            None => Err(ContactRejection::PlannedContactUnknown),
            Some(Some(answer)) => Err(ContactRejection::PlannedContactAnswered(answer)),
            Some(None) => Ok(Answer::Write),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        entry::EntryBuilder,
        id::EntryId,
        stream::Stream,
        testing::{Given, given, mark, person, sample, written},
    };

    const ANSWERS: [ContactKind; 3] =
        [ContactKind::ContactCompleted, ContactKind::ContactAttemptFailed, ContactKind::ContactCancelled];

    fn step(kind: ContactKind) -> EntryBuilder {
        sample(Kind::Contact(kind))
    }

    fn answer(kind: ContactKind, planned: EntryId) -> EntryBuilder {
        step(kind).with(&PLANNED_CONTACT, planned.to_string())
    }

    fn planned() -> Given<Contacts> {
        given(Stream::Contacts(person(1))).event(step(ContactKind::ContactPlanned))
    }

    #[test]
    fn a_planned_contact_is_answered_once() {
        for kind in ANSWERS {
            let answered = planned().event(answer(kind, written(1)));
            assert_eq!(answered.state().open().count(), 0);
            for again in ANSWERS {
                let answered = planned().event(answer(kind, written(1)));
                let refused = answered.when(answer(again, written(1)));
                let _ = refused.then_rejected("PLANNED_CONTACT_ANSWERED").by(written(2));
            }
        }
    }

    #[test]
    fn an_answer_needs_a_planned_contact_that_exists() {
        for kind in ANSWERS {
            let _ = planned().when(answer(kind, written(9))).then_rejected("PLANNED_CONTACT_UNKNOWN");
        }
        let held = planned().event(step(ContactKind::ContactCompleted));
        let held = held.when(answer(ContactKind::ContactCompleted, written(2)));
        let _ = held.then_rejected("PLANNED_CONTACT_UNKNOWN");
    }

    #[test]
    fn what_answers_nothing_planned_is_always_fine() {
        let contacts =
            planned().event(step(ContactKind::ContactCompleted)).event(step(ContactKind::ContactCompleted));
        let contacts = contacts.event(step(ContactKind::ContactAttemptFailed));
        let contacts = contacts.event(step(ContactKind::NetworkContactCompleted));
        assert_eq!(contacts.state().open().map(|planned| planned.id).collect::<Vec<_>>(), [written(1)]);
    }

    #[test]
    fn an_answer_marked_in_error_leaves_the_contact_open() {
        let open = planned().event(answer(ContactKind::ContactCompleted, written(1))).event(mark(written(2)));
        assert_eq!(open.state().open().count(), 1);
    }
}
