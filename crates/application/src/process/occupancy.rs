//! Keeps dwellings and tenancies in step: a dwelling is held for a tenancy that is active, and for no other.
//!
//! After a crash between reservation and tenancy, or between a tenancy's end and the release, the sweep
//! finds what is left over in the log and releases it.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use tavle_domain::{
    access::Role,
    decider::fold,
    housing::{Dwelling, HousingKind, TENANCY_ENTRY},
    id::{CommandId, DwellingId, EntryId, ParticipantId, StaffId, TeamId},
    kind::Kind,
    recorded::{Body, By, Recorded},
    stream::Stream,
    tenancy::Tenancies,
};
use tavle_event_store::Decoded;
use uuid::Uuid;

use crate::{handle::Tavle, outcome::Failure, write::Request};

/// A reservation without a tenancy is left alone for so long: its handler may be about to confirm it.
pub const LEASE: Duration = Duration::seconds(60);

/// The service as an actor. Not a person: it only finishes or undoes what a person's command began.
pub const SERVICE: StaffId = StaffId(Uuid::from_u128(0x7461_766c_652d_8000_8000_7365_7276_6963));

/// Log positions read at a time.
const BATCH: usize = 1_000;

/// A dwelling held for a tenancy.
#[derive(Clone, Copy, Debug)]
struct Held {
    tenancy: EntryId,
    participant: ParticipantId,
    team: TeamId,
    since: DateTime<Utc>,
}

/// Follows the log and knows which dwellings are held.
#[derive(Debug, Default)]
pub struct Occupancy {
    position: u64,
    held: HashMap<DwellingId, Held>,
}

impl Occupancy {
    /// Reads on to the end of the log, then releases every dwelling that is held for a tenancy which is not
    /// active and was reserved longer ago than [`LEASE`]. Gives the number released.
    ///
    /// # Errors
    /// [`Failure`] from the store; the next sweep goes on from there.
    pub async fn sweep(&mut self, tavle: &Tavle) -> Result<usize, Failure> {
        self.catch_up(tavle).await?;
        let mut released = 0;
        let due: Vec<_> = self.held.iter().map(|(dwelling, held)| (*dwelling, *held)).collect();
        for (dwelling, held) in due {
            if tavle.now() - held.since < LEASE || tavle.is_active(held.participant, held.tenancy).await? {
                continue;
            }
            let request = service_request(&held);
            tavle.release(dwelling, held.participant, held.tenancy, &request).await?;
            released += 1;
        }
        Ok(released)
    }

    async fn catch_up(&mut self, tavle: &Tavle) -> Result<(), Failure> {
        loop {
            let batch = tavle.store.read_all(self.position, BATCH).await?;
            let Some(last) = batch.last() else { return Ok(()) };
            self.position = last.position();
            for decoded in &batch {
                if let Decoded::Known(event) = decoded {
                    self.apply(event);
                }
            }
        }
    }

    fn apply(&mut self, event: &Recorded) {
        let (Stream::Dwelling(dwelling), Body::Entry(entry)) = (event.stream, &event.body) else { return };
        match (entry.kind(), entry.get(&TENANCY_ENTRY), event.subject) {
            (Kind::Housing(HousingKind::DwellingReserved), Some(tenancy), Some(participant)) => {
                let held = Held { tenancy, participant, team: event.team, since: event.recorded_at };
                self.held.insert(dwelling, held);
            }
            (Kind::Housing(HousingKind::DwellingReleased), Some(tenancy), _)
                if self.held.get(&dwelling).is_some_and(|held| held.tenancy == tenancy) =>
            {
                self.held.remove(&dwelling);
            }
            _ => {}
        }
    }
}

impl Tavle {
    async fn is_active(&self, participant: ParticipantId, tenancy: EntryId) -> Result<bool, Failure> {
        let tenancies: Tenancies = self.state(Stream::Tenancies(participant)).await?;
        Ok(tenancies.active().is_some_and(|active| active.id == tenancy))
    }

    /// Releases the dwellings of this participant's tenancies that are no longer active. One that never began
    /// is left alone: its handler may be about to confirm it, and the sweep comes after.
    pub(crate) async fn settle_occupancy(
        &self,
        participant: ParticipantId,
        request: &Request,
    ) -> Result<(), Failure> {
        let history = self.history(Stream::Tenancies(participant)).await?;
        let tenancies: Tenancies = fold(&history);
        let began = |tenancy: EntryId| history.iter().any(|event| event.id == tenancy);
        let mut request = request.clone();
        for dwelling in tenancies.all().iter().filter_map(|tenancy| tenancy.dwelling) {
            let state: Dwelling = fold(&self.history(Stream::Dwelling(dwelling)).await?);
            let Some((tenancy, tenant)) = state.occupied_by() else { continue };
            let active = tenancies.active().is_some_and(|active| active.id == tenancy);
            if tenant == participant && began(tenancy) && !active {
                self.release(dwelling, participant, tenancy, &request).await?;
                request = request.next(1);
            }
        }
        Ok(())
    }
}

/// The same left-over gives the same command id, so that two sweeps release once.
fn service_request(held: &Held) -> Request {
    Request {
        by: By { staff: SERVICE, role: Role::Service, organisation: String::from("tavle") },
        team: held.team,
        command: CommandId(held.tenancy.into()),
        mac: [0; 32],
        correlation: held.tenancy.into(),
        causation: Some(held.tenancy),
        ordinal: 0,
        expected_revision: None,
    }
}
