//! Checks a log against the invariants, event by event, by rules of its own.

use std::collections::{HashMap, HashSet};

use tavle_domain::{
    contact::PLANNED_CONTACT,
    entry::Entry,
    housing::{HousingKind, OFFER, TENANCY_ENTRY},
    id::{DwellingId, EntryId, ParticipantId, TeamId},
    kind::Kind,
    recorded::{Body, Recorded},
    stream::Stream,
    team::{ALIAS, ALIAS_OF},
    tenancy::{DWELLING, TENANCY, TenancyKind},
};

/// What may be open once a participant, with the type that closes it.
const IN_TURNS: &[(&str, &str)] = &[
    ("ParticipantAdmitted", "ParticipantDischargedFromWard"),
    ("ImprisonmentStarted", "ImprisonmentEnded"),
    ("TemporaryHousingStarted", "TemporaryHousingEnded"),
    ("CrisisReported", "CrisisResolved"),
    ("ParticipantEnrolled", "FollowUpEnded"),
];

/// What stands open while the log is walked.
#[derive(Default)]
pub struct Walk {
    /// The offer that waits for an answer, by dwelling.
    open: HashMap<DwellingId, EntryId>,
    /// To whom each offer was made.
    offered: HashMap<EntryId, ParticipantId>,
    /// The accepted offer that holds a dwelling, and for whom.
    held: HashMap<DwellingId, (EntryId, ParticipantId)>,
    /// The tenancy that a dwelling is reserved for.
    reserved: HashMap<DwellingId, EntryId>,
    /// The active tenancy with its dwelling, by participant.
    active: HashMap<ParticipantId, (EntryId, DwellingId)>,
    /// Every tenancy ever started.
    tenancies: HashMap<EntryId, ParticipantId>,
    /// Contacts that are planned and not answered.
    planned: HashMap<EntryId, ParticipantId>,
    /// Whose word it is, by team.
    words: HashMap<(TeamId, String), ParticipantId>,
    /// The months whose rent is missed, by tenancy.
    missed: HashSet<(EntryId, String)>,
    /// What stands open of those that alternate.
    in_turn: HashSet<(ParticipantId, &'static str)>,
}

impl Walk {
    /// Walks what counts of a log. Panics where an invariant is broken.
    pub fn over(log: &[Recorded]) -> Self {
        let mut walk = Self::default();
        let mut ids = HashSet::new();
        let mut revisions: HashMap<Stream, u64> = HashMap::new();
        let marked = marked(log);
        for (event, position) in log.iter().zip(1..) {
            assert!(ids.insert(event.id), "the same event twice: {event:?}");
            assert_eq!(event.position, position, "a gap in the log");
            let next = revisions.entry(event.stream).or_default();
            assert_eq!(event.revision, *next, "a gap in a stream");
            *next += 1;
            if let Body::Entry(entry) = &event.body
                && !marked.contains(&event.id)
            {
                walk.take(event, entry);
            }
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

    /// Active tenancies whose dwelling is not theirs.
    pub fn homeless(&self) -> Vec<EntryId> {
        let is_homeless = |(tenancy, home): &&(EntryId, DwellingId)| self.reserved.get(home) != Some(tenancy);
        self.active.values().filter(is_homeless).map(|(tenancy, _)| *tenancy).collect()
    }

    /// How many tenancies are active.
    pub fn active(&self) -> usize {
        self.active.len()
    }

    /// How many offers wait for an answer.
    pub fn open(&self) -> usize {
        self.open.len()
    }

    fn take(&mut self, event: &Recorded, entry: &Entry) {
        match (event.stream, entry.kind(), event.subject) {
            (Stream::Dwelling(home), Kind::Housing(kind), who) => {
                self.at_dwelling(home, kind, who, event, entry)
            }
            (Stream::Tenancies(who), ..) => self.of_tenancies(who, event, entry),
            (Stream::Contacts(who), ..) => self.of_contacts(who, event, entry),
            (Stream::Team(team), _, _) => {
                if let (Some(alias), Some(who)) = (entry.get(&ALIAS), entry.get(&ALIAS_OF)) {
                    let owner = *self.words.entry((team, alias.to_lowercase())).or_insert(who);
                    assert_eq!(owner, who, "{alias} is the word of two");
                }
            }
            _ => {}
        }
        if let Some(who) = event.stream.participant() {
            self.alternate(who, entry.row().event_type);
        }
    }

    fn alternate(&mut self, who: ParticipantId, event_type: &str) {
        for (opens, closes) in IN_TURNS {
            if event_type == *opens {
                assert!(self.in_turn.insert((who, opens)), "{opens} twice for {who:?}");
            } else if event_type == *closes {
                assert!(self.in_turn.remove(&(who, *opens)), "{closes} without {opens} for {who:?}");
            }
        }
        let is_followed = self.in_turn.contains(&(who, "ParticipantEnrolled"));
        assert!(is_followed || event_type != "CrisisReported", "a crisis of somebody who is not followed");
        if event_type == "FollowUpEnded" {
            self.in_turn.remove(&(who, "CrisisReported"));
        }
    }

    fn of_contacts(&mut self, who: ParticipantId, event: &Recorded, entry: &Entry) {
        if entry.row().event_type == "ContactPlanned" {
            self.planned.insert(event.id, who);
        } else if let Some(planned) = entry.get(&PLANNED_CONTACT) {
            assert_eq!(self.planned.remove(&planned), Some(who), "an answer to nothing planned");
        }
    }

    fn at_dwelling(
        &mut self,
        home: DwellingId,
        kind: HousingKind,
        who: Option<ParticipantId>,
        event: &Recorded,
        entry: &Entry,
    ) {
        match kind {
            HousingKind::HousingOffered => {
                assert!(!self.reserved.contains_key(&home), "offered while somebody lives there");
                assert!(!self.held.contains_key(&home), "offered while it is held");
                assert_eq!(self.open.insert(home, event.id), None, "two open offers of one dwelling");
                self.offered.insert(event.id, who.unwrap());
            }
            HousingKind::HousingOfferAccepted
            | HousingKind::HousingOfferDeclined
            | HousingKind::HousingOfferExpired => {
                let offer = self.open.remove(&home);
                assert_eq!(offer, entry.get(&OFFER), "an answer to no open offer");
                let (offer, who) = (offer.unwrap(), who.unwrap());
                assert_eq!(self.offered[&offer], who, "an answer by another");
                if kind == HousingKind::HousingOfferAccepted && !self.lives(home, who) {
                    assert_eq!(
                        self.held.insert(home, (offer, who)),
                        None,
                        "two accepted offers hold one dwelling"
                    );
                }
            }
            HousingKind::HousingOfferWithdrawn => {
                let offer = entry.get(&OFFER).unwrap();
                let was_open = self.open.get(&home) == Some(&offer);
                let held = self.held.get(&home).is_some_and(|(held, _)| *held == offer);
                assert!(was_open || held, "an offer withdrawn that neither waits nor holds");
                self.open.retain(|_, open| *open != offer);
                self.held.retain(|_, (held, _)| *held != offer);
            }
            HousingKind::DwellingReserved => {
                let (tenancy, who) = (entry.get(&TENANCY_ENTRY).unwrap(), who.unwrap());
                let for_another = |offer: &EntryId| self.offered[offer] != who;
                assert!(!self.open.get(&home).is_some_and(for_another), "reserved while offered to another");
                assert!(
                    self.held.get(&home).is_none_or(|(_, holder)| *holder == who),
                    "reserved while held for another"
                );
                assert_eq!(self.reserved.insert(home, tenancy), None, "two tenancies of one dwelling");
                self.tenancies.insert(tenancy, who);
                self.held.remove(&home);
            }
            HousingKind::DwellingReleased => {
                assert_eq!(self.reserved.remove(&home), entry.get(&TENANCY_ENTRY));
            }
            _ => {}
        }
    }

    /// Whether a dwelling is reserved for a tenancy of this participant.
    fn lives(&self, home: DwellingId, who: ParticipantId) -> bool {
        self.reserved.get(&home).is_some_and(|tenancy| self.tenancies[tenancy] == who)
    }

    fn of_tenancies(&mut self, who: ParticipantId, event: &Recorded, entry: &Entry) {
        match entry.kind() {
            Kind::Tenancy(TenancyKind::TenancyStarted) => {
                let home = entry.get(&DWELLING).unwrap();
                assert_eq!(self.reserved.get(&home), Some(&event.id), "a tenancy without its reservation");
                assert_eq!(
                    self.active.insert(who, (event.id, home)),
                    None,
                    "two tenancies of one participant"
                );
            }
            Kind::Tenancy(TenancyKind::TenancyEnded) => {
                let ended = self.active.remove(&who).map(|(tenancy, _)| tenancy);
                assert_eq!(ended, entry.get(&TENANCY), "the end of a tenancy that is not active");
            }
            Kind::Arrears(_) => {
                let tenancy = entry.get(&TENANCY).unwrap();
                assert_eq!(self.tenancies.get(&tenancy), Some(&who), "arrears of another's tenancy");
                if entry.row().event_type == "RentMissed" {
                    let period = entry.to_stored()["period"]["value"].to_string();
                    assert!(self.missed.insert((tenancy, period)), "a rent missed twice");
                }
            }
            _ => {}
        }
    }
}

/// What is marked as entered in error by a mark that counts. A mark only points back.
fn marked(log: &[Recorded]) -> HashSet<EntryId> {
    let mut marked = HashSet::new();
    for event in log.iter().rev() {
        if let Body::ErrorMark(mark) = &event.body
            && !marked.contains(&event.id)
        {
            marked.insert(mark.target);
        }
    }
    marked
}
