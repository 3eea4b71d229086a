//! Recording a step of any family.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};
use tavle_domain::{
    access::Actor,
    contact::{ContactKind, STAFF},
    decider::{Command, RecordEntry},
    id::{CommandId, DwellingId, ParticipantId, TeamId},
    kind::{Kind, KindRow},
    participant::ParticipantKind,
    recorded::Recorded,
    stream::Stream,
    tenancy::TenancyKind,
};
use tavle_event_store::{Clock, EventStore};

use crate::{
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
        let earlier = self.earlier(actor.staff, step.command, &mac).await?;
        let place = self.place(actor, &step).await?;
        self.name_staff(actor, &mut step);
        if let Some(done) = self.as_before(&step, &place, &earlier).await? {
            return Ok(done);
        }
        let request = request(actor, &place, step.command, mac, &earlier, step.expected_revision);
        let outcome = match step.row.kind {
            Kind::Participant(
                ParticipantKind::ParticipantReferred | ParticipantKind::ParticipantEnrolled,
            ) => self.take_in(&step, &place, &request).await,
            Kind::Tenancy(TenancyKind::TenancyStarted) => self.start_tenancy(&step, &place, &request).await,
            Kind::Tenancy(TenancyKind::TenancyEnded) => self.end_tenancy(&step, &place, &request).await,
            _ => self.record_in_one_stream(&step, &place, &request).await,
        };
        match outcome {
            Err(failure) => self.or_as_before(&step, &place, &request, failure).await,
            Ok(done) => self.remembered(done, &place, &request, step.row.kind.family().command).await,
        }
    }

    /// The answer that an earlier try got, if it got one.
    async fn as_before(
        &self,
        step: &Step,
        place: &Place,
        earlier: &Earlier,
    ) -> Result<Option<Done>, Failure> {
        match (earlier.of_type(step.row.event_type), earlier.unchanged()) {
            (Some(event), _) => Ok(Some(done_before(event, earlier))),
            (None, Some(record)) => self.unchanged(place, record).await.map(Some),
            (None, None) => Ok(None),
        }
    }

    /// A command that was sent twice at once meets its own first try: what stands in the way may be what it
    /// asked for.
    async fn or_as_before(
        &self,
        step: &Step,
        place: &Place,
        request: &Request,
        failure: Failure,
    ) -> Result<Done, Failure> {
        let earlier = self.earlier(request.by.staff, request.command, &request.mac).await?;
        self.as_before(step, place, &earlier).await?.ok_or(failure)
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
}

pub(crate) fn record_command(step: &Step, place: &Place) -> Command {
    Command::Record(RecordEntry {
        row: step.row,
        subject: place.subject,
        input: step.input.clone(),
        occurred_at: step.occurred_at,
    })
}

pub(crate) fn request(
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

pub(crate) fn done(
    written: Written,
    stream: Stream,
    team: TeamId,
    participant: Option<ParticipantId>,
) -> Done {
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
pub(crate) fn done_before(event: &Recorded, earlier: &Earlier) -> Done {
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

pub(crate) const fn dwelling_of(stream: Stream) -> Option<DwellingId> {
    match stream {
        Stream::Dwelling(id) => Some(id),
        _ => None,
    }
}
