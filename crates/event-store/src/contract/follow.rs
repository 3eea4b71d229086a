//! Following the log from any place.

use std::sync::Arc;

use futures::{Stream, StreamExt};
use tokio::pin;

use super::Fixture;
use crate::{
    codec::Decoded,
    error::StoreError,
    store::{EventStore, Expected},
    subscribe::{Followed, subscribe},
    testing::{append, contacts},
};

async fn write(store: &dyn EventStore, commands: std::ops::Range<u128>) {
    for command in commands {
        store.append(append(contacts(command % 3), Expected::Any, command, 1)).await.unwrap();
    }
}

/// The next batch's positions, or the position that was caught up with.
async fn next(
    events: &mut (impl Stream<Item = Result<Followed, StoreError>> + Unpin),
) -> Result<Vec<u64>, u64> {
    match events.next().await.unwrap().unwrap() {
        Followed::Events(events) => Ok(events.iter().map(Decoded::position).collect()),
        Followed::CaughtUp(position) => Err(position),
    }
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
    write(&*store, 0..20).await;
    let following = {
        let events = subscribe(Arc::clone(&store), 5, 4);
        tokio::spawn(async move {
            pin!(events);
            let mut seen = Vec::new();
            while seen.len() < 55 {
                seen.extend(next(&mut events).await.unwrap_or_default());
            }
            seen
        })
    };
    write(&*store, 20..60).await;
    assert_eq!(following.await.unwrap(), (6..=60).collect::<Vec<u64>>());
}

/// A position is one that the follower has: 0 is none.
pub async fn begins_after_the_position_given(fixture: &mut impl Fixture) {
    let store = fixture.store();
    write(&*store, 0..6).await;
    for after in 0..6 {
        let events = subscribe(Arc::clone(&store), after, 100);
        pin!(events);
        assert_eq!(next(&mut events).await, Ok((after + 1..=6).collect()));
        assert_eq!(next(&mut events).await, Err(6));
    }
}

pub async fn begins_at_the_end_or_past_it(fixture: &mut impl Fixture) {
    let store = fixture.store();
    write(&*store, 0..3).await;
    let (at_end, past) = (subscribe(Arc::clone(&store), 3, 2), subscribe(Arc::clone(&store), 5, 2));
    pin!(at_end, past);
    assert_eq!((next(&mut at_end).await, next(&mut past).await), (Err(3), Err(3)));
    write(&*store, 3..7).await;
    assert_eq!(next(&mut at_end).await, Ok(vec![4, 5]));
    assert_eq!(next(&mut past).await, Ok(vec![6, 7]), "what it has already is not given");
}

pub async fn says_once_that_a_follower_has_caught_up(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let empty = subscribe(Arc::clone(&store), 0, 2);
    pin!(empty);
    assert_eq!(next(&mut empty).await, Err(0));
    write(&*store, 0..3).await;
    let events = subscribe(Arc::clone(&store), 0, 2);
    pin!(events);
    assert_eq!(next(&mut events).await, Ok(vec![1, 2]));
    // What comes while it is behind is new, and does not put off the word.
    write(&*store, 3..6).await;
    assert_eq!(next(&mut events).await, Ok(vec![3, 4]));
    assert_eq!(next(&mut events).await, Err(3));
    assert_eq!(next(&mut events).await, Ok(vec![5, 6]));
    write(&*store, 6..7).await;
    assert_eq!(next(&mut events).await, Ok(vec![7]));
    for expected in [vec![1, 2], vec![3, 4], vec![5, 6], vec![7]] {
        assert_eq!(next(&mut empty).await, Ok(expected));
    }
}

/// A store that forgets nothing goes on where a follower was; one in memory has nothing to reopen.
pub async fn follows_on_after_a_restart(fixture: &mut impl Fixture) {
    write(&*fixture.store(), 0..5).await;
    fixture.reopen().await;
    let events = subscribe(fixture.store(), 3, 10);
    pin!(events);
    assert_eq!((next(&mut events).await, next(&mut events).await), (Ok(vec![4, 5]), Err(5)));
    write(&*fixture.store(), 5..6).await;
    assert_eq!(next(&mut events).await, Ok(vec![6]));
}
