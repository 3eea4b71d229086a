//! Whatever is asked of them, SQLite and memory answer the same.

use std::iter::zip;

use chrono::TimeDelta;
use proptest::prelude::*;
use tempfile::TempDir;
use tokio::runtime::Builder;

use crate::{
    memory::MemoryStore,
    sqlite::SqliteStore,
    store::{Append, EventStore, Expected},
    testing::{TestClock, append, contacts},
};

/// An append with few streams and few commands, so that they meet.
fn any_append() -> impl Strategy<Value = Append> {
    let expected = prop_oneof![
        2 => Just(Expected::Any),
        1 => Just(Expected::NoStream),
        2 => (0..6_u64).prop_map(Expected::Exact),
    ];
    (0..3_u128, expected, 0..12_u128, 0..4_u32, any::<bool>()).prop_map(
        |(stream, expected, command, count, same_request)| {
            let mut append = append(contacts(stream), expected, command, count);
            if !same_request {
                append.events.iter_mut().for_each(|event| event.request_mac.push(0));
            }
            append
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn both_stores_answer_the_same(
        steps in proptest::collection::vec((any_append(), -5..60_i64, any::<bool>()), 1..40),
    ) {
        let runtime = Builder::new_current_thread().build()?;
        let dir = TempDir::new()?;
        let clock = TestClock::default();
        let memory = MemoryStore::new(clock.clock());
        let mut sqlite = SqliteStore::open(dir.path(), clock.clock())?;
        for (append, seconds, reopens) in steps {
            clock.advance(TimeDelta::seconds(seconds));
            if reopens {
                drop(sqlite);
                sqlite = SqliteStore::open(dir.path(), clock.clock())?;
            }
            let answers = runtime.block_on(async {
                [memory.append(append.clone()).await, sqlite.append(append).await]
            });
            prop_assert_eq!(format!("{:?}", answers[0]), format!("{:?}", answers[1]));
        }
        let logs = runtime.block_on(async { [memory.read_all(0, 999).await, sqlite.read_all(0, 999).await] });
        let [in_memory, on_disk] = logs.map(Result::unwrap_or_default);
        prop_assert_eq!(in_memory.len() as u64, sqlite.head());
        for (one, other) in zip(&in_memory, &on_disk) {
            prop_assert_eq!(one, other);
        }
        prop_assert_eq!(runtime.block_on(sqlite.verify())?.events, memory.head());
    }
}
