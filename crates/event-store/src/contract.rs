//! What every store must do, as tests that a store runs on itself: see [`event_store_contract`](crate::event_store_contract).
#![expect(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests, named for what they show")]

use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use futures::{StreamExt, future::join_all};
use tavle_domain::{id::CommandId, recorded::Recorded};
use tokio::{pin, sync::oneshot, task::yield_now};

use crate::{
    codec::{Decoded, known},
    error::StoreError,
    store::{Append, EventStore, Expected, MAX_DATA_BYTES},
    subscribe::subscribe,
    testing::{ACTOR, TestClock, append, contact_body, contacts, envelope, id, mark_body},
};

/// One store under test.
#[async_trait]
pub trait Fixture: Send {
    /// The store, empty at first.
    fn store(&self) -> Arc<dyn EventStore>;
    /// The clock that the store goes by.
    fn clock(&self) -> TestClock;
    /// Closes the store and opens it again; nothing for a store that forgets.
    async fn reopen(&mut self);
}

/// Runs the whole suite: one test a case. Takes a function that makes a [`Fixture`].
#[macro_export]
macro_rules! event_store_contract {
    ($fixture:path) => {
        $crate::event_store_contract! { $fixture:
            expects_what_was_read, takes_any_revision, gives_dense_places_in_commit_order, reads_as_written,
            repeats_give_the_first_answer, another_request_with_the_same_command_is_refused,
            half_a_repeat_is_refused, finds_what_a_command_wrote, reads_by_subject_position_and_id,
            refuses_an_empty_append, keeps_to_the_size_limit, keeps_every_letter, never_goes_back_in_time,
            wakes_whoever_waits, follows_without_gap_or_double, sixteen_writers_lose_nothing,
            reads_while_it_writes,
        }
    };
    ($fixture:path: $($case:ident,)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() {
            $crate::contract::$case(&mut $fixture()).await;
        }
    )*};
}

async fn all(store: &dyn EventStore) -> Vec<Recorded> {
    known(store.read_all(0, 100_000).await.unwrap())
}

pub async fn expects_what_was_read(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let stream = contacts(1);
    let refused = store.append(append(stream, Expected::Exact(0), 1, 1)).await;
    assert!(matches!(refused, Err(StoreError::WrongRevision { current: None })), "{refused:?}");

    store.append(append(stream, Expected::NoStream, 2, 2)).await.unwrap();
    for (expected, command) in [(Expected::NoStream, 3), (Expected::Exact(0), 4), (Expected::Exact(2), 5)] {
        let refused = store.append(append(stream, expected, command, 1)).await;
        assert!(matches!(refused, Err(StoreError::WrongRevision { current: Some(1) })), "{refused:?}");
    }
    // What was refused is not remembered: the same command may be tried again.
    let appended = store.append(append(stream, Expected::Exact(1), 3, 1)).await.unwrap();
    assert_eq!((appended.first_revision, appended.last_revision, appended.last_position), (2, 2, 3));
    assert_eq!(all(&*store).await.len(), 3);
}

pub async fn takes_any_revision(fixture: &mut impl Fixture) {
    let store = fixture.store();
    for command in 0..3 {
        let appended = store.append(append(contacts(1), Expected::Any, command, 1)).await.unwrap();
        assert_eq!(u128::from(appended.last_revision), command);
    }
}

pub async fn gives_dense_places_in_commit_order(fixture: &mut impl Fixture) {
    let store = fixture.store();
    assert_eq!(store.head(), 0);
    for command in 0..30 {
        store
            .append(append(contacts(command % 4), Expected::Any, command, 1 + command as u32 % 3))
            .await
            .unwrap();
    }
    let log = all(&*store).await;
    assert_eq!(store.head(), log.len() as u64);
    assert!(log.iter().zip(1..).all(|(event, position)| event.position == position));
    assert!(log.windows(2).all(|pair| pair[0].recorded_at <= pair[1].recorded_at));
    for n in 0..4 {
        let events = store.history(contacts(n)).await.unwrap();
        assert!(events.iter().zip(0..).all(|(event, revision)| event.revision == revision));
        assert!(events.is_sorted_by_key(|event| event.position));
    }
    let page = store.read_all(7, 5).await.unwrap();
    assert_eq!(page.iter().map(Decoded::position).collect::<Vec<_>>(), [8, 9, 10, 11, 12]);
    assert!(store.read_all(store.head(), 5).await.unwrap().is_empty());
    assert_eq!(
        store.read_stream(contacts(0), 3).await.unwrap(),
        store.read_stream(contacts(0), 0).await.unwrap()[3..]
    );
    assert!(store.read_stream(contacts(99), 0).await.unwrap().is_empty());
}

pub async fn reads_as_written(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let mut new = envelope(contacts(1), 1, 0, contact_body().unwrap());
    new.causation = Some(id(0x77).into());
    let sent = Append { stream: contacts(1), expected: Expected::NoStream, events: vec![new.clone()] };
    let appended = store.append(sent).await.unwrap();
    assert_eq!(all(&*store).await, appended.events);
    let event = &appended.events[0];
    assert_eq!(event.body, new.event.body);
    assert_eq!(
        (event.id, event.subject, event.occurred),
        (new.event.id, new.event.subject, new.event.occurred)
    );
    assert_eq!((&event.by, event.team, event.command), (&new.by, new.team, new.command));
    assert_eq!((event.correlation, event.causation), (new.correlation, new.causation));
    assert_eq!((event.stream, event.recorded_at), (contacts(1), fixture.clock().now()));
}

pub async fn repeats_give_the_first_answer(fixture: &mut impl Fixture) {
    let sent = append(contacts(1), Expected::NoStream, 1, 3);
    let first = fixture.store().append(sent.clone()).await.unwrap();
    assert_eq!(fixture.store().append(sent.clone()).await.unwrap(), first);

    fixture.clock().advance(TimeDelta::hours(1));
    fixture.store().append(append(contacts(1), Expected::Exact(2), 2, 1)).await.unwrap();
    fixture.store().append(append(contacts(2), Expected::NoStream, 3, 1)).await.unwrap();
    assert_eq!(fixture.store().append(sent.clone()).await.unwrap(), first);

    fixture.reopen().await;
    assert_eq!(fixture.store().append(sent).await.unwrap(), first);
    assert_eq!(fixture.store().head(), 5);
    let next = fixture.store().append(append(contacts(1), Expected::Exact(3), 4, 1)).await.unwrap();
    assert_eq!((next.last_revision, next.last_position), (4, 6));
}

pub async fn another_request_with_the_same_command_is_refused(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let sent = append(contacts(1), Expected::NoStream, 1, 2);
    store.append(sent.clone()).await.unwrap();

    let mut other_input = sent.clone();
    other_input.events[1].request_mac.push(1);
    let mut other_stream = sent.clone();
    other_stream.stream = contacts(2);
    let mut other_type = sent.clone();
    other_type.events[0].event.body = contact_body().unwrap();
    let mut other_id = sent.clone();
    other_id.events[0].event.id = id(0x99).into();
    let mut other_command = sent.clone();
    other_command.events[0].command = CommandId(id(0x98));
    let mut twice = append(contacts(1), Expected::Any, 2, 1);
    twice.events.push(twice.events[0].clone());
    for bad in [other_input, other_stream, other_type, other_id, other_command, twice] {
        let refused = store.append(bad).await;
        assert!(matches!(refused, Err(StoreError::CommandReused)), "{refused:?}");
    }
    assert_eq!(store.head(), 2);
}

pub async fn half_a_repeat_is_refused(fixture: &mut impl Fixture) {
    let store = fixture.store();
    store.append(append(contacts(1), Expected::NoStream, 1, 1)).await.unwrap();
    let longer = store.append(append(contacts(1), Expected::Any, 1, 2)).await;
    assert!(matches!(longer, Err(StoreError::CommandReused)), "{longer:?}");
    assert_eq!(store.head(), 1);
}

pub async fn finds_what_a_command_wrote(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let of = |stream, ordinal| Append {
        stream,
        expected: Expected::Any,
        events: vec![envelope(stream, 1, ordinal, mark_body("…"))],
    };
    let second = store.append(of(contacts(2), 1)).await.unwrap();
    let first = store.append(of(contacts(1), 0)).await.unwrap();
    store.append(append(contacts(1), Expected::Any, 2, 1)).await.unwrap();
    let command = first.events[0].command;
    let found = store.find_command(ACTOR, command).await.unwrap();
    let events: Vec<_> = found.iter().map(|found| found.event.clone()).collect();
    assert_eq!(events, [first.events, second.events].concat());
    assert!(found.iter().all(|found| found.request_mac == command.0.as_bytes()));
    assert!(store.find_command(id(0xAA).into(), command).await.unwrap().is_empty());
}

pub async fn reads_by_subject_position_and_id(fixture: &mut impl Fixture) {
    let store = fixture.store();
    for command in 0..6 {
        store.append(append(contacts(command % 2), Expected::Any, command, 1)).await.unwrap();
    }
    let log = all(&*store).await;
    let subject = contacts(1).participant().unwrap();
    let places = |events: Vec<Decoded>| events.iter().map(Decoded::position).collect::<Vec<_>>();
    assert_eq!(places(store.read_subject(subject, None).await.unwrap()), [2, 4, 6]);
    assert_eq!(places(store.read_subject(subject, Some(4)).await.unwrap()), [2, 4]);
    assert_eq!(places(store.read_positions(&[5, 0, 2, 99, 5]).await.unwrap()), [5, 2, 5]);
    assert_eq!(store.event(log[3].id).await.unwrap(), Some(Decoded::Known(log[3].clone())));
    assert_eq!(store.event(id(0x99).into()).await.unwrap(), None);
}

pub async fn refuses_an_empty_append(fixture: &mut impl Fixture) {
    let refused = fixture.store().append(append(contacts(1), Expected::Any, 1, 0)).await;
    assert!(matches!(refused, Err(StoreError::Empty)), "{refused:?}");
}

pub async fn keeps_to_the_size_limit(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let sized = |command, bytes| {
        let body = mark_body(&"x".repeat(bytes));
        Append {
            stream: contacts(1),
            expected: Expected::Any,
            events: vec![envelope(contacts(1), command, 0, body)],
        }
    };
    let Err(StoreError::TooLarge { size, limit }) = store.append(sized(1, MAX_DATA_BYTES)).await else {
        panic!("an event over the limit is refused")
    };
    assert_eq!(limit, MAX_DATA_BYTES);
    let frame = size - MAX_DATA_BYTES;
    store.append(sized(2, MAX_DATA_BYTES - frame)).await.unwrap();
    let over = store.append(sized(3, MAX_DATA_BYTES - frame + 1)).await;
    assert!(matches!(over, Err(StoreError::TooLarge { .. })), "{over:?}");
    assert_eq!(all(&*store).await[0].body, mark_body(&"x".repeat(MAX_DATA_BYTES - frame)));
}

pub async fn keeps_every_letter(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let text =
        "Čáhppes guovža 🏠 e\u{301} «\"\\ \u{200f}\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\n\t\u{0}»";
    let mut new = envelope(contacts(1), 1, 0, mark_body(text));
    new.by.organisation = "Guovdageainnu suohkan – Kautokeino".to_owned();
    let events = vec![new.clone()];
    store.append(Append { stream: contacts(1), expected: Expected::NoStream, events }).await.unwrap();
    let read = all(&*store).await;
    assert_eq!((&read[0].body, &read[0].by), (&new.event.body, &new.by));
}

pub async fn never_goes_back_in_time(fixture: &mut impl Fixture) {
    let clock = fixture.clock();
    let first = fixture.store().append(append(contacts(1), Expected::Any, 1, 1)).await.unwrap();
    clock.advance(TimeDelta::hours(-1));
    let second = fixture.store().append(append(contacts(1), Expected::Any, 2, 1)).await.unwrap();
    assert_eq!(second.recorded_at, first.recorded_at);
    fixture.reopen().await;
    let third = fixture.store().append(append(contacts(1), Expected::Any, 3, 1)).await.unwrap();
    assert_eq!(third.recorded_at, first.recorded_at);
    clock.advance(TimeDelta::hours(2));
    let fourth = fixture.store().append(append(contacts(1), Expected::Any, 4, 1)).await.unwrap();
    assert_eq!(fourth.recorded_at, clock.now());
}

pub async fn wakes_whoever_waits(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let mut watch = store.watch();
    let waiting = tokio::spawn(async move { *watch.wait_for(|head| *head >= 2).await.unwrap() });
    store.append(append(contacts(1), Expected::Any, 1, 2)).await.unwrap();
    assert_eq!(waiting.await.unwrap(), 2);
    fixture.reopen().await;
    assert_eq!(fixture.store().head(), 2);
    assert_eq!(*fixture.store().watch().borrow(), 2);
}

pub async fn follows_without_gap_or_double(fixture: &mut impl Fixture) {
    let store = fixture.store();
    for command in 0..20 {
        store.append(append(contacts(1), Expected::Any, command, 1)).await.unwrap();
    }
    let following = {
        let events = subscribe(Arc::clone(&store), 5, 4);
        tokio::spawn(async move {
            pin!(events);
            let mut seen = Vec::new();
            while seen.len() < 55 {
                seen.extend(events.next().await.unwrap().unwrap().iter().map(Decoded::position));
            }
            seen
        })
    };
    for command in 20..60 {
        store.append(append(contacts(command), Expected::Any, command, 1)).await.unwrap();
    }
    assert_eq!(following.await.unwrap(), (6..=60).collect::<Vec<u64>>());
}

/// Each writes ten events to the same stream at the exact revision it has read, and tries again when another
/// was first.
pub async fn sixteen_writers_lose_nothing(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let writer = |n: u128| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            let mut expected = Expected::NoStream;
            for command in 0..10 {
                loop {
                    match store.append(append(contacts(1), expected, n * 100 + command, 1)).await {
                        Ok(appended) => break expected = Expected::Exact(appended.last_revision),
                        Err(StoreError::WrongRevision { current }) => expected = Expected::after(current),
                        Err(error) => panic!("{error}"),
                    }
                }
            }
        })
    };
    for done in join_all((0..16).map(writer)).await {
        done.unwrap();
    }
    let log = store.history(contacts(1)).await.unwrap();
    assert_eq!(log.len(), 160);
    assert!(log.iter().zip(0..).all(|(event, revision)| event.revision == revision));
    let mut commands: Vec<_> = log.iter().map(|event| event.command).collect();
    commands.sort();
    commands.dedup();
    assert_eq!(commands.len(), 160);
}

pub async fn reads_while_it_writes(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let (begins, begun) = oneshot::channel();
    let reading = {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            let mut begins = Some(begins);
            loop {
                let head = store.head();
                let log = store.read_all(0, 1_000).await.unwrap();
                assert!(log.len() as u64 >= head, "an acknowledged event is readable");
                assert!(log.iter().zip(1..).all(|(event, position)| event.position() == position));
                // Events that are written together are seen together.
                assert_eq!(log.len() % 2, 0);
                begins.take().map(|begins| begins.send(()));
                if head == 200 {
                    break;
                }
            }
        })
    };
    begun.await.unwrap();
    for command in 0..100 {
        store.append(append(contacts(command % 5), Expected::Any, command, 2)).await.unwrap();
        yield_now().await;
    }
    reading.await.unwrap();
}
