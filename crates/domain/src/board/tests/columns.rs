//! The other columns of a row.

use serde_json::json;

use super::*;
use crate::{
    admission::{AdmissionKind, AdmissionPath, PATH},
    board::{Housing, StayNow},
    contact::{ContactKind, PLACE, PLANNED_CONTACT, Place, STAFF, WINDOW_START},
    housing::{HOUSING_TYPE, HousingKind, OFFER, RENT, RESPOND_BY},
    participant::{PRIMARY_CONTACT, ParticipantKind},
    tenancy::{Landlord, TENANCY_END, TenancyKind},
};

fn planned(start: &str) -> EntryBuilder {
    Entry::build(Kind::Contact(ContactKind::ContactPlanned)).with(&WINDOW_START, start)
}

#[test]
fn last_met_is_face_to_face_and_last_kept_is_not_always() {
    let mut history = known();
    history.add("2026-01-08", contact("PHONE", &[staff(3)]));
    let now = row(&history, "2026-01-10");
    let met = now.last_met.unwrap();
    assert_eq!(
        (met.on, met.days, met.staff, met.because),
        (day("2026-01-05"), 5, vec![staff(1), staff(2)], id(5))
    );
    let kept = now.last_kept.unwrap();
    assert_eq!((kept.on, kept.days, kept.staff), (day("2026-01-08"), 2, vec![staff(3)]));
}

#[test]
fn today_and_the_rest_of_the_week_hold_what_still_waits() {
    let mut history = known();
    // Wednesday 14 January 2026.
    let home = planned("2026-01-14T12:00:00Z").with(&PLACE, "HOME").with(&STAFF, json!([staff(2)]));
    let home = history.add("2026-01-10", home);
    let early = history.add("2026-01-10", planned("2026-01-14T08:00:00Z"));
    // Half past midnight on Thursday in Oslo, Sunday, and Monday after.
    let thursday = history.add("2026-01-10", planned("2026-01-14T23:30:00Z"));
    let sunday = history.add("2026-01-10", planned("2026-01-18T12:00:00Z"));
    history.add("2026-01-10", planned("2026-01-19T12:00:00Z"));
    history.add("2026-01-10", planned("2026-01-13T12:00:00Z"));
    let held = history.add("2026-01-10", planned("2026-01-14T09:00:00Z"));
    history
        .add("2026-01-14T08:55:00Z", contact("FACE_TO_FACE", &[]).with(&PLANNED_CONTACT, held.to_string()));
    let missed = history.add("2026-01-10", planned("2026-01-14T07:00:00Z"));
    history.add("2026-01-14T07:00:00Z", attempt().with(&PLANNED_CONTACT, missed.to_string()));
    let erased = history.add("2026-01-10", planned("2026-01-14T10:00:00Z"));
    history.erase(erased);
    let now = row(&history, "2026-01-14");
    let ids = |visits: &[crate::board::Visit]| visits.iter().map(|visit| visit.planned).collect::<Vec<_>>();
    assert_eq!((ids(&now.today), ids(&now.week)), (vec![early, home], vec![thursday, sunday]));
    assert_eq!(
        (now.today[1].place, now.today[1].staff.as_slice()),
        (Some(Place::Home), [staff(2)].as_slice())
    );
    assert_eq!(ids(&row(&history, "2026-01-18").week), []);
}

#[test]
fn the_last_day_reaches_back_to_the_last_working_morning() {
    let mut history = known();
    history.add("2026-01-09T07:29:00Z", attempt());
    let friday = history.add("2026-01-09T07:30:00Z", attempt());
    history.add("2026-01-10", planned("2026-01-14T12:00:00Z"));
    let sunday = history.add("2026-01-11", contact("PHONE", &[]));
    let monday = row(&history, "2026-01-12T08:00:00Z");
    assert_eq!(monday.last_day.iter().map(|happened| happened.entry).collect::<Vec<_>>(), [sunday, friday]);
    assert_eq!(serde_json::to_value(monday.last_day[0]).unwrap()["kind"], "CONTACT_COMPLETED");
}

#[test]
fn housing_says_where_the_person_lives() {
    let mut history = History::enrolled();
    let housing = |history: &History| row(history, "2026-02-01").housing;
    assert_eq!(housing(&history), Housing::Homeless { since: day("2026-01-01") });
    history.add("2026-01-02", lease(TenancyKind::TemporaryHousingStarted));
    assert_eq!(housing(&history), Housing::Temporary { since: day("2026-01-02") });
    let start = history.add("2026-01-03", tenancy(1));
    history.add("2026-01-04", lease(TenancyKind::KeysHandedOver));
    let landlord = Some(Landlord::Municipal);
    assert_eq!(housing(&history), Housing::Housed { landlord, since: day("2026-01-04") });
    let mut erased = history.clone();
    erased.erase(start);
    assert_eq!(housing(&erased), Housing::Housed { landlord: None, since: day("2026-01-04") });
    history.add("2026-01-05", lease(TenancyKind::TemporaryHousingEnded));
    history.add("2026-01-06", lease(TenancyKind::TenancyEnded).with(&TENANCY_END, "MOVED_ON"));
    assert_eq!(housing(&history), Housing::Homeless { since: day("2026-01-06") });
    history.add("2026-01-07", lease(TenancyKind::HomePurchased));
    assert_eq!(housing(&history), Housing::Owned { since: day("2026-01-07") });
}

#[test]
fn an_offer_past_its_date_stays_open_until_it_is_answered() {
    let mut history = known();
    let build = |kind| Entry::build(Kind::Housing(kind));
    let offer = build(HousingKind::HousingOffered).with(&RENT, 1).with(&HOUSING_TYPE, "ORDINARY");
    let offer = history.add("2026-01-06", offer.with(&RESPOND_BY, "2026-01-10"));
    let open = |history: &History, now: &str| {
        row(history, now).open_offers.iter().map(|open| (open.offer, open.overdue)).collect::<Vec<_>>()
    };
    assert_eq!(open(&history, "2026-01-10"), [(offer, false)]);
    assert_eq!(open(&history, "2026-01-11"), [(offer, true)]);
    history.add("2026-01-12", build(HousingKind::HousingOfferExpired).with(&OFFER, offer.to_string()));
    assert_eq!(open(&history, "2026-01-12"), []);
}

#[test]
fn stay_plan_and_primary_contact() {
    let mut history = known();
    let admission = Entry::build(Kind::Admission(AdmissionKind::ParticipantAdmitted));
    history.add("2026-01-06", admission.with(&PATH, "USER_CONTROLLED"));
    let other = Entry::build(Kind::Participant(ParticipantKind::PrimaryContactChanged));
    history.add("2026-01-07", other.with(&PRIMARY_CONTACT, staff(4).to_string()));
    let now = row(&history, "2026-01-08");
    let path = Some(AdmissionPath::UserControlled);
    assert_eq!(now.admission, Some(StayNow { since: day("2026-01-06"), path, prison: false }));
    assert_eq!((now.primary_contact, now.has_living_plan), (Some(staff(4)), true));
    assert!(!row(&History::enrolled(), "2026-01-08").has_living_plan);
}
