//! Word of a board's changes: the version and whose rows differ, never what they say.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use async_graphql::{Context, ID, Result, Subscription};
use futures::{Stream, stream};
use tavle_domain::{
    access::{Action, Permit},
    id::{ParticipantId, TeamId},
};
use tavle_projections::board::{Board, Changed};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, sleep_until},
};

use super::types::{BoardEvent, BoardInvalidated, Heartbeat};
use crate::{
    access::AskingOn,
    api::{Api, api, caller, read_id, write_id},
    error::ApiError,
    scalars::DateTime,
};

/// A word at least this often.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// Changes closer together than this are told as one: four a second.
const AT_MOST_EVERY: Duration = Duration::from_millis(250);

/// Subscriptions to boards.
#[derive(Default)]
pub struct BoardSubscription;

#[Subscription]
impl BoardSubscription {
    /// Word of a team's board: at once, at every change, and every five seconds. Access is decided again at
    /// every word.
    async fn board_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
    ) -> Result<impl Stream<Item = Result<BoardEvent>> + use<>> {
        let api = api(ctx)?.clone();
        let team: TeamId = read_id(&team_id)?;
        let caller = caller(ctx)?;
        let watcher = Watcher {
            caller: caller.for_long(ctx)?,
            team,
            // Listen before looking, so that no change falls in between.
            changes: api.changes.subscribe(),
            api,
            told_at: None,
            invalidated_at: None,
        };
        watcher.decide()?;
        Ok(stream::unfold(Some(watcher), |watcher| async {
            let mut watcher = watcher?;
            match watcher.next().await {
                Ok(event) => Some((Ok(event), Some(watcher))),
                Err(error) => Some((Err(error.into()), None)),
            }
        }))
    }
}

/// One screen that watches one board.
struct Watcher {
    api: Api,
    caller: AskingOn,
    team: TeamId,
    changes: Receiver<Changed>,
    /// The last word of either sort: the next heartbeat counts from it.
    told_at: Option<Instant>,
    /// The last word of a change: the next one keeps its distance, and a heartbeat does not delay it.
    invalidated_at: Option<Instant>,
}

impl Watcher {
    /// Decided at every word. A word shows nobody, so that it leaves no record of its own; a denial does.
    fn decide(&self) -> Result<Permit, ApiError> {
        let decision = self.api.decide(self.caller.who(), Action::SeeWall, self.team);
        if decision.is_err() {
            self.caller.now().decided(Action::SeeWall, self.team, None, decision);
        }
        Ok(decision?)
    }

    async fn next(&mut self) -> Result<BoardEvent, ApiError> {
        let Some(told_at) = self.told_at else { return self.heartbeat() };
        let beat = told_at + HEARTBEAT;
        let mut differ = Some(BTreeSet::new());
        loop {
            tokio::select! {
                () = sleep_until(beat) => return self.heartbeat(),
                change = self.changes.recv() => match change {
                    Ok(change) if change.team == self.team => {
                        differ.iter_mut().for_each(|differ| differ.extend(&change.participants));
                        break;
                    }
                    Ok(_) => {}
                    // Too slow to be told of each: everything may differ.
                    Err(RecvError::Lagged(_)) => {
                        differ = None;
                        break;
                    }
                    Err(RecvError::Closed) => return Err(ApiError::Fault),
                },
            }
        }
        if let Some(last) = self.invalidated_at {
            self.gather(last + AT_MOST_EVERY, &mut differ).await;
        }
        self.invalidated(differ.unwrap_or_default())
    }

    /// Waits until another word may be said, and takes in what changes meanwhile; none when it may be anything.
    async fn gather(&mut self, until: Instant, differ: &mut Option<BTreeSet<ParticipantId>>) {
        loop {
            tokio::select! {
                biased;
                () = sleep_until(until) => return,
                change = self.changes.recv() => match change {
                    Ok(change) if change.team == self.team => {
                        differ.iter_mut().for_each(|differ| differ.extend(&change.participants));
                    }
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => *differ = None,
                    Err(RecvError::Closed) => return,
                },
            }
        }
    }

    fn board(&mut self) -> Result<Arc<Board>, ApiError> {
        let permit = self.decide()?;
        // Silence makes a wall say that it is stale. A version that nobody keeps up to date must not.
        if !self.api.readable.is_current(self.api.tavle.store().head()) {
            return Err(ApiError::Fault);
        }
        self.told_at = Some(Instant::now());
        self.api.board(&permit)
    }

    fn heartbeat(&mut self) -> Result<BoardEvent, ApiError> {
        let board_version = self.board()?.version.clone();
        Ok(BoardEvent::Heartbeat(Heartbeat { board_version, server_time: DateTime(self.api.now()) }))
    }

    fn invalidated(&mut self, mut differ: BTreeSet<ParticipantId>) -> Result<BoardEvent, ApiError> {
        let board = self.board()?;
        self.invalidated_at = self.told_at;
        if self.api.decide(self.caller.who(), Action::SeeBoard, self.team).is_err() {
            // A wall is told of those whom it shows.
            let shown = board.lines.iter().filter(|line| line.row.shown).map(|line| line.participant);
            let shown: BTreeSet<_> = shown.collect();
            differ.retain(|participant| shown.contains(participant));
        }
        Ok(BoardEvent::BoardInvalidated(BoardInvalidated {
            board_version: board.version.clone(),
            participant_ids: differ.into_iter().map(write_id).collect(),
            server_time: DateTime(self.api.now()),
        }))
    }
}
