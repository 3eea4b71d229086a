//! The access log: who was shown to whom. A record is durable before the answer that it is about leaves; one of a
//! denial is written beside it.
//!
//! What somebody was shown already within five minutes is not recorded again. What is covered is kept in
//! memory alone: after a start it begins anew, and nothing is covered that was not written.

mod covered;
mod denials;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tavle_domain::{
    access::{Action, Denied, POLICY, Purpose, Role, View, Whom},
    calendar,
    effective::AsOf,
    id::{CommandId, ParticipantId, StaffId, TeamId, entry_id},
    recorded::{Body, By, NewEvent, Occurred},
    stream::Stream,
};
use tavle_event_store::{Append, Appended, Expected, NewEnvelope, StoreError};

use self::{
    covered::{Covered, Key},
    denials::Denials,
};
use crate::handle::Tavle;

/// Writers at a time: looks of one member of staff wait for each other, so that the same look twice at once is
/// recorded once.
const TURNS: usize = 64;
/// The most participants that one record names. A longer list is several records.
const MOST_NAMED: usize = 1_000;

/// One look at personal data, or one that was denied.
#[derive(Clone, Debug)]
pub struct Look {
    /// What was opened.
    pub what: Action,
    /// The team whose data it is.
    pub team: TeamId,
    /// The role in which it was asked for.
    pub role: Role,
    /// `None` where it was shown.
    pub denied: Option<Denied>,
    /// Everyone shown; for a denial, whoever was asked for by id.
    pub whom: Vec<ParticipantId>,
    /// The instant looked at.
    pub as_of: AsOf,
    /// The field of the API that was asked.
    pub operation: String,
}

/// Writes the access log.
pub struct AccessLog {
    tavle: Tavle,
    covered: Mutex<Covered>,
    turns: [tokio::sync::Mutex<()>; TURNS],
    written: AtomicU64,
    denials: Denials,
}

/// The looks of one kind that have to be recorded together.
struct Due<'a> {
    look: &'a Look,
    whom: BTreeSet<ParticipantId>,
}

impl AccessLog {
    /// Into the log of an application.
    #[must_use]
    pub fn new(tavle: Tavle) -> Self {
        let turns = std::array::from_fn(|_| tokio::sync::Mutex::default());
        Self {
            tavle,
            covered: Mutex::default(),
            turns,
            written: AtomicU64::new(0),
            denials: Denials::default(),
        }
    }

    /// Records what somebody was shown and denied, as far as no record of the last five minutes says so.
    /// Once it returns, the records are durable.
    ///
    /// # Errors
    /// The store. Nothing may be shown then.
    pub async fn record(&self, staff: StaffId, organisation: &str, looks: &[Look]) -> Result<(), StoreError> {
        self.record_at(staff, organisation, looks, self.tavle.now()).await
    }

    /// Records looks that were taken at an instant.
    async fn record_at(
        &self,
        staff: StaffId,
        organisation: &str,
        looks: &[Look],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if self.is_covered(staff, looks, now) {
            return Ok(());
        }
        let turn = usize::try_from(staff.0.as_u128() % TURNS as u128).unwrap_or(0);
        let _turn = self.turns[turn].lock().await;
        let mut by_team: BTreeMap<TeamId, Vec<Due<'_>>> = BTreeMap::new();
        for due in self.due(staff, looks, now) {
            by_team.entry(due.look.team).or_default().push(due);
        }
        for (team, due) in by_team {
            self.write(staff, organisation, team, &due, now).await?;
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Covered> {
        self.covered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_covered(&self, staff: StaffId, looks: &[Look], now: DateTime<Utc>) -> bool {
        let covered = self.lock();
        looks.iter().all(|look| covered.covers(&Key::of(staff, look), &look.whom, now))
    }

    /// Each kind of look with those that no record covers.
    fn due<'a>(&self, staff: StaffId, looks: &'a [Look], now: DateTime<Utc>) -> Vec<Due<'a>> {
        let covered = self.lock();
        let mut due: Vec<Due<'a>> = Vec::new();
        for look in looks {
            let key = Key::of(staff, look);
            if covered.covers(&key, &look.whom, now) {
                continue;
            }
            let missing = look.whom.iter().copied().filter(|who| !covered.covers(&key, &[*who], now));
            let same = |due: &&mut Due<'_>| Key::of(staff, due.look) == key && due.look.as_of == look.as_of;
            match due.iter_mut().find(same) {
                Some(due) => due.whom.extend(missing),
                None => due.push(Due { look, whom: missing.collect() }),
            }
        }
        due
    }

    async fn write(
        &self,
        staff: StaffId,
        organisation: &str,
        team: TeamId,
        due: &[Due<'_>],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let command = self.command(staff, now);
        let mut events = Vec::new();
        for due in due {
            for whom in parts(&due.whom) {
                let ordinal = u32::try_from(events.len()).unwrap_or(u32::MAX);
                let whom = self.lock().same(staff, &whom).map_or(Whom::Exactly(whom), Whom::SameAs);
                let view = view(due.look, whom);
                events.push(NewEnvelope {
                    event: NewEvent {
                        id: entry_id(staff, command, ordinal),
                        subject: None,
                        occurred: Occurred::at(now),
                        body: Body::View(view),
                    },
                    by: By { staff, role: due.look.role, organisation: organisation.to_owned() },
                    team,
                    command,
                    ordinal,
                    correlation: command.into(),
                    causation: None,
                    request_mac: vec![0; 32],
                });
            }
        }
        let stream = Stream::Access(team, calendar::date(now));
        let append = Append { stream, expected: Expected::Any, events };
        let written = self.tavle.store().append(append).await?;
        self.cover(staff, due, &written, now);
        Ok(())
    }

    /// Only what is durable covers anything.
    fn cover(&self, staff: StaffId, due: &[Due<'_>], written: &Appended, now: DateTime<Utc>) {
        let mut covered = self.lock();
        for due in due {
            covered.cover(Key::of(staff, due.look), &due.whom, now);
        }
        for event in &written.events {
            if let Body::View(View { whom: Whom::Exactly(whom), .. }) = &event.body {
                covered.remember(staff, event.id, whom);
            }
        }
    }

    /// An id that no other record has: the log has grown since, or the count has.
    fn command(&self, staff: StaffId, now: DateTime<Utc>) -> CommandId {
        let nth = self.written.fetch_add(1, Ordering::Relaxed);
        let key = self.tavle.mac_key.as_slice();
        let mut random = [0; 10];
        // HMAC takes keys of any length.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) {
            mac.update(b"access");
            mac.update(&self.tavle.store().head().to_be_bytes());
            mac.update(&nth.to_be_bytes());
            mac.update(&now.timestamp_micros().to_be_bytes());
            mac.update(staff.0.as_bytes());
            random.copy_from_slice(&mac.finalize().into_bytes()[..10]);
        }
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        CommandId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

/// A list in parts that a record can name; one part, and be it empty, where there is nobody.
fn parts(whom: &BTreeSet<ParticipantId>) -> Vec<Vec<ParticipantId>> {
    let whom: Vec<_> = whom.iter().copied().collect();
    if whom.is_empty() { vec![whom] } else { whom.chunks(MOST_NAMED).map(<[_]>::to_vec).collect() }
}

fn view(look: &Look, whom: Whom) -> View {
    View {
        what: look.what,
        denied: look.denied,
        whom,
        as_of: look.as_of,
        operation: look.operation.clone(),
        purpose: Purpose::of(look.role, look.what),
        policy: POLICY.to_owned(),
    }
}
