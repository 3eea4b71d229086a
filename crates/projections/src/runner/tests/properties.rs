//! Whatever the batches, whatever is read twice, wherever an event cannot be read: one state.

use std::{collections::BTreeSet, sync::Arc};

use proptest::{collection::vec, prelude::*};
use tavle_event_store::{Decoded, EventStore};

use super::bench::{Log, Shown, Times, positions};
use crate::{model::ReadModel, read_db::Shelf};

fn models() -> Vec<Box<dyn ReadModel>> {
    let times = Box::new(Times { version: 1, factor: 1, fails: 0 });
    let mut models = Shelf::in_memory().place(times, Vec::new()).unwrap().1;
    models.push(positions::<0>(&Shown::default()));
    models
}

async fn log_of(count: u128, unreadable: &[u64]) -> (Arc<Log>, Vec<Decoded>) {
    let log = Log::new();
    log.contacts(count).await;
    unreadable.iter().for_each(|position| log.make_unreadable(*position));
    let events = log.read_all(0, usize::MAX).await.unwrap();
    (log, events)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Each pair is a stretch of the log that is handed out, wherever the model is by then.
    #[test]
    fn any_split_into_batches_that_overlap_gives_the_state_of_one_batch(
        stretches in vec((0_u64..60, 0_u64..60), 1..20),
        unreadable in vec(1_u64..60, 0..4),
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let (log, events) = log_of(60, &unreadable).await;
            let (mut split, mut once) = (models(), models());
            let mut owed = vec![BTreeSet::new(); split.len()];
            for (model, owed) in split.iter_mut().zip(&mut owed) {
                for (overlap, size) in &stretches {
                    // A batch may begin before the checkpoint, never after it: the log has no gaps.
                    let from = usize::try_from(model.checkpoint().saturating_sub(*overlap)).unwrap();
                    let to = (from + usize::try_from(*size).unwrap()).min(events.len());
                    let batch = &events[from..to];
                    if let Some(last) = batch.last() {
                        owed.extend(model.apply(batch, last.position()).unwrap());
                    }
                }
                owed.extend(model.apply(&events, 60).unwrap());
                owed.extend(model.apply(&events, 60).unwrap());
            }
            let mut split = log.runner(split);
            for (slot, owed) in split.slots.iter_mut().zip(owed) {
                slot.owed = owed;
            }
            let mut once = log.runner(std::mem::take(&mut once));
            split.catch_up().await.unwrap();
            once.catch_up().await.unwrap();
            prop_assert_eq!(split.digests().unwrap(), once.digests().unwrap());
            Ok(())
        })?;
    }
}
