//! A service that is asked to stop.

use crate::{
    crash::traffic::{Traffic, sign_in},
    support::{
        Process,
        process::{seed, teams},
        random::Random,
    },
};

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_asked_to_stop_under_load_answers_what_it_took_and_ends_well() {
    let data = teams();
    let mut random = Random::seeded(seed());
    let mut process = Process::start(data.path()).await;
    let mina = sign_in(&process).await;
    let mut traffic = Traffic::default();
    traffic.record(&mina, &mut random, 40, async || process.ask_to_stop()).await;
    assert_eq!(process.end().await.code(), Some(0));
    // It says so when the ten seconds that it gives its requests were not enough.
    let said = process.when_said(" stopped");
    assert!(!said.contains("did not end in time"), "{said}");
    assert_eq!(data.path().join("log.db-wal").metadata().unwrap().len(), 0, "all is in the database file");
    traffic.check(data.path()).await;
    let process = Process::start(data.path()).await;
    let mina = mina.moved(&process.host);
    traffic.retry(&mina).await;
    traffic.check_pages(&mina, 0).await;
}
