//! Boards of the past, from the chronicles of everyone whom a team had.

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
use tavle_projections::{board::Board, history};

use crate::{api::Api, error::ApiError};

/// What the boards of a team follow from, whatever the instant: its own history.
pub struct Past {
    team: TeamId,
    of_team: Vec<Recorded>,
}

impl Past {
    /// Reads it.
    ///
    /// # Errors
    /// The store.
    pub async fn read(api: &Api, permit: &Permit) -> Result<Self, ApiError> {
        let team = permit.team();
        let of_team = known(api.tavle.store().read_stream(Stream::Team(team), 0).await?);
        Ok(Self { team, of_team })
    }

    /// The board as of an instant.
    ///
    /// # Errors
    /// The store, or the chronicles.
    pub async fn board(&self, api: &Api, as_of: AsOf) -> Result<Board, ApiError> {
        // Names and staff as they were known: a board of the past shows nobody by a later name.
        let state: TeamState =
            fold_as_of(&self.of_team, AsOf { known_at: as_of.known_at, happened_at: None });
        let everyone: Vec<ParticipantId> = state.aliases().map(|(id, _)| id).collect();
        let then = api.chronicles.at(&**api.tavle.store(), &everyone, as_of).await?;
        let people: Vec<_> = everyone.into_iter().zip(then).collect();
        Ok(history::board_as_of(self.team, &state, &people, as_of, api.now()))
    }
}
