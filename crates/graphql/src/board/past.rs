//! Boards of the past, folded from the log.

use std::collections::BTreeSet;

use tavle_domain::{
    access::Permit,
    decider::fold_as_of,
    effective::AsOf,
    id::{ParticipantId, TeamId},
    recorded::Recorded,
    stream::Stream,
    team::TeamState,
};
use tavle_event_store::known;
use tavle_projections::{History, board::Board, history};

use crate::{api::Api, error::ApiError};

/// The histories of everyone whom a team ever had, read once for any number of instants.
pub struct Past {
    team: TeamId,
    of_team: Vec<Recorded>,
    people: Vec<(ParticipantId, History)>,
}

impl Past {
    /// Reads what the boards of these instants follow from.
    ///
    /// # Errors
    /// The store.
    pub async fn read(api: &Api, permit: &Permit, instants: &[AsOf]) -> Result<Self, ApiError> {
        let (store, team) = (api.tavle.store(), permit.team());
        let of_team = known(store.read_stream(Stream::Team(team), 0).await?);
        let mut everyone = BTreeSet::new();
        for as_of in instants {
            everyone.extend(team_as_known(&of_team, *as_of).aliases().map(|(id, _)| id));
        }
        let everyone: Vec<ParticipantId> = everyone.into_iter().collect();
        let histories = store.read_subjects(&everyone).await?.into_iter().map(History::read);
        Ok(Self { team, of_team, people: everyone.into_iter().zip(histories).collect() })
    }

    /// The board as of an instant.
    pub fn board(&self, api: &Api, as_of: AsOf) -> Board {
        let state = team_as_known(&self.of_team, as_of);
        history::board_as_of(self.team, &state, &self.people, as_of, api.now())
    }
}

/// Names and staff as they were known: a board of the past shows nobody by a later name.
fn team_as_known(of_team: &[Recorded], as_of: AsOf) -> TeamState {
    fold_as_of(of_team, AsOf { known_at: as_of.known_at, happened_at: None })
}
