//! Queries of boards.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use tavle_domain::{
    access::{Action, Permit},
    calendar,
    effective::AsOf as Instant,
    id::TeamId,
};
use tavle_projections::board;

use super::{
    diff::{BoardDiff, differences},
    past::Past,
    rows::board_row,
    types::Board,
};
use crate::{
    access::Asking,
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
        let detail = permit.action() == Action::SeeBoard;
        let board = if as_of.is_past() {
            if !detail {
                return Err(ApiError::Forbidden.into());
            }
            Arc::new(Past::read(api, &permit, &[as_of]).await?.board(api, as_of))
        } else {
            api.board(&permit)?
        };
        Ok(Some(write_board(api, caller, &permit, &board, as_of)))
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
        let past = Past::read(api, &permit, &[from, to]).await?;
        let [before, after] = [from, to].map(|as_of| past.board(api, as_of));
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
