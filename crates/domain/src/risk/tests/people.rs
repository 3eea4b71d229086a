//! Signals about the person: income, contact, stays.

use crate::{
    admission::{AdmissionKind, IMPRISONMENT, PATH},
    entry::{Entry, EntryBuilder},
    kind::Kind,
    participant::{DECIDER, FOLLOW_UP_END, ParticipantKind},
    risk::{Signal, testkit::*},
    tenancy::{HOUSING_BENEFIT, INCOME, TenancyKind},
};

fn stay(kind: AdmissionKind) -> EntryBuilder {
    Entry::build(Kind::Admission(kind))
}

fn admitted() -> EntryBuilder {
    stay(AdmissionKind::ParticipantAdmitted).with(&PATH, "PLANNED")
}

fn housed() -> History {
    let mut history = History::enrolled();
    history.add("2026-01-01", tenancy(920_000));
    history
}

fn contact_points(history: &History, now: &str) -> i32 {
    history.assess(now).fired(Signal::NoContact).map_or(0, |fired| fired.points)
}

#[test]
fn rent_burden_takes_the_higher_row_only() {
    let burden = |income: i64, benefit: Option<i64>| {
        let mut history = History::tenancy();
        history.add(
            "2026-02-01",
            lease(TenancyKind::IncomeRecorded).with(&INCOME, income).maybe(&HOUSING_BENEFIT, benefit),
        );
        history.assess("2026-02-02").points
    };
    // 8 000 of net rent: 30 % of 26 666.67, 40 % of 20 000.
    assert_eq!(burden(2_666_667, Some(120_000)), 0);
    assert_eq!(burden(2_666_666, Some(120_000)), 10);
    assert_eq!(burden(2_000_000, Some(120_000)), 10);
    assert_eq!(burden(1_999_999, Some(120_000)), 20);
    assert_eq!(burden(3_000_000, None), 10);
    assert_eq!(burden(0, Some(920_000)), 0);
    assert_eq!(burden(0, None), 20);
}

#[test]
fn an_erased_income_burdens_nobody() {
    let mut history = History::tenancy();
    let income = history.add("2026-02-01", lease(TenancyKind::IncomeRecorded).with(&INCOME, 1));
    history.erase(income);
    assert_eq!(history.assess("2026-02-02").points, 0);
}

#[test]
fn no_contact_counts_from_enrolment_or_the_last_kept_contact() {
    let mut history = housed();
    assert_eq!(contact_points(&history, "2026-01-08"), 0);
    assert_eq!(contact_points(&history, "2026-01-09"), 10);
    assert_eq!(contact_points(&history, "2026-01-15"), 10);
    assert_eq!(contact_points(&history, "2026-01-16"), 20);
    // Late in the evening by UTC is the next day in Oslo.
    let kept = history.add("2026-01-10T23:30:00Z", contact("PHONE", &[]));
    assert_eq!(contact_points(&history, "2026-01-18"), 0);
    assert_eq!(contact_points(&history, "2026-01-19"), 10);
    let now = history.assess("2026-01-19");
    let fired = now.fired(Signal::NoContact).unwrap();
    assert_eq!((fired.because.as_slice(), fired.since), ([kept].as_slice(), day("2026-01-19")));
}

#[test]
fn text_messages_and_erased_contacts_are_not_kept() {
    let mut history = housed();
    history.add("2026-01-05", contact("TEXT_MESSAGE", &[]));
    let erased = history.add("2026-01-06", contact("VIDEO", &[]));
    assert_eq!(contact_points(&history, "2026-01-10"), 0);
    history.erase(erased);
    assert_eq!(contact_points(&history, "2026-01-10"), 10);
}

#[test]
fn days_with_any_part_in_hospital_are_left_out_and_prison_is_not() {
    let mut history = housed();
    // Half past midnight on 5 January.
    history.add("2026-01-04T23:30:00Z", admitted());
    // Counted: 2, 3, 4 January; then nothing while admitted.
    assert_eq!(contact_points(&history, "2026-02-01"), 0);
    history.add("2026-01-31", stay(AdmissionKind::ParticipantDischargedFromWard));
    // 1 to 4 February make seven, 5 February eight.
    assert_eq!(contact_points(&history, "2026-02-04"), 0);
    assert_eq!(contact_points(&history, "2026-02-05"), 10);
    let mut history = housed();
    history.add("2026-01-02", stay(AdmissionKind::ImprisonmentStarted).with(&IMPRISONMENT, "REMAND"));
    assert_eq!(contact_points(&history, "2026-01-09"), 10);
}

#[test]
fn two_stays_that_share_a_day_leave_it_out_once() {
    let mut history = housed();
    for (from, to) in [("2026-01-03", "2026-01-05"), ("2026-01-05", "2026-01-06")] {
        history.add(from, admitted());
        history.add(to, stay(AdmissionKind::ParticipantDischargedFromWard));
    }
    // 2, 7, 8, 9, 10, 11, 12 January make seven.
    assert_eq!(contact_points(&history, "2026-01-12"), 0);
    assert_eq!(contact_points(&history, "2026-01-13"), 10);
}

#[test]
fn nobody_counts_days_after_the_follow_up() {
    let mut history = housed();
    let end = Entry::build(Kind::Participant(ParticipantKind::FollowUpEnded));
    let end = end.with(&FOLLOW_UP_END, "MOVED").with(&DECIDER, staff(1).to_string());
    history.add("2026-01-05", end);
    assert_eq!(contact_points(&history, "2026-03-01"), 0);
    history.add("2026-03-01", enrolment());
    assert_eq!(contact_points(&history, "2026-03-08"), 0);
    assert_eq!(contact_points(&history, "2026-03-09"), 10);
}

#[test]
fn a_stay_with_rent_unpaid_is_a_signal_of_its_own() {
    for (start, end) in [
        (admitted(), stay(AdmissionKind::ParticipantDischargedFromWard)),
        (
            stay(AdmissionKind::ImprisonmentStarted).with(&IMPRISONMENT, "SENTENCE"),
            stay(AdmissionKind::ImprisonmentEnded),
        ),
    ] {
        let mut history = History::tenancy();
        let stay = history.add("2026-10-20", start);
        assert_eq!(history.assess("2026-10-21").points, 0);
        let rent = history.add("2026-11-02", fell_due("2026-11-02"));
        let now = history.assess("2026-11-03");
        assert_eq!(
            (now.points, now.fired(Signal::AwayWithUnpaidRent).unwrap().because.as_slice()),
            (30, [stay, rent].as_slice())
        );
        history.add("2026-11-04", end);
        assert_eq!(history.assess("2026-11-04").points, 15);
    }
}
