//! A command that was denied stands in the access log, like a look that was.

use tavle_application::{Done, Failure, action_of};
use tavle_domain::{
    access::Action,
    id::{DwellingId, EntryId, ParticipantId, TeamId},
    kind::KindRow,
    stream::Stream,
};

use crate::{
    access::Asking,
    api::{Api, event},
    error::ApiError,
};

/// What a command names.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// What a step is aimed at.
    Step(&'static KindRow, Option<ParticipantId>, Option<DwellingId>, Option<TeamId>),
    /// The entry to amend.
    Entry(EntryId),
}

/// Registers a denial where there was one. What does not exist belongs to no team, and leaves none.
///
/// # Errors
/// The store.
pub async fn register(
    api: &Api,
    caller: Asking<'_>,
    target: Target,
    outcome: &Result<Done, Failure>,
) -> Result<(), ApiError> {
    // What lies outside one's teams answers as a field that names nothing.
    if !matches!(outcome, Err(Failure::Forbidden(_) | Failure::Invalid(_))) {
        return Ok(());
    }
    let Some((action, team, about)) = found(api, target).await? else { return Ok(()) };
    let decision = api.decide(caller.who, action, team);
    if decision.is_err() {
        caller.decided(action, team, about, decision);
    }
    Ok(())
}

type Found = (Action, TeamId, Option<ParticipantId>);

async fn found(api: &Api, target: Target) -> Result<Option<Found>, ApiError> {
    match target {
        Target::Step(row, Some(participant), ..) => {
            let team = api.tavle.team_of(participant).await?;
            Ok(team.map(|team| (action_of(row.kind), team, Some(participant))))
        }
        Target::Step(row, None, Some(dwelling), _) => {
            let team = api.dwellings.get().get(&dwelling).map(|dwelling| dwelling.team);
            Ok(team.map(|team| (action_of(row.kind), team, None)))
        }
        Target::Step(row, None, None, team) => Ok(team.map(|team| (action_of(row.kind), team, None))),
        Target::Entry(id) => Ok(event(api, id).await?.map(|event| {
            let of_team = matches!(event.stream, Stream::Team(_) | Stream::Access(..));
            let action = if of_team { Action::ManageTeam } else { Action::Record };
            (action, event.team, event.subject)
        })),
    }
}
