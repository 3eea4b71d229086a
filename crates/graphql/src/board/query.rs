//! Queries of boards and of the participants on them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use tavle_domain::{
    access::{Action, Permit},
    board::Status,
    calendar,
    decider::fold_as_of,
    effective::AsOf as Instant,
    id::{ParticipantId, TeamId},
    risk::Level,
    stream::Stream,
    team::TeamState,
};
use tavle_event_store::known;
use tavle_projections::{board, history};

use super::{rows::board_row, types::Board};
use crate::{
    access::Asking,
    api::{Api, api, caller, read_id, write_id},
    as_of::{AsOfInput, read_as_of},
    enums::Named,
    error::ApiError,
    scalars::DateTime,
};

/// A participant, found by alias.
#[derive(SimpleObject, Clone, Debug)]
pub struct ParticipantRef {
    /// The participant.
    pub participant_id: ID,
    /// The name shown.
    pub alias: String,
    /// The primary status.
    pub status: Option<Named<Status>>,
    /// Level of tenancy risk.
    pub risk_level: Option<Named<Level>>,
    /// Whether the team follows them now.
    pub enrolled: bool,
}

/// Queries of boards.
#[derive(Default)]
pub struct BoardQuery;

#[Object]
impl BoardQuery {
    /// A team's board, now or as of an instant of either time axis.
    #[graphql(complexity = "if as_of.is_some() { 300 + child_complexity } else { child_complexity }")]
    async fn board(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
        #[graphql(desc = "The instant to look at; now where it is left out.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Board>> {
        let api = api(ctx)?;
        let as_of = read_as_of(as_of, api.now())?;
        let caller = caller(ctx)?.at(as_of);
        let team = read_id::<TeamId>(&team_id)?;
        let permit = api.permit_first(caller, Action::SeeBoard, &[Action::SeeWall], team)?;
        let detail = permit.action() == Action::SeeBoard;
        let board = if as_of.is_past() {
            if !detail {
                return Err(ApiError::Forbidden.into());
            }
            Arc::new(board_as_of(api, &permit, as_of).await?)
        } else {
            api.board(&permit)?
        };
        Ok(Some(write_board(api, caller, &permit, &board, as_of)))
    }

    /// Participants of a team by alias, also those whose follow-up has ended.
    async fn participants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
        #[graphql(desc = "How the alias begins; everyone where it is left out.")] alias: Option<String>,
    ) -> Result<Vec<ParticipantRef>> {
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let permit = api.permit(caller, Action::FindParticipants, read_id::<TeamId>(&team_id)?)?;
        let board = api.board(&permit)?;
        let directory = api.directory.get();
        let team = directory.team(permit.team()).ok_or(ApiError::NotFound)?;
        let wanted = alias.unwrap_or_default().trim().to_lowercase();
        let mut found: Vec<_> =
            team.aliases().filter(|(_, alias)| alias.to_lowercase().starts_with(&wanted)).collect();
        found.sort_by_key(|(_, alias)| alias.to_lowercase());
        caller.shows(&permit, found.iter().map(|(id, _)| *id));
        let found = found.into_iter().map(|(id, alias)| {
            let line = board.lines.iter().find(|line| line.participant == id);
            ParticipantRef {
                participant_id: write_id(id),
                alias: alias.to_owned(),
                status: line.and_then(|line| line.row.primary()).map(|standing| Named(standing.status)),
                risk_level: line.and_then(|line| line.risk.as_ref()).map(|risk| Named(risk.level)),
                enrolled: line.is_some(),
            }
        });
        Ok(found.collect())
    }
}

/// Folds everyone whom the team ever had.
async fn board_as_of(api: &Api, permit: &Permit, as_of: Instant) -> Result<board::Board, ApiError> {
    let store = api.tavle.store();
    let team_history = known(store.read_stream(Stream::Team(permit.team()), 0).await?);
    let known_then = Instant { known_at: as_of.known_at, happened_at: None };
    let state: TeamState = fold_as_of(&team_history, known_then);
    let everyone: Vec<ParticipantId> = state.aliases().map(|(id, _)| id).collect();
    let mut histories = Vec::with_capacity(everyone.len());
    for id in everyone {
        histories.push((id, known(store.read_subject(id, None).await?)));
    }
    Ok(history::board_as_of(permit.team(), &state, &histories, as_of, api.now()))
}

fn write_board(
    api: &Api,
    caller: Asking<'_>,
    permit: &Permit,
    board: &board::Board,
    as_of: Instant,
) -> Board {
    let today = calendar::date(board.at);
    let dwellings = api.dwellings.get();
    let detail = (permit.action() == Action::SeeBoard).then_some(&*dwellings);
    // A wall screen is sent only what it shows.
    let shown = board.lines.iter().filter(|line| line.row.shown || detail.is_some());
    caller.shows(permit, shown.clone().map(|line| line.participant));
    Board {
        team_id: write_id(board.team),
        team_name: board.name.clone(),
        model: Named(board.model),
        board_version: board.version.clone(),
        position: board.position.to_string(),
        as_of: as_of.into(),
        server_time: DateTime(api.now()),
        last_day_since: DateTime(calendar::last_working_day_0830(board.at)),
        rows: shown.map(|line| board_row(line, today, detail)).collect(),
    }
}
