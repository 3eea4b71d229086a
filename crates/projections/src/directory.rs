//! Teams with their staff, authorisations and aliases.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use tavle_domain::{
    access::{Actor, Grant},
    decider::{Aggregate, Step, fold},
    id::{ParticipantId, StaffId, TeamId},
    recorded::Recorded,
    stream::Stream,
    team::TeamState,
};

use crate::{
    in_memory::{Fold, InMemory, Screen, States},
    model::{Again, History, Look},
    view::View,
};

/// Every team, for whoever has to find one.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    teams: BTreeMap<TeamId, Arc<TeamState>>,
}

impl Directory {
    /// A team.
    #[must_use]
    pub fn team(&self, id: TeamId) -> Option<&Arc<TeamState>> {
        self.teams.get(&id)
    }

    /// All teams.
    pub fn teams(&self) -> impl Iterator<Item = (TeamId, &Arc<TeamState>)> {
        self.teams.iter().map(|(id, team)| (*id, team))
    }

    /// Somebody with every authorisation that they hold, as the access decision wants it.
    #[must_use]
    pub fn actor(&self, staff: StaffId, organisation: &str) -> Actor {
        let grants = self.teams().flat_map(|(team, state)| {
            // Whoever has left the team may no longer act in it, whatever was granted.
            let has_left = state.staff().any(|member| member.id == staff && !member.active);
            let own = state.grants().filter(move |(holder, ..)| *holder == staff && !has_left);
            own.map(move |(_, role, until)| Grant { team, role, until })
        });
        Actor { staff, organisation: organisation.to_owned(), grants: grants.collect() }
    }

    /// The initials of a member of staff.
    #[must_use]
    pub fn initials(&self, team: TeamId, staff: StaffId) -> Option<String> {
        let own = self.team(team)?.staff().find(|member| member.id == staff)?;
        own.initials.clone()
    }

    /// A participant's alias in a team.
    #[must_use]
    pub fn alias(&self, team: TeamId, participant: ParticipantId) -> Option<String> {
        self.team(team)?.alias_of(participant).map(str::to_owned)
    }
}

/// The model behind [`Directory`].
pub type DirectoryModel = InMemory<Teams, Arc<View<Directory>>>;

/// A team, folded from its stream.
pub struct Teams;

impl Fold for Teams {
    const NAME: &'static str = "directory";
    const VERSION: u32 = 1;
    type Key = TeamId;
    type State = TeamState;

    fn key(event: &Recorded) -> Option<TeamId> {
        Self::key_of(event.stream)
    }

    fn key_of(stream: Stream) -> Option<TeamId> {
        match stream {
            Stream::Team(team) => Some(team),
            _ => None,
        }
    }

    fn history(team: TeamId) -> Again {
        Again::Stream(Stream::Team(team))
    }

    fn key_behind(history: Again) -> Option<TeamId> {
        match history {
            Again::Stream(stream) => Self::key_of(stream),
            Again::Subject(_) => None,
        }
    }

    fn evolve(state: &mut Option<Arc<TeamState>>, event: &Recorded) -> bool {
        let Some(step) = Step::of(event) else { return false };
        Arc::make_mut(state.get_or_insert_default()).evolve(&step);
        true
    }

    fn fold(_: TeamId, history: &History) -> Option<TeamState> {
        (!history.events.is_empty()).then(|| fold(&history.events))
    }
}

impl Screen<Teams> for Arc<View<Directory>> {
    fn show(&mut self, teams: &States<Teams>, changed: BTreeSet<TeamId>, _: u64, _: Look) {
        if !changed.is_empty() {
            self.set(Directory { teams: teams.clone() });
        }
    }
}
