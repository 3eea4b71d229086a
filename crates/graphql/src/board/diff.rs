//! What differs between the board at two instants.

use std::collections::BTreeMap;

use async_graphql::{Enum, ID, SimpleObject};
use serde_json::{Value as Json, json};
use strum::{EnumIter, IntoEnumIterator};
use tavle_domain::{board::Housing, id::ParticipantId};
use tavle_projections::board::{Board, Line};

use super::rows::{housing_state, next_deadline_at};
use crate::{api::write_id, as_of::AsOf, scalars};

/// What differs between the board at two instants.
#[derive(SimpleObject, Clone, Debug)]
pub struct BoardDiff {
    /// The team.
    pub team_id: ID,
    /// The instant compared from.
    pub from: AsOf,
    /// The instant compared to; none of both for now.
    pub to: AsOf,
    /// Digest of everything that the board showed at the first instant.
    pub from_version: String,
    /// Digest of everything that it showed at the second. Equal digests differ in no row.
    pub to_version: String,
    /// Whoever entered, left, or has another row, in the order of the second board, those who left last.
    pub rows: Vec<BoardRowDiff>,
}

/// One participant whose row is not the same at both instants.
#[derive(SimpleObject, Clone, Debug)]
pub struct BoardRowDiff {
    /// The participant.
    pub participant_id: ID,
    /// The name shown.
    pub alias: String,
    /// Whether they entered, left, or were on both boards.
    pub change: BoardRowChange,
    /// Old → new, field by field. Everything is new for who entered, and old for who left.
    pub changes: Vec<BoardFieldChange>,
}

/// How a row came to differ.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardRowChange {
    /// On the second board alone.
    Entered,
    /// On the first board alone.
    Left,
    /// On both, with something else in the row.
    Changed,
}

/// A field of a row that is not the same at both instants.
#[derive(SimpleObject, Clone, Debug)]
pub struct BoardFieldChange {
    /// The field; it says in which form its values are.
    pub field: BoardField,
    /// The value at the first instant; none where it had none.
    pub old: Option<scalars::Json>,
    /// The value at the second instant; none where it has none.
    pub new: Option<scalars::Json>,
}

/// What is compared of a row, and the form of its values.
#[derive(Enum, EnumIter, Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardField {
    /// The name shown, as text.
    Alias,
    /// Whether the board shows the row in the team's model, true or false.
    Shown,
    /// The primary status, a `BoardStatus`.
    Status,
    /// Every status that is on, the primary one first, a list of `BoardStatus`.
    Statuses,
    /// Marks that ask for a decision, a list of `BoardMark`.
    Marks,
    /// Level of tenancy risk, a `RiskLevel`.
    RiskLevel,
    /// Points of tenancy risk, a whole number.
    RiskPoints,
    /// Unpaid rent in øre.
    Arrears,
    /// The next deadline, `{deadline, on}`: a `DeadlineKind` and a `LocalDate`.
    NextDeadline,
    /// The member of staff with the main responsibility, their id.
    Responsible,
    /// Date of the last contact face to face, a `LocalDate`.
    LastMetOn,
    /// Date of the last kept contact of any form, a `LocalDate`.
    LastKeptOn,
    /// Whether the limit without a kept contact is passed, true or false.
    LastMetOverdue,
    /// Whether the participant has a home, a `HousingState`.
    Housing,
    /// Who lets the home, by name of the choice.
    Landlord,
    /// Offers that wait for an answer, a list of the offers' ids.
    OpenOffers,
    /// In hospital or prison since, a `LocalDate`.
    AdmittedSince,
    /// The way into hospital, by name of the choice.
    AdmissionPath,
    /// Whether the participant is in prison, true or false.
    Imprisoned,
    /// Whether there is a living plan, true or false.
    HasLivingPlan,
    /// Whether the row may lack something that could not be read, true or false.
    Incomplete,
}

/// Compares two boards.
pub fn differences(from: &Board, to: &Board) -> Vec<BoardRowDiff> {
    let mut left: BTreeMap<ParticipantId, &Line> = by_participant(from);
    let mut rows: Vec<_> =
        to.lines.iter().filter_map(|line| row(left.remove(&line.participant), Some(line.as_ref()))).collect();
    rows.extend(left.into_values().filter_map(|line| row(Some(line), None)));
    rows
}

fn by_participant(board: &Board) -> BTreeMap<ParticipantId, &Line> {
    board.lines.iter().map(|line| (line.participant, line.as_ref())).collect()
}

/// None where nothing differs.
fn row(old: Option<&Line>, new: Option<&Line>) -> Option<BoardRowDiff> {
    let line = new.or(old)?;
    let changes: Vec<_> = BoardField::iter().filter_map(|field| change(field, old, new)).collect();
    let change = match (old, new) {
        (None, _) => BoardRowChange::Entered,
        (_, None) => BoardRowChange::Left,
        _ => BoardRowChange::Changed,
    };
    let differs = change != BoardRowChange::Changed || !changes.is_empty();
    differs.then(|| BoardRowDiff {
        participant_id: write_id(line.participant),
        alias: line.alias.clone(),
        change,
        changes,
    })
}

fn change(field: BoardField, old: Option<&Line>, new: Option<&Line>) -> Option<BoardFieldChange> {
    let [old, new] = [old, new].map(|line| line.map_or(Json::Null, |line| value(field, line)));
    let shown = |value: Json| (!value.is_null()).then_some(scalars::Json(value));
    (old != new).then(|| BoardFieldChange { field, old: shown(old), new: shown(new) })
}

fn value(field: BoardField, line: &Line) -> Json {
    let (row, risk) = (&line.row, line.risk.as_ref());
    let stay = row.admission.as_ref();
    match field {
        BoardField::Alias => json!(line.alias),
        BoardField::Shown => json!(row.shown),
        BoardField::Status => json!(row.primary().map(|standing| standing.status)),
        BoardField::Statuses => row.statuses.iter().map(|standing| json!(standing.status)).collect(),
        BoardField::Marks => json!(row.marks),
        BoardField::RiskLevel => json!(risk.map(|risk| risk.level)),
        BoardField::RiskPoints => json!(risk.map(|risk| risk.points)),
        BoardField::Arrears => json!(risk.map(|risk| risk.arrears.0)),
        BoardField::NextDeadline => next_deadline_at(line)
            .map_or(Json::Null, |(deadline, on)| json!({ "deadline": <&str>::from(deadline), "on": on })),
        BoardField::Responsible => json!(row.primary_contact),
        BoardField::LastMetOn => json!(row.last_met.as_ref().map(|met| met.on)),
        BoardField::LastKeptOn => json!(row.last_kept.as_ref().map(|kept| kept.on)),
        BoardField::LastMetOverdue => json!(row.no_contact_over),
        BoardField::Housing => json!(housing_state(row.housing).name()),
        BoardField::Landlord => match row.housing {
            Housing::Housed { landlord, .. } => json!(landlord.map(<&str>::from)),
            _ => Json::Null,
        },
        BoardField::OpenOffers => row.open_offers.iter().map(|open| json!(open.offer)).collect(),
        BoardField::AdmittedSince => json!(stay.map(|stay| stay.since)),
        BoardField::AdmissionPath => json!(stay.and_then(|stay| stay.path).map(<&str>::from)),
        BoardField::Imprisoned => json!(stay.is_some_and(|stay| stay.prison)),
        BoardField::HasLivingPlan => json!(row.has_living_plan),
        BoardField::Incomplete => json!(line.incomplete),
    }
}
