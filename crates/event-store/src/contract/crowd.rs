//! Many at once.

use std::{collections::HashSet, sync::Arc};

use futures::future::join_all;
use tokio::{
    sync::oneshot,
    task::{unconstrained, yield_now},
};

use super::{Fixture, all};
use crate::{
    codec::Decoded,
    error::StoreError,
    store::{EventStore, Expected},
    testing::{append, contacts},
};

/// How many write at once, and how many events each of them writes.
const WRITERS: u128 = 64;
const EACH: u128 = 4;

/// Writes at the exact revision that was read, and tries again when another was first.
async fn write_in_turn(store: Arc<dyn EventStore>, writer: u128, streams: u128) {
    let stream = contacts(writer % streams);
    let mut expected = Expected::NoStream;
    for n in 0..EACH {
        loop {
            match store.append(append(stream, expected, writer * EACH + n, 1)).await {
                Ok(appended) => break expected = Expected::Exact(appended.last_revision),
                Err(StoreError::WrongRevision { current }) => expected = Expected::after(current),
                Err(error) => panic!("{error}"),
            }
        }
    }
}

async fn crowd(store: &Arc<dyn EventStore>, streams: u128) {
    let writers = (0..WRITERS).map(|n| tokio::spawn(write_in_turn(Arc::clone(store), n, streams)));
    for done in join_all(writers).await {
        done.unwrap();
    }
    let log = all(&**store).await;
    assert_eq!(log.len() as u128, WRITERS * EACH);
    assert!(log.iter().zip(1..).all(|(event, position)| event.position == position));
    let commands: HashSet<_> = log.iter().map(|event| event.command).collect();
    assert_eq!(commands.len(), log.len());
    for n in 0..streams {
        let history = store.history(contacts(n)).await.unwrap();
        assert_eq!(history.len() as u128, WRITERS / streams * EACH);
        assert!(history.iter().zip(0..).all(|(event, revision)| event.revision == revision));
    }
}

pub async fn sixty_four_writers_on_few_streams_lose_nothing(fixture: &mut impl Fixture) {
    crowd(&fixture.store(), 4).await;
}

pub async fn sixty_four_streams_grow_side_by_side(fixture: &mut impl Fixture) {
    crowd(&fixture.store(), 64).await;
}

pub async fn the_same_append_at_once_is_one_event_and_one_answer(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let sent = append(contacts(1), Expected::NoStream, 1, 3);
    let sending = (0..16).map(|_| {
        let (store, sent) = (Arc::clone(&store), sent.clone());
        tokio::spawn(async move { store.append(sent).await.unwrap() })
    });
    let answers: Vec<_> = join_all(sending).await.into_iter().map(Result::unwrap).collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(all(&*store).await, answers[0].events);
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

/// Whoever is told that the store is busy may try again, and whoever is not is written.
pub async fn a_full_queue_answers_busy_and_forgets_nothing(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let held_up = fixture.held_up();
    let has_queue = held_up.is_some();
    let appends = (0..3_000).map(|n| store.append(append(contacts(n % 7), Expected::Any, n, 1)));
    // Every append is in the queue or refused before the first one is let through.
    let (answers, ()) = futures::join!(unconstrained(join_all(appends)), async { drop(held_up) });

    let mut written = HashSet::new();
    let mut busy = Vec::new();
    for (n, answer) in (0..).zip(answers) {
        match answer {
            Ok(appended) => assert!(written.insert(appended.last_position)),
            Err(StoreError::Busy { waiting }) => {
                assert!(waiting > 0);
                busy.push(n);
            }
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(busy.is_empty(), !has_queue, "{} were told that the store is busy", busy.len());
    assert_eq!(store.head(), written.len() as u64);
    for again in busy.chunks(500) {
        let appends = again.iter().map(|n| store.append(append(contacts(n % 7), Expected::Any, *n, 1)));
        join_all(appends).await.into_iter().for_each(|answer| assert!(answer.is_ok(), "{answer:?}"));
    }
    let log = store.read_all(0, 10_000).await.unwrap();
    assert_eq!(log.iter().map(Decoded::position).collect::<Vec<_>>(), (1..=3_000).collect::<Vec<u64>>());
}
