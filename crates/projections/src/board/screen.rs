//! The boards of all teams, as readers see them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use tavle_domain::{
    id::{ParticipantId, TeamId},
    recorded::Recorded,
    stream::Stream,
    team::{TeamModel, TeamState},
};
use tokio::sync::broadcast;

use super::{Board, Boards, Changed, Followed, Line, arrange};
use crate::{
    directory::Directory,
    in_memory::{Screen, States},
    model::Look,
    view::View,
};

/// Whose lines differ, by team.
type Differ = BTreeMap<TeamId, Vec<ParticipantId>>;

/// Derives lines and keeps those that differ.
pub struct BoardScreen {
    lines: BTreeMap<ParticipantId, Shown>,
    /// Teams with something new in their own stream: a name, an alias, somebody who joined.
    stale_teams: BTreeSet<TeamId>,
    directory: Arc<View<Directory>>,
    view: Arc<View<Boards>>,
    changes: broadcast::Sender<Changed>,
}

struct Shown {
    team: TeamId,
    digest: [u8; 32],
    line: Arc<Line>,
}

impl BoardScreen {
    /// Shows in `view` and tells of changes. The directory must be shown first.
    #[must_use]
    pub const fn new(
        directory: Arc<View<Directory>>,
        view: Arc<View<Boards>>,
        changes: broadcast::Sender<Changed>,
    ) -> Self {
        Self { lines: BTreeMap::new(), stale_teams: BTreeSet::new(), directory, view, changes }
    }

    /// Derives the lines of these participants. Gives the teams whose boards differ.
    fn derive(
        &mut self,
        who: BTreeSet<ParticipantId>,
        people: &States<Followed>,
        now: DateTime<Utc>,
    ) -> Differ {
        let directory = self.directory.get();
        let mut differ = Differ::new();
        for id in who {
            let after = people.get(&id).and_then(|followed| shown(id, followed, &directory, now));
            let before = self.lines.get(&id);
            if before.map(Shown::mark) == after.as_ref().map(Shown::mark) {
                continue;
            }
            let teams: BTreeSet<_> = before.into_iter().chain(&after).map(|shown| shown.team).collect();
            for team in teams {
                differ.entry(team).or_default().push(id);
            }
            match after {
                Some(after) => self.lines.insert(id, after),
                None => self.lines.remove(&id),
            };
        }
        differ
    }

    fn board(&self, team: TeamId, state: &TeamState, position: u64, now: DateTime<Utc>) -> Board {
        let own = self.lines.values().filter(|shown| shown.team == team);
        let (lines, version) = arrange(own.map(|shown| shown.line.clone()).collect());
        Board {
            team,
            name: state.name().unwrap_or_default().to_owned(),
            model: state.model().unwrap_or(TeamModel::Act),
            version,
            position,
            at: now,
            lines,
        }
    }
}

impl Shown {
    const fn mark(&self) -> (TeamId, [u8; 32]) {
        (self.team, self.digest)
    }
}

fn shown(id: ParticipantId, followed: &Followed, directory: &Directory, now: DateTime<Utc>) -> Option<Shown> {
    let person = followed.person.as_ref()?;
    let incomplete = !followed.missing.is_empty();
    let line = Line { incomplete, ..person.line(id, directory.team(person.team)?, now)? };
    Some(Shown { team: person.team, digest: line.digest(), line: Arc::new(line) })
}

impl Screen<Followed> for BoardScreen {
    fn heed(&mut self, event: &Recorded) {
        if let Stream::Team(team) = event.stream {
            self.stale_teams.insert(team);
        }
    }

    fn show(
        &mut self,
        people: &States<Followed>,
        changed: BTreeSet<ParticipantId>,
        position: u64,
        look: Look,
    ) {
        let directory = self.directory.get();
        let mut teams = std::mem::take(&mut self.stale_teams);
        let mut boards = Boards::clone(&self.view.get());
        // Also a team in which nothing ever happened has a board.
        teams.extend(directory.teams().map(|(team, _)| team).filter(|team| !boards.contains_key(team)));
        let mut who = changed;
        if look.tick {
            who.extend(people.keys());
        } else if !teams.is_empty() {
            let of_stale_team =
                |followed: &Followed| followed.person.as_ref().is_some_and(|p| teams.contains(&p.team));
            who.extend(people.iter().filter(|(_, followed)| of_stale_team(followed)).map(|(id, _)| *id));
        }
        let mut differ = self.derive(who, people, look.now);
        for team in teams {
            differ.entry(team).or_default();
        }
        for board in boards.values_mut() {
            // What did not change stands as of now too: nothing that time moves was skipped this minute.
            let board = Arc::make_mut(board);
            (board.position, board.at) = (position, look.now);
        }
        let mut changes = Vec::new();
        for (team, participants) in differ {
            let Some(state) = directory.team(team) else { continue };
            let board = self.board(team, state, position, look.now);
            if boards.get(&team).is_none_or(|before| before.version != board.version) {
                changes.push(Changed { team, version: board.version.clone(), participants });
            }
            boards.insert(team, Arc::new(board));
        }
        self.view.set(boards);
        for change in changes {
            // Nobody is watching: nobody is told.
            let _ = self.changes.send(change);
        }
    }
}
