//! Decide and append: the loop that every command goes through.

use tavle_domain::{
    access::Actor,
    admission::Admissions,
    contact::Contacts,
    decider::{Command, Context, Refusal, Rejection, decide},
    housing::Dwelling,
    id::{CommandId, EntryId, TeamId, entry_id},
    participant::ParticipantState,
    recorded::{By, NewEvent, Recorded},
    stream::{Stream, StreamKind},
    team::TeamState,
    tenancy::Tenancies,
};
use tavle_event_store::{Append, Expected, NewEnvelope, StoreError};
use uuid::Uuid;

use crate::{handle::Tavle, idempotency::RequestMac, outcome::Failure};

/// How often a decision is taken again because somebody else wrote first.
const RETRIES: usize = 8;

/// Who writes, by which command, on whose behalf.
#[derive(Clone, Debug)]
pub struct Request {
    pub by: By,
    pub team: TeamId,
    pub command: CommandId,
    pub mac: RequestMac,
    pub correlation: Uuid,
    pub causation: Option<EntryId>,
    /// The next event's ordinal.
    pub ordinal: u32,
    pub expected_revision: Option<u64>,
}

impl Request {
    /// The same request for its next event in another stream.
    pub fn next(&self, written: usize) -> Self {
        let ordinal = self.ordinal.saturating_add(u32::try_from(written).unwrap_or(u32::MAX));
        Self { ordinal, expected_revision: None, ..self.clone() }
    }
}

/// What writing came to.
pub struct Written {
    /// The command's events; none when it was already so.
    pub events: Vec<Recorded>,
    /// The stream's revision now.
    pub revision: u64,
    /// The log position to wait for.
    pub position: u64,
}

impl Written {
    /// Nothing has to be written: what was asked for stands in the stream, at the latest with `last`.
    fn before(events: Vec<Recorded>, last: Option<&Recorded>) -> Self {
        Self {
            events,
            revision: last.map_or(0, |event| event.revision),
            position: last.map_or(0, |event| event.position),
        }
    }
}

impl Tavle {
    /// Loads, decides and appends; again when somebody else wrote in between.
    pub(crate) async fn write(
        &self,
        stream: Stream,
        command: &Command,
        request: &Request,
    ) -> Result<Written, Failure> {
        let id = entry_id(request.by.staff, request.command, request.ordinal);
        for _ in 0..RETRIES {
            let history = self.history(stream).await?;
            if let Some(own) = history.iter().find(|event| event.id == id) {
                // Sent twice at once: the other one was first. It is refused if that one asked for something else.
                self.earlier(request.by.staff, request.command, &request.mac).await?;
                return Ok(Written::before(vec![own.clone()], Some(own)));
            }
            check_revision(&history, request.expected_revision)?;
            let new = decide_in(stream, &history, command, &self.context(request))?;
            if new.is_empty() {
                return Ok(Written::before(Vec::new(), history.last()));
            }
            match self.append(stream, &history, new, request).await {
                Err(StoreError::WrongRevision { .. }) => {}
                Err(error) => return Err(error.into()),
                Ok(written) => return Ok(written),
            }
        }
        Err(Failure::Busy)
    }

    pub(crate) fn context(&self, request: &Request) -> Context {
        Context {
            now: self.now(),
            by: request.by.clone(),
            command: request.command,
            ordinal: request.ordinal,
            backdating_limit_days: tavle_domain::decider::BACKDATING_LIMIT_DAYS,
        }
    }

    async fn append(
        &self,
        stream: Stream,
        history: &[Recorded],
        new: Vec<NewEvent>,
        request: &Request,
    ) -> Result<Written, StoreError> {
        let expected = history.last().map_or(Expected::NoStream, |event| Expected::Exact(event.revision));
        let envelope = |(index, event): (usize, NewEvent)| NewEnvelope {
            event,
            by: request.by.clone(),
            team: request.team,
            command: request.command,
            ordinal: request.next(index).ordinal,
            correlation: request.correlation,
            causation: request.causation,
            request_mac: request.mac.to_vec(),
        };
        let events = new.into_iter().enumerate().map(envelope).collect();
        let appended = self.store.append(Append { stream, expected, events }).await?;
        Ok(Written {
            revision: appended.events.last().map_or(0, |event| event.revision),
            position: appended.events.last().map_or(0, |event| event.position),
            events: appended.events,
        })
    }
}

pub fn check_revision(history: &[Recorded], expected: Option<u64>) -> Result<(), Failure> {
    let last = history.last();
    let revision = last.map(|event| event.revision);
    if expected.is_some() && expected != revision {
        return Err(Failure::Conflict { revision, current: last.map(|event| event.id) });
    }
    Ok(())
}

/// The aggregate that a stream belongs to decides.
pub fn decide_in(
    stream: Stream,
    history: &[Recorded],
    command: &Command,
    context: &Context,
) -> Result<Vec<NewEvent>, Refusal> {
    match stream.kind() {
        StreamKind::Team => decide::<TeamState>(history, command, context),
        StreamKind::Participant => decide::<ParticipantState>(history, command, context),
        StreamKind::Contacts => decide::<Contacts>(history, command, context),
        StreamKind::Dwelling => decide::<Dwelling>(history, command, context),
        StreamKind::Tenancies => decide::<Tenancies>(history, command, context),
        StreamKind::Admissions => decide::<Admissions>(history, command, context),
        StreamKind::Access => Err(Refusal::Rejected(Rejection::WRONG_STREAM)),
    }
}

/// Who is recorded as the writer.
pub fn by(actor: &Actor, role: tavle_domain::access::Role) -> By {
    By { staff: actor.staff, role, organisation: actor.organisation.clone() }
}
