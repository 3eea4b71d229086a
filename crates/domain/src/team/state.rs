//! A team as its stream tells it.

use std::{collections::BTreeMap, fmt};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    ALIAS, ALIAS_OF, DISCIPLINE, Discipline, INITIALS, ROLE, STAFF_MEMBER, STAFF_NAME, TEAM_MODEL, TEAM_NAME,
    TeamKind, TeamModel, VALID_UNTIL,
};
use crate::{
    access::Role,
    decider::Step,
    entry::Entry,
    id::{EntryId, ParticipantId, StaffId},
    kind::Kind,
};

/// Someone who is or was in the team.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    /// Who.
    pub id: StaffId,
    /// Name; `None` where it was erased.
    pub name: Option<String>,
    /// Initials; `None` where they were erased.
    pub initials: Option<String>,
    /// Profession, where it is known.
    pub discipline: Option<Discipline>,
    /// Whether they are in the team now.
    pub active: bool,
}

/// `Debug` says who, not what they are called.
impl fmt::Debug for StaffMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, active, .. } = self;
        f.debug_struct("StaffMember").field("id", id).field("active", active).finish_non_exhaustive()
    }
}

/// A team with its staff, authorisations and aliases.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamState {
    pub(super) created: Option<EntryId>,
    name: Option<String>,
    model: Option<TeamModel>,
    pub(super) staff: BTreeMap<StaffId, StaffMember>,
    pub(super) grants: BTreeMap<(StaffId, Role), Option<NaiveDate>>,
    pub(super) aliases: BTreeMap<ParticipantId, String>,
    /// Every alias ever used, in lower case, with whose it is for good and the entry that first gave it.
    pub(super) words: BTreeMap<String, (ParticipantId, EntryId)>,
}

/// `Debug` shows no alias.
impl fmt::Debug for TeamState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { created, staff, grants, .. } = self;
        let mut shown = f.debug_struct("TeamState");
        shown.field("created", created).field("staff", staff).field("grants", grants).finish_non_exhaustive()
    }
}

impl TeamState {
    /// Whether the team exists.
    #[must_use]
    pub const fn is_created(&self) -> bool {
        self.created.is_some()
    }

    /// The team's name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The model that the team works by.
    #[must_use]
    pub const fn model(&self) -> Option<TeamModel> {
        self.model
    }

    /// Everyone who is or was in the team.
    pub fn staff(&self) -> impl Iterator<Item = &StaffMember> {
        self.staff.values()
    }

    /// Authorisations that were granted and not revoked, with their last day. Whether that day has passed is
    /// for the reader to say.
    pub fn grants(&self) -> impl Iterator<Item = (StaffId, Role, Option<NaiveDate>)> {
        self.grants.iter().map(|((staff, role), until)| (*staff, *role, *until))
    }

    /// The participant's alias now.
    #[must_use]
    pub fn alias_of(&self, participant: ParticipantId) -> Option<&str> {
        self.aliases.get(&participant).map(String::as_str)
    }

    /// The participant who has this alias now, whatever its case.
    #[must_use]
    pub fn participant_with_alias(&self, alias: &str) -> Option<ParticipantId> {
        let (participant, _) = self.words.get(&folded(alias))?;
        let has_it = self.alias_of(*participant).is_some_and(|now| folded(now) == folded(alias));
        has_it.then_some(*participant)
    }

    /// Every participant's alias now.
    pub fn aliases(&self) -> impl Iterator<Item = (ParticipantId, &str)> {
        self.aliases.iter().map(|(participant, alias)| (*participant, alias.as_str()))
    }

    pub(super) fn apply(&mut self, step: &Step<'_>) {
        let Kind::Team(kind) = step.entry.kind() else { return };
        let entry = step.entry;
        match kind {
            TeamKind::TeamCreated => {
                self.created = Some(step.id);
                self.name = entry.get(&TEAM_NAME);
                self.model = entry.get(&TEAM_MODEL);
            }
            TeamKind::StaffJoined => self.join(entry),
            TeamKind::StaffLeft => {
                if let Some(member) = entry.get(&STAFF_MEMBER).and_then(|id| self.staff.get_mut(&id)) {
                    member.active = false;
                }
            }
            TeamKind::AuthorisationGranted => {
                if let Some(grant) = grant(entry) {
                    self.grants.insert(grant, entry.get(&VALID_UNTIL));
                }
            }
            TeamKind::AuthorisationRevoked => {
                if let Some(grant) = grant(entry) {
                    self.grants.remove(&grant);
                }
            }
            TeamKind::AliasAssigned => self.name_participant(step),
        }
    }

    /// An erased name leaves a member without a name: the person still counts as staff.
    fn join(&mut self, entry: &Entry) {
        let Some(id) = entry.get(&STAFF_MEMBER) else { return };
        let [name, initials] = [entry.get(&STAFF_NAME), entry.get(&INITIALS)];
        let discipline = entry.get(&DISCIPLINE);
        self.staff.insert(id, StaffMember { id, name, initials, discipline, active: true });
    }

    /// An erased alias leaves the participant without one. The word itself is gone, so it can no longer be
    /// kept from others.
    fn name_participant(&mut self, step: &Step<'_>) {
        let Some(participant) = step.entry.get(&ALIAS_OF) else { return };
        let Some(alias) = step.entry.get(&ALIAS) else {
            self.aliases.remove(&participant);
            return;
        };
        self.words.entry(folded(&alias)).or_insert((participant, step.id));
        self.aliases.insert(participant, alias);
    }
}

/// Who may act in which role.
pub(super) fn grant(entry: &Entry) -> Option<(StaffId, Role)> {
    Some((entry.get(&STAFF_MEMBER)?, entry.get(&ROLE)?))
}

/// Aliases are compared without regard to case.
pub(super) fn folded(alias: &str) -> String {
    alias.trim().to_lowercase()
}
