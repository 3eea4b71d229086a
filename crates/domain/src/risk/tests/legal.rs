//! The chain of legal steps: what forces red, what is flagged, what closes.

use crate::{
    arrears::{AVERTED_BY, ArrearsKind, RECEIVED_ON, SENT_ON, SERVED_ON},
    risk::{Assessment, Flag, Level, Signal, testkit::*},
    tenancy::{FIXED_UNTIL, TENANCY, TenancyKind},
};

fn warned(sent: &str) -> History {
    let mut history = History::tenancy();
    history.add(sent, letter(ArrearsKind::EvictionWarningReceived, sent, sent));
    history
}

fn flags(assessment: &Assessment, signal: Signal) -> Vec<Flag> {
    assessment.fired(signal).unwrap().flags.clone()
}

#[test]
fn a_petition_needs_a_warning_sent_two_weeks_before() {
    for (petition, expected) in [("2026-11-23", vec![Flag::ProbablyInvalid]), ("2026-11-24", vec![])] {
        let mut history = warned("2026-11-10");
        history.add(petition, step(ArrearsKind::EvictionPetitionFiled));
        let now = history.assess(petition);
        assert_eq!((flags(&now, Signal::PetitionFiled), now.level), (expected.clone(), Level::Red));
        history.add("2026-11-30", step(ArrearsKind::PetitionServed).with(&SERVED_ON, "2026-11-30"));
        let now = history.assess("2026-12-01");
        // Served is judged by the day of filing, and takes the place of filed.
        assert_eq!(flags(&now, Signal::PetitionServed), expected);
        assert_eq!((now.fired(Signal::PetitionFiled), now.points), (None, 50 + 85));
    }
}

#[test]
fn a_petition_without_a_warning_is_flagged_and_so_is_one_after_a_withdrawn_warning() {
    let mut history = History::tenancy();
    history.add("2026-11-24", step(ArrearsKind::EvictionPetitionFiled));
    assert_eq!(flags(&history.assess("2026-11-24"), Signal::PetitionFiled), [Flag::ProbablyInvalid]);
    // Sent in time, though its receipt was recorded after the petition.
    let late = letter(ArrearsKind::EvictionWarningReceived, "2026-11-01", "2026-11-25");
    history.add("2026-11-25", late);
    assert_eq!(flags(&history.assess("2026-11-25"), Signal::PetitionFiled), []);

    let mut history = warned("2026-10-01");
    history.add(
        "2026-10-10",
        step(ArrearsKind::WarningWithdrawn).with(&crate::arrears::WARNING, "EVICTION_WARNING"),
    );
    history.add("2026-11-24", step(ArrearsKind::EvictionPetitionFiled));
    assert_eq!(flags(&history.assess("2026-11-24"), Signal::PetitionFiled), [Flag::ProbablyInvalid]);
}

#[test]
fn a_warning_whose_date_is_erased_leaves_the_petition_unjudged() {
    let mut history = warned("2026-11-20");
    history.erase(id(2));
    history.add("2026-11-24", step(ArrearsKind::EvictionPetitionFiled));
    assert_eq!(flags(&history.assess("2026-11-24"), Signal::PetitionFiled), []);
}

#[test]
fn a_petition_filed_and_served_on_one_date_counts_once() {
    let mut history = History::tenancy();
    history.add("2026-11-24", step(ArrearsKind::PetitionServed).with(&SERVED_ON, "2026-11-24"));
    history.add("2026-11-24T15:00:00Z", step(ArrearsKind::EvictionPetitionFiled));
    assert_eq!(history.assess("2026-11-25").points, 85);
}

#[test]
fn executable_steps_force_red_whatever_the_mitigators() {
    let mut history = History::tenancy();
    history.add("2026-11-01", step(ArrearsKind::VoluntaryDeductionStarted));
    history.add("2026-11-10", step(ArrearsKind::RescissionReceived).with(&RECEIVED_ON, "2026-11-10"));
    let now = history.assess("2026-11-11");
    assert_eq!((now.points, now.level, now.forced_red), (65, Level::Red, true));
    history.add("2026-11-12", step(ArrearsKind::EvictionAverted).with(&AVERTED_BY, "AGREEMENT"));
    let now = history.assess("2026-11-12");
    assert_eq!((now.points, now.level, now.forced_red), (0, Level::Green, false));
    assert_eq!(now.signals.len(), 1);
    history.add("2026-11-13", step(ArrearsKind::DeductionStopped));
    assert!(history.assess("2026-11-13").signals.is_empty());
}

#[test]
fn signals_add_up_and_say_where_they_come_from() {
    let mut history = warned("2026-11-10");
    history.add("2026-11-12", step(ArrearsKind::SocialServiceNotified).with(&SENT_ON, "2026-11-11"));
    let now = history.assess("2026-11-13");
    assert_eq!((now.points, now.level, now.forced_red), (90, Level::Red, false));
    let sources: Vec<_> = now.signals.iter().map(|fired| fired.source).collect();
    assert_eq!(sources, ["tvangsfullbyrdelsesloven § 4-18", "husleieloven § 9-11"]);
    assert_eq!(now.rules_version, "2026-11");
}

#[test]
fn rows_about_conduct_fade_after_six_months() {
    let mut history = History::tenancy();
    let conduct = |kind| step(kind).with(&RECEIVED_ON, "2026-05-24");
    history.add("2026-05-24", conduct(ArrearsKind::WrittenWarningReceived));
    history.add("2026-05-24", conduct(ArrearsKind::NuisanceComplaintReceived));
    assert_eq!(history.assess("2026-11-24").points, 35);
    assert_eq!(history.assess("2026-11-25").points, 0);
    history.add("2026-06-01", step(ArrearsKind::ComplaintClosed));
    assert_eq!(history.assess("2026-06-02").points, 25);
}

#[test]
fn a_fixed_term_counts_from_90_days_before_until_it_is_open_ended() {
    let mut history = History::default();
    history.add("2026-01-01", tenancy(920_000).with(&FIXED_UNTIL, "2026-06-30"));
    assert!(history.assess("2026-03-31").fired(Signal::FixedTermEnding).is_none());
    assert_eq!(history.assess("2026-04-01").points, 20);
    assert_eq!(history.assess("2026-09-30").points, 20);
    let open_ended = history.assess("2026-10-01");
    assert_eq!((open_ended.points, open_ended.deadlines.len()), (0, 0));
    // A landlord who has terminated is not silent.
    history.add("2026-08-01", step(ArrearsKind::TerminationReceived).with(&RECEIVED_ON, "2026-08-01"));
    assert_eq!(history.assess("2026-10-01").points, 70);
}

#[test]
fn what_ends_with_a_tenancy_does_not_follow_into_the_next() {
    let mut history = warned("2026-02-10");
    let end = lease(TenancyKind::TenancyEnded).with(&crate::tenancy::TENANCY_END, "EVICTED");
    history.add("2026-03-01", end);
    history.add("2026-04-01", tenancy(800_000));
    assert_eq!(history.assess("2026-04-02").points, 0);
    // A late letter that names the old tenancy stays with it.
    let late = letter(ArrearsKind::EvictionWarningReceived, "2026-02-01", "2026-04-03");
    history.add("2026-04-03", late.with(&TENANCY, id(1).to_string()));
    assert_eq!(history.assess("2026-04-04").points, 0);
}

#[test]
fn a_letter_older_than_the_entry_of_the_lease_belongs_to_it() {
    let mut history = History::default();
    history.add("2026-02-10", letter(ArrearsKind::EvictionWarningReceived, "2026-02-09", "2026-02-10"));
    history.add("2026-02-20", tenancy(800_000));
    assert_eq!(history.assess("2026-02-21").points, 50);
}
