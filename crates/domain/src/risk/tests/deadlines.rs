//! Legal deadlines: what they run from, and which move to a working day.

use crate::{
    arrears::{ArrearsKind, CASE_BODY, EVICTION_AT, PAY_BY, POSTPONED_TO, RECEIVED_ON, SERVED_ON, WARNING},
    entry::Entry,
    housing::{APPEAL_BY, DECISION, HOUSING_TYPE, HousingKind, OFFER, RENT, RESPOND_BY},
    kind::Kind,
    risk::{Assessment, Deadline, Flag, Signal, testkit::*},
};

fn only(assessment: &Assessment) -> (Deadline, String, bool, Vec<Flag>) {
    let [at] = assessment.deadlines.as_slice() else { panic!("{:?}", assessment.deadlines) };
    (at.deadline, at.on.to_string(), at.passed, at.flags.clone())
}

#[test]
fn a_pay_by_date_is_shown_as_the_letter_has_it() {
    for (pay_by, flags) in [("2026-11-14", vec![]), ("2026-11-13", vec![Flag::ShortNotice])] {
        let mut history = History::tenancy();
        let notice = letter(ArrearsKind::DebtCollectionNoticeReceived, "2026-10-31", "2026-11-03");
        history.add("2026-11-03", notice.with(&PAY_BY, pay_by));
        let now = history.assess("2026-11-04");
        // 14 November is a Saturday: it does not move.
        assert_eq!(only(&now), (Deadline::PayBy, pay_by.into(), false, flags.clone()));
        assert_eq!(now.fired(Signal::DebtCollectionNotice).unwrap().flags, flags);
    }
}

#[test]
fn notice_and_demand_count_once_with_a_deadline_each() {
    let mut history = History::tenancy();
    let notice = letter(ArrearsKind::DebtCollectionNoticeReceived, "2026-10-01", "2026-10-03");
    let demand = letter(ArrearsKind::PaymentDemandReceived, "2026-10-20", "2026-10-22");
    let first = history.add("2026-10-03", notice.with(&PAY_BY, "2026-10-16"));
    let second = history.add("2026-10-22", demand.with(&PAY_BY, "2026-11-04"));
    let now = history.assess("2026-10-23");
    assert_eq!((now.points, &now.signals[0].because), (10, &vec![first, second]));
    let dates: Vec<_> = now.deadlines.iter().map(|at| (at.on, at.passed)).collect();
    assert_eq!(dates, [(day("2026-10-16"), true), (day("2026-11-04"), false)]);
    assert_eq!(now.next.unwrap().because, second);
}

#[test]
fn waiting_periods_on_a_landlord_run_from_sending_and_do_not_move() {
    let mut history = History::tenancy();
    // Two weeks after 7 November is a Saturday.
    history.add("2026-11-10", letter(ArrearsKind::EvictionWarningReceived, "2026-11-07", "2026-11-10"));
    assert_eq!(
        only(&history.assess("2026-11-21")),
        (Deadline::EarliestPetition, "2026-11-21".into(), false, vec![])
    );
    assert!(only(&history.assess("2026-11-22")).2);
    history.add("2026-11-11", letter(ArrearsKind::SocialServiceNotified, "2026-11-08", "2026-11-11"));
    let now = history.assess("2026-11-12");
    assert_eq!(now.deadlines[1].deadline, Deadline::SocialServiceWait);
    assert_eq!(now.deadlines[1].on, day("2026-11-22"));
    history.add("2026-11-23", step(ArrearsKind::EvictionPetitionFiled));
    assert!(history.assess("2026-11-24").deadlines.is_empty());
}

#[test]
fn a_warning_sent_before_the_rent_fell_due_is_flagged() {
    for (sent, flags) in [("2026-11-01", vec![Flag::SentTooEarly]), ("2026-11-02", vec![])] {
        let mut history = History::tenancy();
        // Due on Sunday 1 November: it fell due on Monday.
        history.add("2026-11-01", fell_due("2026-11-01"));
        history.add("2026-11-03", letter(ArrearsKind::EvictionWarningReceived, sent, "2026-11-03"));
        assert_eq!(only(&history.assess("2026-11-04")).3, flags);
    }
    let mut history = History::tenancy();
    history.add("2026-10-02", fell_due("2026-10-02"));
    history.add("2026-11-02", fell_due("2026-11-02"));
    history.add("2026-11-03", letter(ArrearsKind::EvictionWarningReceived, "2026-10-30", "2026-11-03"));
    assert_eq!(only(&history.assess("2026-11-04")).3, []);
}

#[test]
fn a_protest_is_due_a_month_after_receipt_or_on_the_next_working_day() {
    let due = [
        ("2026-01-30", "2026-03-02"), // no 30 February: 28 February is a Saturday
        ("2026-01-31", "2026-03-02"),
        ("2026-11-24", "2026-12-24"), // Christmas Eve, an ordinary Thursday
        ("2026-11-25", "2026-12-28"), // 25 December, a Friday and a holiday
        ("2026-03-05", "2026-04-07"), // Easter Sunday
    ];
    for (received, on) in due {
        let mut history = History::tenancy();
        history.add(received, step(ArrearsKind::TerminationReceived).with(&RECEIVED_ON, received));
        assert_eq!(only(&history.assess(received)), (Deadline::Protest, on.into(), false, vec![]));
    }
}

#[test]
fn after_a_protest_the_landlord_has_three_months_from_the_end_of_that_month() {
    let mut history = History::tenancy();
    history.add("2026-01-31", step(ArrearsKind::TerminationReceived).with(&RECEIVED_ON, "2026-01-31"));
    let protest = history.add("2026-02-10", step(ArrearsKind::TerminationProtested));
    let now = history.assess("2026-02-11");
    assert_eq!(only(&now), (Deadline::BringCase, "2026-05-28".into(), false, vec![]));
    assert_eq!(now.deadlines[0].because, protest);
    // It stands on the last day and lapses by date on the next.
    assert!(history.assess("2026-05-28").fired(Signal::Termination).is_some());
    let lapsed = history.assess("2026-05-29");
    assert!(lapsed.fired(Signal::Termination).is_none());
    assert_eq!((lapsed.deadlines[0].passed, lapsed.next), (true, None));
    history.add("2026-05-20", step(ArrearsKind::CaseBroughtByLandlord).with(&CASE_BODY, "COURT"));
    let brought = history.assess("2026-05-29");
    assert!(brought.fired(Signal::Termination).is_some() && brought.deadlines.is_empty());
    history.add("2026-06-01", step(ArrearsKind::TerminationWithdrawn));
    assert_eq!(history.assess("2026-06-01").points, 0);
}

#[test]
fn bringing_the_case_moves_to_a_working_day_and_a_late_protest_is_flagged() {
    let mut history = History::tenancy();
    history.add("2026-03-01", step(ArrearsKind::TerminationReceived).with(&RECEIVED_ON, "2026-03-01"));
    history.add("2026-04-02", step(ArrearsKind::TerminationProtested));
    // 1 March + 1 month + 3 months = 1 July; protested on the day after 1 April.
    assert_eq!(
        only(&history.assess("2026-04-03")),
        (Deadline::BringCase, "2026-07-01".into(), false, vec![Flag::LateProtest])
    );
    assert!(history.assess("2026-08-01").fired(Signal::Termination).is_some());
    let mut history = History::tenancy();
    history.add("2026-06-26", step(ArrearsKind::TerminationReceived).with(&RECEIVED_ON, "2026-06-26"));
    history.add("2026-07-01", step(ArrearsKind::TerminationProtested));
    // 26 October 2026 is a Monday; 25 would have been a Sunday.
    assert_eq!(only(&history.assess("2026-07-02")).1, "2026-10-26");
}

#[test]
fn an_answer_to_a_petition_runs_from_service_and_moves() {
    let mut history = History::tenancy();
    // Two weeks after 10 December is Christmas Eve, after 11 December a holiday.
    history.add("2026-12-11", step(ArrearsKind::PetitionServed).with(&SERVED_ON, "2026-12-11"));
    let (deadline, on, _, flags) = only(&history.assess("2026-12-12"));
    assert_eq!(
        (deadline, on.as_str(), flags),
        (Deadline::AnswerPetition, "2026-12-28", vec![Flag::ProbablyInvalid])
    );
    history
        .add("2026-12-20", step(ArrearsKind::EvictionScheduled).with(&EVICTION_AT, "2027-01-11T23:30:00Z"));
    // Half past midnight in Oslo.
    assert_eq!(only(&history.assess("2026-12-21")).1, "2027-01-12");
}

#[test]
fn a_postponed_eviction_has_its_new_date_or_none_to_come() {
    let mut history = History::tenancy();
    history
        .add("2026-11-02", step(ArrearsKind::EvictionScheduled).with(&EVICTION_AT, "2026-11-20T09:00:00Z"));
    let postponed = history
        .add("2026-11-10", step(ArrearsKind::EvictionPostponed).with(&POSTPONED_TO, "2026-12-04T09:00:00Z"));
    let now = history.assess("2026-11-11");
    assert_eq!(
        (only(&now).1.as_str(), now.deadlines[0].because, now.forced_red),
        ("2026-12-04", postponed, true)
    );
    history.add("2026-11-12", step(ArrearsKind::EvictionPostponed));
    let now = history.assess("2026-11-13");
    assert_eq!((only(&now).3, now.next.as_ref()), (vec![Flag::PostponedWithoutDate], None));
    assert_eq!(now.fired(Signal::EvictionDated).unwrap().flags, [Flag::PostponedWithoutDate]);
    history.erase(postponed);
    history.add("2026-11-14", step(ArrearsKind::EvictionExecuted));
    assert_eq!(history.assess("2026-11-14").points, 0);
}

#[test]
fn a_withdrawn_warning_ends_its_deadline_and_an_erased_letter_has_none() {
    let mut history = History::tenancy();
    let warning =
        history.add("2026-11-10", letter(ArrearsKind::EvictionWarningReceived, "2026-11-09", "2026-11-10"));
    let mut erased = history.clone();
    erased.erase(warning);
    let now = erased.assess("2026-11-11");
    assert_eq!((now.points, now.deadlines.len()), (50, 0));
    history.add("2026-11-12", step(ArrearsKind::WarningWithdrawn).with(&WARNING, "CONDUCT_WARNING"));
    assert_eq!(history.assess("2026-11-12").points, 50);
    history.add("2026-11-13", step(ArrearsKind::WarningWithdrawn).with(&WARNING, "EVICTION_WARNING"));
    let now = history.assess("2026-11-13");
    assert_eq!((now.points, now.deadlines.len()), (0, 0));
}

#[test]
fn offers_and_appeals_have_their_dates_too() {
    let mut history = History::tenancy();
    let build = |kind| Entry::build(Kind::Housing(kind));
    let offer = build(HousingKind::HousingOffered).with(&RENT, 1).with(&HOUSING_TYPE, "ORDINARY");
    let offer = history.add("2026-11-01", offer.with(&RESPOND_BY, "2026-11-30"));
    let decision = build(HousingKind::HousingDecisionMade).with(&DECISION, "REFUSED");
    history.add("2026-11-02", decision.with(&APPEAL_BY, "2026-11-23"));
    let dates = |now: &str| history.assess(now).deadlines.iter().map(|at| at.deadline).collect::<Vec<_>>();
    assert_eq!(dates("2026-11-23"), [Deadline::Appeal, Deadline::OfferAnswer]);
    assert_eq!(dates("2026-11-24"), [Deadline::OfferAnswer]);
    assert!(history.assess("2026-12-01").deadlines[0].passed);
    history.add("2026-12-01", build(HousingKind::HousingOfferAccepted).with(&OFFER, offer.to_string()));
    assert!(history.assess("2026-12-01").deadlines.is_empty());
}
