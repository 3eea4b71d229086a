//! Hard to reach.

use super::*;
use crate::{
    admission::{AdmissionKind, PATH},
    contact::{ContactKind, MINUTES, MODE, PLANNED_CONTACT, WINDOW_START},
    participant::{INTERVAL_DAYS, ParticipantKind},
};

fn hard_to_reach(history: &History, now: &str) -> Option<(String, EntryId)> {
    since(history, Status::HardToReach, now)
}

#[test]
fn more_than_14_days_without_a_kept_contact() {
    let mut history = known();
    let last = id(5);
    assert_eq!(hard_to_reach(&history, "2026-01-19"), None); // day 14
    assert_eq!(hard_to_reach(&history, "2026-01-20"), Some(("2026-01-20".into(), last))); // day 15
    assert_eq!(hard_to_reach(&history, "2026-02-20"), Some(("2026-01-20".into(), last)));
    history.add("2026-02-20", contact("PHONE", &[]));
    assert_eq!(hard_to_reach(&history, "2026-02-20"), None);
    let never_met = History::enrolled();
    assert_eq!(hard_to_reach(&never_met, "2026-01-15"), None);
    assert_eq!(hard_to_reach(&never_met, "2026-01-16"), Some(("2026-01-16".into(), id(1))));
}

#[test]
fn admitted_days_are_left_out() {
    let mut history = known();
    let stay = |kind| Entry::build(Kind::Admission(kind));
    history.add("2026-01-10", stay(AdmissionKind::ParticipantAdmitted).with(&PATH, "PLANNED"));
    assert_eq!(hard_to_reach(&history, "2026-03-01"), None);
    history.add("2026-02-10", stay(AdmissionKind::ParticipantDischargedFromWard));
    // 6 to 9 January, then 11 to 20 February: fourteen.
    assert_eq!(hard_to_reach(&history, "2026-02-20"), None);
    assert_eq!(hard_to_reach(&history, "2026-02-21"), Some(("2026-02-21".into(), id(5))));
}

#[test]
fn in_step_down_the_agreed_interval_and_a_week() {
    let mut history = known();
    let agreed = Entry::build(Kind::Participant(ParticipantKind::StepDownAgreed)).with(&INTERVAL_DAYS, 21);
    let agreed = history.add("2026-01-06", agreed);
    assert_eq!(hard_to_reach(&history, "2026-02-02"), None); // day 28
    assert_eq!(hard_to_reach(&history, "2026-02-03"), Some(("2026-02-03".into(), id(5))));
    let mut erased = history.clone();
    erased.erase(agreed);
    assert!(hard_to_reach(&erased, "2026-01-20").is_some());
    history.add("2026-01-20", Entry::build(Kind::Participant(ParticipantKind::ServiceResumed)));
    assert!(hard_to_reach(&history, "2026-01-20").is_some());
}

#[test]
fn two_failed_attempts_in_a_row_since_the_second() {
    let mut history = known();
    history.add("2026-01-06", attempt());
    assert_eq!(hard_to_reach(&history, "2026-01-06"), None);
    // Neither breaks nor makes a row.
    history.add("2026-01-06", contact("TEXT_MESSAGE", &[]));
    let build = |kind| Entry::build(Kind::Contact(kind));
    let planned = build(ContactKind::ContactPlanned).with(&WINDOW_START, "2026-01-09T10:00:00Z");
    let planned = history.add("2026-01-06", planned);
    history
        .add("2026-01-07", build(ContactKind::ContactCancelled).with(&PLANNED_CONTACT, planned.to_string()));
    let network = build(ContactKind::NetworkContactCompleted).with(&MODE, "PHONE").with(&MINUTES, 5);
    history.add("2026-01-07", network);
    assert_eq!(hard_to_reach(&history, "2026-01-07"), None);
    let second = history.add("2026-01-08", attempt());
    history.add("2026-01-09", attempt());
    assert_eq!(hard_to_reach(&history, "2026-01-10"), Some(("2026-01-08".into(), second)));
    history.add("2026-01-11", contact("VIDEO", &[]));
    history.add("2026-01-12", attempt());
    assert_eq!(hard_to_reach(&history, "2026-01-12"), None);
}

#[test]
fn past_seven_days_the_row_is_outlined() {
    let history = known();
    assert!(!row(&history, "2026-01-12").no_contact_over);
    assert!(row(&history, "2026-01-13").no_contact_over);
}
