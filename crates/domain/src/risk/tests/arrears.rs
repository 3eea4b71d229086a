//! Rent due, missed and paid.

use crate::{
    arrears::{AMOUNT, ArrearsKind, DUE_ON, INSTALMENT, PERIOD},
    field::Ore,
    housing::RENT,
    risk::{Assessment, Level, Signal, testkit::*},
    tenancy::{TenancyKind, VALID_FROM},
};

fn signals(assessment: &Assessment) -> Vec<Signal> {
    assessment.signals.iter().map(|fired| fired.signal).collect()
}

#[test]
fn no_active_tenancy_gives_no_row() {
    let mut history = History::enrolled();
    let none = |history: &History| {
        crate::risk::assess(&history.risk_facts(), &crate::risk::RiskRules::default(), at("2026-11-24"))
            .is_none()
    };
    assert!(none(&history));
    history.add("2026-02-01", tenancy(920_000));
    assert!(!none(&history));
    let ended = lease(TenancyKind::TenancyEnded).with(&crate::tenancy::TENANCY_END, "VOLUNTARY");
    history.add("2026-03-01", ended);
    assert!(none(&history));
}

#[test]
fn rent_is_missed_from_the_day_after_it_fell_due() {
    let mut history = History::tenancy();
    let due = history.add("2026-11-20", fell_due("2026-11-20"));
    assert_eq!(signals(&history.assess("2026-11-20")), []);
    let after = history.assess("2026-11-21");
    let fired = after.fired(Signal::RentMissed).unwrap();
    assert_eq!(
        (fired.points, fired.because.as_slice(), fired.since),
        (15, [due].as_slice(), day("2026-11-21"))
    );
    assert_eq!((after.level, after.points, after.arrears), (Level::Green, 15, Ore(920_000)));
}

#[test]
fn a_due_date_on_a_day_off_moves_before_anything_counts() {
    let mut history = History::tenancy();
    // 1 November 2026 is a Sunday.
    history.add("2026-11-01", fell_due("2026-11-01"));
    assert!(history.assess("2026-11-02").fired(Signal::RentMissed).is_none());
    assert!(history.assess("2026-11-03").fired(Signal::RentMissed).is_some());
}

#[test]
fn rent_missed_for_a_period_that_fell_due_adds_nothing_to_the_sum() {
    let mut history = History::tenancy();
    let due = history.add("2026-11-02", fell_due("2026-11-02"));
    let missed = step(ArrearsKind::RentMissed).with(&PERIOD, "2026-11").with(&AMOUNT, 920_000);
    let stated = history.add("2026-11-10", missed);
    let now = history.assess("2026-11-24");
    assert_eq!(now.arrears, Ore(920_000));
    assert_eq!(now.fired(Signal::RentMissed).unwrap().because, [due, stated]);
}

#[test]
fn rent_recorded_as_missed_without_a_due_date_counts_at_once() {
    let mut history = History::tenancy();
    history.add("2026-11-10", step(ArrearsKind::RentMissed).with(&PERIOD, "2026-11").with(&AMOUNT, 5_000));
    assert_eq!(history.assess("2026-11-10").arrears, Ore(5_000));
    history.add(
        "2026-12-02",
        step(ArrearsKind::RentMissed)
            .with(&PERIOD, "2026-12")
            .with(&AMOUNT, 5_000)
            .with(&DUE_ON, "2026-12-02"),
    );
    assert_eq!(history.assess("2026-12-02").arrears, Ore(5_000));
    assert_eq!(history.assess("2026-12-03").arrears, Ore(10_000));
}

#[test]
fn any_ore_counts_and_the_oldest_rent_is_paid_first() {
    let mut history = History::tenancy();
    history.add("2026-10-02", fell_due("2026-10-02"));
    let november = history.add("2026-11-02", fell_due("2026-11-02"));
    history.add("2026-11-10", paid(920_000).with(&PERIOD, "2026-11"));
    let now = history.assess("2026-11-24");
    assert_eq!(now.fired(Signal::RentMissed).unwrap().because, [november]);
    history.add("2026-11-11", paid(919_999));
    assert_eq!(history.assess("2026-11-24").arrears, Ore(1));
    history.add("2026-11-12", step(ArrearsKind::InstalmentPaid).with(&AMOUNT, 1));
    assert_eq!(signals(&history.assess("2026-11-24")), []);
}

#[test]
fn rent_paid_ahead_is_not_missed_but_money_for_rent_outside_the_log_pays_nothing_later() {
    let mut history = History::tenancy();
    history.add("2026-10-30", paid(920_000).with(&PERIOD, "2026-11"));
    history.add("2026-11-02", fell_due("2026-11-02"));
    assert_eq!(history.assess("2026-11-24").arrears, Ore(0));
    let mut history = History::tenancy();
    history.add("2026-10-01", paid(920_000).with(&PERIOD, "2026-10"));
    history.add("2026-11-02", fell_due("2026-11-02"));
    assert_eq!(history.assess("2026-11-24").arrears, Ore(920_000));
}

#[test]
fn two_periods_are_counted_in_todays_rent() {
    let mut history = History::tenancy();
    history.add("2026-10-02", fell_due("2026-10-02"));
    history.add("2026-11-02", fell_due("2026-11-02"));
    let now = history.assess("2026-11-24");
    assert_eq!((now.points, now.level), (45, Level::Yellow));
    assert_eq!(now.fired(Signal::TwoPeriods).unwrap().since, day("2026-11-03"));
    let change = lease(TenancyKind::RentChanged).with(&RENT, 920_001).with(&VALID_FROM, "2026-11-25");
    history.add("2026-11-20", change);
    assert!(history.assess("2026-11-24").fired(Signal::TwoPeriods).is_some());
    assert!(history.assess("2026-11-25").fired(Signal::TwoPeriods).is_none());
    assert_eq!(history.assess("2026-11-25").monthly_rent, Some(Ore(920_001)));
}

#[test]
fn full_payment_before_a_petition_closes_the_rows_of_arrears() {
    let mut history = History::tenancy();
    history.add("2026-10-02", fell_due("2026-10-02"));
    history.add("2026-10-20", letter(ArrearsKind::EvictionWarningReceived, "2026-10-19", "2026-10-20"));
    history.add("2026-10-21", letter(ArrearsKind::SocialServiceNotified, "2026-10-19", "2026-10-21"));
    history.add("2026-10-22", step(ArrearsKind::RepaymentBroken));
    assert_eq!(history.assess("2026-10-23").points, 15 + 50 + 40 + 20);
    let mut petitioned = history.clone();
    history.add("2026-10-24", paid(919_999));
    assert_eq!(history.assess("2026-10-25").points, 125);
    history.add("2026-10-25", paid(1));
    let now = history.assess("2026-10-25");
    assert_eq!((now.points, now.deadlines.as_slice()), (0, [].as_slice()));
    // A letter sent before the payment and received after it claims what is paid.
    history.add("2026-10-27", letter(ArrearsKind::EvictionWarningReceived, "2026-10-24", "2026-10-27"));
    assert_eq!(history.assess("2026-10-27").points, 0);

    petitioned.add("2026-11-03", step(ArrearsKind::EvictionPetitionFiled));
    petitioned.add("2026-11-04", paid(920_000));
    let now = petitioned.assess("2026-11-05");
    assert!(now.forced_red && now.fired(Signal::EvictionWarning).is_some());
    assert!(now.fired(Signal::RentMissed).is_none());
    petitioned
        .add("2026-11-06", step(ArrearsKind::EvictionAverted).with(&crate::arrears::AVERTED_BY, "PAID"));
    assert_eq!(petitioned.assess("2026-11-07").points, 0);
}

#[test]
fn without_a_rent_on_record_the_letter_says_what_is_owed() {
    let mut history = History::tenancy();
    let notice =
        letter(ArrearsKind::EvictionWarningReceived, "2026-10-19", "2026-10-20").with(&AMOUNT, 9_600);
    history.add("2026-10-20", notice);
    history.add("2026-10-21", paid(9_599));
    assert_eq!(history.assess("2026-10-22").points, 50);
    history.add("2026-10-23", paid(1));
    assert_eq!(history.assess("2026-10-23").points, 0);
}

#[test]
fn a_deposit_that_covers_the_claim_suspends_the_signals_of_unpaid_rent() {
    let mut history = History::tenancy();
    history.add("2026-10-02", fell_due("2026-10-02"));
    let notice = letter(ArrearsKind::DebtCollectionNoticeReceived, "2026-10-19", "2026-10-20");
    history.add("2026-10-20", notice.with(&crate::arrears::PAY_BY, "2026-11-02"));
    history.add("2026-10-21", letter(ArrearsKind::EvictionWarningReceived, "2026-10-19", "2026-10-21"));
    let deposit = |ore: i64| step(ArrearsKind::DisputedRentDeposited).with(&AMOUNT, ore);
    let first = history.add("2026-10-22", deposit(919_999));
    assert_eq!((history.assess("2026-10-23").suspended, history.assess("2026-10-23").points), (None, 75));
    history.add("2026-10-23", deposit(1));
    let now = history.assess("2026-10-23");
    assert_eq!((now.suspended, signals(&now)), (Some(first), vec![Signal::EvictionWarning]));
    assert_eq!(now.arrears, Ore(920_000));
    history.add("2026-10-24", step(ArrearsKind::DepositReleased));
    assert_eq!(history.assess("2026-10-24").points, 75);
}

#[test]
fn a_repayment_agreement_helps_after_three_months_and_three_instalments() {
    let mut history = History::tenancy();
    history.add("2026-05-04", fell_due("2026-05-04"));
    let agreed = |instalment: i64| step(ArrearsKind::RepaymentAgreed).with(&INSTALMENT, instalment);
    let instalment = || step(ArrearsKind::InstalmentPaid).with(&AMOUNT, 1_000);
    history.add("2026-05-31", agreed(1_000));
    history.add("2026-06-30", instalment());
    history.add("2026-07-31", instalment());
    assert!(history.assess("2026-09-01").fired(Signal::RepaymentKept).is_none());
    history.add("2026-08-20", instalment());
    assert!(history.assess("2026-08-30").fired(Signal::RepaymentKept).is_none());
    let kept = history.assess("2026-08-31");
    assert_eq!((kept.fired(Signal::RepaymentKept).unwrap().points, kept.points), (-15, 0));
    history.add("2026-09-10", step(ArrearsKind::RepaymentBroken));
    let broken = history.assess("2026-09-10");
    assert_eq!((broken.points, broken.fired(Signal::RepaymentKept)), (35, None));
    history.add("2026-09-20", agreed(500));
    let anew = history.assess("2026-09-20");
    assert_eq!((anew.points, anew.fired(Signal::RepaymentBroken)), (15, None));
}

#[test]
fn erased_amounts_claim_and_pay_nothing() {
    let mut history = History::tenancy();
    let rent = history.add("2026-10-02", fell_due("2026-10-02"));
    let payment = history.add("2026-10-10", paid(920_000));
    history.erase(payment);
    assert_eq!(history.assess("2026-10-20").arrears, Ore(920_000));
    history.erase(rent);
    assert_eq!(history.assess("2026-10-20").points, 0);
    history.erase(id(1));
    assert_eq!(history.assess("2026-10-20").monthly_rent, None);
}
