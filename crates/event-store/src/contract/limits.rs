//! How large things may be.

use tavle_domain::{
    id::{DwellingId, ParticipantId, TeamId},
    kind::{FAMILIES, KindRow},
    recorded::Body,
    stream::Stream,
};

use super::{Fixture, all};
use crate::{
    error::StoreError,
    store::{Append, Expected, MAX_APPEND_BYTES, MAX_DATA_BYTES, MAX_EVENTS, MAX_ORGANISATION_BYTES},
    testing::{append, contacts, envelope, filled, id, mark_body},
};

/// One event with a reason of so many bytes.
fn sized(command: u128, bytes: usize) -> Append {
    let body = mark_body(&"x".repeat(bytes));
    let events = vec![envelope(contacts(1), command, 0, body)];
    Append { stream: contacts(1), expected: Expected::Any, events }
}

pub async fn keeps_to_the_size_of_an_event(fixture: &mut impl Fixture) {
    let store = fixture.store();
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

pub async fn keeps_to_the_size_of_an_append(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let events = |command: u128, count: u32| {
        let text = "x".repeat(MAX_APPEND_BYTES / 40);
        let events = (0..count).map(|n| envelope(contacts(1), command, n, mark_body(&text))).collect();
        Append { stream: contacts(1), expected: Expected::NoStream, events }
    };
    let over = store.append(events(1, 40)).await;
    assert!(
        matches!(over, Err(StoreError::AppendTooLarge { size, limit: MAX_APPEND_BYTES }) if size > MAX_APPEND_BYTES),
        "{over:?}"
    );
    assert_eq!(store.head(), 0);
    assert_eq!(store.append(events(1, 39)).await.unwrap().last_position, 39);
}

pub async fn keeps_to_the_number_of_events(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let most = u32::try_from(MAX_EVENTS).unwrap();
    let over = store.append(append(contacts(1), Expected::NoStream, 1, most + 1)).await;
    assert!(
        matches!(over, Err(StoreError::TooMany { events, limit: MAX_EVENTS }) if events == MAX_EVENTS + 1),
        "{over:?}"
    );
    assert_eq!(store.head(), 0);
    let sent = append(contacts(1), Expected::NoStream, 1, most);
    let appended = store.append(sent.clone()).await.unwrap();
    assert_eq!((appended.first_revision, appended.last_position), (0, MAX_EVENTS as u64));
    assert_eq!(store.append(sent).await.unwrap(), appended, "as large a repeat is one too");
    assert_eq!(all(&*store).await, appended.events);
}

/// The organisation's name is the only one that a person chooses; streams and types have the length that the
/// program gives them.
pub async fn keeps_the_longest_names_and_refuses_longer_ones(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let row = longest_type();
    let stream = longest_stream();
    let event = |command: u128, organisation: String| {
        let mut new = envelope(stream, command, 0, Body::Entry(filled(row).unwrap()));
        new.by.organisation = organisation;
        Append { stream, expected: Expected::Any, events: vec![new] }
    };
    // Every letter has two bytes or three: what counts is bytes.
    for (command, name) in
        [(1, "å".repeat(MAX_ORGANISATION_BYTES / 2)), (2, "ŋ€".repeat(MAX_ORGANISATION_BYTES / 5))]
    {
        let appended = store.append(event(command, name.clone())).await.unwrap();
        let read = store.history(stream).await.unwrap();
        let last = read.last().unwrap();
        assert_eq!(last, &appended.events[0]);
        assert_eq!((&last.by.organisation, last.stream), (&name, stream));
        assert_eq!(last.body.event_type(), row.event_type);
    }
    let over = store.append(event(3, "å".repeat(MAX_ORGANISATION_BYTES / 2) + "a")).await;
    assert!(
        matches!(
            over,
            Err(StoreError::NameTooLong { what: "organisation", size, limit: MAX_ORGANISATION_BYTES })
                if size == MAX_ORGANISATION_BYTES + 1
        ),
        "{over:?}"
    );
    assert_eq!(store.head(), 2);
}

fn longest_type() -> &'static KindRow {
    FAMILIES.iter().flat_map(|family| family.rows).max_by_key(|row| row.event_type.len()).unwrap()
}

fn longest_stream() -> Stream {
    let (team, participant) = (TeamId(id(u128::from(u64::MAX))), ParticipantId(id(u128::from(u64::MAX))));
    let streams = [
        Stream::Team(team),
        Stream::Participant(participant),
        Stream::Contacts(participant),
        Stream::Dwelling(DwellingId(id(u128::from(u64::MAX)))),
        Stream::Tenancies(participant),
        Stream::Admissions(participant),
    ];
    streams.into_iter().max_by_key(|stream| stream.to_string().len()).unwrap()
}
