//! What every resolver works with, and who is asking.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use async_graphql::{Context, ID};
use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use tavle_application::{AccessLog, Tavle, authorize};
use tavle_domain::{
    access::{Action, Actor, Denied, Permit, Role},
    id::{DwellingId, EntryId, ParticipantId, StaffId, TeamId},
};
use tavle_event_store::{Decoded, StoreError};
use tavle_projections::{
    Chronicles, Readable, View,
    audit_trail::AuditTrail,
    board::{Board, Boards, Changed},
    directory::Directory,
    dwellings::Dwellings,
    timeline::Timelines,
};
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::{
    access::Asking,
    board::SharedRows,
    cursor::{CursorKey, Cursors},
    error::ApiError,
};

pub use crate::access::caller;

/// The application with its read models.
#[derive(Clone)]
pub struct Api {
    /// Commands.
    pub tavle: Tavle,
    /// Who was shown to whom.
    pub access: Arc<AccessLog>,
    /// Teams and staff.
    pub directory: Arc<View<Directory>>,
    /// Boards.
    pub boards: Arc<View<Boards>>,
    /// Their rows as they were written last.
    pub shared_rows: SharedRows,
    /// Dwellings.
    pub dwellings: Arc<View<Dwellings>>,
    /// Timelines.
    pub timelines: Timelines,
    /// Audit trail.
    pub audit: AuditTrail,
    /// What histories had come to along the way.
    pub chronicles: Chronicles,
    /// How far the read models can be read.
    pub readable: Readable,
    /// Changes of boards.
    pub changes: broadcast::Sender<Changed>,
    /// The organisation that runs the installation.
    pub organisation: Arc<str>,
    /// Signs cursors.
    pub cursors: CursorKey,
    /// Whether this is a demonstration.
    pub demo: bool,
    /// How long a command waits until what it wrote can be read.
    pub read_wait: Duration,
}

/// Who asks, as a request carries it. Authorisations are looked up for every request and every delivery, so
/// that a revoked one ends at once.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    /// The member of staff.
    pub staff: StaffId,
    /// The team and role that a wall's session is narrowed to, whatever else its member of staff is granted.
    pub only: Option<(TeamId, Role)>,
}

impl Caller {
    /// Somebody with what this caller may use of it.
    #[must_use]
    pub fn narrow(&self, mut actor: Actor) -> Actor {
        if let Some((team, role)) = self.only {
            actor.grants.retain(|grant| (grant.team, grant.role) == (team, role));
        }
        actor
    }
}

impl Api {
    /// The instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.tavle.now()
    }

    /// The cursors of a connection, bound to what it is about.
    pub fn cursors<K: Serialize + DeserializeOwned>(&self, connection: &str, bound: &Json) -> Cursors<K> {
        Cursors::of(&self.cursors, connection, bound)
    }

    /// Somebody with every authorisation that they hold now.
    #[must_use]
    pub fn actor(&self, caller: Caller) -> Actor {
        caller.narrow(self.directory.get().actor(caller.staff, &self.organisation))
    }

    /// Decides an action in a team without a word to the access log: for what shows nobody.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn decide(&self, caller: Caller, action: Action, team: TeamId) -> Result<Permit, Denied> {
        authorize(&self.actor(caller), action, team, self.now())
    }

    /// Decides an action in a team. Whom the answer shows is said with [`Asking::shows`].
    ///
    /// # Errors
    /// `NOT_FOUND` outside the caller's teams, `FORBIDDEN` for another role.
    pub fn permit(&self, caller: Asking<'_>, action: Action, team: TeamId) -> Result<Permit, ApiError> {
        self.permit_first(caller, action, &[], team)
    }

    /// Decides the first of these actions that the caller's role includes: the fullest view first.
    ///
    /// # Errors
    /// `NOT_FOUND` outside the caller's teams, `FORBIDDEN` where the role includes none of them.
    pub fn permit_first(
        &self,
        caller: Asking<'_>,
        action: Action,
        others: &[Action],
        team: TeamId,
    ) -> Result<Permit, ApiError> {
        let mut decided = (action, self.decide(caller.who, action, team));
        for other in others {
            if decided.1 == Err(Denied::Role) {
                decided = (*other, self.decide(caller.who, *other, team));
            }
        }
        caller.decided(decided.0, team, None, decided.1);
        Ok(decided.1?)
    }

    /// Decides an action about a participant. One of another team answers as one that does not exist, and costs the
    /// same.
    ///
    /// # Errors
    /// `NOT_FOUND`, `FORBIDDEN`, or a fault of the read models.
    pub async fn permit_participant(
        &self,
        caller: Asking<'_>,
        action: Action,
        participant: ParticipantId,
    ) -> Result<Permit, ApiError> {
        let Some(team) = self.own_team_of(caller.who, participant).await? else {
            self.denies_stranger(caller, action, participant);
            return Err(ApiError::NotFound);
        };
        let decision = self.decide(caller.who, action, team);
        caller.decided(action, team, Some(participant), decision);
        Ok(decision?)
    }

    /// Which of the caller's teams follows a participant. Nothing of another team is read for it, so that its
    /// participants take no longer to be told from nobody.
    ///
    /// # Errors
    /// The read models.
    pub async fn own_team_of(
        &self,
        who: Caller,
        participant: ParticipantId,
    ) -> Result<Option<TeamId>, ApiError> {
        let teams = self.own_teams(who);
        let followed = |directory: &Directory| {
            teams.iter().copied().find(|team| directory.alias(*team, participant).is_some())
        };
        if let Some(team) = followed(&self.directory.get()) {
            return Ok(Some(team));
        }
        self.catch_up().await;
        if let Some(team) = followed(&self.directory.get()) {
            return Ok(Some(team));
        }
        // Also somebody who has no alias any more.
        for team in teams {
            if self.audit.has_entries_about(team, participant)? {
                return Ok(Some(team));
            }
        }
        Ok(None)
    }

    /// Which of the caller's teams has a dwelling.
    pub async fn own_team_with(&self, who: Caller, dwelling: DwellingId) -> Option<TeamId> {
        let teams = self.own_teams(who);
        let has = |dwellings: &Dwellings| dwellings.get(&dwelling).map(|dwelling| dwelling.team);
        if let Some(team) = has(&self.dwellings.get()).filter(|team| teams.contains(team)) {
            return Some(team);
        }
        self.catch_up().await;
        has(&self.dwellings.get()).filter(|team| teams.contains(team))
    }

    /// Registers a denial where another team follows the participant. What does not exist leaves none.
    pub fn denies_stranger(&self, caller: Asking<'_>, action: Action, participant: ParticipantId) {
        let directory = self.directory.get();
        let team = directory.teams().find(|(_, state)| state.alias_of(participant).is_some());
        if let Some((team, _)) = team {
            caller.decided(action, team, Some(participant), Err(Denied::OutsideTeam));
        }
    }

    fn own_teams(&self, who: Caller) -> BTreeSet<TeamId> {
        self.actor(who).grants.iter().map(|grant| grant.team).collect()
    }

    /// Waits until what is in the log now can be read: what is new may not be shown yet.
    async fn catch_up(&self) {
        let _ = self.readable.wait(self.tavle.store().head(), self.read_wait).await;
    }

    /// The board that a permit opens.
    ///
    /// # Errors
    /// `NOT_FOUND` while the team has none.
    pub fn board(&self, permit: &Permit) -> Result<Arc<Board>, ApiError> {
        self.boards.get().get(&permit.team()).cloned().ok_or(ApiError::NotFound)
    }
}

/// The application, from a resolver.
pub fn api<'a>(ctx: &Context<'a>) -> async_graphql::Result<&'a Api> {
    ctx.data::<Api>()
}

/// Reads an id of the API. What is no id names nothing.
///
/// # Errors
/// `NOT_FOUND`.
pub fn read_id<T: From<Uuid>>(id: &ID) -> Result<T, ApiError> {
    Uuid::parse_str(id).map(T::from).map_err(|_| ApiError::NotFound)
}

/// Writes an id of the API.
pub fn write_id(id: impl Into<Uuid>) -> ID {
    ID(id.into().to_string())
}

/// An event by its id.
///
/// # Errors
/// The store.
pub async fn event(api: &Api, id: EntryId) -> Result<Option<tavle_domain::recorded::Recorded>, StoreError> {
    Ok(api.tavle.store().event(id).await?.and_then(Decoded::known))
}
