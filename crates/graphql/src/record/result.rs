//! What a mutation answers. Everything that can be expected is data; errors are for faults.

use async_graphql::{ID, SimpleObject, Union};
use tavle_application::{Done, Failure};
use tavle_domain::{
    access::Action,
    field::{FieldProblem, Problem},
    id::{CommandId, EntryId},
    kind::FAMILIES,
    recorded::{Body, Recorded as Event},
};
use tavle_event_store::{StoreError, known};
use tavle_projections::timeline::entry_of;

use crate::{
    access::Asking,
    api::{Api, event, write_id},
    error::ApiError,
    scalars::Uuid,
    timeline::{Entry, Opened},
};

/// What a mutation answers.
#[derive(Union, Clone, Debug)]
pub enum RecordResult {
    /// It is recorded.
    Recorded(Recorded),
    /// An invariant does not allow it.
    Rejected(Rejected),
    /// Somebody else changed it since it was read.
    Conflict(Conflict),
    /// Fields are missing or wrong.
    Invalid(Invalid),
    /// The caller may not do this.
    Forbidden(Forbidden),
    /// The service cannot take it just now.
    Busy(Busy),
}

/// It is recorded, and durable.
#[derive(SimpleObject, Clone, Debug)]
pub struct Recorded {
    /// The command.
    pub command_id: Uuid,
    /// The entry recorded, corrected or marked; none when nothing had to be written.
    pub entry: Option<Entry>,
    /// The participant it is about.
    pub participant_id: Option<ID>,
    /// The dwelling it concerns.
    pub dwelling_id: Option<ID>,
    /// Revision of the stream after it.
    pub revision: i32,
    /// Its place in the log; opaque.
    pub position: String,
    /// Whether the views already show it.
    pub readable: bool,
}

/// An invariant does not allow it. Nothing was written, and the command's id may be used again.
#[derive(SimpleObject, Clone, Debug)]
pub struct Rejected {
    /// Stable code.
    pub code: &'static str,
    /// The entry that stands in the way, as it is now.
    pub current: Option<Entry>,
}

/// The stream is at another revision than the client saw.
#[derive(SimpleObject, Clone, Debug)]
pub struct Conflict {
    /// The revision it is at.
    pub revision: Option<i32>,
    /// The last entry.
    pub current: Option<Entry>,
}

/// Fields are missing or wrong.
#[derive(SimpleObject, Clone, Debug)]
pub struct Invalid {
    /// Every problem found.
    pub fields: Vec<FieldError>,
}

/// A problem at a field.
#[derive(SimpleObject, Clone, Debug)]
pub struct FieldError {
    /// Where in the input: the field's name, or `set.note` and `clear.note` for a field of a correction.
    pub path: String,
    /// Stable code, e.g. `TOO_LONG`.
    pub code: &'static str,
    /// The limit that the value was over, in the field's own unit: characters of a text, else a number.
    pub max: Option<i32>,
}

/// The caller may not do this.
#[derive(SimpleObject, Clone, Debug)]
pub struct Forbidden {
    /// Stable code.
    pub code: &'static str,
}

/// The service cannot take it just now. The same command may be sent again.
#[derive(SimpleObject, Clone, Debug)]
pub struct Busy {
    /// Why, as a stable code: `BUSY`, `DISK_FULL` or `READ_ONLY`.
    pub code: &'static str,
    /// Seconds to wait first.
    pub retry_after_seconds: i32,
}

/// Turns an outcome into an answer; an accepted command waits until it can be read.
///
/// # Errors
/// A fault of the store.
pub async fn answer(
    api: &Api,
    caller: Asking<'_>,
    command: CommandId,
    outcome: Result<Done, Failure>,
) -> Result<RecordResult, ApiError> {
    match outcome {
        Ok(done) => recorded(api, caller, command, done).await.map(RecordResult::Recorded),
        Err(Failure::Invalid(problems)) => Ok(invalid(problems)),
        Err(Failure::Rejected { code, current }) => {
            Ok(RecordResult::Rejected(Rejected { code, current: current_entry(api, caller, current).await? }))
        }
        Err(Failure::Conflict { revision, current }) => {
            let revision = revision.map(as_int);
            Ok(RecordResult::Conflict(Conflict {
                revision,
                current: current_entry(api, caller, current).await?,
            }))
        }
        Err(Failure::Forbidden(denied)) => Ok(RecordResult::Forbidden(Forbidden { code: denied.code() })),
        Err(Failure::Busy) => Ok(busy("BUSY", 1)),
        Err(Failure::Fault(StoreError::DiskFull)) => Ok(busy("DISK_FULL", 30)),
        Err(Failure::Fault(StoreError::ReadOnly)) => Ok(busy("READ_ONLY", 30)),
        Err(Failure::Fault(error)) => Err(error.into()),
    }
}

/// Fields are missing or wrong.
pub fn invalid(problems: impl IntoIterator<Item = FieldProblem>) -> RecordResult {
    RecordResult::Invalid(Invalid { fields: problems.into_iter().map(field_error).collect() })
}

const fn busy(code: &'static str, retry_after_seconds: i32) -> RecordResult {
    RecordResult::Busy(Busy { code, retry_after_seconds })
}

async fn recorded(
    api: &Api,
    caller: Asking<'_>,
    command: CommandId,
    done: Done,
) -> Result<Recorded, ApiError> {
    shows_amended(api, caller, &done);
    let readable = api.readable.wait(done.position, api.read_wait).await;
    let entry = match &done.event {
        Some(event) => amended_entry(api, event).await?,
        None => None,
    };
    Ok(Recorded {
        command_id: Uuid(command.into()),
        entry,
        participant_id: done.participant.map(write_id),
        dwelling_id: done.dwelling.map(write_id),
        revision: as_int(done.revision),
        position: done.position.to_string(),
        readable,
    })
}

/// What a step says is known to whoever recorded it. Of an entry amended they also see what stood there before.
fn shows_amended(api: &Api, caller: Asking<'_>, done: &Done) {
    let amends = done.event.as_ref().is_some_and(|event| !matches!(event.body, Body::Entry(_)));
    if let Some(participant) = done.participant.filter(|_| amends)
        && let Ok(permit) = api.decide(caller.who, Action::SeeTimeline, done.team)
    {
        caller.shows(&permit, [participant]);
    }
}

/// The entry that an event is, or that it amends, as it reads now.
async fn amended_entry(api: &Api, event: &Event) -> Result<Option<Entry>, ApiError> {
    let stream = known(api.tavle.store().read_stream(event.stream, 0).await?);
    let first = entry_of(&stream, event).map_or(event.id, |entry| entry.id);
    Ok(Opened::of_entry(&stream, first).entry(&api.directory.get()))
}

/// The entry that stands in the way, for those who may see what it is about.
async fn current_entry(
    api: &Api,
    caller: Asking<'_>,
    current: Option<EntryId>,
) -> Result<Option<Entry>, ApiError> {
    let Some(id) = current else { return Ok(None) };
    let Some(event) = event(api, id).await? else { return Ok(None) };
    if let Some(subject) = event.subject {
        // Not shown to others, and nothing that they asked for was denied.
        let Ok(permit) = api.decide(caller.who, Action::SeeTimeline, event.team) else { return Ok(None) };
        caller.shows(&permit, [subject]);
    }
    amended_entry(api, &event).await
}

fn field_error(problem: FieldProblem) -> FieldError {
    let over = matches!(problem.problem, Problem::TooLong | Problem::TooLarge);
    let mut fields = FAMILIES.iter().flat_map(|family| family.fields());
    let max = fields.find(|def| def.name == problem.path).and_then(|def| def.ty.max()).filter(|_| over);
    FieldError {
        path: problem.path.to_owned(),
        code: problem.problem.code(),
        max: max.and_then(|max| i32::try_from(max).ok()),
    }
}

fn as_int(revision: u64) -> i32 {
    i32::try_from(revision).unwrap_or(i32::MAX)
}
