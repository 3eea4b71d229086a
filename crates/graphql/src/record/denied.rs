//! What a command names and its sender may not know of. A denial stands in the access log, like one of a look.

use tavle_application::{Done, Failure, Step, action_of};
use tavle_domain::{
    access::{Action, Denied},
    field::{FieldProblem, Problem},
    housing::HousingKind,
    id::{EntryId, ParticipantId, TeamId},
    kind::Kind,
    stream::{Stream, StreamKind},
};

use crate::{
    access::Asking,
    api::{Api, event},
    error::ApiError,
};

/// What a command is decided on.
#[derive(Clone, Copy, Debug)]
pub struct Aim {
    action: Action,
    team: TeamId,
    about: Option<ParticipantId>,
}

/// What a step is aimed at, as far as it names that. What belongs to another team is a problem at its field, as
/// what does not exist: neither is looked up in the log, so that both take the same time.
///
/// # Errors
/// The problem, or a fault of the read models.
pub async fn aim(
    api: &Api,
    caller: Asking<'_>,
    step: &Step,
) -> Result<Result<Option<Aim>, FieldProblem>, ApiError> {
    let action = action_of(step.row.kind);
    let unknown = |path| Ok(Err(FieldProblem { path, problem: Problem::Unknown }));
    let aim = |team, about| Ok(Ok(Some(Aim { action, team, about })));
    let makes_dwelling = step.row.kind == Kind::Housing(HousingKind::DwellingRegistered);
    let team = match (step.row.stream, step.dwelling, step.participant) {
        (StreamKind::Dwelling, Some(dwelling), _) if !makes_dwelling => {
            let Some(team) = api.own_team_with(caller.who, dwelling).await else {
                let theirs = api.dwellings.get().get(&dwelling).map(|dwelling| dwelling.team);
                if let Some(team) = theirs {
                    caller.decided(action, team, None, Err(Denied::OutsideTeam));
                }
                return unknown("dwellingId");
            };
            if api.decide(caller.who, action, team).is_err() {
                return aim(team, step.participant);
            }
            team
        }
        (StreamKind::Dwelling | StreamKind::Team, ..) | (_, _, None) => {
            return step.team.map_or(Ok(Ok(None)), |team| aim(team, None));
        }
        (_, _, Some(participant)) => match api.own_team_of(caller.who, participant).await? {
            Some(team) => team,
            None => {
                api.denies_stranger(caller, action, participant);
                return unknown("participantId");
            }
        },
    };
    if let Some(participant) = step.participant
        && api.own_team_of(caller.who, participant).await?.is_none()
    {
        api.denies_stranger(caller, action, participant);
        return unknown("participantId");
    }
    aim(team, step.participant)
}

/// What an amendment is aimed at; none where there is no such entry.
///
/// # Errors
/// The store.
pub async fn amended(api: &Api, entry: EntryId) -> Result<Option<Aim>, ApiError> {
    Ok(event(api, entry).await?.map(|event| {
        let of_team = matches!(event.stream, Stream::Team(_) | Stream::Access(..));
        let action = if of_team { Action::ManageTeam } else { Action::Record };
        Aim { action, team: event.team, about: event.subject }
    }))
}

/// Registers a denial where there was one.
pub fn register(api: &Api, caller: Asking<'_>, aim: Option<Aim>, outcome: &Result<Done, Failure>) {
    // What lies outside one's teams answers as a field that names nothing.
    let may_be_denied = matches!(outcome, Err(Failure::Forbidden(_) | Failure::Invalid(_)));
    let Some(Aim { action, team, about }) = aim.filter(|_| may_be_denied) else { return };
    let decision = api.decide(caller.who, action, team);
    if decision.is_err() {
        caller.decided(action, team, about, decision);
    }
}
