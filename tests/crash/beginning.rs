//! SIGKILL while there is not yet a log.

use std::{fs, path::Path, process::Command, time::Duration};

use tavle_event_store::SqliteStore;
use tavle_server::clock;
use tokio::time::sleep;

use super::traffic::log_of_copy;
use crate::support::{
    Process,
    binary::command,
    process::{rounds, seed, serve},
    random::Random,
};

fn demo(data: &Path) -> Command {
    let plan = ["demo", "--teams", "1", "--years", "1", "--until", "2026-06-01", "--data"];
    let mut command = command(&plan);
    command.arg(data);
    command
}

fn length(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |file| file.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn demo_data_that_is_killed_on_the_way_is_all_there_or_made_again() {
    let mut random = Random::seeded(seed());
    let whole = tempfile::tempdir().unwrap();
    assert!(Process::begin(&mut demo(whole.path())).end().await.success());
    let size = length(&whole.path().join("log.db"));
    let events = log_of_copy(whole.path()).await.len() as u64;
    let rounds = rounds("TAVLE_CRASH_BEGINNINGS", 3);
    for round in 0..rounds {
        let data = tempfile::tempdir().unwrap();
        let loading = data.path().join("log.db.loading");
        let mut killed = Process::begin(&mut demo(data.path()));
        // The last time when the log takes its place, else while it grows.
        let is_last = round + 1 == rounds;
        let at = random.next() % size;
        let is_due = || match is_last {
            true => length(&data.path().join("log.db")) > 0,
            false => length(&loading) > at,
        };
        while !is_due() && killed.ended().is_none() {
            sleep(Duration::from_micros(200)).await;
        }
        killed.kill();

        let mut again = Process::begin(&mut demo(data.path()));
        if !again.end().await.success() {
            assert_eq!(again.last_words(), "tavle: bulk load refused: the log is not empty");
        }
        assert!(!loading.exists(), "what was left behind is cleared away");
        let store = SqliteStore::open(data.path(), clock::machine()).unwrap();
        let found = store.verify().await.unwrap().events;
        assert_eq!(found, events);
    }
}

/// Whether there is a file whose name begins so: read models have their version in it.
fn is_begun(data: &Path, name: &str) -> bool {
    let path = data.join(name);
    let (Some(directory), Some(start)) = (path.parent(), path.file_name()) else { return false };
    let files = fs::read_dir(directory).into_iter().flatten().flatten();
    let start = start.to_string_lossy();
    files.map(|file| file.file_name()).any(|name| name.to_string_lossy().starts_with(&*start))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_start_that_is_killed_can_be_tried_again() {
    let mut random = Random::seeded(seed());
    for _ in 0..rounds("TAVLE_CRASH_BEGINNINGS", 3) {
        let data = tempfile::tempdir().unwrap();
        // On and on in the same directory, until one start came to its end.
        for file in ["secret.key", "log.db", "tavle.lock", "read/timeline", "read/audit_trail", "sessions.db"]
        {
            let mut killed = Process::begin(&mut serve(data.path()));
            while !is_begun(data.path(), file) && killed.ended().is_none() {
                sleep(Duration::from_micros(100)).await;
            }
            sleep(Duration::from_micros(random.next() % 3_000)).await;
            assert!(killed.ended().is_none(), "{}", killed.said());
            killed.kill();
        }
        drop(Process::start(data.path()).await);
        assert_eq!(log_of_copy(data.path()).await.len(), 0);
    }
}
