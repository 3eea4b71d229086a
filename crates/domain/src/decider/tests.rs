//! Corrections, error marks, dates and repeats, as examples.

use chrono::{DateTime, Duration, Utc};
use serde_json::Value as Json;

use super::*;
use crate::{
    arrears::{ArrearsKind, PERIOD, RECEIVED_ON, SENT_ON},
    calendar,
    contact::{ContactKind, Contacts, MINUTES, NOTE, PLACE},
    effective::by_occurrence,
    entry::EntryBuilder,
    field::Ore,
    housing::{Dwelling, HousingKind, OFFER, RENT},
    kind::Kind,
    participant::{BoardDecisionKind, INTENSITY, ParticipantKind, ParticipantState, REVIEW_BY},
    recorded::Precision,
    stream::Stream,
    tenancy::{CONTRACT_NUMBER, Tenancies, TenancyKind},
    testing::{Given, correct, dwelling, given, mark, person, sample, start, written},
};

fn visit() -> EntryBuilder {
    sample(Kind::Contact(ContactKind::ContactCompleted))
}

fn arrears(kind: ArrearsKind) -> EntryBuilder {
    sample(Kind::Arrears(kind))
}

fn warning() -> EntryBuilder {
    arrears(ArrearsKind::EvictionWarningReceived)
}

fn contacts() -> Given<Contacts> {
    given(Stream::Contacts(person(1)))
}

/// Step 1 starts a tenancy at 9 500 kroner.
fn housed() -> Given<Tenancies> {
    let lease = sample(Kind::Tenancy(TenancyKind::TenancyStarted)).with(&CONTRACT_NUMBER, "K-17");
    given(Stream::Tenancies(person(1))).event(lease)
}

fn rent(given: &Given<Tenancies>) -> Option<Ore> {
    given.state().active()?.rent
}

fn at(text: &str) -> Option<DateTime<Utc>> {
    text.parse().ok()
}

/// When the n-th event occurred, as it stands now.
fn occurred<A: Aggregate>(given: &Given<A>, n: usize) -> Occurred {
    effective(&given.log.events, AsOf::NOW)[n].occurred
}

mod corrections {
    use super::*;

    #[test]
    fn a_correction_sets_a_field_and_the_entry_stays() {
        let before = housed();
        let first = before.log.events.clone();
        let corrected = before.event(correct(written(1)).set(&RENT, 990_000));
        assert_eq!(rent(&corrected), Some(Ore(990_000)));
        assert_eq!(corrected.log.events[..1], first[..]);
        assert_eq!(corrected.log.events.len(), 2);
    }

    #[test]
    fn a_correction_clears_a_field_but_no_required_one() {
        let cleared = housed().event(correct(written(1)).clear(&CONTRACT_NUMBER));
        assert!(cleared.state().by_contract("K-17").is_none());
        let _ = cleared.when(correct(written(1)).clear(&RENT)).then_invalid("rentOre", Problem::Required);
    }

    #[test]
    fn the_last_correction_of_a_field_wins_and_may_be_taken_back() {
        let twice =
            housed().event(correct(written(1)).set(&RENT, 1)).event(correct(written(1)).set(&RENT, 2));
        assert_eq!(rent(&twice), Some(Ore(2)));
        let once = twice.event(mark(written(3)));
        assert_eq!(rent(&once), Some(Ore(1)));
        let again = once.event(mark(written(4)));
        assert_eq!(rent(&again), Some(Ore(2)));
    }

    #[test]
    fn a_correction_moves_an_entry_in_time() {
        let moved = contacts().event(visit()).event(visit());
        let moved = moved.event(correct(written(2)).occurred(start() - Duration::days(1)));
        let order: Vec<_> = by_occurrence(&moved.log.events, AsOf::NOW).iter().map(Effective::id).collect();
        assert_eq!(order, [written(2), written(1)]);
        assert_eq!(moved.log.events[1].occurred.at, start() + Duration::hours(1));
    }

    #[test]
    fn nothing_is_moved_past_the_time_when_it_was_recorded() {
        let late = contacts().event(visit()).later(Duration::days(2));
        let moved = late.when(correct(written(1)).occurred(start() + Duration::days(1)));
        let _ = moved.then_invalid("occurredAt", Problem::InFuture);
    }

    #[test]
    fn a_letter_moves_with_its_date() {
        let letter = housed().event(warning());
        let moved = letter.event(correct(written(2)).set(&RECEIVED_ON, "2026-10-28"));
        assert_eq!(occurred(&moved, 1).at, at("2026-10-28T11:00:00Z").unwrap());
        let beside = correct(written(2)).occurred(start() - Duration::days(9));
        let _ = moved.when(beside).then_invalid("occurredAt", Problem::NotForThisKind);
    }

    #[test]
    fn what_is_so_already_writes_nothing() {
        let same = housed().when(correct(written(1)).set(&RENT, 950_000)).then_nothing();
        let _ = same.when(correct(written(1))).then_nothing();
    }

    #[test]
    fn the_kind_cannot_change() {
        let visited = || contacts().event(visit());
        let other = CorrectEntry {
            set: [("kind".to_owned(), Json::from("CONTACT_CANCELLED"))].into_iter().collect(),
            ..correct(written(1))
        };
        let _ = visited().when(other).then_invalid("kind", Problem::NotForThisKind);
        let _ = visited()
            .when(correct(written(1)).set(&crate::contact::FAILURE, "NO_ANSWER"))
            .then_invalid("failure", Problem::NotForThisKind);
        let _ = visited()
            .when(correct(written(1)).clear(&crate::contact::FAILURE))
            .then_invalid("failure", Problem::NotForThisKind);
    }

    #[test]
    fn wrong_values_and_a_missing_reason_are_named() {
        let _ = contacts()
            .event(visit())
            .when(correct(written(1)).set(&MINUTES, 0))
            .then_invalid("minutes", Problem::TooSmall);
        let no_reason = CorrectEntry { reason: " ".to_owned(), ..correct(written(1)) };
        let _ = contacts().event(visit()).when(no_reason).then_invalid("reason", Problem::Required);
    }

    #[test]
    fn only_entries_that_count_and_that_people_wrote_are_corrected() {
        let gone = contacts().event(visit()).event(mark(written(1)));
        let gone = gone
            .when(correct(written(1)).set(&PLACE, "HOME"))
            .then_rejected("ENTERED_IN_ERROR")
            .by(written(1));
        let _ = gone.when(correct(written(2)).set(&PLACE, "HOME")).then_rejected("UNKNOWN_ENTRY");
        let home = given::<Dwelling>(Stream::Dwelling(dwelling(1)));
        let home = home.event(sample(Kind::Housing(HousingKind::DwellingRegistered)));
        let home = home.event(sample(Kind::Housing(HousingKind::DwellingReserved)));
        let home = home
            .when(correct(written(2)).set(&OFFER, written(1).to_string()))
            .then_rejected("WRITTEN_BY_SERVICE")
            .given;
        let _ = home.when(mark(written(2))).then_rejected("WRITTEN_BY_SERVICE").by(written(2));
    }

    #[test]
    fn a_correction_that_breaks_an_invariant_is_refused() {
        let due = |period| arrears(ArrearsKind::RentFellDue).with(&PERIOD, period);
        let two = housed().event(due("2026-09")).event(due("2026-10"));
        let two = two.when(correct(written(2)).set(&PERIOD, "2026-10"));
        let two = two.then_rejected("WOULD_BREAK_ANOTHER_ENTRY").by(written(3));
        let _ = two.event(correct(written(2)).set(&PERIOD, "2026-08"));
    }

    #[test]
    fn a_correction_that_another_builds_upon_is_not_taken_back_before_that_one() {
        let decided = sample(Kind::BoardDecision(BoardDecisionKind::PlacedOnBoard)).with(&INTENSITY, "LONG");
        let enrolled = given::<ParticipantState>(Stream::Participant(person(1)));
        let decided =
            enrolled.event(sample(Kind::Participant(ParticipantKind::ParticipantEnrolled))).event(decided);
        let dated = decided.event(correct(written(2)).set(&REVIEW_BY, "2026-12-01"));
        let short = dated.event(correct(written(2)).set(&INTENSITY, "SHORT"));
        let short = short.when(mark(written(3))).then_rejected("WOULD_BREAK_ANOTHER_ENTRY").by(written(4));
        let _ = short.event(mark(written(4))).event(mark(written(3)));
    }
}

mod error_marks {
    use super::*;

    #[test]
    fn an_entry_marked_in_error_does_not_count_and_stays() {
        let gone = housed().event(mark(written(1)));
        assert!(gone.state().all().is_empty());
        assert!(!effective(&gone.log.events, AsOf::NOW)[0].stands());
    }

    #[test]
    fn marking_twice_writes_nothing() {
        let _ = housed().event(mark(written(1))).when(mark(written(1))).then_nothing();
        let _ = housed().when(mark(written(7))).then_rejected("UNKNOWN_ENTRY");
    }

    #[test]
    fn a_mark_is_taken_back_by_marking_it() {
        let back = housed().event(mark(written(1))).event(mark(written(2)));
        assert_eq!(back.state().all().len(), 1);
        assert!(back.event(mark(written(1))).state().all().is_empty());
    }

    #[test]
    fn a_mark_is_not_taken_back_when_that_breaks_a_later_entry() {
        let other =
            housed().event(mark(written(1))).event(sample(Kind::Tenancy(TenancyKind::TenancyStarted)));
        let _ = other.when(mark(written(2))).then_rejected("WOULD_BREAK_ANOTHER_ENTRY").by(written(3));
    }

    #[test]
    fn the_past_is_shown_as_it_was_known() {
        let gone = housed().event(mark(written(1)));
        let then = AsOf { known_at: Some(start()), happened_at: None };
        assert!(effective(&gone.log.events, then)[0].stands());
    }
}

mod dates {
    use super::*;

    /// A visit so long before now.
    fn ago(before: Duration) -> crate::testing::At {
        visit().at(Some(start() - before))
    }

    #[test]
    fn the_future_is_refused_at_its_field() {
        let ahead = contacts().when(ago(Duration::hours(-1)));
        let _ = ahead.then_invalid("occurredAt", Problem::InFuture);
        let _ = housed()
            .when(warning().with(&RECEIVED_ON, "2026-11-03"))
            .then_invalid("receivedOn", Problem::InFuture);
        let _ =
            housed().when(warning().with(&SENT_ON, "2026-11-03")).then_invalid("sentOn", Problem::InFuture);
    }

    #[test]
    fn a_clock_may_run_ahead_a_little_and_is_put_right() {
        let ahead = contacts().event(ago(Duration::minutes(-2)));
        assert_eq!(occurred(&ahead, 0), Occurred::at(start()));
        let _ = contacts().when(ago(Duration::seconds(-121))).then_invalid("occurredAt", Problem::InFuture);
    }

    #[test]
    fn day_ninety_is_fine_and_day_ninety_one_asks_for_a_reason() {
        let backdated = contacts().event(ago(Duration::days(90)));
        assert!(backdated.log.events[0].is_backdated());
        let asked = backdated.when(visit().at(at("2026-08-03T22:30:00Z")));
        // In Oslo that is the fourth of August, the ninetieth day.
        let asked = asked.then_written().when(visit().at(at("2026-08-03T21:30:00Z")));
        let asked = asked.then_invalid("backdatingReason", Problem::BackdatingReasonRequired);
        let _ = asked
            .event(visit().with(&BACKDATING_REASON, "Lå i en lukket mappe.").at(at("2026-08-03T21:30:00Z")));
    }

    #[test]
    fn an_old_entry_is_corrected_without_a_reason_for_backdating() {
        let old = contacts().event(visit()).later(Duration::days(200));
        let old = old.event(correct(written(1)).set(&NOTE, "Hun ville se på leiligheten igjen."));
        let moved = old.when(correct(written(1)).occurred(start() - Duration::days(91)));
        let _ = moved.then_invalid("backdatingReason", Problem::BackdatingReasonRequired);
    }

    #[test]
    fn the_first_and_the_last_date_there_is_are_answered() {
        let [first, last] = [NaiveDate::MIN, NaiveDate::MAX].map(|date| date.to_string());
        let letter = warning().with(&RECEIVED_ON, first).with(&BACKDATING_REASON, "Svært gammelt brev.");
        let _ = housed().event(letter).event(correct(written(2)).set(&RECEIVED_ON, "2026-10-28"));
        let _ =
            housed().when(warning().with(&RECEIVED_ON, last)).then_invalid("receivedOn", Problem::InFuture);
    }

    #[test]
    fn a_date_alone_is_noon_or_when_it_was_recorded() {
        let letters = housed().event(warning().with(&RECEIVED_ON, "2026-11-01"));
        let letters = letters.event(warning().with(&RECEIVED_ON, "2026-11-02").with(&SENT_ON, "2026-10-30"));
        assert_eq!(occurred(&letters, 1).at, at("2026-11-01T11:00:00Z").unwrap());
        assert_eq!(occurred(&letters, 2).at, start() + Duration::hours(2));
        assert_eq!(occurred(&letters, 2).precision, Precision::Day);
        assert_eq!(occurred(&letters, 2).date(), calendar::date(start()));
    }
}

#[test]
fn a_command_sent_twice_writes_once() {
    let mut log = housed().log;
    let context = log.step();
    let ask = Command::MarkInError(mark(written(1)));
    let events = decide::<Tenancies>(&log.events, &ask, &context).unwrap();
    log.write(events[0].clone(), &context);
    assert_eq!(decide::<Tenancies>(&log.events, &ask, &context), Ok(Vec::new()));
    let first = Context { command: crate::testing::command(1), ..context };
    let (row, input) = sample(Kind::Tenancy(TenancyKind::TenancyStarted)).input();
    let again = RecordEntry { row, subject: Some(person(1)), input, occurred_at: None };
    assert_eq!(decide::<Tenancies>(&log.events, &Command::Record(again), &first), Ok(Vec::new()));
}

#[test]
fn losing_a_tenancy_never_ends_the_follow_up() {
    let enrolled = given::<ParticipantState>(Stream::Participant(person(1)));
    let enrolled = enrolled.event(sample(Kind::Participant(ParticipantKind::ParticipantEnrolled)));
    let mut state = enrolled.state();
    for kind in [Kind::Tenancy(TenancyKind::TenancyEnded), Kind::Arrears(ArrearsKind::EvictionExecuted)] {
        let entry = sample(kind).finish().unwrap();
        let step =
            Step { id: written(9), entry: &entry, occurred: Occurred::at(start()), subject: Some(person(1)) };
        state.evolve(&step);
        assert!(state.is_enrolled());
    }
}

#[test]
fn an_erased_lease_is_still_a_lease() {
    let mut log = housed().log;
    let Body::Entry(entry) = &log.events[0].body else { unreachable!() };
    let mut stored = entry.to_stored();
    stored.retain(|_, value| value.as_object_mut().is_none_or(|field| field.remove("value").is_some()));
    log.events[0].body = Body::Entry(Entry::from_stored(entry.row(), &stored).unwrap());
    let state: Tenancies = fold(&log.events);
    let active = state.active().unwrap();
    assert_eq!((active.id, active.rent, active.dwelling, active.started_on), (written(1), None, None, None));
    assert!(state.by_contract("K-17").is_none());
}
