//! Rows of the board as it is now, written once for everyone who asks for the same of it.
//!
//! A hundred walls fetch one board in the moment in which it changes, all with the same query. Resolving its
//! fields is nearly all that an answer costs, so the first one keeps its rows as they were written. They are used
//! for as long as the read models show the very board and dwellings that they were made of.

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, Value, parser::types::Field,
    registry::Registry,
};
use bytes::Bytes;
use tavle_domain::{
    calendar,
    id::{ParticipantId, TeamId},
};
use tavle_projections::{
    board::{Board, Line},
    dwellings::Dwellings,
};

use super::{rows::board_row, types::BoardRow};
use crate::{access::Scope, api::Api, json::to_json, selection::Selection};

/// So many forms of one team's board are kept. A frontend has three.
const FORMS: usize = 16;

/// A board's rows in an answer, with no more than the reader's role may see.
pub struct Rows {
    board: Arc<Board>,
    /// Present where the role may see more than a wall shows.
    dwellings: Option<Arc<Dwellings>>,
    is_now: bool,
}

impl Rows {
    /// Of the board that the read models show.
    pub const fn of_now(board: Arc<Board>, dwellings: Option<Arc<Dwellings>>) -> Self {
        Self { board, dwellings, is_now: true }
    }

    /// Of a board that was folded for this answer alone.
    pub const fn of_past(board: Arc<Board>, dwellings: Option<Arc<Dwellings>>) -> Self {
        Self { board, dwellings, is_now: false }
    }

    /// Whom they show.
    pub fn participants(&self) -> impl Iterator<Item = ParticipantId> + '_ {
        self.lines().map(|line| line.participant)
    }

    /// A wall screen is sent only what it shows.
    fn lines(&self) -> impl Iterator<Item = &Arc<Line>> {
        self.board.lines.iter().filter(|line| line.row.shown || self.dwellings.is_some())
    }

    fn resolved(&self) -> Vec<BoardRow> {
        let today = calendar::date(self.board.at);
        self.lines().map(|line| board_row(line, today, self.dwellings.as_deref())).collect()
    }
}

impl OutputType for Rows {
    fn type_name() -> Cow<'static, str> {
        <Vec<BoardRow> as OutputType>::type_name()
    }

    fn qualified_type_name() -> String {
        <Vec<BoardRow> as OutputType>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Vec<BoardRow> as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let scope = ctx.data_opt::<Arc<Scope>>().filter(|_| self.is_now);
        let kept = scope.and_then(|scope| scope.selection).zip(ctx.data_opt::<Api>());
        let Some((selection, api)) = kept else {
            return OutputType::resolve(&self.resolved(), ctx, field).await;
        };
        let form = Form { selection, detail: self.dwellings.is_some() };
        if let Some(written) = api.shared_rows.get(form, self) {
            return Ok(Value::Binary(written));
        }
        let rows = OutputType::resolve(&self.resolved(), ctx, field).await?;
        let Some(written) = to_json(&rows).map(Bytes::from) else { return Ok(rows) };
        api.shared_rows.keep(form, self, written.clone());
        Ok(Value::Binary(written))
    }
}

/// What is asked of a board, and how much of it is shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Form {
    selection: Selection,
    detail: bool,
}

struct Written {
    board: Arc<Board>,
    dwellings: Option<Arc<Dwellings>>,
    json: Bytes,
}

impl Written {
    fn is_of(&self, rows: &Rows) -> bool {
        let same_dwellings = match (&self.dwellings, &rows.dwellings) {
            (Some(mine), Some(theirs)) => Arc::ptr_eq(mine, theirs),
            (mine, theirs) => mine.is_none() && theirs.is_none(),
        };
        Arc::ptr_eq(&self.board, &rows.board) && same_dwellings
    }
}

/// The rows that were written last, by team and form.
#[derive(Clone, Default)]
pub struct SharedRows(Arc<Mutex<HashMap<TeamId, HashMap<Form, Written>>>>);

impl fmt::Debug for SharedRows {
    /// What is kept is about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedRows").finish_non_exhaustive()
    }
}

impl SharedRows {
    fn get(&self, form: Form, rows: &Rows) -> Option<Bytes> {
        let kept = self.lock();
        let written = kept.get(&rows.board.team)?.get(&form)?;
        written.is_of(rows).then(|| written.json.clone())
    }

    fn keep(&self, form: Form, rows: &Rows, json: Bytes) {
        let mut kept = self.lock();
        let of_team = kept.entry(rows.board.team).or_default();
        of_team.retain(|_, written| Arc::ptr_eq(&written.board, &rows.board));
        if of_team.len() >= FORMS {
            of_team.clear();
        }
        let (board, dwellings) = (rows.board.clone(), rows.dwellings.clone());
        of_team.insert(form, Written { board, dwellings, json });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<TeamId, HashMap<Form, Written>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
