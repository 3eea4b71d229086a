//! Reads histories for decisions and pages.

use tavle_domain::{
    decider::{Aggregate, fold},
    id::{ParticipantId, TeamId},
    recorded::Recorded,
    stream::Stream,
    team::TeamState,
};

use crate::{handle::Tavle, outcome::Failure};

impl Tavle {
    /// A stream's whole history. A type that this version does not know stops the command: deciding without
    /// it could break an invariant.
    pub(crate) async fn history(&self, stream: Stream) -> Result<Vec<Recorded>, Failure> {
        Ok(self.store.history(stream).await?)
    }

    /// The state folded from a stream.
    pub(crate) async fn state<A: Aggregate>(&self, stream: Stream) -> Result<A, Failure> {
        Ok(fold(&self.history(stream).await?))
    }

    /// The team that follows a participant; `None` when there is no such participant.
    ///
    /// # Errors
    /// The store.
    pub async fn team_of(&self, participant: ParticipantId) -> Result<Option<TeamId>, Failure> {
        let history = self.history(Stream::Participant(participant)).await?;
        Ok(history.first().map(|event| event.team))
    }

    /// A team with its staff and aliases.
    pub(crate) async fn team(&self, team: TeamId) -> Result<TeamState, Failure> {
        self.state(Stream::Team(team)).await
    }
}
