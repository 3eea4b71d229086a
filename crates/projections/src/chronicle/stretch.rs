//! A participant's history cut into stretches, with what everything before each came to.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use tavle_domain::{
    effective::AsOf,
    id::EntryId,
    recorded::{Body, Recorded},
};

use crate::{board::Person, model::History};

/// What was known for less is not kept.
const LASTING: TimeDelta = TimeDelta::days(4);

/// A history as it stood at a position.
#[derive(Debug)]
pub struct Chronicle {
    /// The last position of the history.
    pub up_to: u64,
    /// When that was recorded.
    pub recorded_at: DateTime<Utc>,
    /// What was known from here on lacks something that could not be read.
    pub incomplete_from: Option<DateTime<Utc>>,
    /// The stretches, earliest first. There is always one.
    pub stretches: Vec<Stretch>,
}

/// What occurred after `from`, up to and including the beginning of the next stretch.
#[derive(Debug)]
pub struct Stretch {
    /// Where it begins; the first begins with time itself.
    pub from: DateTime<Utc>,
    /// What everything that occurred until `from` came to, by the instant from which that was known. The first
    /// was known at `from` itself: nothing occurs after it is recorded.
    pub before: Vec<Known>,
    /// Positions of the entries that occurred in it by any reading of them, and of all that amends these, in
    /// log order.
    pub members: Vec<u64>,
}

/// What was known from an instant on, until more was.
#[derive(Debug)]
pub struct Known {
    /// The instant.
    pub since: DateTime<Utc>,
    /// When more was known; `None` for what is known still.
    pub until: Option<DateTime<Utc>>,
    /// What the history came to.
    pub person: Option<Person>,
}

impl Known {
    /// Whether it held for so long that it is worth keeping. Most of what is recorded late is so by hours; a look
    /// at such a moment begins at the cut before.
    pub fn is_lasting(&self) -> bool {
        self.until.is_none_or(|until| until - self.since > LASTING)
    }
}

/// An entry with everything that ever amended it.
struct Group<'a> {
    events: Vec<&'a Recorded>,
    /// Whenever it occurred, by any reading of it.
    instants: BTreeSet<DateTime<Utc>>,
}

impl Group<'_> {
    fn earliest(&self) -> DateTime<Utc> {
        self.instants.first().copied().unwrap_or(DateTime::<Utc>::MIN_UTC)
    }
}

impl Chronicle {
    /// Cuts a whole history into stretches of about so many events.
    #[must_use]
    pub fn of(history: &History, stretch: usize) -> Self {
        let groups = Groups::of(&history.events).by_occurrence();
        let mut stretches: Vec<Stretch> = Vec::new();
        // The events of the stretch before, and where it began.
        let mut passed: (DateTime<Utc>, Vec<Recorded>) = (DateTime::<Utc>::MIN_UTC, Vec::new());
        let cuts = cuts(&groups, stretch);
        for (n, from) in cuts.iter().copied().enumerate() {
            let before = match stretches.last() {
                None => vec![Known { since: from, until: None, person: None }],
                Some(last) => known_until(from, &groups, last, &passed),
            };
            let until = cuts.get(n + 1).copied();
            let events = members(&groups, from, until);
            let members = events.iter().map(|event| event.position).collect();
            stretches.push(Stretch { from, before, members });
            passed = (from, events);
        }
        let last = history.events.last();
        Self {
            up_to: history.last_position(),
            recorded_at: last.map_or(DateTime::<Utc>::MIN_UTC, |event| event.recorded_at),
            incomplete_from: history.missing.first().map(|missing| recorded_before(*missing, history)),
            stretches,
        }
    }
}

/// What everything until an instant came to, each time that more of it was known.
fn known_until(
    until: DateTime<Utc>,
    groups: &[Group<'_>],
    last: &Stretch,
    (from, events): &(DateTime<Utc>, Vec<Recorded>),
) -> Vec<Known> {
    let early = groups.iter().take_while(|group| group.earliest() <= until);
    let late = early.flat_map(|group| &group.events).map(|event| event.recorded_at);
    let instants: BTreeSet<_> = late.filter(|at| *at > until).chain([until]).collect();
    let more = instants.iter().copied().skip(1).map(Some).chain([None]);
    let known = |(since, until_known): (DateTime<Utc>, Option<DateTime<Utc>>)| {
        let then = last.before.iter().rev().find(|known| known.since <= since);
        let as_of = AsOf { known_at: Some(since), happened_at: Some(until) };
        let person = then.and_then(|known| known.person.clone());
        Known { since, until: until_known, person: Person::go_on(person, *from, events, as_of) }
    };
    instants.iter().copied().zip(more).map(known).collect()
}

/// What belongs to a stretch, in log order.
fn members(groups: &[Group<'_>], from: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Vec<Recorded> {
    let within = |instant: &DateTime<Utc>| *instant > from && until.is_none_or(|until| *instant <= until);
    let own = groups.iter().filter(|group| group.instants.iter().any(within));
    let mut events: Vec<_> =
        own.flat_map(|group| group.events.iter().map(|event| (*event).clone())).collect();
    events.sort_by_key(|event| event.position);
    events
}

/// Where stretches begin.
fn cuts(groups: &[Group<'_>], stretch: usize) -> Vec<DateTime<Utc>> {
    let mut cuts = vec![DateTime::<Utc>::MIN_UTC];
    let mut count = 0;
    for (n, group) in groups.iter().enumerate() {
        count += group.events.len();
        let is_between = groups.get(n + 1).is_some_and(|next| next.earliest() > group.earliest());
        if count >= stretch && is_between {
            cuts.push(group.earliest());
            count = 0;
        }
    }
    cuts
}

/// Entries with what amends them.
struct Groups<'a> {
    all: Vec<Group<'a>>,
    /// The place of each event's group.
    of: HashMap<EntryId, usize>,
}

impl<'a> Groups<'a> {
    fn of(events: impl IntoIterator<Item = &'a Recorded>) -> Self {
        let mut groups = Self { all: Vec::new(), of: HashMap::new() };
        events.into_iter().for_each(|event| groups.add(event));
        groups
    }

    /// What amends nothing that was read changes nothing, and is in no group.
    fn add(&mut self, event: &'a Recorded) {
        let (group, instant) = match &event.body {
            Body::Entry(_) => {
                self.all.push(Group { events: Vec::new(), instants: BTreeSet::new() });
                (Some(self.all.len() - 1), Some(event.occurred.at))
            }
            Body::Correction(amends) => {
                (self.of.get(&amends.target).copied(), amends.occurred.map(|occurred| occurred.at))
            }
            Body::ErrorMark(mark) => (self.of.get(&mark.target).copied(), None),
            Body::View(_) => (None, None),
        };
        let Some(group) = group else { return };
        self.of.insert(event.id, group);
        if let Some(group) = self.all.get_mut(group) {
            group.events.push(event);
            group.instants.extend(instant);
        }
    }

    fn by_occurrence(mut self) -> Vec<Group<'a>> {
        self.all.sort_by_key(Group::earliest);
        self.all
    }
}

/// When the last event before a position was recorded.
pub(super) fn recorded_before(position: u64, history: &History) -> DateTime<Utc> {
    let before = history.events.partition_point(|event| event.position < position);
    let last = before.checked_sub(1).and_then(|last| history.events.get(last));
    last.map_or(DateTime::<Utc>::MIN_UTC, |event| event.recorded_at)
}

/// Whether one of these later events changes something that occurred until `from`, or may do so: it amends an
/// entry that is not among `members`.
#[must_use]
pub fn reaches_back(from: DateTime<Utc>, members: &[Recorded], later: &[Recorded], as_of: AsOf) -> bool {
    let groups = Groups::of(members.iter().chain(later));
    let known = later.iter().take_while(|event| as_of.known_at.is_none_or(|at| event.recorded_at <= at));
    let mut counting = known.filter(|event| !matches!(event.body, Body::View(_)));
    counting.any(|event| {
        let group = groups.of.get(&event.id).and_then(|group| groups.all.get(*group));
        group.is_none_or(|group| group.earliest() <= from)
    })
}
