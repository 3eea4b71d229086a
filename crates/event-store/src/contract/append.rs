//! Writing: revisions, repeats and refusals.

use chrono::TimeDelta;
use tavle_domain::id::CommandId;

use super::{Fixture, all};
use crate::{
    error::StoreError,
    store::{Append, Expected},
    testing::{ACTOR, append, contact_body, contacts, envelope, id, mark_body},
};

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

pub async fn refuses_an_empty_append(fixture: &mut impl Fixture) {
    let refused = fixture.store().append(append(contacts(1), Expected::Any, 1, 0)).await;
    assert!(matches!(refused, Err(StoreError::Empty)), "{refused:?}");
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
