//! Word of a board's changes: the version and whose rows differ, never what they say.

use std::{collections::BTreeSet, time::Duration};

use async_graphql::{Context, ID, Result, Subscription};
use futures::{Stream, stream};
use tavle_domain::{
    access::{Action, Denied, Permit},
    id::{ParticipantId, TeamId},
};
use tavle_projections::board::Changed;
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, sleep_until},
};

use super::types::{BoardEvent, BoardInvalidated, Heartbeat};
use crate::{
    api::{Api, Caller, api, caller, read_id, write_id},
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
            who: caller.who,
            team,
            // Listen before looking, so that no change falls in between.
            changes: api.changes.subscribe(),
            api,
            told_at: None,
            invalidated_at: None,
        };
        let decision = watcher.decide();
        if decision.is_err() {
            caller.decided(Action::SeeWall, team, None, decision);
        }
        decision.map_err(ApiError::from)?;
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
    who: Caller,
    team: TeamId,
    changes: Receiver<Changed>,
    /// The last word of either sort: the next heartbeat counts from it.
    told_at: Option<Instant>,
    /// The last word of a change: the next one keeps its distance, and a heartbeat does not delay it.
    invalidated_at: Option<Instant>,
}

impl Watcher {
    /// Decided at every word. A word shows nobody, so that it leaves no record of its own.
    fn decide(&self) -> Result<Permit, Denied> {
        self.api.decide(self.who, Action::SeeWall, self.team)
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

    fn version(&mut self) -> Result<String, ApiError> {
        let permit = self.decide()?;
        // Silence makes a wall say that it is stale. A version that nobody keeps up to date must not.
        if !self.api.readable.is_current(self.api.tavle.store().head()) {
            return Err(ApiError::Fault);
        }
        self.told_at = Some(Instant::now());
        Ok(self.api.board(&permit)?.version.clone())
    }

    fn heartbeat(&mut self) -> Result<BoardEvent, ApiError> {
        let board_version = self.version()?;
        Ok(BoardEvent::Heartbeat(Heartbeat { board_version, server_time: DateTime(self.api.now()) }))
    }

    fn invalidated(&mut self, differ: BTreeSet<ParticipantId>) -> Result<BoardEvent, ApiError> {
        let board_version = self.version()?;
        self.invalidated_at = self.told_at;
        Ok(BoardEvent::BoardInvalidated(BoardInvalidated {
            board_version,
            participant_ids: differ.into_iter().map(write_id).collect(),
            server_time: DateTime(self.api.now()),
        }))
    }
}
