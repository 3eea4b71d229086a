//! Statuses that follow from events.

use super::*;
use crate::{
    admission::{AdmissionKind, IMPRISONMENT, PATH},
    arrears::{AVERTED_BY, ArrearsKind},
    participant::{CRISIS, CrisisKind, FOLLOW_UP_END, ParticipantKind},
    tenancy::{TENANCY_END, TenancyKind},
};

fn stay(kind: AdmissionKind) -> EntryBuilder {
    Entry::build(Kind::Admission(kind))
}

fn admitted() -> EntryBuilder {
    stay(AdmissionKind::ParticipantAdmitted).with(&PATH, "EMERGENCY")
}

fn discharged() -> EntryBuilder {
    stay(AdmissionKind::ParticipantDischargedFromWard)
}

#[test]
fn people_not_enrolled_or_no_longer_followed_have_no_row() {
    let mut history = History::default();
    let referred = Entry::build(Kind::Participant(ParticipantKind::ParticipantReferred));
    history.add("2026-01-01", referred.with(&crate::team::ALIAS, "Rogn"));
    assert!(row_in(&history, TeamModel::Act, "2026-01-02").is_none());
    history.add("2026-01-03", enrolment());
    assert!(row_in(&history, TeamModel::Act, "2026-01-04").is_some());
    let end = Entry::build(Kind::Participant(ParticipantKind::FollowUpEnded));
    history.add("2026-01-05", end.with(&FOLLOW_UP_END, "MOVED").with(&DECIDER, staff(1).to_string()));
    assert!(row_in(&history, TeamModel::Act, "2026-01-06").is_none());
}

#[test]
fn new_until_a_plan_is_agreed_and_two_have_met_the_person() {
    let mut history = History::enrolled();
    assert_eq!(statuses(&history, "2026-01-02"), [Status::Homeless, Status::New]);
    assert_eq!(since(&history, Status::New, "2026-01-02"), Some(("2026-01-01".into(), id(1))));
    history.add("2026-01-02", plan());
    history.add("2026-01-03", contact("VIDEO", &[staff(1), staff(2)]));
    history.add("2026-01-04", contact("FACE_TO_FACE", &[staff(1)]));
    history.add("2026-01-05", contact("FACE_TO_FACE", &[staff(1)]));
    assert!(statuses(&history, "2026-01-06").contains(&Status::New));
    let second = history.add("2026-01-06", contact("FACE_TO_FACE", &[staff(2)]));
    assert!(!statuses(&history, "2026-01-06").contains(&Status::New));
    history.erase(second);
    assert!(statuses(&history, "2026-01-06").contains(&Status::New));
    // One visit by two counts.
    assert!(!statuses(&known(), "2026-01-06").contains(&Status::New));
}

#[test]
fn a_crisis_lasts_until_it_is_resolved() {
    let mut history = known();
    let report = || Entry::build(Kind::Crisis(CrisisKind::CrisisReported));
    let resolve =
        || Entry::build(Kind::Crisis(CrisisKind::CrisisResolved)).with(&DECIDER, staff(1).to_string());
    let first = history.add("2026-01-06", report());
    let second = history.add("2026-01-07", report());
    history.add("2026-01-08", resolve().with(&CRISIS, first.to_string()));
    assert_eq!(since(&history, Status::Crisis, "2026-01-08"), Some(("2026-01-07".into(), second)));
    history.add("2026-01-09", report());
    history.add("2026-01-10", resolve());
    assert_eq!(statuses(&history, "2026-01-10"), []);
}

#[test]
fn post_discharge_lasts_more_than_30_days_and_until_a_contact_was_kept_after_the_day() {
    let mut history = known();
    let admission = history.add("2026-02-01", admitted());
    assert_eq!(since(&history, Status::Admitted, "2026-02-02"), Some(("2026-02-01".into(), admission)));
    let discharge = history.add("2026-02-10", discharged());
    history.add("2026-02-10T15:00:00Z", contact("FACE_TO_FACE", &[staff(1)]));
    let on = |history: &History, now: &str| since(history, Status::PostDischarge, now).is_some();
    assert_eq!(since(&history, Status::PostDischarge, "2026-03-13"), Some(("2026-02-10".into(), discharge)));
    let mut kept = history.clone();
    kept.add("2026-02-11", contact("PHONE", &[staff(1)]));
    assert!(on(&kept, "2026-03-12")); // day 30
    assert!(!on(&kept, "2026-03-13")); // day 31
    assert!(on(&history, "2026-04-30"));
    history.add("2026-05-01", contact("TEXT_MESSAGE", &[]));
    assert!(on(&history, "2026-05-02"));
    history.add("2026-05-03", admitted());
    assert_eq!(statuses(&history, "2026-05-03")[0], Status::Admitted);
    assert!(!on(&history, "2026-05-03"));
}

#[test]
fn release_from_prison_is_treated_like_discharge() {
    let mut history = known();
    history.add("2026-02-01", stay(AdmissionKind::ImprisonmentStarted).with(&IMPRISONMENT, "SENTENCE"));
    assert!(!statuses(&history, "2026-02-02").contains(&Status::Admitted));
    let release = history.add("2026-03-01", stay(AdmissionKind::ImprisonmentEnded));
    assert_eq!(since(&history, Status::PostDischarge, "2026-03-02"), Some(("2026-03-01".into(), release)));
}

#[test]
fn the_tenancy_is_at_risk_from_the_first_open_legal_step_until_the_chain_is_closed() {
    let mut history = known();
    history.add("2026-01-06", letter(ArrearsKind::SocialServiceNotified, "2026-01-05", "2026-01-06"));
    assert_eq!(statuses(&history, "2026-01-07"), []);
    let warning = letter(ArrearsKind::EvictionWarningReceived, "2026-01-06", "2026-01-08");
    let warning = history.add("2026-01-08", warning);
    history.add("2026-01-09", step(ArrearsKind::EvictionPetitionFiled));
    assert_eq!(since(&history, Status::TenancyAtRisk, "2026-01-10"), Some(("2026-01-08".into(), warning)));
    history.add("2026-01-10", step(ArrearsKind::EvictionAverted).with(&AVERTED_BY, "PAID"));
    assert_eq!(statuses(&history, "2026-01-10"), []);
}

#[test]
fn homeless_until_keys_are_handed_over_or_a_home_is_bought() {
    let mut history = History::enrolled();
    assert_eq!(since(&history, Status::Homeless, "2026-01-02"), Some(("2026-01-01".into(), id(1))));
    history.add("2026-01-03", tenancy(1));
    history.add("2026-01-03", lease(TenancyKind::TemporaryHousingStarted));
    assert!(statuses(&history, "2026-01-03").contains(&Status::Homeless));
    history.add("2026-01-04", lease(TenancyKind::KeysHandedOver));
    assert!(!statuses(&history, "2026-01-04").contains(&Status::Homeless));
    let end = history.add("2026-01-05", lease(TenancyKind::TenancyEnded).with(&TENANCY_END, "EVICTED"));
    assert_eq!(since(&history, Status::Homeless, "2026-01-06"), Some(("2026-01-05".into(), end)));
    history.add("2026-01-06", lease(TenancyKind::HomePurchased));
    assert!(!statuses(&history, "2026-01-06").contains(&Status::Homeless));
}

#[test]
fn all_statuses_are_kept_in_the_order_of_urgency() {
    let mut history = History::enrolled();
    history.add("2026-01-02", removed());
    history.add("2026-01-03", Entry::build(Kind::Crisis(CrisisKind::CrisisReported)));
    history.add("2026-01-04", admitted());
    let expected = [Status::Crisis, Status::Admitted, Status::Homeless, Status::New, Status::Base];
    assert_eq!(statuses(&history, "2026-01-05"), expected);
}
