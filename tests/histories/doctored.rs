//! The judge finds what is wrong: a right history, each time with one thing changed.

use std::sync::Arc;

use tavle_application::Tavle;
use tavle_domain::{
    id::{CommandId, EntryId},
    recorded::Recorded,
};
use tavle_event_store::MemoryStore;
use uuid::Uuid;

use super::{
    check::{Anomaly, check},
    client::World,
    log_of,
    record::{Answer, Call, History},
    world::{actor, places, seed, staff},
};
use crate::{
    model::Deed,
    support::{MORNING, TestClock},
};

/// One person's commands, one after the other.
struct One {
    world: World,
    store: Arc<MemoryStore>,
    seeded: u64,
    calls: Vec<Call>,
}

impl One {
    fn begin() -> Self {
        let (clock, places) = (TestClock::at(MORNING), places(1));
        let store = Arc::new(MemoryStore::new(clock.handed_out()));
        let seeded = store.bulk_load(seed(&places).events).unwrap();
        let tavle = Tavle::new(Arc::clone(&store) as _, clock.handed_out(), [7; 32]);
        Self { world: World::new(tavle, clock, places, 1), store, seeded, calls: Vec::new() }
    }

    /// Sends a command of this number, also one that was sent before.
    async fn ask(&mut self, command: u128, deed: Deed) -> Answer {
        let actor = actor(&self.world.places, staff(1));
        let command =
            CommandId(Uuid::from_u128(0x019a << 112 | 0x7 << 76 | 0x8 << 60 | 0xffff_0000 | command));
        let call = self.world.call(&actor, command, &deed, None).await;
        self.calls.push(call.clone());
        call.answer
    }

    async fn written(&mut self, command: u128, deed: Deed) -> EntryId {
        match self.ask(command, deed).await {
            Answer::Written { event, .. } => event,
            other => panic!("{other:?}"),
        }
    }

    async fn end(self) -> History {
        History { calls: self.calls, log: log_of(&*self.store).await, seeded: self.seeded }
    }
}

/// An offer, its acceptance, a lease, an answer that comes too late, a retry and an admission.
async fn right() -> History {
    let mut one = One::begin();
    let (who, other) = (one.world.places[0].people[0], one.world.places[0].people[1]);
    let home = one.world.places[0].homes[0];
    let offer = one.written(1, Deed::Offer { who, home }).await;
    one.written(2, Deed::Reply { kind: "HousingOfferAccepted", home, offer }).await;
    assert_eq!(one.ask(3, Deed::Lease { who: other, home }).await, Answer::Refused("DWELLING_HELD"));
    one.written(4, Deed::Lease { who, home }).await;
    let late = Deed::Reply { kind: "HousingOfferDeclined", home, offer };
    assert_eq!(one.ask(5, late).await, Answer::Refused("OFFER_NOT_OPEN"));
    let admitted = Deed::Step { kind: "ParticipantAdmitted", who, tenancy: None };
    let first = one.ask(6, admitted.clone()).await;
    assert_eq!(one.ask(6, admitted).await, first);
    one.written(7, Deed::Plan { who }).await;
    let history = one.end().await;
    assert_eq!(check(&history), []);
    history
}

/// The place of the last event of a type.
fn last(history: &History, event_type: &str) -> usize {
    history.log.iter().rposition(|event| event.body.event_type() == event_type).unwrap()
}

/// An event once more, at the end, by a command that somebody sent and was never answered.
fn again(history: &mut History, place: usize) -> Recorded {
    let copied = history.log[place].clone();
    let revision = history.log.iter().filter(|event| event.stream == copied.stream).count() as u64;
    let id = EntryId(Uuid::from_u128(0xffff));
    let event = Recorded { id, revision, position: history.log.len() as u64 + 1, ..copied };
    history.log.push(event.clone());
    event
}

#[tokio::test]
async fn a_second_tenancy_is_found() {
    let mut history = right().await;
    let lease = last(&history, "TenancyStarted");
    let event = again(&mut history, lease);
    let not_allowed = Anomaly::NotAllowed { position: event.position, code: "TENANCY_ALREADY_ACTIVE" };
    let found = check(&history);
    assert!(found.contains(&not_allowed), "{found:?}");
    assert!(found.contains(&Anomaly::Twice { command: event.command }), "{found:?}");
}

#[tokio::test]
async fn a_tenancy_without_its_reservation_is_found() {
    let mut history = right().await;
    let lease = last(&history, "TenancyStarted");
    let other = history.calls[2].deed.stream();
    history.log[lease].stream = other;
    history.log[lease].subject = other.participant();
    let position = history.log[lease].position;
    let found = check(&history);
    assert!(found.contains(&Anomaly::NotAllowed { position, code: "WITHOUT_ITS_OTHER_HALF" }), "{found:?}");
}

#[tokio::test]
async fn an_acknowledged_command_that_is_lost_is_found() {
    let mut history = right().await;
    history.log.pop();
    let lost = history.calls.len() - 1;
    assert_eq!(check(&history), [Anomaly::Lost { call: lost }]);
}

#[tokio::test]
async fn an_acknowledged_command_that_says_something_else_in_the_log_is_found() {
    let mut history = right().await;
    let call = history.calls.len() - 1;
    let Answer::Written { position, .. } = history.calls[call].answer else { panic!() };
    let admitted = history.log[last(&history, "ParticipantAdmitted")].body.clone();
    history.log[usize::try_from(position - 1).unwrap()].body = admitted;
    let found = check(&history);
    assert!(found.contains(&Anomaly::Lost { call }), "{found:?}");
}

#[tokio::test]
async fn a_refusal_that_no_moment_explains_is_found() {
    for (call, code) in [(2, "DWELLING_OCCUPIED"), (4, "OFFER_UNKNOWN"), (2, "COMMAND_REUSED")] {
        let mut history = right().await;
        history.calls[call].answer = Answer::Refused(code);
        assert_eq!(check(&history), [Anomaly::Unexplained { call }], "{code}");
    }
    // It would have been right, but later.
    let mut history = right().await;
    history.calls[0].answer = Answer::Refused("DWELLING_HELD");
    assert_eq!(check(&history), [Anomaly::Unexplained { call: 0 }]);
}

#[tokio::test]
async fn a_refusal_of_what_was_written_before_it_was_asked_again_is_found() {
    let mut history = right().await;
    let retry =
        history.calls.iter().rposition(|call| call.deed.event_type() == "ParticipantAdmitted").unwrap();
    history.calls[retry].answer = Answer::Refused("ALREADY_ADMITTED");
    assert_eq!(check(&history), [Anomaly::Unexplained { call: retry }]);
    history.calls[retry].answer = Answer::AlreadySo;
    assert_eq!(check(&history), [Anomaly::Unexplained { call: retry }]);
}

#[tokio::test]
async fn a_conflict_that_was_none_is_found() {
    let mut history = right().await;
    let call = history.calls.len() - 1;
    history.log.pop();
    history.calls[call].expected = None;
    history.calls[call].answer = Answer::Conflict(None);
    assert_eq!(check(&history), [Anomaly::Unexplained { call }]);
    history.calls[call].expected = Some(3);
    assert_eq!(check(&history), [], "the stream had no event, and another was expected");
}

#[tokio::test]
async fn an_order_that_goes_against_time_is_found() {
    let mut history = right().await;
    // The first command was sent after the second was answered, and still stands before it.
    let after = history.calls[1].answered;
    history.calls[0].begun = after + 1;
    history.calls[0].answered = after + 2;
    assert_eq!(check(&history), [Anomaly::OutOfOrder { earlier: 1, later: 0 }]);
}

#[tokio::test]
async fn one_command_with_two_events_is_found() {
    let mut history = right().await;
    let admitted = last(&history, "ParticipantAdmitted");
    let event = again(&mut history, admitted);
    let retry = history.calls.iter().rposition(|call| call.command == event.command).unwrap();
    let (position, revision) = (event.position, event.revision);
    history.calls[retry].answer = Answer::Written { event: event.id, position, revision };
    let found = check(&history);
    assert!(found.contains(&Anomaly::TwoAnswers { call: retry }), "{found:?}");
    assert!(found.contains(&Anomaly::Twice { command: event.command }), "{found:?}");
}

#[tokio::test]
async fn an_event_that_nobody_asked_for_is_found() {
    let mut history = right().await;
    let planned = last(&history, "ContactPlanned");
    again(&mut history, planned);
    let event = history.log.last_mut().unwrap();
    event.command = CommandId(Uuid::from_u128(0xeeee));
    let position = event.position;
    assert_eq!(check(&history), [Anomaly::NobodyAsked { position }]);
}
