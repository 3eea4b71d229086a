//! Reading back what was written, in the order in which it was.

use super::{Fixture, all};
use crate::{
    codec::Decoded,
    store::{Append, Expected},
    testing::{append, contact_body, contacts, envelope, id, mark_body},
};

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
    let several = [log[3].id, id(0x99).into(), log[0].id, log[3].id];
    assert_eq!(places(store.events(&several).await.unwrap()), [4, 1, 4]);
    let streams = store.read_streams(&[contacts(1), contacts(99), contacts(0)]).await.unwrap();
    assert_eq!(streams.into_iter().map(places).collect::<Vec<_>>(), [vec![2, 4, 6], vec![], vec![1, 3, 5]]);
    let [other, nobody] = [contacts(0), contacts(99)].map(|stream| stream.participant().unwrap());
    let histories = store.read_subjects(&[(subject, 0), (nobody, 0), (other, 0)]).await.unwrap();
    assert_eq!(histories.into_iter().map(places).collect::<Vec<_>>(), [vec![2, 4, 6], vec![], vec![1, 3, 5]]);
    let later = store.read_subjects(&[(subject, 2), (nobody, 2), (other, 1), (other, 99)]).await.unwrap();
    assert_eq!(later.into_iter().map(places).collect::<Vec<_>>(), [vec![4, 6], vec![], vec![3, 5], vec![]]);
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
