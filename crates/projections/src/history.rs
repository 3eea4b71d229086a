//! A team's board as of another instant, folded from the log.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tavle_domain::{
    effective::AsOf,
    id::{ParticipantId, TeamId},
    team::{TeamModel, TeamState},
};

use crate::{
    board::{Board, Line, Person, arrange},
    model::History,
};

/// The board of a team as it was known, or as it was, at an instant. `histories` are those of every
/// participant that the team ever had; `team` is folded as of the same instant.
#[must_use]
pub fn board_as_of(
    team: TeamId,
    state: &TeamState,
    histories: &[(ParticipantId, History)],
    as_of: AsOf,
    now: DateTime<Utc>,
) -> Board {
    let instant = instant(as_of, now);
    let line = |(id, history): &(ParticipantId, History)| -> Option<Arc<Line>> {
        let line = Person::fold(&history.events, as_of)?.line(*id, state, instant)?;
        Some(Arc::new(Line { incomplete: history.is_incomplete(as_of), ..line }))
    };
    let (lines, version) = arrange(histories.iter().filter_map(line).collect());
    Board {
        team,
        name: state.name().unwrap_or_default().to_owned(),
        model: state.model().unwrap_or(TeamModel::Act),
        version,
        position: histories
            .iter()
            .flat_map(|(_, history)| &history.events)
            .map(|event| event.position)
            .max()
            .unwrap_or(0),
        at: instant,
        lines,
    }
}

/// The instant that days are counted from: when it happened where that is asked, else when it was known.
#[must_use]
pub fn instant(as_of: AsOf, now: DateTime<Utc>) -> DateTime<Utc> {
    as_of.happened_at.or(as_of.known_at).unwrap_or(now)
}
