//! The commands: record a step, correct an entry, mark an entry as entered in error.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};
use tavle_domain::{
    access::{Action, Actor, Denied},
    contact::{ContactKind, STAFF},
    decider::{Command, CorrectEntry, MarkInError, RecordEntry},
    field::{FieldType, Problem, Ref},
    id::{CommandId, DwellingId, EntryId, ParticipantId, TeamId},
    kind::{Kind, KindRow},
    participant::ParticipantKind,
    recorded::{Body, Recorded},
    stream::Stream,
    tenancy::TenancyKind,
};
use tavle_event_store::{Clock, Decoded, EventStore};

use crate::{
    authorize::authorize,
    idempotency::{Earlier, RequestMac},
    outcome::{Done, Failure},
    place::Place,
    write::{Request, Written, by},
};

/// The application: everything that can be done to the log.
#[derive(Clone)]
pub struct Tavle {
    pub(crate) store: Arc<dyn EventStore>,
    clock: Clock,
    pub(crate) mac_key: [u8; 32],
}

/// Records a step of any family.
#[derive(Clone, Debug)]
pub struct Step {
    /// The command's id.
    pub command: CommandId,
    /// The kind's row.
    pub row: &'static KindRow,
    /// The team, where the step makes something that a team will own.
    pub team: Option<TeamId>,
    /// The participant it is about.
    pub participant: Option<ParticipantId>,
    /// The dwelling it is aimed at.
    pub dwelling: Option<DwellingId>,
    /// Fields in their JSON form.
    pub input: Map<String, Json>,
    /// When it occurred.
    pub occurred_at: Option<DateTime<Utc>>,
    /// The revision that the client saw.
    pub expected_revision: Option<u64>,
}

/// Corrects an entry.
#[derive(Clone, Debug)]
pub struct Correct {
    /// The command's id.
    pub command: CommandId,
    /// The entry.
    pub entry: EntryId,
    /// New values in their JSON form.
    pub set: Map<String, Json>,
    /// Fields that no longer have a value.
    pub clear: Vec<String>,
    /// When it really occurred.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
    /// The revision that the client saw.
    pub expected_revision: Option<u64>,
}

/// Marks an entry, a correction or a mark as entered in error.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The command's id.
    pub command: CommandId,
    /// What does not count.
    pub entry: EntryId,
    /// Why.
    pub reason: String,
    /// The revision that the client saw.
    pub expected_revision: Option<u64>,
}

impl Tavle {
    /// An application over a store. `mac_key` is the installation's own and lies outside the log.
    #[must_use]
    pub fn new(store: Arc<dyn EventStore>, clock: Clock, mac_key: [u8; 32]) -> Self {
        Self { store, clock, mac_key }
    }

    /// The instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// The log.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn EventStore> {
        &self.store
    }

    /// Records a step.
    ///
    /// # Errors
    /// [`Failure`]; nothing of a failed command is kept, but for a reservation that the occupancy process
    /// takes back.
    pub async fn record(&self, actor: &Actor, mut step: Step) -> Result<Done, Failure> {
        let mac = self.mac_of_step(&step);
        let earlier = self.earlier(actor, step.command, &mac).await?;
        let place = self.place(actor, &step).await?;
        self.name_staff(actor, &mut step);
        if let Some(event) = earlier.of_type(step.row.event_type) {
            return Ok(done_before(event, &earlier));
        }
        let request = request(actor, &place, step.command, mac, &earlier, step.expected_revision);
        match step.row.kind {
            Kind::Participant(ParticipantKind::ParticipantReferred | ParticipantKind::ParticipantEnrolled) => {
                self.take_in(&step, &place, &request).await
            }
            Kind::Tenancy(TenancyKind::TenancyStarted) => self.start_tenancy(&step, &place, &request).await,
            Kind::Tenancy(TenancyKind::TenancyEnded) => self.end_tenancy(&step, &place, &request).await,
            _ => self.record_in_one_stream(&step, &place, &request).await,
        }
    }

    /// A contact that names nobody was held by whoever records it. A planned one may be without staff.
    #[expect(clippy::unused_self, reason = "reads with the steps around it")]
    fn name_staff(&self, actor: &Actor, step: &mut Step) {
        let held = matches!(
            step.row.kind,
            Kind::Contact(
                ContactKind::ContactCompleted
                    | ContactKind::ContactAttemptFailed
                    | ContactKind::NetworkContactCompleted
            )
        );
        if held && step.input.get(STAFF.def.name).is_none_or(Json::is_null) {
            step.input.insert(STAFF.def.name.to_owned(), Json::from(vec![actor.staff.to_string()]));
        }
    }

    pub(crate) async fn record_in_one_stream(
        &self,
        step: &Step,
        place: &Place,
        request: &Request,
    ) -> Result<Done, Failure> {
        let written = self.write(place.stream, &record_command(step, place), request).await?;
        Ok(done(written, place.stream, place.team, place.subject))
    }

    /// Corrects an entry by a later one (helsepersonelloven § 42).
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn correct(&self, actor: &Actor, correct: Correct) -> Result<Done, Failure> {
        let mac = self.mac_of_correction(&correct);
        let command = Command::Correct(CorrectEntry {
            target: correct.entry,
            set: correct.set,
            clear: correct.clear,
            occurred_at: correct.occurred_at,
            reason: correct.reason,
        });
        self.amend(actor, correct.command, correct.entry, command, mac, correct.expected_revision).await
    }

    /// Marks an entry, a correction or a mark as entered in error. It stays visible.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn mark_in_error(&self, actor: &Actor, mark: Mark) -> Result<Done, Failure> {
        let mac = self.mac_of_mark(&mark);
        let command = Command::MarkInError(MarkInError { target: mark.entry, reason: mark.reason });
        self.amend(actor, mark.command, mark.entry, command, mac, mark.expected_revision).await
    }

    async fn amend(
        &self,
        actor: &Actor,
        id: CommandId,
        target: EntryId,
        command: Command,
        mac: RequestMac,
        expected_revision: Option<u64>,
    ) -> Result<Done, Failure> {
        let earlier = self.earlier(actor, id, &mac).await?;
        let unknown = || Failure::field("entryId", Problem::Unknown);
        let event = self.store.event(target).await?.and_then(Decoded::known).ok_or_else(unknown)?;
        let permit = authorize(actor, amending(&event), event.team, self.now()).map_err(|denied| match denied {
            Denied::OutsideTeam => unknown(),
            denied @ Denied::Role => Failure::Forbidden(denied),
        })?;
        if let Some(written) = earlier.events.last() {
            return Ok(done_before(written, &earlier));
        }
        check_amendable(&event, &command)?;
        let place = Place { team: event.team, stream: event.stream, subject: event.subject, permit };
        let request = request(actor, &place, id, mac, &earlier, expected_revision);
        let written = self.write(event.stream, &command, &request).await?;
        let done = done(written, event.stream, event.team, event.subject);
        if let Stream::Tenancies(participant) = event.stream {
            self.settle_occupancy(participant, &request.next(1)).await?;
        }
        Ok(done)
    }
}

/// Correcting an entry needs what recording it needed.
fn amending(event: &Recorded) -> Action {
    match event.stream {
        Stream::Team(_) => Action::ManageTeam,
        _ => Action::Record,
    }
}

/// What an entry points to cannot be corrected, only marked in error and recorded again: another stream may
/// rest on it.
fn check_amendable(event: &Recorded, command: &Command) -> Result<(), Failure> {
    let (Body::Entry(entry), Command::Correct(correct)) = (&event.body, command) else { return Ok(()) };
    let points = |ty: FieldType| matches!(ty, FieldType::Id(target) if target != Ref::Staff);
    let touched = entry.row().fields().find(|def| {
        points(def.ty) && (correct.set.contains_key(def.name) || correct.clear.iter().any(|name| name == def.name))
    });
    touched.map_or(Ok(()), |def| Err(Failure::field(def.name, Problem::NotForThisKind)))
}

pub(crate) fn record_command(step: &Step, place: &Place) -> Command {
    Command::Record(RecordEntry {
        row: step.row,
        subject: place.subject,
        input: step.input.clone(),
        occurred_at: step.occurred_at,
    })
}

fn request(
    actor: &Actor,
    place: &Place,
    command: CommandId,
    mac: RequestMac,
    earlier: &Earlier,
    expected_revision: Option<u64>,
) -> Request {
    Request {
        by: by(actor, place.permit.role()),
        team: place.team,
        command,
        mac,
        correlation: command.into(),
        causation: None,
        ordinal: earlier.ordinal(),
        expected_revision,
    }
}

pub(crate) fn done(written: Written, stream: Stream, team: TeamId, participant: Option<ParticipantId>) -> Done {
    Done {
        event: written.events.into_iter().next(),
        stream,
        revision: written.revision,
        position: written.position,
        team,
        participant,
        dwelling: dwelling_of(stream),
    }
}

/// The answer that the first try got.
fn done_before(event: &Recorded, earlier: &Earlier) -> Done {
    Done {
        event: Some(event.clone()),
        stream: event.stream,
        revision: event.revision,
        position: earlier.events.last().map_or(event.position, |last| last.position),
        team: event.team,
        participant: event.subject,
        dwelling: dwelling_of(event.stream),
    }
}

const fn dwelling_of(stream: Stream) -> Option<DwellingId> {
    match stream {
        Stream::Dwelling(id) => Some(id),
        _ => None,
    }
}
