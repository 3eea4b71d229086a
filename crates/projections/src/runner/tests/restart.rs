//! Snapshots: what a start goes on from.

use std::{path::Path, sync::Arc};

use uuid::Uuid;

use super::bench::{Log, Shown, positions};
use crate::{model::History, runner::Runner, snapshot::Snapshots};

fn started(log: &Arc<Log>, data: &Path, shown: &Shown) -> Runner {
    log.runner(vec![positions::<0>(shown)]).with_snapshots(Snapshots::of(data, Uuid::from_u128(1)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_folds_only_what_came_since_the_snapshot() {
    let (log, data, shown) = (Log::new(), tempfile::tempdir().unwrap(), Shown::default());
    log.contacts(20).await;
    let mut runner = started(&log, data.path(), &shown);
    runner.catch_up().await.unwrap();
    runner.keep().await;
    assert_eq!(runner.health().runner().snapshots, 1);
    let before = (shown.of(2), runner.digests().unwrap());

    let shown = Shown::default();
    let mut runner = started(&log, data.path(), &shown);
    assert_eq!(runner.health().models()[0].checkpoint, 20);
    runner.catch_up().await.unwrap();
    assert_eq!((shown.of(2), runner.digests().unwrap()), before);
    assert_eq!(runner.health().runner().events, 0, "nothing was read again");
    log.contact(2).await;
    runner.catch_up().await.unwrap();
    assert_eq!(shown.of(2).unwrap().0, [3, 10, 17, 21]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_snapshot_costs_time_and_nothing_else() {
    let (log, data, shown) = (Log::new(), tempfile::tempdir().unwrap(), Shown::default());
    log.contacts(20).await;
    let mut runner = started(&log, data.path(), &shown);
    runner.catch_up().await.unwrap();
    runner.keep().await;
    let before = runner.digests().unwrap();
    let file = data.path().join("snapshots/positions.v1");
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();

    let mut runner = started(&log, data.path(), &shown);
    assert_eq!(runner.health().models()[0].checkpoint, 0);
    runner.catch_up().await.unwrap();
    assert_eq!(runner.digests().unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_owes_a_fold_is_not_written_down() {
    let (log, data, shown) = (Log::new(), tempfile::tempdir().unwrap(), Shown::default());
    log.contacts(20).await;
    let mut runner = started(&log, data.path(), &shown);
    runner.catch_up().await.unwrap();
    let who = tavle_event_store::testing::contacts(1).participant().unwrap();
    let owed = crate::model::Again::Subject(who);
    runner.slots[0].owed.insert(owed);
    runner.keep().await;
    assert_eq!(runner.health().runner().snapshots, 0);
    runner.slots[0].repay(owed, &History::default());
    runner.keep().await;
    assert_eq!(runner.health().runner().snapshots, 1);
}
