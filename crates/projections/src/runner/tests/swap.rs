//! A new version is built beside the old one, which is read and fed until then.

use std::{path::Path, sync::Arc, time::Duration};

use tavle_event_store::EventStore;
use tokio::time::timeout;
use uuid::Uuid;

use super::bench::{Log, Times};
use crate::{
    health::ModelState,
    model::ReadModel,
    read_db::{Form, Served, Shelf},
    runner::Runner,
};

/// Far more than building takes; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(60);

fn times(version: u32) -> Box<dyn Form> {
    Box::new(Times { version, factor: version.into(), fails: 0 })
}

fn open(log: &Arc<Log>, data: &Path, present: u32, older: &[u32]) -> (Served, Runner) {
    let shelf = Shelf::open(data, Uuid::from_u128(1), log.head()).unwrap();
    let older = older.iter().map(|version| times(*version)).collect();
    let (served, models): (_, Vec<Box<dyn ReadModel>>) = shelf.place(times(present), older).unwrap();
    (served, log.runner(models))
}

/// How many rows readers see, and the factor by which a version is known.
fn read(served: &Served) -> (u64, u64) {
    let sql = "SELECT count(*), coalesce(max(value / position), 0) FROM times";
    let db = served.get();
    let read = db.reading().query_row(sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)));
    let (rows, factor) = read.unwrap();
    (rows.try_into().unwrap(), factor.try_into().unwrap())
}

fn files(data: &Path) -> Vec<String> {
    let files = std::fs::read_dir(data.join("read")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut databases: Vec<_> = names.filter(|name| name.ends_with(".db")).collect();
    databases.sort();
    databases
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_see_every_event_at_every_moment_until_the_new_version_has_all_of_them_too() {
    let (log, data) = (Log::new(), tempfile::tempdir().unwrap());
    log.contacts(6_000).await;
    let (served, mut runner) = open(&log, data.path(), 1, &[]);
    runner.catch_up().await.unwrap();
    assert_eq!(read(&served), (6_000, 1));
    drop(runner);

    let (served, mut runner) = open(&log, data.path(), 2, &[1]);
    assert_eq!(read(&served), (6_000, 1), "read at once");
    let building = runner.health().models();
    let states: Vec<_> = building.iter().map(|model| (model.version, model.state)).collect();
    assert_eq!(states, [(1, ModelState::CatchingUp), (2, ModelState::Rebuilding)]);
    let swapped = async {
        loop {
            let head = log.contact(3).await;
            assert_eq!(runner.catch_up().await.unwrap(), head);
            let (rows, version) = read(&served);
            assert_eq!(rows, head, "whatever version is read has everything");
            if version == 2 {
                break;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(LONG, swapped).await.unwrap();
    let models = runner.health().models();
    assert_eq!((models.len(), models[0].version, models[0].state), (1, 2, ModelState::Live));
    assert_eq!(runner.health().runner().swaps, 1);
    assert_eq!(files(data.path()), ["times.v2.db"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_build_that_was_cut_short_goes_on_beside_the_old_version() {
    let (log, data) = (Log::new(), tempfile::tempdir().unwrap());
    log.contacts(50).await;
    open(&log, data.path(), 1, &[]).1.catch_up().await.unwrap();
    for _ in 0..3 {
        // Opened and not run: as if the process had died at once.
        let (served, runner) = open(&log, data.path(), 2, &[1]);
        assert_eq!(read(&served), (50, 1));
        drop(runner);
        assert_eq!(files(data.path()), ["times.v1.db", "times.v2.db"]);
    }
    let (served, mut runner) = open(&log, data.path(), 2, &[1]);
    let swapped = async {
        while read(&served).1 != 2 {
            runner.catch_up().await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    timeout(LONG, swapped).await.unwrap();
    let mut from_nothing = log.runner(Shelf::in_memory().place(times(2), Vec::new()).unwrap().1);
    from_nothing.catch_up().await.unwrap();
    assert_eq!(runner.digests().unwrap(), from_nothing.digests().unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_nobody_can_feed_any_more_is_not_read() {
    let (log, data) = (Log::new(), tempfile::tempdir().unwrap());
    log.contacts(10).await;
    open(&log, data.path(), 1, &[]).1.catch_up().await.unwrap();
    let (served, mut runner) = open(&log, data.path(), 3, &[2]);
    assert_eq!(files(data.path()), ["times.v3.db"]);
    runner.catch_up().await.unwrap();
    assert_eq!(read(&served), (10, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_another_log_or_ahead_of_this_one_or_damaged_is_built_again() {
    let (log, data) = (Log::new(), tempfile::tempdir().unwrap());
    log.contacts(10).await;
    open(&log, data.path(), 1, &[]).1.catch_up().await.unwrap();
    let place = |log_id, head| {
        let shelf = Shelf::open(data.path(), Uuid::from_u128(log_id), head).unwrap();
        shelf.place(times(1), Vec::new()).unwrap()
    };
    let (served, models) = place(1, 10);
    assert_eq!((read(&served).0, models[0].checkpoint()), (10, 10));
    drop((served, models));
    assert_eq!(place(1, 9).1[0].checkpoint(), 0, "ahead of the log");
    open(&log, data.path(), 1, &[]).1.catch_up().await.unwrap();
    assert_eq!(place(2, 10).1[0].checkpoint(), 0, "of another log");
    std::fs::write(data.path().join("read/times.v1.db"), vec![7; 20_000]).unwrap();
    assert_eq!(place(1, 10).1[0].checkpoint(), 0, "damaged");
}
