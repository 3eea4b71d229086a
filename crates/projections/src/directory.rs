//! Teams with their staff, authorisations and aliases.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use tavle_domain::{
    access::{Actor, Grant},
    decider::fold,
    id::{ParticipantId, StaffId, TeamId},
    recorded::Recorded,
    stream::Stream,
    team::TeamState,
};

use crate::{
    model::{ModelError, ReadModel},
    runner::View,
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
pub struct DirectoryModel {
    checkpoint: u64,
    histories: BTreeMap<TeamId, Vec<Recorded>>,
    changed: BTreeSet<TeamId>,
    view: Arc<View<Directory>>,
}

impl DirectoryModel {
    /// An empty model that shows itself in `view`.
    #[must_use]
    pub fn new(view: Arc<View<Directory>>) -> Self {
        Self { checkpoint: 0, histories: BTreeMap::new(), changed: BTreeSet::new(), view }
    }
}

impl ReadModel for DirectoryModel {
    fn name(&self) -> &'static str {
        "directory"
    }

    fn checkpoint(&self) -> u64 {
        self.checkpoint
    }

    fn apply(&mut self, events: &[Recorded], position: u64) -> Result<Vec<ParticipantId>, ModelError> {
        for event in events {
            if let Stream::Team(team) = event.stream {
                self.histories.entry(team).or_default().push(event.clone());
                self.changed.insert(team);
            }
        }
        self.checkpoint = position;
        Ok(Vec::new())
    }

    fn fold_again(&mut self, _: ParticipantId, _: &[Recorded]) -> Result<(), ModelError> {
        Ok(())
    }

    fn publish(&mut self, _: DateTime<Utc>, _: bool) {
        if self.changed.is_empty() {
            return;
        }
        let mut directory = Directory::clone(&self.view.get());
        for team in std::mem::take(&mut self.changed) {
            let history = self.histories.get(&team).map(Vec::as_slice).unwrap_or_default();
            directory.teams.insert(team, Arc::new(fold(history)));
        }
        self.view.set(directory);
    }

    fn digest(&mut self) -> Result<[u8; 32], ModelError> {
        let mut hash = Sha256::new();
        for (id, team) in self.view.get().teams() {
            hash.update(id.0.as_bytes());
            hash.update(format!("{:?}{:?}", team.name(), team.model()));
            for member in team.staff() {
                hash.update(member.id.0.as_bytes());
                hash.update(format!("{:?}{:?}", member.initials, member.active));
            }
            for grant in team.grants() {
                hash.update(format!("{grant:?}"));
            }
            for (participant, alias) in team.aliases() {
                hash.update(participant.0.as_bytes());
                hash.update(alias.as_bytes());
            }
        }
        Ok(hash.finalize().into())
    }
}
