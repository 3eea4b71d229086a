//! Who and what the commands are about: few people and few dwellings at a time, so that everybody meets.

use std::sync::Mutex;

use tavle_domain::{
    access::{Actor, Grant, Role},
    id::{DwellingId, EntryId, ParticipantId, StaffId, TeamId},
    stream::Stream,
};
use uuid::Uuid;

use crate::support::{ORGANISATION, Seed, random::Random};

/// Staff of every team. Several clients are the same person at several windows.
pub const STAFF: u128 = 16;
const PEOPLE: u128 = 10;
const HOMES: u128 = 6;
/// After so many commands everybody goes on with the next team, so that no history grows without end.
pub const COMMANDS_A_TEAM: usize = 1_000;

const fn id(sort: u128, team: u128, n: u128) -> Uuid {
    Uuid::from_u128(sort << 64 | team << 32 | n)
}

pub const fn staff(n: u128) -> StaffId {
    StaffId(id(0x5, 0, n))
}

/// A team with its people and dwellings, and what the clients have seen of it.
pub struct Place {
    pub team: TeamId,
    pub people: Vec<ParticipantId>,
    pub homes: Vec<DwellingId>,
    seen: Mutex<Seen>,
}

/// What was answered to somebody, in the order of the answers.
#[derive(Default)]
pub struct Seen {
    pub offers: Vec<(DwellingId, EntryId)>,
    pub planned: Vec<(ParticipantId, EntryId)>,
    pub leases: Vec<(ParticipantId, EntryId)>,
    /// Entries that may be marked in error: no other stream rests on them.
    pub entries: Vec<(Stream, EntryId)>,
    /// Contacts, which have a field that no rule looks at.
    pub contacts: Vec<(Stream, EntryId)>,
}

impl Place {
    fn numbered(n: u128) -> Self {
        Self {
            team: TeamId(id(0xa, n, 0)),
            people: (0..PEOPLE).map(|i| ParticipantId(id(0xb, n, i))).collect(),
            homes: (0..HOMES).map(|i| DwellingId(id(0xd, n, i))).collect(),
            seen: Mutex::default(),
        }
    }

    pub fn see<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.seen.lock().unwrap())
    }
}

/// One of the last few, now and then an older one.
pub fn lately<T: Copy>(random: &mut Random, items: &[T]) -> Option<T> {
    let among = if random.below(5) == 0 { items.len() } else { items.len().min(4) };
    (among > 0).then(|| items[items.len() - 1 - random.below(among)])
}

/// Enough teams for so many commands.
pub fn places(commands: usize) -> Vec<Place> {
    (0..=commands / COMMANDS_A_TEAM).map(|n| Place::numbered(n as u128)).collect()
}

/// What stands in the log before anybody begins.
pub fn seed(places: &[Place]) -> Seed {
    let mut seed = Seed::empty();
    for place in places {
        seed.team(place.team, "ACT-team Nordlia", "ACT");
        for n in 0..STAFF {
            seed.member(place.team, staff(n), "Oppdiktet Navn", "ON");
        }
        for (who, word) in place
            .people
            .iter()
            .zip(["Rogn", "Lyng", "Selje", "Pors", "Osp", "Bjørk", "Or", "Hegg", "Alm", "Lind"])
        {
            seed.participant(place.team, *who, word, staff(0));
        }
        for home in &place.homes {
            seed.free_dwelling(place.team, *home, "Gate 1");
        }
    }
    seed
}

/// Somebody who may record in every team.
pub fn actor(places: &[Place], staff: StaffId) -> Actor {
    let grant = |place: &Place| Grant { team: place.team, role: Role::TeamMember, until: None };
    Actor { staff, organisation: ORGANISATION.to_owned(), grants: places.iter().map(grant).collect() }
}
