//! Checks a log against the invariants, event by event, by rules of its own.

use std::collections::{HashMap, HashSet};

use tavle_domain::{
    housing::{HousingKind, OFFER, TENANCY_ENTRY},
    id::{DwellingId, EntryId, ParticipantId},
    kind::Kind,
    recorded::{Body, Recorded},
    stream::Stream,
    tenancy::{DWELLING, TENANCY, TenancyKind},
};

/// What stands open while the log is walked.
#[derive(Default)]
pub struct Walk {
    /// The offer that waits for an answer, by dwelling.
    open: HashMap<DwellingId, EntryId>,
    /// The tenancy that a dwelling is reserved for.
    reserved: HashMap<DwellingId, EntryId>,
    /// The active tenancy with its dwelling, by participant.
    active: HashMap<ParticipantId, (EntryId, DwellingId)>,
}

impl Walk {
    /// Walks a log without corrections and marks. Panics where an invariant is broken.
    pub fn over(log: &[Recorded]) -> Self {
        let mut walk = Self::default();
        let mut ids = HashSet::new();
        let mut revisions: HashMap<Stream, u64> = HashMap::new();
        for (event, position) in log.iter().zip(1..) {
            assert!(ids.insert(event.id), "the same event twice: {event:?}");
            assert_eq!(event.position, position, "a gap in the log");
            let next = revisions.entry(event.stream).or_default();
            assert_eq!(event.revision, *next, "a gap in a stream");
            *next += 1;
            walk.take(event);
        }
        walk
    }

    /// Dwellings that are reserved for a tenancy which nobody has.
    pub fn left_over(&self) -> Vec<DwellingId> {
        let is_active = |dwelling: &DwellingId, tenancy: &EntryId| {
            self.active.values().any(|active| *active == (*tenancy, *dwelling))
        };
        self.reserved
            .iter()
            .filter(|(home, tenancy)| !is_active(home, tenancy))
            .map(|(home, _)| *home)
            .collect()
    }

    /// How many tenancies are active.
    pub fn active(&self) -> usize {
        self.active.len()
    }

    /// How many offers wait for an answer.
    pub fn open(&self) -> usize {
        self.open.len()
    }

    fn take(&mut self, event: &Recorded) {
        let Body::Entry(entry) = &event.body else { return };
        match (event.stream, entry.kind(), event.subject) {
            (Stream::Dwelling(home), Kind::Housing(kind), _) => match kind {
                HousingKind::HousingOffered => {
                    assert!(!self.reserved.contains_key(&home), "offered while somebody lives there");
                    assert_eq!(self.open.insert(home, event.id), None, "two open offers of one dwelling");
                }
                HousingKind::HousingOfferAccepted
                | HousingKind::HousingOfferDeclined
                | HousingKind::HousingOfferExpired => {
                    assert_eq!(self.open.remove(&home), entry.get(&OFFER), "an answer to no open offer");
                }
                HousingKind::HousingOfferWithdrawn => {
                    self.open.remove(&home);
                }
                HousingKind::DwellingReserved => {
                    let tenancy = entry.get(&TENANCY_ENTRY).unwrap();
                    assert_eq!(self.reserved.insert(home, tenancy), None, "two tenancies of one dwelling");
                }
                HousingKind::DwellingReleased => {
                    assert_eq!(self.reserved.remove(&home), entry.get(&TENANCY_ENTRY));
                }
                _ => {}
            },
            (Stream::Tenancies(who), Kind::Tenancy(TenancyKind::TenancyStarted), _) => {
                let home = entry.get(&DWELLING).unwrap();
                assert_eq!(self.reserved.get(&home), Some(&event.id), "a tenancy without its reservation");
                assert_eq!(
                    self.active.insert(who, (event.id, home)),
                    None,
                    "two tenancies of one participant"
                );
            }
            (Stream::Tenancies(who), Kind::Tenancy(TenancyKind::TenancyEnded), _) => {
                let ended = self.active.remove(&who).map(|(tenancy, _)| tenancy);
                assert_eq!(ended, entry.get(&TENANCY), "the end of a tenancy that is not active");
            }
            _ => {}
        }
    }
}
