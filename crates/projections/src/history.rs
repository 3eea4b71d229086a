//! A team's board as of another instant, folded from the log.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tavle_domain::{
    effective::AsOf,
    id::{ParticipantId, TeamId},
    team::{TeamModel, TeamState},
};

use crate::{
    board::{Board, Line, arrange},
    chronicle::Then,
};

/// The board of a team as it was known, or as it was, at an instant, from everyone whom it ever had. All of it is
/// as of the same instant.
#[must_use]
pub fn board_as_of(
    team: TeamId,
    state: &TeamState,
    people: &[(ParticipantId, Then)],
    as_of: AsOf,
    now: DateTime<Utc>,
) -> Board {
    let instant = instant(as_of, now);
    let line = |(id, then): &(ParticipantId, Then)| -> Option<Arc<Line>> {
        let line = then.person.as_ref()?.line(*id, state, instant)?;
        Some(Arc::new(Line { incomplete: then.incomplete, ..line }))
    };
    let (lines, version) = arrange(people.iter().filter_map(line).collect());
    Board {
        team,
        name: state.name().unwrap_or_default().to_owned(),
        model: state.model().unwrap_or(TeamModel::Act),
        version,
        position: people.iter().map(|(_, then)| then.position).max().unwrap_or(0),
        at: instant,
        lines,
    }
}

/// The instant that days are counted from: when it happened where that is asked, else when it was known.
#[must_use]
pub fn instant(as_of: AsOf, now: DateTime<Utc>) -> DateTime<Utc> {
    as_of.happened_at.or(as_of.known_at).unwrap_or(now)
}
