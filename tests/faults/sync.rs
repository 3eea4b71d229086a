//! A disk that does not sync.

use serde_json::json;

use crate::{
    crash::traffic::{Traffic, sign_in},
    support::{
        Process, ROGN, command_id, contact,
        process::{seed, serve, teams},
        random::Random,
        shim::{Fault, Faults},
    },
};

#[tokio::test(flavor = "multi_thread")]
async fn after_a_failed_sync_nothing_is_answered_as_recorded_and_the_service_ends_to_start_again() {
    let (data, place) = (teams(), tempfile::tempdir().unwrap());
    let mut random = Random::seeded(seed());
    let mut command = serve(data.path());
    let faults = Faults::of(&mut command, data.path(), &place.path().join("control"));
    let mut process = Process::of(&mut command).await;
    let mina = sign_in(&process).await;
    let mut traffic = Traffic::default();
    traffic.record(&mina, &mut random, 20, async || faults.set(Fault::Syncs)).await;
    let mut late = contact(ROGN);
    late["commandId"] = command_id();
    if let Some(answer) = mina.try_record("recordContact", &late).await {
        assert_eq!(answer["errors"][0]["extensions"]["code"], json!("INTERNAL"), "{answer}");
    }

    assert_eq!(process.end().await.code(), Some(1));
    let said = process.when_said("tavle: a part of the service ended by itself");
    assert!(said.contains("writing to the log failed for good"), "{said}");
    traffic.check(data.path()).await;
    let process = Process::start(data.path()).await;
    let mina = mina.moved(&process.host);
    assert!(traffic.retry(&mina).await > 0, "somebody was left without an answer");
    traffic.check_pages(&mina, 0).await;
    drop(process);
    traffic.check(data.path()).await;
}
