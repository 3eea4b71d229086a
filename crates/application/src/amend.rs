//! Correcting an entry, and marking one as entered in error. The entry stays (helsepersonelloven § 42).

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};
use tavle_domain::{
    access::{Action, Actor, Denied},
    decider::{Command, CorrectEntry, MarkInError, fold, with},
    field::{FieldType, Problem, Ref},
    id::{CommandId, DwellingId, EntryId, ParticipantId},
    recorded::{Body, Recorded},
    stream::Stream,
    tenancy::Tenancies,
};
use tavle_event_store::Decoded;

use crate::{
    authorize::authorize,
    handle::{Tavle, done, done_before, request},
    idempotency::{Earlier, RequestMac},
    outcome::{Done, Failure},
    place::Place,
    write::{Request, decide_in},
};

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

/// What is amended, by which command.
struct Amendment {
    command: CommandId,
    target: EntryId,
    how: Command,
    /// The field of the API that was asked.
    operation: &'static str,
    mac: RequestMac,
    expected_revision: Option<u64>,
}

impl Tavle {
    /// Corrects an entry by a later one.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn correct(&self, actor: &Actor, correct: Correct) -> Result<Done, Failure> {
        let mac = self.mac_of_correction(&correct);
        let how = Command::Correct(CorrectEntry {
            target: correct.entry,
            set: correct.set,
            clear: correct.clear,
            occurred_at: correct.occurred_at,
            reason: correct.reason,
        });
        let Correct { command, entry: target, expected_revision, .. } = correct;
        let operation = "correctEntry";
        self.amend(actor, Amendment { command, target, how, operation, mac, expected_revision }).await
    }

    /// Marks an entry, a correction or a mark as entered in error. It stays visible.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn mark_in_error(&self, actor: &Actor, mark: Mark) -> Result<Done, Failure> {
        let mac = self.mac_of_mark(&mark);
        let how = Command::MarkInError(MarkInError { target: mark.entry, reason: mark.reason });
        let Mark { command, entry: target, expected_revision, .. } = mark;
        let operation = "markEnteredInError";
        self.amend(actor, Amendment { command, target, how, operation, mac, expected_revision }).await
    }

    async fn amend(&self, actor: &Actor, amendment: Amendment) -> Result<Done, Failure> {
        let earlier = self.earlier(actor.staff, amendment.command, &amendment.mac).await?;
        let unknown = || Failure::field("entryId", Problem::Unknown);
        let event = self.store.event(amendment.target).await?.and_then(Decoded::known);
        // A look is no entry: nobody amends the access log.
        let event = event.filter(|event| !matches!(event.body, Body::View(_))).ok_or_else(unknown)?;
        let permit =
            authorize(actor, amending(&event), event.team, self.now()).map_err(|denied| match denied {
                Denied::OutsideTeam => unknown(),
                denied @ Denied::Role => Failure::Forbidden(denied),
            })?;
        let place = Place { team: event.team, stream: event.stream, subject: event.subject, permit };
        if let Some(done) = self.amended_before(&place, &earlier).await? {
            return Ok(done);
        }
        check_amendable(&event, &amendment.how)?;
        if let (Command::Correct(correct), Body::Entry(entry)) = (&amendment.how, &event.body) {
            self.check_references(entry.row(), &correct.set, event.team).await?;
        }
        let request =
            request(actor, &place, amendment.command, amendment.mac, &earlier, amendment.expected_revision);
        match self.write_amendment(&event, &amendment.how, &request).await {
            // Sent twice at once: what stands in the way may be the first try.
            Err(failure) => {
                let earlier = self.earlier(actor.staff, amendment.command, &amendment.mac).await?;
                self.amended_before(&place, &earlier).await?.ok_or(failure)
            }
            Ok(done) => self.remembered(done, &place, &request, amendment.operation).await,
        }
    }

    /// The answer that an earlier try got, if it got one.
    async fn amended_before(&self, place: &Place, earlier: &Earlier) -> Result<Option<Done>, Failure> {
        match (amended(earlier), earlier.unchanged()) {
            (Some(written), _) => Ok(Some(done_before(written, earlier))),
            (None, Some(record)) => self.unchanged(place, record).await.map(Some),
            (None, None) => Ok(None),
        }
    }

    async fn write_amendment(
        &self,
        event: &Recorded,
        how: &Command,
        request: &Request,
    ) -> Result<Done, Failure> {
        let mut request = request.clone();
        if let Stream::Tenancies(participant) = event.stream
            && let Some((tenancy, dwelling)) = self.begins_again(participant, how, &request).await?
        {
            // The dwelling may have been let to somebody else since: it is held first.
            let held = self.hold(dwelling, participant, tenancy, &request).await?;
            request = Request { expected_revision: request.expected_revision, ..request.next(held) };
        }
        let written = self.write(event.stream, how, &request).await?;
        let done = done(written, event.stream, event.team, event.subject);
        if let Stream::Tenancies(participant) = event.stream {
            self.settle_occupancy(participant, &request.next(1)).await?;
        }
        Ok(done)
    }

    /// The tenancy with its dwelling that an amendment would make active where it is not.
    async fn begins_again(
        &self,
        participant: ParticipantId,
        how: &Command,
        request: &Request,
    ) -> Result<Option<(EntryId, DwellingId)>, Failure> {
        let stream = Stream::Tenancies(participant);
        let (history, context) = (self.history(stream).await?, self.context(request));
        let new = decide_in(stream, &history, how, &context)?;
        let Some(amendment) = new.first() else { return Ok(None) };
        let before: Tenancies = fold(&history);
        let after: Tenancies = fold(&with(&history, amendment, &context));
        let was = before.active().map(|tenancy| tenancy.id);
        let now = after.active().filter(|tenancy| Some(tenancy.id) != was);
        Ok(now.and_then(|tenancy| Some((tenancy.id, tenancy.dwelling?))))
    }
}

/// The correction or mark among what a command wrote; it may also have held or freed a dwelling.
fn amended(earlier: &Earlier) -> Option<&Recorded> {
    earlier.events.iter().find(|event| matches!(event.body, Body::Correction(_) | Body::ErrorMark(_)))
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
        points(def.ty)
            && (correct.set.contains_key(def.name) || correct.clear.iter().any(|name| name == def.name))
    });
    touched.map_or(Ok(()), |def| Err(Failure::field(def.name, Problem::NotForThisKind)))
}
