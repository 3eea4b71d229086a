//! Starting and ending a tenancy: the dwelling's stream owns "one tenancy a unit", the participant's owns
//! "one a participant". The dwelling is reserved first, the tenancy confirms, and its end releases.

use chrono::Duration;
use tavle_domain::{
    decider::{Command, RecordEntry, fold},
    entry::Entry,
    field::Problem,
    housing::{Dwelling, HousingKind, TENANCY_ENTRY},
    id::{DwellingId, EntryId, ParticipantId, entry_id},
    kind::Kind,
    stream::Stream,
    tenancy::DWELLING,
};

use crate::{
    handle::{Step, Tavle, done, record_command},
    outcome::{Done, Failure},
    place::Place,
    process::occupancy::LEASE,
    write::{Request, check_revision, decide_in},
};

/// A handler confirms well within the lease that the occupancy process gives a reservation.
const CONFIRM_WITHIN: Duration = Duration::seconds(10);
const _: () = assert!(CONFIRM_WITHIN.num_seconds() * 2 < LEASE.num_seconds());

impl Tavle {
    /// Reserves the dwelling, then starts the tenancy; takes the reservation back when the tenancy is refused.
    pub(crate) async fn start_tenancy(
        &self,
        step: &Step,
        place: &Place,
        request: &Request,
    ) -> Result<Done, Failure> {
        let began = self.now();
        let participant = place.subject.ok_or_else(|| Failure::field("participantId", Problem::Required))?;
        let command = record_command(step, place);
        let entry = Entry::from_input(step.row, &step.input).map_err(Failure::Invalid)?;
        let dwelling =
            entry.get(&DWELLING).ok_or_else(|| Failure::field(DWELLING.def.name, Problem::Required))?;
        // Refused before a dwelling is reserved for it.
        let history = self.history(place.stream).await?;
        check_revision(&history, request.expected_revision)?;
        decide_in(place.stream, &history, &command, &self.context(request))?;
        let confirm = self.reserve(dwelling, participant, request).await?;
        if self.now() - began > CONFIRM_WITHIN {
            return Err(Failure::Busy);
        }
        match self.write(place.stream, &command, &confirm).await {
            Ok(written) => Ok(done(written, place.stream, place.team, place.subject)),
            Err(failure @ (Failure::Rejected { .. } | Failure::Invalid(_) | Failure::Conflict { .. })) => {
                let tenancy = entry_id(confirm.by.staff, confirm.command, confirm.ordinal);
                self.release(dwelling, participant, tenancy, &confirm.next(1)).await?;
                Err(failure)
            }
            // The outcome is unknown: the occupancy process finds out.
            Err(failure) => Err(failure),
        }
    }

    /// Reserves, or finds that an earlier try of the same command still holds the reservation. Gives the
    /// request that confirms it.
    async fn reserve(
        &self,
        dwelling: DwellingId,
        participant: ParticipantId,
        request: &Request,
    ) -> Result<Request, Failure> {
        let with_expected = |mut confirm: Request| {
            confirm.expected_revision = request.expected_revision;
            confirm
        };
        let mut request = request.clone();
        let history = self.history(Stream::Dwelling(dwelling)).await?;
        let state: Dwelling = fold(&history);
        let held = entry_id(request.by.staff, request.command, request.ordinal);
        if request.ordinal > 0 && state.occupied_by().is_some_and(|(tenancy, _)| tenancy == held) {
            let since = history.iter().rev().find(|event| event.command == request.command);
            if since.is_some_and(|event| self.now() - event.recorded_at < LEASE / 2) {
                return Ok(with_expected(request));
            }
            // The occupancy process may be about to release it: begin anew.
            self.release(dwelling, participant, held, &request).await?;
            request = request.next(1);
        }
        let confirm = request.next(1);
        let tenancy = entry_id(confirm.by.staff, confirm.command, confirm.ordinal);
        self.hold(dwelling, participant, tenancy, &request).await?;
        Ok(with_expected(confirm))
    }

    /// Reserves a dwelling for a tenancy. Gives the number of events written: none when it is held already.
    pub(crate) async fn hold(
        &self,
        dwelling: DwellingId,
        participant: ParticipantId,
        tenancy: EntryId,
        request: &Request,
    ) -> Result<usize, Failure> {
        let reserve = occupancy_step(HousingKind::DwellingReserved, participant, tenancy);
        let request = Request { expected_revision: None, ..request.clone() };
        Ok(self.write(Stream::Dwelling(dwelling), &reserve, &request).await?.events.len())
    }

    /// Ends the tenancy and frees the dwelling. A crash in between is made good by the occupancy process.
    pub(crate) async fn end_tenancy(
        &self,
        step: &Step,
        place: &Place,
        request: &Request,
    ) -> Result<Done, Failure> {
        let done = self.record_in_one_stream(step, place, request).await?;
        if let Some(participant) = place.subject {
            self.settle_occupancy(participant, &request.next(1)).await?;
        }
        Ok(done)
    }

    pub(crate) async fn release(
        &self,
        dwelling: DwellingId,
        participant: ParticipantId,
        tenancy: EntryId,
        request: &Request,
    ) -> Result<(), Failure> {
        let release = occupancy_step(HousingKind::DwellingReleased, participant, tenancy);
        self.write(Stream::Dwelling(dwelling), &release, request).await.map(|_| ())
    }
}

/// A step that the service takes at a dwelling for a participant's tenancy.
fn occupancy_step(kind: HousingKind, participant: ParticipantId, tenancy: EntryId) -> Command {
    let (row, input) = Entry::build(Kind::Housing(kind)).with(&TENANCY_ENTRY, tenancy.to_string()).input();
    Command::Record(RecordEntry { row, subject: Some(participant), input, occurred_at: None })
}
