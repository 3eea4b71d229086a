//! SIGKILL while several people record.

use std::time::Duration;

use tokio::time::sleep;

use super::traffic::{Traffic, sign_in};
use crate::support::{
    Process,
    process::{rounds, seed, teams},
    random::Random,
};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_survives_a_kill_at_any_moment_and_a_retry_is_still_one() {
    let data = teams();
    let mut random = Random::seeded(seed());
    let mut traffic = Traffic::default();
    let mut process = Process::start(data.path()).await;
    let mut mina = sign_in(&process).await;
    let (mut interrupted, rounds) = (0, rounds("TAVLE_CRASH_ROUNDS", 30));
    for _ in 0..rounds {
        let before = traffic.sent.len();
        let (answers, moment) = (random.below(25), random.below(4_000) as u64);
        let kill = async || {
            sleep(Duration::from_micros(moment)).await;
            process.kill();
        };
        traffic.record(&mina, &mut random, answers, kill).await;
        traffic.check(data.path()).await;

        process = Process::start(data.path()).await;
        // The browser goes on with its session: a kill signs nobody out.
        mina = mina.moved(&process.host);
        interrupted += traffic.retry(&mina).await;
        traffic.check_pages(&mina, before).await;
    }
    process.kill();
    traffic.check(data.path()).await;
    assert!(interrupted > rounds, "{interrupted} commands were interrupted in {rounds} rounds");
}
