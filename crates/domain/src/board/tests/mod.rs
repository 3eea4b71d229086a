//! The rules of the board, each with the days on both sides of its limits.

mod columns;
mod contact;
mod decided;
mod statuses;

use super::{BoardFacts, BoardRules, Mark, Row, Status, derive};
use crate::{
    effective::{AsOf, by_occurrence},
    entry::{Entry, EntryBuilder},
    id::EntryId,
    kind::Kind,
    participant::{BoardDecisionKind, REVIEW_BY},
    participant::{DECIDER, GOALS, INTENSITY, PlanKind, REASON},
    risk::{RiskRules, assess, testkit::*},
    team::TeamModel,
};

fn facts(history: &History) -> BoardFacts {
    let mut facts = BoardFacts::default();
    by_occurrence(&history.0, AsOf::NOW).iter().for_each(|entry| facts.evolve(entry));
    facts
}

fn row_in(history: &History, model: TeamModel, now: &str) -> Option<Row> {
    let risk = assess(&history.risk_facts(), &RiskRules::default(), at(now));
    derive(&facts(history), risk.as_ref(), &BoardRules::default(), model, at(now))
}

fn row(history: &History, now: &str) -> Row {
    row_in(history, TeamModel::Act, now).unwrap()
}

fn statuses(history: &History, now: &str) -> Vec<Status> {
    row(history, now).statuses.iter().map(|standing| standing.status).collect()
}

/// Since when a status is on, and by which entry.
fn since(history: &History, status: Status, now: &str) -> Option<(String, EntryId)> {
    let row = row(history, now);
    let standing = row.statuses.into_iter().find(|standing| standing.status == status)?;
    Some((standing.since.to_string(), standing.because.unwrap()))
}

fn plan() -> EntryBuilder {
    Entry::build(Kind::Plan(PlanKind::LivingPlanCreated)).with(&GOALS, "Beholde hjemmet")
}

fn placed(intensity: &str) -> EntryBuilder {
    Entry::build(Kind::BoardDecision(BoardDecisionKind::PlacedOnBoard))
        .with(&INTENSITY, intensity)
        .with(&REASON, "Mye uro")
        .with(&DECIDER, staff(1).to_string())
}

fn removed() -> EntryBuilder {
    Entry::build(Kind::BoardDecision(BoardDecisionKind::RemovedFromBoard))
        .with(&REASON, "Roligere")
        .with(&DECIDER, staff(1).to_string())
}

/// Enrolled on 1 January 2026, housed, with a plan, and met by two on 5 January: no status and no decision.
fn known() -> History {
    let mut history = History::enrolled();
    history.add("2026-01-01", tenancy(920_000));
    history.add("2026-01-01", lease(crate::tenancy::TenancyKind::KeysHandedOver));
    history.add("2026-01-02", plan());
    history.add("2026-01-05", contact("FACE_TO_FACE", &[staff(1), staff(2)]));
    history
}
