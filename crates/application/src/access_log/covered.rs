//! What the last five minutes of the access log say already.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};
use tavle_domain::{
    access::{Action, Denied, Role},
    id::{EntryId, ParticipantId, StaffId, TeamId},
};

use super::Look;

/// How long a record stands for the looks that follow.
const COVERS: TimeDelta = TimeDelta::minutes(5);
/// The most looks remembered, over everybody. What is beyond is forgotten, and recorded again.
const MOST_COVERED: usize = 100_000;
/// The most lists that a member of staff may refer to.
const LISTS: usize = 8;
/// The most participants on all lists remembered.
const MOST_LISTED: usize = 100_000;

/// Looks that one record stands for: of one member of staff, in one role, at one sort of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    staff: StaffId,
    team: TeamId,
    role: Role,
    what: Action,
    denied: Option<Denied>,
    past: bool,
}

impl Key {
    pub fn of(staff: StaffId, look: &Look) -> Self {
        let Look { what, team, role, denied, .. } = *look;
        Self { staff, team, role, what, denied, past: look.as_of.is_past() }
    }
}

/// A list of participants, and the record that names it.
type List = (EntryId, Box<[ParticipantId]>);

/// What is covered, and which lists of participants stand in the log.
#[derive(Debug, Default)]
pub struct Covered {
    /// When each participant was recorded last; nobody in particular for a look that showed nobody.
    looks: HashMap<Key, HashMap<Option<ParticipantId>, DateTime<Utc>>>,
    count: usize,
    /// By member of staff, latest last.
    lists: HashMap<StaffId, VecDeque<List>>,
    listed: usize,
}

impl Covered {
    /// Whether records of the last five minutes name all of these. A clock that was set back covers nothing.
    pub fn covers(&self, key: &Key, whom: &[ParticipantId], now: DateTime<Utc>) -> bool {
        let Some(recorded) = self.looks.get(key) else { return false };
        let stands = |who: Option<ParticipantId>| {
            recorded.get(&who).is_some_and(|at| *at <= now && now - *at < COVERS)
        };
        if whom.is_empty() { stands(None) } else { whom.iter().all(|who| stands(Some(*who))) }
    }

    /// Remembers what a record that is written names.
    pub fn cover<'a>(
        &mut self,
        key: Key,
        whom: impl IntoIterator<Item = &'a ParticipantId, IntoIter: ExactSizeIterator>,
        now: DateTime<Utc>,
    ) {
        let whom = whom.into_iter();
        if self.count + whom.len().max(1) > MOST_COVERED {
            self.forget(now);
        }
        let recorded = self.looks.entry(key).or_default();
        let before = recorded.len();
        if whom.len() == 0 {
            recorded.insert(None, now);
        }
        recorded.extend(whom.map(|who| (Some(*who), now)));
        self.count += recorded.len() - before;
    }

    /// Forgets what covers nothing any more, and everything where that is not half of it.
    fn forget(&mut self, now: DateTime<Utc>) {
        self.looks.retain(|_, recorded| {
            recorded.retain(|_, at| *at <= now && now - *at < COVERS);
            !recorded.is_empty()
        });
        self.count = self.looks.values().map(HashMap::len).sum();
        if self.count > MOST_COVERED / 2 {
            self.looks.clear();
            self.count = 0;
        }
    }

    /// The record of the same member of staff that names exactly these.
    pub fn same(&self, staff: StaffId, whom: &[ParticipantId]) -> Option<EntryId> {
        let lists = self.lists.get(&staff)?;
        lists.iter().find(|(_, list)| **list == *whom).map(|(event, _)| *event)
    }

    /// Remembers a list that is written, for later records to refer to. One name is shorter than a reference.
    pub fn remember(&mut self, staff: StaffId, event: EntryId, whom: &[ParticipantId]) {
        if whom.len() < 2 {
            return;
        }
        if self.listed + whom.len() > MOST_LISTED {
            self.lists.clear();
            self.listed = 0;
        }
        let lists = self.lists.entry(staff).or_default();
        lists.push_back((event, whom.into()));
        self.listed += whom.len();
        if lists.len() > LISTS {
            self.listed -= lists.pop_front().map_or(0, |(_, list)| list.len());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use tavle_domain::effective::AsOf;
    use uuid::Uuid;

    use super::*;

    fn look() -> Look {
        Look {
            what: Action::SeeBoard,
            team: TeamId(Uuid::from_u128(1)),
            role: Role::TeamMember,
            denied: None,
            whom: Vec::new(),
            as_of: AsOf::NOW,
            operation: "board".to_owned(),
        }
    }

    fn staff(n: u128) -> StaffId {
        StaffId(Uuid::from_u128(n))
    }

    fn people(range: std::ops::Range<u128>) -> Vec<ParticipantId> {
        range.map(|n| ParticipantId(Uuid::from_u128(n))).collect()
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_507_200 + seconds, 0).unwrap()
    }

    #[test]
    fn a_record_stands_for_five_minutes_and_for_those_it_names() {
        let (mut covered, key) = (Covered::default(), Key::of(staff(1), &look()));
        covered.cover(key, &people(1..4), at(0));
        assert!(covered.covers(&key, &people(1..4), at(0)));
        assert!(covered.covers(&key, &people(2..3), at(299)));
        assert!(!covered.covers(&key, &people(2..3), at(300)));
        assert!(!covered.covers(&key, &people(2..3), at(-1)), "a clock that was set back covers nothing");
        assert!(!covered.covers(&key, &people(1..5), at(1)));
        assert!(!covered.covers(&key, &[], at(1)), "nobody shown is a look of its own");
        covered.cover(key, &[], at(0));
        assert!(covered.covers(&key, &[], at(1)));
    }

    #[test]
    fn another_person_role_team_thing_or_outcome_is_another_look() {
        let mut covered = Covered::default();
        covered.cover(Key::of(staff(1), &look()), &people(1..2), at(0));
        let past = AsOf { known_at: Some(at(-9)), happened_at: None };
        for (who, other) in [
            (2, look()),
            (1, Look { role: Role::Supervisor, ..look() }),
            (1, Look { team: TeamId(Uuid::from_u128(2)), ..look() }),
            (1, Look { what: Action::SeeWall, ..look() }),
            (1, Look { denied: Some(Denied::Role), ..look() }),
            (1, Look { as_of: past, ..look() }),
        ] {
            assert!(!covered.covers(&Key::of(staff(who), &other), &people(1..2), at(1)), "{other:?}");
        }
    }

    #[test]
    fn a_list_is_found_again_for_its_own_reader_and_while_it_is_among_the_last() {
        let mut covered = Covered::default();
        let event = |n: u128| EntryId(Uuid::from_u128(n));
        covered.remember(staff(1), event(1), &people(1..9));
        covered.remember(staff(1), event(2), &people(1..2));
        assert_eq!(covered.same(staff(1), &people(1..9)), Some(event(1)));
        assert_eq!(covered.same(staff(1), &people(1..8)), None);
        assert_eq!(covered.same(staff(1), &people(1..2)), None, "one name is no list");
        assert_eq!(covered.same(staff(2), &people(1..9)), None);
        for n in 0..8 {
            covered.remember(staff(1), event(10 + n), &people(100 * n..100 * n + 2));
        }
        assert_eq!(covered.same(staff(1), &people(1..9)), None);
    }

    #[test]
    fn memory_is_bounded_whatever_is_looked_at() {
        let (mut covered, key) = (Covered::default(), Key::of(staff(1), &look()));
        for n in 0..300 {
            covered.cover(Key::of(staff(n), &look()), &people(0..1_000), at(0));
            covered.remember(staff(n), EntryId(Uuid::from_u128(n)), &people(n * 1_000..n * 1_000 + 1_000));
            assert!(covered.count <= MOST_COVERED && covered.listed <= MOST_LISTED);
            assert_eq!(covered.count, covered.looks.values().map(HashMap::len).sum::<usize>());
        }
        // What covers nothing any more makes room first.
        let mut covered = Covered::default();
        covered.cover(key, &people(0..60_000), at(0));
        covered.cover(key, &people(60_000..90_000), at(299));
        covered.cover(key, &people(90_000..110_000), at(301));
        assert!(covered.covers(&key, &people(60_000..110_000), at(302)));
        assert!(!covered.covers(&key, &people(0..1), at(302)));
    }
}
