//! The days of a demo are those of a team: holidays, crises, and letters in the order of the law.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, Duration, NaiveDate, Weekday};
use tavle_domain::{calendar, recorded::Body, stream::Stream};
use tavle_event_store::{BulkEvent, SqliteStore};
use tempfile::TempDir;

use super::{PLAN, demo};

fn event_type(event: &BulkEvent) -> &'static str {
    event.event.event.body.event_type()
}

#[test]
fn public_holidays_are_as_quiet_as_sundays() {
    let mut kept: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for event in demo(PLAN).filter(|event| event_type(event) == "ContactCompleted") {
        *kept.entry(calendar::date(event.event.event.occurred.at)).or_default() += 1;
    }
    let is_holiday = |day: NaiveDate| [(1, 1), (5, 1), (5, 17), (12, 25)].contains(&(day.month(), day.day()));
    let is_weekday = |day: NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let mean = |of: &dyn Fn(NaiveDate) -> bool| {
        let days: Vec<_> = kept.iter().filter(|(day, _)| of(**day)).map(|(_, kept)| *kept).collect();
        days.iter().sum::<usize>() as f64 / days.len().max(1) as f64
    };
    let holidays = mean(&is_holiday);
    let weekdays = mean(&|day| is_weekday(day) && !is_holiday(day));
    assert!(holidays * 5.0 < weekdays, "{holidays} kept contacts on a holiday, {weekdays} on a weekday");
}

#[test]
fn crises_come_and_go_and_most_nights_are_calm() {
    let mut open: HashMap<Stream, i32> = HashMap::new();
    let (mut reported, mut resolved) = (0, 0);
    for event in demo(PLAN) {
        match event_type(&event) {
            "CrisisReported" => {
                reported += 1;
                *open.entry(event.stream).or_default() += 1;
            }
            "CrisisResolved" => {
                resolved += 1;
                *open.entry(event.stream).or_default() -= 1;
            }
            _ => {}
        }
    }
    assert!((20..400).contains(&reported), "{reported} crises in a year of one team");
    assert!(resolved * 10 >= reported * 8, "{resolved} of {reported} were resolved");
    assert!(open.values().all(|left| (0..=1).contains(left)));
}

/// Tvangsfullbyrdelsesloven § 4-18: no petition without a warning sent at least two weeks before; a date follows
/// a petition, and nobody is put out without a date.
#[test]
fn the_letters_of_an_eviction_come_in_the_order_of_the_law() {
    let mut steps: HashMap<Stream, Vec<(&'static str, NaiveDate)>> = HashMap::new();
    for event in demo(PLAN).filter(|event| matches!(event.stream, Stream::Tenancies(_))) {
        if let Body::Entry(_) = &event.event.event.body {
            let on = calendar::date(event.event.event.occurred.at);
            steps.entry(event.stream).or_default().push((event_type(&event), on));
        }
    }
    let mut petitions = 0;
    for (stream, mut of_person) in steps {
        of_person.sort_by_key(|(_, on)| *on);
        for (n, (what, on)) in of_person.iter().enumerate() {
            let before = |wanted: &[&str], days: i64| {
                let earlier = of_person[..n].iter();
                earlier
                    .filter(|(what, _)| wanted.contains(what))
                    .any(|(_, then)| *then + Duration::days(days) <= *on)
            };
            match *what {
                "EvictionWarningReceived" => {
                    assert!(before(&["RentMissed", "RentFellDue"], 0), "{stream}: a warning and no rent");
                }
                "EvictionPetitionFiled" => {
                    petitions += 1;
                    assert!(
                        before(&["EvictionWarningReceived"], 14),
                        "{stream}: a petition on {on} without warning"
                    );
                }
                "EvictionScheduled" => assert!(
                    before(&["EvictionPetitionFiled", "PetitionServed"], 0),
                    "{stream}: a date without a petition"
                ),
                "EvictionExecuted" => {
                    assert!(
                        before(&["EvictionScheduled", "EvictionPostponed"], 0),
                        "{stream}: put out without a date"
                    );
                }
                _ => {}
            }
        }
    }
    assert!(petitions > 0);
}

#[test]
fn the_same_plan_gives_the_same_file() {
    let file = || {
        let dir = TempDir::new().unwrap();
        let events = demo(PLAN).take(20_000);
        SqliteStore::bulk_load(dir.path(), events).unwrap();
        std::fs::read(dir.path().join("log.db")).unwrap()
    };
    assert!(file() == file());
}
