//! A look at the past says the same with chronicles as from the whole history, wherever it goes.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use tavle_domain::{
    effective::AsOf,
    id::ParticipantId,
    recorded::{Body, Recorded},
};
use tavle_event_store::{EventStore, known};
use tavle_projections::{Chronicles, Then, board::Person};

use crate::{
    rebuild::Script,
    support::{LYNG, ROGN, TINDVED, random::Random},
};

const EVERYONE: [ParticipantId; 3] = [ROGN, LYNG, TINDVED];

/// An instant at which something occurred or was recorded, or a moment beside one; or none.
fn instant(random: &mut Random, events: &[Recorded]) -> Option<DateTime<Utc>> {
    let event = &events[random.below(events.len())];
    let at = match (random.below(3), &event.body) {
        (0, _) => return None,
        (1, _) => event.recorded_at,
        (_, Body::Correction(correction)) => correction.occurred.unwrap_or(event.occurred).at,
        _ => event.occurred.at,
    };
    Some(at + TimeDelta::microseconds(random.one_of(&[-1, 0, 1])))
}

async fn from_the_whole_log(script: &Script, who: ParticipantId, as_of: AsOf) -> Then {
    let history = known(script.store.read_subject(who, None).await.unwrap());
    Then {
        person: Person::fold(&history, as_of),
        incomplete: false,
        position: history.last().map_or(0, |event| event.position),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 32, ..ProptestConfig::default() })]

    #[test]
    fn with_chronicles_or_without_everybody_was_the_same(seed in any::<u64>(), stretch in 2_usize..12) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let mut script = Script::new(seed);
            let mut random = Random::seeded(seed ^ 0x9e37);
            let chronicles = Chronicles::in_memory(stretch).unwrap();
            let mut written = 0;
            for _ in 0..12 {
                for _ in 0..30 {
                    script.step().await;
                }
                // Some looks are taken long after the chronicles were written, some right after.
                if random.below(2) == 0 {
                    written += chronicles.keep_up(&*script.store, &EVERYONE).await.unwrap();
                    prop_assert!(!chronicles.is_outdated());
                }
                let events = known(script.store.read_all(0, 100_000).await.unwrap());
                for _ in 0..12 {
                    let as_of = AsOf {
                        known_at: instant(&mut random, &events),
                        happened_at: instant(&mut random, &events),
                    };
                    let found = chronicles.at(&*script.store, &EVERYONE, as_of).await.unwrap();
                    for (who, then) in EVERYONE.into_iter().zip(found) {
                        prop_assert_eq!(then, from_the_whole_log(&script, who, as_of).await, "{:?}", as_of);
                    }
                }
            }
            prop_assert!(written > 3, "only {written} chronicles were written");
            Ok(())
        })?;
    }
}
