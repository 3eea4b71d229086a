//! What one participant's history comes to, whatever the time.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tavle_domain::{
    board::BoardFacts,
    contact::ContactKind,
    effective::{AsOf, Effective, by_occurrence},
    id::{EntryId, ParticipantId, TeamId},
    kind::{Kind, KindRow},
    recorded::{Body, Recorded},
    risk::{RiskFacts, is_kept},
    stream::Stream,
};

use crate::{
    in_memory::Fold,
    model::{Again, History},
};

/// What one participant's history comes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The team that follows them.
    pub team: TeamId,
    /// For the row.
    pub board: BoardFacts,
    /// For the risk.
    pub risk: RiskFacts,
    /// Kinds of the entries that can stand behind a status.
    pub(super) reasons: BTreeMap<EntryId, Kind>,
    /// The last entry folded, so that an earlier one is noticed.
    last: (DateTime<Utc>, u64),
}

impl Person {
    /// Folds a whole history as of an instant; `None` when nothing of it counts.
    #[must_use]
    pub fn fold(history: &[Recorded], as_of: AsOf) -> Option<Self> {
        Self::go_on(None, DateTime::<Utc>::MIN_UTC, history, as_of)
    }

    /// The same from entries that are as of the instant already, in whatever order.
    #[must_use]
    pub fn of(entries: &[Effective<'_>]) -> Option<Self> {
        let mut standing: Vec<_> = entries.iter().filter(|entry| entry.stands()).collect();
        standing.sort_by_key(|entry| (entry.occurred.at, entry.original.position));
        let mut person = Self::new(standing.first()?.original.team);
        standing.into_iter().for_each(|entry| person.evolve(entry));
        Some(person)
    }

    /// Goes on from what everything until `from` came to, with what occurred after it.
    pub(crate) fn go_on(
        mut person: Option<Self>,
        from: DateTime<Utc>,
        history: &[Recorded],
        as_of: AsOf,
    ) -> Option<Self> {
        let entries = by_occurrence(history, as_of).into_iter();
        for entry in entries.skip_while(|entry| entry.occurred.at <= from) {
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
        if is_kept(&entry.entry) {
            // Attempts before a kept contact are a reason no more, and there are many of them.
            let failed = Kind::Contact(ContactKind::ContactAttemptFailed);
            self.reasons.retain(|_, kind| *kind != failed);
        }
        if is_reason(entry.entry.row()) {
            self.reasons.insert(entry.id(), entry.entry.kind());
        }
        self.last = (entry.occurred.at, entry.original.position);
    }
}

/// Whether entries of a kind can stand behind a status. Kept contacts are many, and none is a reason.
fn is_reason(row: &KindRow) -> bool {
    let decides = matches!(row.kind, Kind::BoardDecision(_) | Kind::Tenancy(_));
    decides || row.turns_on.is_some() || row.raises.is_some()
}

/// A participant as the board knows them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Followed {
    /// What the history comes to; `None` while nothing of it counts.
    pub person: Option<Person>,
    /// Positions of events in the history that could not be read or not be folded.
    pub missing: BTreeSet<u64>,
}

impl Fold for Followed {
    const NAME: &'static str = "board";
    const VERSION: u32 = 2;
    type Key = ParticipantId;
    type State = Self;

    fn key(event: &Recorded) -> Option<ParticipantId> {
        event.subject
    }

    fn key_of(stream: Stream) -> Option<ParticipantId> {
        stream.participant()
    }

    fn history(id: ParticipantId) -> Again {
        Again::Subject(id)
    }

    fn key_behind(history: Again) -> Option<ParticipantId> {
        match history {
            Again::Subject(id) => Some(id),
            Again::Stream(_) => None,
        }
    }

    fn evolve(state: &mut Option<Arc<Self>>, event: &Recorded) -> bool {
        let Body::Entry(entry) = &event.body else { return false };
        let followed = Arc::make_mut(state.get_or_insert_default());
        let person = followed.person.get_or_insert_with(|| Person::new(event.team));
        let follows = (event.occurred.at, event.position) > person.last;
        if follows {
            person.evolve(&Effective {
                original: event,
                entry: Cow::Borrowed(entry),
                occurred: event.occurred,
                corrections: Vec::new(),
                error_mark: None,
            });
        }
        follows
    }

    fn fold(_: ParticipantId, history: &History) -> Option<Self> {
        let person = Person::fold(&history.events, AsOf::NOW);
        let is_known = person.is_some() || !history.missing.is_empty();
        is_known.then(|| Self { person, missing: history.missing.clone() })
    }
}
