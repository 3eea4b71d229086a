//! Clients that ask for anything, again and again.

use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst},
};

use chrono::TimeDelta;
use serde_json::{Map, Value as Json, json};
use tavle_application::{Correct, Done, Failure, Mark, Step, Tavle, process::Occupancy};
use tavle_domain::{
    access::Actor,
    field::FieldType,
    id::{CommandId, ParticipantId, StaffId, entry_id},
    kind::{KindRow, row_of},
};
use tokio::sync::Mutex;
use uuid::Builder;

use super::{
    record::{Answer, Call},
    world::{COMMANDS_A_TEAM, Place, actor, lately, staff},
};
use crate::{
    model::{Deed, OF_PERSON, OF_TENANCY},
    support::{MORNING, TestClock, random::Random, time},
};

/// What all clients share.
pub struct World {
    pub tavle: Tavle,
    pub clock: TestClock,
    pub places: Vec<Place>,
    pub commands: usize,
    sent: AtomicUsize,
    count: AtomicU64,
    occupancy: Mutex<Occupancy>,
}

impl World {
    pub fn new(tavle: Tavle, clock: TestClock, places: Vec<Place>, commands: usize) -> Self {
        let (sent, count) = (AtomicUsize::new(0), AtomicU64::new(0));
        Self { tavle, clock, places, commands, sent, count, occupancy: Mutex::default() }
    }

    fn tick(&self) -> u64 {
        self.count.fetch_add(1, SeqCst)
    }

    /// Sends one command and notes everything about it.
    pub async fn call(&self, actor: &Actor, command: CommandId, deed: &Deed, expected: Option<u64>) -> Call {
        let store = self.tavle.store();
        let (from, begun) = (store.head(), self.tick());
        let outcome = self.send(actor, command, deed, expected).await;
        let answered = self.tick();
        let answer = answer(outcome);
        // A reader may see an event before the store tells that its head has moved: what was decided on is found
        // by reading.
        let told = store.head();
        let read = store.read_all(told, 10_000).await.unwrap();
        let to = read.last().map_or(told, tavle_event_store::Decoded::position);
        Call { by: actor.staff, command, deed: deed.clone(), expected, begun, answered, from, to, answer }
    }

    async fn send(
        &self,
        actor: &Actor,
        command: CommandId,
        deed: &Deed,
        expected_revision: Option<u64>,
    ) -> Result<Done, Failure> {
        match deed {
            Deed::Mark { target, .. } => {
                let reason = "Ført på feil person".to_owned();
                self.tavle
                    .mark_in_error(actor, Mark { command, entry: *target, reason, expected_revision })
                    .await
            }
            Deed::Correct { target, .. } => {
                let note = json!(format!("Rettet av {command:?}"));
                let set = Map::from_iter([("note".to_owned(), note)]);
                let reason = "Feil i notatet".to_owned();
                let (entry, clear, occurred_at) = (*target, Vec::new(), None);
                let correct = Correct { command, entry, set, clear, occurred_at, reason, expected_revision };
                self.tavle.correct(actor, correct).await
            }
            deed => {
                let mut step = step(actor.staff, command, deed);
                step.expected_revision = expected_revision;
                self.tavle.record(actor, step).await
            }
        }
    }
}

fn answer(outcome: Result<Done, Failure>) -> Answer {
    match outcome {
        Ok(Done { event: Some(event), .. }) => {
            Answer::Written { event: event.id, position: event.position, revision: event.revision }
        }
        Ok(_) => Answer::AlreadySo,
        Err(Failure::Rejected { code, .. }) => Answer::Refused(code),
        Err(Failure::Conflict { revision, .. }) => Answer::Conflict(revision),
        Err(Failure::Busy) => Answer::Busy,
        Err(other) => panic!("no client asks for something that is answered by {other:?}"),
    }
}

/// The command as a screen would send it.
fn step(by: StaffId, command: CommandId, deed: &Deed) -> Step {
    let row = row_of(deed.event_type()).unwrap();
    let mut input = required(row, by);
    let mut set = |name: &str, value: Json| input.insert(name.to_owned(), value);
    let (mut team, mut participant, mut dwelling) = (None, deed.stream().participant(), None);
    match deed {
        Deed::Step { tenancy: Some(tenancy), .. } | Deed::EndLease { tenancy: Some(tenancy), .. } => {
            set("tenancyId", json!(tenancy));
        }
        Deed::Missed { month, ore, .. } => {
            set("period", json!(month));
            set("amountOre", json!(ore));
        }
        Deed::Contact { planned: Some(planned), .. } => {
            set("plannedContactId", json!(planned));
        }
        Deed::Offer { who, home } => (participant, dwelling) = (Some(*who), Some(*home)),
        Deed::Reply { home, offer, .. } => {
            set("offerId", json!(offer));
            dwelling = Some(*home);
        }
        Deed::Lease { home, .. } => {
            set("dwellingId", json!(home));
        }
        Deed::Enrol { team: of, who, word } => {
            set("alias", json!(word));
            if *who == made_by(by, command) {
                (team, participant) = (Some(*of), None);
            }
        }
        _ => {}
    }
    Step { command, row, team, participant, dwelling, input, occurred_at: None, expected_revision: None }
}

/// The participant that an enrolment by this command makes.
fn made_by(by: StaffId, command: CommandId) -> ParticipantId {
    ParticipantId(entry_id(by, command, u32::MAX).into())
}

/// Any value for each field that must have one.
fn required(row: &KindRow, by: StaffId) -> Map<String, Json> {
    let value = |ty: FieldType| match ty {
        FieldType::Line(_) | FieldType::Prose(_) => json!("Oppdiktet"),
        FieldType::Ore { .. } => json!(900_000),
        FieldType::Minutes(_) => json!(30),
        FieldType::Count(least, _) => json!(least),
        FieldType::Date | FieldType::PastDate => json!("2026-11-20"),
        FieldType::Month => json!("2026-11"),
        FieldType::Instant => json!(MORNING),
        FieldType::Flag => json!(true),
        FieldType::Choice(names) => json!(names[0]),
        FieldType::Choices(names) => json!([names[0]]),
        FieldType::Id(_) => json!(by),
        FieldType::Ids(_) => json!([by]),
    };
    row.required.iter().map(|def| (def.name.to_owned(), value(def.ty))).collect()
}

/// One window: sends commands until all are sent, and gives back what it was answered.
pub async fn window(world: Arc<World>, number: u128, mut random: Random) -> Vec<Call> {
    let actor = actor(&world.places, staff(number % super::world::STAFF));
    let mut calls: Vec<Call> = Vec::new();
    let mut made = 0;
    loop {
        let sent = world.sent.fetch_add(1, SeqCst);
        if sent >= world.commands {
            return calls;
        }
        world.clock.advance(TimeDelta::milliseconds(20));
        if sent % 250 == 249 {
            sweep(&world).await;
        }
        let place = &world.places[sent / COMMANDS_A_TEAM];
        let again = calls.len().checked_sub(1 + random.below(8)).filter(|_| random.below(16) == 0);
        if let Some(call) = again.map(|earlier| &calls[earlier]) {
            let deed = if random.below(3) == 0 { other(&call.deed) } else { call.deed.clone() };
            let call = world.call(&actor, call.command, &deed, None).await;
            calls.push(call);
            continue;
        }
        made += 1;
        let command = command(number, made);
        let deed = any_deed(&mut random, place, actor.staff, command);
        let expected = expected(&world, &mut random, &deed).await;
        if random.below(16) == 0 {
            let second = (random.below(8) == 0).then(|| other(&deed));
            let (one, two) = tokio::join!(
                world.call(&actor, command, &deed, expected),
                world.call(&actor, command, second.as_ref().unwrap_or(&deed), None)
            );
            calls.extend([one, two]);
        } else {
            let call = world.call(&actor, command, &deed, expected).await;
            calls.push(call);
        }
        let answered = calls.last().unwrap();
        if let Answer::Written { event, .. } = answered.answer {
            note(place, &answered.deed, event);
        }
    }
}

/// Another request of the same family, to be refused where the first was accepted.
fn other(deed: &Deed) -> Deed {
    match deed {
        Deed::Step { who, .. } | Deed::Missed { who, .. } => {
            Deed::Step { kind: "ParticipantAdmitted", who: *who, tenancy: None }
        }
        // Nobody may have been enrolled, so nothing else can be asked about them.
        Deed::Enrol { team, who, .. } => Deed::Enrol { team: *team, who: *who, word: "annet".to_owned() },
        Deed::Mark { stream, target } => Deed::Correct { stream: *stream, target: *target },
        deed => match deed.stream().participant() {
            Some(who) => Deed::Contact { kind: "ContactCompleted", who, planned: None },
            None => deed.clone(),
        },
    }
}

async fn sweep(world: &World) {
    match world.occupancy.lock().await.sweep(&world.tavle).await {
        // Whoever is busy is swept later.
        Ok(_) | Err(Failure::Busy) => {}
        Err(failure) => panic!("{failure:?}"),
    }
}

/// A command id of version 7.
fn command(window: u128, made: u64) -> CommandId {
    let mut rest = [0; 10];
    rest[1] = u8::try_from(window).unwrap();
    rest[2..].copy_from_slice(&made.to_be_bytes());
    let millis = u64::try_from(time(MORNING).timestamp_millis()).unwrap();
    CommandId(Builder::from_unix_timestamp_millis(millis, &rest).into_uuid())
}

/// Now and then the revision that the stream has at this moment: somebody else may be faster.
async fn expected(world: &World, random: &mut Random, deed: &Deed) -> Option<u64> {
    if random.below(10) > 0 || matches!(deed, Deed::Enrol { .. } | Deed::Lease { .. }) {
        return None;
    }
    let lines = world.tavle.store().read_stream(deed.stream(), 0).await.unwrap();
    (lines.len() as u64).checked_sub(1)
}

/// What others may go on from.
fn note(place: &Place, deed: &Deed, event: tavle_domain::id::EntryId) {
    let stream = deed.stream();
    place.see(|seen| match deed {
        Deed::Offer { home, .. } => seen.offers.push((*home, event)),
        Deed::Plan { who } => {
            seen.planned.push((*who, event));
            seen.entries.push((stream, event));
        }
        Deed::Lease { who, .. } => seen.leases.push((*who, event)),
        Deed::Contact { .. } => {
            seen.contacts.push((stream, event));
            seen.entries.push((stream, event));
        }
        Deed::Step { .. } | Deed::Missed { .. } | Deed::Reply { .. } => seen.entries.push((stream, event)),
        _ => {}
    });
}

fn any_deed(random: &mut Random, place: &Place, by: StaffId, command: CommandId) -> Deed {
    let who = random.one_of(&place.people);
    let home = random.one_of(&place.homes);
    let tenancy = |random: &mut Random| {
        let named = random.below(4) == 0;
        let leases =
            place.see(|seen| seen.leases.iter().filter(|(of, _)| *of == who).copied().collect::<Vec<_>>());
        lately(random, &leases).filter(|_| named).map(|(_, lease)| lease)
    };
    match random.below(100) {
        0..10 => Deed::Offer { who, home },
        10..26 => match place.see(|seen| lately(random, &seen.offers)) {
            None => Deed::Offer { who, home },
            Some((home, offer)) => {
                let kinds = [
                    "HousingOfferAccepted",
                    "HousingOfferDeclined",
                    "HousingOfferExpired",
                    "HousingOfferWithdrawn",
                ];
                // Sometimes at a door that the offer is not about.
                let home = if random.below(20) == 0 { random.one_of(&place.homes) } else { home };
                Deed::Reply { kind: random.one_of(&kinds), home, offer }
            }
        },
        26..38 => Deed::Lease { who, home },
        38..45 => Deed::EndLease { who, tenancy: tenancy(random) },
        45..49 => Deed::Missed {
            who,
            month: random.one_of(&["2026-09", "2026-10", "2026-11"]).to_owned(),
            ore: random.one_of(&[100, 200]),
            tenancy: None,
        },
        49..66 => {
            let kind = OF_TENANCY[random.below(OF_TENANCY.len())].kind;
            Deed::Step { kind, who, tenancy: tenancy(random) }
        }
        66..78 => match OF_PERSON[random.below(OF_PERSON.len())].kind {
            // Rarely, or nobody is followed any more.
            "FollowUpEnded" if random.below(3) > 0 => Deed::Plan { who },
            "ParticipantEnrolled" => Deed::Enrol { team: place.team, who, word: word(random) },
            kind => Deed::Step { kind, who, tenancy: None },
        },
        78..82 => Deed::Enrol { team: place.team, who: made_by(by, command), word: word(random) },
        82..86 => Deed::Plan { who },
        86..94 => {
            let planned = place.see(|seen| lately(random, &seen.planned));
            let kind = random.one_of(&["ContactCompleted", "ContactAttemptFailed", "ContactCancelled"]);
            match planned {
                Some((of, planned)) if kind == "ContactCancelled" || random.below(3) > 0 => {
                    let who = if random.below(20) == 0 { who } else { of };
                    Deed::Contact { kind, who, planned: Some(planned) }
                }
                _ => Deed::Contact { kind: "ContactCompleted", who, planned: None },
            }
        }
        94..97 => match place.see(|seen| lately(random, &seen.contacts)) {
            Some((stream, target)) => Deed::Correct { stream, target },
            None => Deed::Plan { who },
        },
        _ => match place.see(|seen| lately(random, &seen.entries)) {
            Some((stream, target)) => Deed::Mark { stream, target },
            None => Deed::Plan { who },
        },
    }
}

/// One of few words, so that many ask for the same.
fn word(random: &mut Random) -> String {
    let [first, second] =
        [&["mu", "ty", "bla", "ka"], &["lte", "tte", "ba", "ne"]].map(|part| random.one_of(part));
    format!("{first}{second}")
}
