//! The desk where a team's entries are written: commands, ids and times, as the service itself gives them.

use chrono::{DateTime, Duration, Utc};
use tavle_domain::{
    access::Role,
    entry::{Entry, EntryBuilder, Fields},
    field::{Field, Value},
    id::{CommandId, EntryId, ParticipantId, StaffId, TeamId, entry_id},
    kind::KindRow,
    personal::Personal,
    recorded::{Body, By, Correction, ErrorMark, NewEvent, Occurred},
    stream::{Stream, StreamKind},
};
use tavle_event_store::{BulkEvent, NewEnvelope};
use uuid::Uuid;

use super::{home::Units, person::Person, rng::Rng, staff::Staff};

/// Everyone in the demo works here.
pub const ORGANISATION: &str = "Nordlia kommune";

/// Who writes, in which role.
#[derive(Clone, Copy, Debug)]
pub struct Author {
    /// The member of staff.
    pub staff: StaffId,
    /// The role.
    pub role: Role,
}

/// One command: everything it writes shares its id and its time.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    author: Author,
    /// The instant of writing.
    pub at: DateTime<Utc>,
    command: CommandId,
    ordinal: u32,
}

impl Request {
    /// The id of the event that the command writes `ahead` events from now.
    pub fn id_ahead(&self, ahead: u32) -> EntryId {
        entry_id(self.author.staff, self.command, self.ordinal + ahead)
    }
}

/// Where an entry goes.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The stream.
    pub stream: Stream,
    /// The participant it is about.
    pub subject: Option<ParticipantId>,
}

/// A team's desk.
pub struct Office {
    /// Which team, from 0.
    pub team: usize,
    /// The team.
    pub id: TeamId,
    /// The team's own chance.
    pub rng: Rng,
    /// Who works here.
    pub staff: Staff,
    /// Dwellings.
    pub units: Units,
    /// The next alias for somebody who will not be on the wall at the end.
    pub aliases: usize,
    /// What was written and not yet collected.
    pub written: Vec<BulkEvent>,
    /// Entries that their own table did not accept: a fault of the demo, which its test looks for.
    pub flaws: Vec<&'static str>,
}

impl Office {
    /// A new command, some seconds into the minute.
    pub fn request(&mut self, author: Author, at: DateTime<Utc>) -> Request {
        let at = at + Duration::milliseconds(i64::from(self.rng.below(50_000)));
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.rng.next().to_be_bytes());
        random[8..].copy_from_slice(&self.rng.next().to_be_bytes()[..2]);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        let command = CommandId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid());
        Request { author, at, command, ordinal: 0 }
    }

    /// Writes an entry that occurred when it was written, or on the date that its kind names.
    pub fn write(&mut self, request: &mut Request, place: Place, entry: EntryBuilder) -> EntryId {
        self.write_of(request, place, request.at, entry)
    }

    /// Writes an entry of something that occurred earlier.
    pub fn write_of(
        &mut self,
        request: &mut Request,
        place: Place,
        occurred: DateTime<Utc>,
        entry: EntryBuilder,
    ) -> EntryId {
        match entry.finish() {
            Ok(entry) => {
                let occurred = occurred_of(&entry, occurred, request.at);
                self.push(request, place, occurred, Body::Entry(entry))
            }
            Err(problems) => {
                self.flaws.extend(problems.iter().map(|problem| problem.path));
                request.id_ahead(0)
            }
        }
    }

    /// One entry of a participant, by itself a command. Never before what was last written about the person.
    pub fn enter(
        &mut self,
        p: &mut Person,
        author: Author,
        at: DateTime<Utc>,
        stream: StreamKind,
        entry: EntryBuilder,
    ) -> EntryId {
        let mut request = self.request(author, p.not_before(at));
        p.wrote_at(request.at);
        let stream = Stream::of_participant(stream, p.id).unwrap_or(Stream::Participant(p.id));
        self.write(&mut request, Place { stream, subject: Some(p.id) }, entry)
    }

    /// Corrects one field of an entry in a participant's contacts.
    pub fn correct<T>(
        &mut self,
        request: &mut Request,
        p: &Person,
        target: (EntryId, &'static KindRow),
        field: &Field<T>,
        value: Value,
    ) {
        let set = Fields::from([(field.def.name, Personal::Known(value))]);
        let reason = Personal::Known("Skrev feil tall.".to_owned());
        let (target, row) = target;
        let body =
            Body::Correction(Correction { target, row, set, clear: Vec::new(), occurred: None, reason });
        self.push(request, p.place(StreamKind::Contacts), Occurred::at(request.at), body);
    }

    /// Marks an entry in a participant's contacts as entered in error.
    pub fn mark_in_error(&mut self, request: &mut Request, p: &Person, target: EntryId) {
        let reason = Personal::Known("Ført på feil person.".to_owned());
        let body = Body::ErrorMark(ErrorMark { target, reason });
        self.push(request, p.place(StreamKind::Contacts), Occurred::at(request.at), body);
    }

    fn push(&mut self, request: &mut Request, place: Place, occurred: Occurred, body: Body) -> EntryId {
        let id = request.id_ahead(0);
        let Author { staff, role } = request.author;
        self.written.push(BulkEvent {
            stream: place.stream,
            recorded_at: request.at,
            event: NewEnvelope {
                event: NewEvent { id, subject: place.subject, occurred, body },
                by: By { staff, role, organisation: ORGANISATION.to_owned() },
                team: self.id,
                command: request.command,
                ordinal: request.ordinal,
                correlation: request.command.0,
                causation: None,
                request_mac: Vec::new(),
            },
        });
        request.ordinal += 1;
        id
    }

    /// A new identifier that follows from a command, for a participant or a dwelling.
    pub fn new_id(request: &Request) -> Uuid {
        request.id_ahead(1_000).0
    }
}

/// When an entry occurred: as the decider has it.
fn occurred_of(entry: &Entry, given: DateTime<Utc>, recorded_at: DateTime<Utc>) -> Occurred {
    let date = entry.row().occurs_on.and_then(|def| entry.fields().get(def.name)?.known());
    match date {
        Some(Value::Date(date)) => Occurred::on(*date, recorded_at),
        _ => Occurred::at(given.min(recorded_at)),
    }
}
