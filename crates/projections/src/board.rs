//! The board of every team: each participant's row with the tenancy risk behind it, and the version by which
//! a wall knows whether what it shows is what stands here.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use tavle_domain::{
    board::{BoardFacts, BoardRules, Row, derive},
    effective::{AsOf, Effective, by_occurrence},
    id::{EntryId, ParticipantId, StaffId, TeamId},
    kind::{Kind, KindRow},
    recorded::{Body, Recorded},
    risk::{Assessment, RiskFacts, RiskRules, assess},
    stream::Stream,
    team::{TeamModel, TeamState},
};
use tokio::sync::broadcast;

use crate::{
    directory::Directory,
    model::{ModelError, ReadModel},
    runner::View,
};

/// A participant's line: the derived row, the risk behind it, and the words that a wall needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The participant.
    pub participant: ParticipantId,
    /// The name shown.
    pub alias: String,
    /// What the board derives.
    pub row: Row,
    /// The tenancy risk; `None` without an active tenancy.
    pub risk: Option<Assessment>,
    /// Initials of the staff that the row names.
    pub initials: BTreeMap<StaffId, String>,
    /// Kinds of the entries behind its statuses.
    pub reasons: BTreeMap<EntryId, Kind>,
}

impl Line {
    /// Hash of everything that a screen could show of the line.
    fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.participant.0.as_bytes());
        let shown = serde_json::to_vec(&(&self.alias, &self.row, &self.risk, &self.initials));
        hash.update(shown.unwrap_or_default());
        hash.finalize().into()
    }
}

/// One team's board as it stands.
#[derive(Clone, Debug)]
pub struct Board {
    /// The team.
    pub team: TeamId,
    /// Its name.
    pub name: String,
    /// The model it works by.
    pub model: TeamModel,
    /// Digest of everything shown. Compared by equality: two boards with the same version show the same,
    /// whether an event or the passing of time made them so.
    pub version: String,
    /// The log position it was built from.
    pub position: u64,
    /// The instant it was derived for.
    pub at: DateTime<Utc>,
    /// One line a participant, in the order of the meeting.
    pub lines: Vec<Arc<Line>>,
}

/// Every board.
pub type Boards = BTreeMap<TeamId, Arc<Board>>;

/// A board shows something else now.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The team.
    pub team: TeamId,
    /// The new version.
    pub version: String,
    /// Whose lines differ.
    pub participants: Vec<ParticipantId>,
}

/// What one participant's history comes to.
#[derive(Clone, Debug)]
pub struct Person {
    /// The team that follows them.
    pub team: TeamId,
    /// For the row.
    pub board: BoardFacts,
    /// For the risk.
    pub risk: RiskFacts,
    /// Kinds of the entries that can stand behind a status.
    reasons: BTreeMap<EntryId, Kind>,
    /// The last entry folded, so that an earlier one is noticed.
    last: (DateTime<Utc>, u64),
}

impl Person {
    /// Folds a whole history as of an instant; `None` when nothing of it counts.
    #[must_use]
    pub fn fold(history: &[Recorded], as_of: AsOf) -> Option<Self> {
        let mut person: Option<Self> = None;
        for entry in by_occurrence(history, as_of) {
            person.get_or_insert_with(|| Self::new(entry.original.team)).evolve(&entry);
        }
        person
    }

    fn new(team: TeamId) -> Self {
        Self {
            team,
            board: BoardFacts::default(),
            risk: RiskFacts::default(),
            reasons: BTreeMap::new(),
            last: (DateTime::<Utc>::MIN_UTC, 0),
        }
    }

    fn evolve(&mut self, entry: &Effective<'_>) {
        self.board.evolve(entry);
        self.risk.evolve(entry);
        if is_reason(entry.entry.row()) {
            self.reasons.insert(entry.id(), entry.entry.kind());
        }
        self.last = (entry.occurred.at, entry.original.position);
    }

    /// The line that this person has on their team's board; `None` when they are not followed.
    #[must_use]
    pub fn line(&self, id: ParticipantId, team: &TeamState, now: DateTime<Utc>) -> Option<Line> {
        let model = team.model().unwrap_or(TeamModel::Act);
        let risk = assess(&self.risk, &RiskRules::default(), now);
        let row = derive(&self.board, risk.as_ref(), &BoardRules::default(), model, now)?;
        let alias = team.alias_of(id).unwrap_or("–").to_owned();
        let named: BTreeSet<StaffId> = staff_of(&row).collect();
        let initials = team.staff().filter(|member| named.contains(&member.id));
        let initials = initials.filter_map(|member| Some((member.id, member.initials.clone()?))).collect();
        let because = row.statuses.iter().filter_map(|standing| standing.because);
        let reasons = because.filter_map(|entry| Some((entry, *self.reasons.get(&entry)?))).collect();
        Some(Line { participant: id, alias, row, risk, initials, reasons })
    }
}

/// Whether entries of a kind can stand behind a status. Kept contacts are many, and none is a reason.
fn is_reason(row: &KindRow) -> bool {
    let decides = matches!(row.kind, Kind::BoardDecision(_) | Kind::Tenancy(_));
    decides || row.turns_on.is_some() || row.raises.is_some()
}

/// Everyone whom a row names.
fn staff_of(row: &Row) -> impl Iterator<Item = StaffId> {
    let visits = row.today.iter().chain(&row.week).flat_map(|visit| visit.staff.iter().copied());
    let met = row.last_met.iter().chain(&row.last_kept).flat_map(|met| met.staff.iter().copied());
    row.primary_contact.into_iter().chain(visits).chain(met)
}

/// Puts lines in the order of the meeting and gives the version of the whole.
#[must_use]
pub fn arrange(mut lines: Vec<Arc<Line>>) -> (Vec<Arc<Line>>, String) {
    lines.sort_by_cached_key(|line| {
        let status = line.row.statuses.first().map(|standing| standing.status);
        let deadline = line.risk.as_ref().and_then(|risk| risk.next.as_ref()).map(|next| next.on);
        // Nobody decided: after the derived statuses, before the decided ones would be hidden at the end.
        (status.is_none(), status, deadline.is_none(), deadline, line.alias.clone())
    });
    let mut hash = Sha256::new();
    for line in &lines {
        hash.update(line.digest());
    }
    let digest: [u8; 32] = hash.finalize().into();
    (lines, digest[..9].iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The model behind [`Boards`].
pub struct BoardModel {
    checkpoint: u64,
    people: BTreeMap<ParticipantId, Person>,
    lines: BTreeMap<ParticipantId, (TeamId, [u8; 32], Arc<Line>)>,
    stale_people: BTreeSet<ParticipantId>,
    stale_teams: BTreeSet<TeamId>,
    directory: Arc<View<Directory>>,
    view: Arc<View<Boards>>,
    changes: broadcast::Sender<Changed>,
}

impl BoardModel {
    /// An empty model that shows itself in `view` and tells of changes.
    #[must_use]
    pub fn new(
        directory: Arc<View<Directory>>,
        view: Arc<View<Boards>>,
        changes: broadcast::Sender<Changed>,
    ) -> Self {
        Self {
            checkpoint: 0,
            people: BTreeMap::new(),
            lines: BTreeMap::new(),
            stale_people: BTreeSet::new(),
            stale_teams: BTreeSet::new(),
            directory,
            view,
            changes,
        }
    }

    /// Derives the lines of these participants again. Gives the teams whose boards differ, with whose lines.
    fn derive_lines(
        &mut self,
        who: impl IntoIterator<Item = ParticipantId>,
        now: DateTime<Utc>,
    ) -> BTreeMap<TeamId, Vec<ParticipantId>> {
        let directory = self.directory.get();
        let mut differ: BTreeMap<TeamId, Vec<ParticipantId>> = BTreeMap::new();
        for id in who {
            let person = self.people.get(&id);
            let line = person.and_then(|person| {
                let team = directory.team(person.team)?;
                person.line(id, team, now).map(|line| (person.team, line))
            });
            let before = self.lines.get(&id).map(|(team, digest, _)| (*team, *digest));
            let after = line.as_ref().map(|(team, line)| (*team, line.digest()));
            if before == after {
                continue;
            }
            for (team, _) in [before, after].into_iter().flatten() {
                let of_team = differ.entry(team).or_default();
                if of_team.last() != Some(&id) {
                    of_team.push(id);
                }
            }
            match (line, after) {
                (Some((team, line)), Some((_, digest))) => {
                    self.lines.insert(id, (team, digest, Arc::new(line)));
                }
                _ => {
                    self.lines.remove(&id);
                }
            }
        }
        differ
    }

    fn board(&self, team: TeamId, state: &TeamState, now: DateTime<Utc>) -> Board {
        let own = self.lines.values().filter(|(of, ..)| *of == team).map(|(.., line)| line.clone()).collect();
        let (lines, version) = arrange(own);
        Board {
            team,
            name: state.name().unwrap_or_default().to_owned(),
            model: state.model().unwrap_or(TeamModel::Act),
            version,
            position: self.checkpoint,
            at: now,
            lines,
        }
    }
}

impl ReadModel for BoardModel {
    fn name(&self) -> &'static str {
        "board"
    }

    fn checkpoint(&self) -> u64 {
        self.checkpoint
    }

    fn apply(&mut self, events: &[Recorded], position: u64) -> Result<Vec<ParticipantId>, ModelError> {
        let mut again = BTreeSet::new();
        for event in events {
            if let Stream::Team(team) = event.stream {
                self.stale_teams.insert(team);
            }
            let Some(subject) = event.subject else { continue };
            self.stale_people.insert(subject);
            let person = self.people.entry(subject).or_insert_with(|| Person::new(event.team));
            match &event.body {
                Body::Entry(entry) if (event.occurred.at, event.position) > person.last => {
                    person.evolve(&Effective {
                        original: event,
                        entry: std::borrow::Cow::Borrowed(entry),
                        occurred: event.occurred,
                        corrections: Vec::new(),
                        error_mark: None,
                    });
                }
                // Backdated, corrected or marked: what came after it may read differently now.
                Body::Entry(_) | Body::Correction(_) | Body::ErrorMark(_) => {
                    again.insert(subject);
                }
            }
        }
        self.checkpoint = position;
        Ok(again.into_iter().collect())
    }

    fn fold_again(&mut self, subject: ParticipantId, history: &[Recorded]) -> Result<(), ModelError> {
        match Person::fold(history, AsOf::NOW) {
            Some(person) => self.people.insert(subject, person),
            None => self.people.remove(&subject),
        };
        self.stale_people.insert(subject);
        Ok(())
    }

    fn publish(&mut self, now: DateTime<Utc>, tick: bool) {
        let mut who = std::mem::take(&mut self.stale_people);
        let teams = std::mem::take(&mut self.stale_teams);
        let of_stale_team = |person: &Person| tick || teams.contains(&person.team);
        who.extend(self.people.iter().filter(|(_, person)| of_stale_team(person)).map(|(id, _)| *id));
        let mut differ = self.derive_lines(who, now);
        for team in teams {
            differ.entry(team).or_default();
        }
        let mut boards = Boards::clone(&self.view.get());
        for board in boards.values_mut() {
            // What did not change was looked at too: it stands as of now.
            let same = Board { position: self.checkpoint, at: now, ..Board::clone(board) };
            *board = Arc::new(same);
        }
        let directory = self.directory.get();
        let mut changes = Vec::new();
        for (team, participants) in differ {
            let Some(state) = directory.team(team) else { continue };
            let board = self.board(team, state, now);
            changes.push(Changed { team, version: board.version.clone(), participants });
            boards.insert(team, Arc::new(board));
        }
        self.view.set(boards);
        for change in changes {
            // Nobody is watching: nobody is told.
            let _ = self.changes.send(change);
        }
    }

    fn digest(&mut self) -> Result<[u8; 32], ModelError> {
        let mut hash = Sha256::new();
        for (id, person) in &self.people {
            hash.update(id.0.as_bytes());
            hash.update(format!("{:?}{:?}", person.board, person.risk));
        }
        for board in self.view.get().values() {
            hash.update(&board.version);
        }
        Ok(hash.finalize().into())
    }
}
