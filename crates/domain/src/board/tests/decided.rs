//! What the team decides, the marks, and who is shown.

use super::*;
use crate::{
    participant::{CrisisKind, INTERVAL_DAYS, ParticipantKind},
    tenancy::FIXED_UNTIL,
};

fn crisis(kind: CrisisKind) -> EntryBuilder {
    Entry::build(Kind::Crisis(kind))
}

fn shown(history: &History, now: &str) -> (bool, bool) {
    let in_fact = row_in(history, TeamModel::Fact, now).unwrap().shown;
    let both =
        [TeamModel::Act, TeamModel::HousingFirst].map(|model| row_in(history, model, now).unwrap().shown);
    (in_fact, both == [true, true])
}

#[test]
fn nobody_has_decided() {
    let mut history = known();
    let undecided = row(&history, "2026-01-06");
    assert_eq!((undecided.primary(), undecided.marks.as_slice()), (None, [Mark::NeedsDecision].as_slice()));
    assert_eq!(shown(&history, "2026-01-06"), (true, true));
    history.add("2026-01-06", removed());
    assert_eq!(row(&history, "2026-01-06").marks, []);
    assert_eq!(statuses(&history, "2026-01-06"), [Status::Base]);
    assert_eq!(shown(&history, "2026-01-06"), (false, true));
}

#[test]
fn a_short_period_past_its_review_date_stays_and_is_marked() {
    let mut history = known();
    let decision = history.add("2026-01-06", placed("SHORT").with(&REVIEW_BY, "2026-01-15"));
    let on_time = row(&history, "2026-01-15");
    assert_eq!((on_time.statuses[0].status, on_time.marks), (Status::IntensiveShort, vec![]));
    let overdue = row(&history, "2026-01-16");
    assert_eq!(overdue.statuses[0].review_by, Some(day("2026-01-15")));
    assert_eq!(
        (overdue.statuses[0].status, overdue.marks),
        (Status::IntensiveShort, vec![Mark::ReviewOverdue])
    );
    // The length was erased, and the date with it.
    let mut erased = history.clone();
    erased.erase(decision);
    assert_eq!(statuses(&erased, "2026-01-16"), [Status::IntensiveLong]);
    history.add("2026-01-17", placed("LONG"));
    assert_eq!(statuses(&history, "2026-01-17"), [Status::IntensiveLong]);
    assert_eq!(row(&history, "2026-01-17").marks, []);
}

#[test]
fn a_decided_status_stays_underneath_and_returns() {
    let mut history = known();
    let agreed = Entry::build(Kind::Participant(ParticipantKind::StepDownAgreed)).with(&INTERVAL_DAYS, 30);
    history.add("2026-01-06", agreed);
    assert_eq!(shown(&history, "2026-01-06"), (false, true));
    history.add("2026-01-07", crisis(CrisisKind::CrisisReported));
    assert_eq!(statuses(&history, "2026-01-07"), [Status::Crisis, Status::StepDown]);
    assert_eq!(shown(&history, "2026-01-07"), (true, true));
    history.add("2026-01-08", crisis(CrisisKind::CrisisResolved).with(&DECIDER, staff(1).to_string()));
    assert_eq!(statuses(&history, "2026-01-08"), [Status::StepDown]);
    history.add("2026-01-09", Entry::build(Kind::Participant(ParticipantKind::ServiceResumed)));
    assert_eq!(row(&history, "2026-01-09").marks, [Mark::NeedsDecision]);
}

#[test]
fn a_fixed_term_that_ends_soon_is_marked() {
    let mut history = History::enrolled();
    history.add("2026-01-01", tenancy(1).with(&FIXED_UNTIL, "2026-04-02"));
    assert_eq!(row(&history, "2026-01-01").marks, []);
    assert_eq!(row(&history, "2026-01-02").marks, [Mark::FixedTermEnding]);
}
