//! The wall at the end shows what a team meets, whatever the day.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use tavle_domain::{
    board::{BoardFacts, BoardRules, Mark, Row, Status, derive},
    calendar,
    effective::{AsOf, by_occurrence},
    id::ParticipantId,
    recorded::{Body, Recorded},
    risk::{Assessment, Level, RiskFacts, RiskRules, assess},
    team::TeamModel,
};

use super::{PLAN, UNTIL, demo, recorded};
use crate::demo::Plan;

type Line = (Row, Option<Assessment>);

fn line(history: &[Recorded], now: DateTime<Utc>) -> Option<Line> {
    let (mut board, mut risk) = (BoardFacts::default(), RiskFacts::default());
    for entry in by_occurrence(history, AsOf::NOW) {
        board.evolve(&entry);
        risk.evolve(&entry);
    }
    let risk = assess(&risk, &RiskRules::default(), now);
    let row = derive(&board, risk.as_ref(), &BoardRules::default(), TeamModel::Act, now)?;
    Some((row, risk))
}

fn wall(until: DateTime<Utc>) -> Vec<Line> {
    let mut people: BTreeMap<ParticipantId, Vec<Recorded>> = BTreeMap::new();
    for event in demo(Plan { until, ..PLAN }) {
        if let Some(subject) = event.event.event.subject {
            people.entry(subject).or_default().push(recorded(&event, 0));
        }
    }
    people.values().filter_map(|history| line(history, until)).collect()
}

fn count(wall: &[Line], status: Status) -> usize {
    wall.iter().filter(|(row, _)| row.primary().is_some_and(|standing| standing.status == status)).count()
}

#[test]
fn every_status_is_there_on_any_day_of_the_year() {
    use Status as S;
    let expected = [
        (S::Crisis, 2),
        (S::Admitted, 4),
        (S::PostDischarge, 3),
        (S::TenancyAtRisk, 5),
        (S::Homeless, 4),
        (S::HardToReach, 4),
        (S::New, 3),
        (S::IntensiveShort, 8),
        (S::IntensiveLong, 8),
        (S::StepDown, 3),
        (S::Base, 2),
    ];
    // A Tuesday, the weekend before, the turn of a month, Christmas, New Year, Easter, summer.
    for days in [0, -2, 7, 31, 38, 125, 160, 250] {
        let until = UNTIL + Duration::days(days);
        let wall = wall(until);
        for (status, number) in expected {
            assert_eq!(count(&wall, status), number, "{status:?} at {until}");
        }
        assert_eq!(wall.len(), 46);
    }
}

#[test]
fn the_day_is_full_and_two_visits_are_nobodys() {
    for hours in [0, 10, 34] {
        let wall = wall(UNTIL + Duration::hours(hours));
        let visits: Vec<_> = wall.iter().flat_map(|(row, _)| &row.today).collect();
        assert!(visits.len() >= 18, "{} after {hours} h", visits.len());
        assert_eq!(visits.iter().filter(|visit| visit.staff.is_empty()).count(), 2);
    }
}

#[test]
fn deadlines_of_this_week_and_every_level_of_risk_are_shown() {
    let wall = wall(UNTIL);
    let risks: Vec<_> = wall.iter().filter_map(|(_, risk)| risk.as_ref()).collect();
    for level in [Level::Green, Level::Yellow, Level::Orange, Level::Red] {
        assert!(risks.iter().filter(|risk| risk.level == level).count() >= 3, "{level:?}");
    }
    let week = calendar::add_days(calendar::date(UNTIL), 7);
    let this_week = risks.iter().filter(|risk| risk.next.as_ref().is_some_and(|next| next.on <= week));
    assert!(this_week.count() >= 6);
    assert!(wall.iter().any(|(row, _)| row.marks.contains(&Mark::ReviewOverdue)));
    assert_eq!(wall.iter().filter(|(row, _)| !row.open_offers.is_empty()).count(), 2);
}

#[test]
fn the_last_days_have_a_correction_and_an_entry_in_error_and_an_entry_that_came_late() {
    let lately: Vec<_> = demo(PLAN).filter(|event| event.recorded_at > UNTIL - Duration::days(4)).collect();
    let is = |wanted: fn(&Body) -> bool| lately.iter().any(|event| wanted(&event.event.event.body));
    assert!(is(|body| matches!(body, Body::Correction(_))));
    assert!(is(|body| matches!(body, Body::ErrorMark(_))));
    assert!(lately.iter().any(|event| recorded(event, 0).is_backdated()));
}
