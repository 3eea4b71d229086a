//! Queries of boards.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use tavle_domain::{access::Action, calendar, effective::AsOf as Instant, id::TeamId};
use tavle_projections::board;

use super::{
    diff::{BoardDiff, differences},
    past::Past,
    shared::Rows,
    types::Board,
};
use crate::{
    api::{Api, api, caller, read_id, write_id},
    as_of::{AsOfInput, read_as_of},
    enums::Named,
    error::ApiError,
    scalars::DateTime,
};

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
        let detail = (permit.action() == Action::SeeBoard).then(|| api.dwellings.get());
        if as_of.is_past() && detail.is_none() {
            return Err(ApiError::Forbidden.into());
        }
        let (board, rows) = if as_of.is_past() {
            let board = Arc::new(Past::read(api, &permit).await?.board(api, as_of).await?);
            (board.clone(), Rows::of_past(board, detail))
        } else {
            let board = api.board(&permit)?;
            (board.clone(), Rows::of_now(board, detail))
        };
        caller.shows(&permit, rows.participants());
        Ok(Some(write_board(api, &board, rows, as_of)))
    }

    /// What differs between a team's board at two instants: who entered, who left, and old → new of whatever
    /// changed in a row.
    #[graphql(complexity = "400 + child_complexity")]
    async fn board_diff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
        #[graphql(desc = "The instant to compare from.")] from: AsOfInput,
        #[graphql(desc = "The instant to compare to; now where it is left out.")] to: Option<AsOfInput>,
    ) -> Result<Option<BoardDiff>> {
        let api = api(ctx)?;
        let [from, to] = [read_as_of(Some(from), api.now())?, read_as_of(to, api.now())?];
        let caller = caller(ctx)?.at(from);
        let permit = api.permit(caller, Action::SeeBoard, read_id::<TeamId>(&team_id)?)?;
        let past = Past::read(api, &permit).await?;
        let (before, after) = (past.board(api, from).await?, past.board(api, to).await?);
        let shown =
            |board: &board::Board| board.lines.iter().map(|line| line.participant).collect::<Vec<_>>();
        caller.shows(&permit, shown(&before));
        caller.at(to).shows(&permit, shown(&after));
        Ok(Some(BoardDiff {
            team_id: write_id(permit.team()),
            rows: differences(&before, &after),
            from_version: before.version,
            to_version: after.version,
            from: from.into(),
            to: to.into(),
        }))
    }
}

fn write_board(api: &Api, board: &board::Board, rows: Rows, as_of: Instant) -> Board {
    Board {
        team_id: write_id(board.team),
        team_name: board.name.clone(),
        model: Named(board.model),
        board_version: board.version.clone(),
        position: board.position.to_string(),
        as_of: as_of.into(),
        server_time: DateTime(api.now()),
        last_day_since: DateTime(calendar::last_working_day_0830(board.at)),
        rows,
    }
}
