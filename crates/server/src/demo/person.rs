//! One participant of the demo, as the team knows them on the day.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use tavle_domain::{
    id::{EntryId, ParticipantId},
    stream::{Stream, StreamKind},
};

use super::{cast::Part, office::Place, step::Step};

/// A lease that runs.
#[derive(Clone, Debug)]
pub struct Home {
    /// The entry that started it.
    pub tenancy: EntryId,
    /// Which of the team's units.
    pub unit: usize,
    /// Monthly rent in øre.
    pub rent: i64,
    /// Whether the participant has the keys.
    pub keys: bool,
    /// Months whose rent is unpaid, as `YYYY-MM` with the amount.
    pub unpaid: Vec<(String, i64)>,
}

/// An offer that stands.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// The entry that made it.
    pub id: EntryId,
    /// Which of the team's units.
    pub unit: usize,
    /// Whether it was accepted.
    pub accepted: bool,
}

/// A contact that is planned and not answered.
#[derive(Clone, Copy, Debug)]
pub struct Planned {
    /// The entry that planned it.
    pub id: EntryId,
    /// On which date.
    pub date: NaiveDate,
    /// When it begins, in minutes from midnight.
    pub minute: u32,
    /// Whose desk; `None` when nobody has it.
    pub desk: Option<usize>,
}

/// One participant.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who; nobody yet before the enrolment.
    pub id: ParticipantId,
    /// Which place in the team's list, from 0.
    pub slot: usize,
    /// Whether the team follows the person.
    pub enrolled: bool,
    /// When the follow-up ends and somebody else takes the place.
    pub ends: Option<NaiveDate>,
    /// When what is on the wall at the end, or the end of the follow-up, begins to take shape.
    pub scene: NaiveDate,
    /// What the person's days lead to.
    pub part: Part,
    /// Desk of the main responsible.
    pub lead: usize,
    /// Desk of the co-worker.
    pub co: usize,
    /// The open crisis.
    pub crisis: Option<EntryId>,
    /// In hospital.
    pub admitted: bool,
    /// In prison.
    pub imprisoned: bool,
    /// In a temporary stay.
    pub temporary: bool,
    /// Less frequent contact agreed.
    pub stepped_down: bool,
    /// The lease.
    pub home: Option<Home>,
    /// The offer.
    pub offer: Option<Offer>,
    /// Running repayment agreement.
    pub agreement: bool,
    /// Open contacts.
    pub planned: Vec<Planned>,
    /// Failed attempts in a row.
    pub failed: u8,
    /// Rents of months that begin between two of these dates are not paid.
    pub no_rent: Vec<(NaiveDate, NaiveDate)>,
    /// What is to happen, by date.
    pub agenda: BTreeMap<NaiveDate, Vec<Step>>,
    /// Nothing new begins before this date.
    pub busy_until: NaiveDate,
    last: DateTime<Utc>,
}

impl Person {
    /// Somebody who is not enrolled yet.
    pub fn new(slot: usize, part: Part, desks: usize, start: NaiveDate) -> Self {
        let lead = slot % desks;
        Self {
            id: ParticipantId(uuid::Uuid::nil()),
            slot,
            enrolled: false,
            ends: None,
            scene: NaiveDate::MAX,
            part,
            lead,
            co: (lead + 1 + slot / desks % (desks - 1)) % desks,
            crisis: None,
            admitted: false,
            imprisoned: false,
            temporary: false,
            stepped_down: false,
            home: None,
            offer: None,
            agreement: false,
            planned: Vec::new(),
            failed: 0,
            no_rent: Vec::new(),
            agenda: BTreeMap::new(),
            busy_until: start,
            last: DateTime::<Utc>::MIN_UTC,
        }
    }

    /// Puts a step on the agenda.
    pub fn plan(&mut self, date: NaiveDate, step: Step) {
        self.agenda.entry(date).or_default().push(step);
    }

    /// Where entries of this sort about the person go.
    pub fn place(&self, kind: StreamKind) -> Place {
        let stream = Stream::of_participant(kind, self.id).unwrap_or(Stream::Participant(self.id));
        Place { stream, subject: Some(self.id) }
    }

    /// A time for the next step about the person: steps keep their order.
    pub fn not_before(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at.max(self.last.checked_add_signed(Duration::minutes(1)).unwrap_or(at))
    }

    /// A step was written.
    pub fn wrote_at(&mut self, at: DateTime<Utc>) {
        self.last = self.last.max(at);
    }

    /// Whether the rent of the month that begins on this date is left unpaid.
    pub fn misses(&self, first: NaiveDate) -> bool {
        self.no_rent.iter().any(|(from, until)| *from <= first && first <= *until)
    }

    /// Whether anything stands open that must close before the follow-up can end.
    pub fn has_open_matters(&self) -> bool {
        let unpaid = self.home.as_ref().is_some_and(|home| !home.unpaid.is_empty());
        unpaid || self.crisis.is_some() || self.admitted || self.imprisoned || self.offer.is_some()
    }
}
