//! A stream far longer than any that the service has.

use std::iter::zip;

use super::Fixture;
use crate::{
    codec::Decoded,
    store::{Expected, MAX_EVENTS},
    testing::{append, contacts},
};

/// Events in the stream.
const EVENTS: u64 = 100_000;

pub async fn keeps_a_stream_of_a_hundred_thousand(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let each = MAX_EVENTS as u64;
    let mut expected = Expected::NoStream;
    for command in 0..EVENTS / each {
        let sent = append(contacts(1), expected, command.into(), u32::try_from(each).unwrap());
        let appended = store.append(sent).await.unwrap();
        assert_eq!(appended.last_position, (command + 1) * each);
        expected = Expected::Exact(appended.last_revision);
    }
    assert_eq!(expected, Expected::Exact(EVENTS - 1));

    let history = store.history(contacts(1)).await.unwrap();
    assert_eq!(history.len() as u64, EVENTS);
    assert!(zip(&history, 0..).all(|(event, revision)| event.revision == revision));
    let middle = usize::try_from(EVENTS / 2).unwrap();
    let rest = store.read_stream(contacts(1), EVENTS / 2).await.unwrap();
    assert_eq!(rest.len(), history.len() - middle);
    assert!(zip(rest, &history[middle..]).all(|(read, event)| read == Decoded::Known(event.clone())));
    let page = store.read_all(EVENTS / 2, 3).await.unwrap();
    assert!(zip(page, &history[middle..]).all(|(read, event)| read == Decoded::Known(event.clone())));

    let next = store.append(append(contacts(1), expected, EVENTS.into(), 1)).await.unwrap();
    assert_eq!((next.last_revision, next.last_position), (EVENTS, EVENTS + 1));
}
