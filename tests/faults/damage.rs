//! Files that are gone, taken or damaged.

use std::{fs, path::Path};

use serde_json::{Value as Json, json};
use tavle_event_store::{EventStore, SqliteStore, StoreError};
use tavle_server::clock;
use tempfile::TempDir;

use crate::{
    crash::traffic::{log_of_copy, sign_in},
    support::{
        LYNG, NORDLIA, Process, ROGN, contact,
        process::{refusal, rounds, seed, teams},
        random::Random,
    },
};

/// A directory whose service was killed after so many contacts. What was recorded stands in the write-ahead log.
async fn killed(contacts: usize) -> TempDir {
    let data = teams();
    let mut process = Process::start(data.path()).await;
    let mina = sign_in(&process).await;
    for _ in 0..contacts {
        mina.recorded("recordContact", contact(ROGN)).await;
    }
    process.kill();
    data
}

fn flip(file: &Path, byte: usize, bit: usize) {
    let mut bytes = fs::read(file).unwrap();
    bytes[byte] ^= 1 << bit;
    fs::write(file, bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_lost_a_file_of_its_log_says_which_and_does_not_start() {
    let data = killed(3).await;
    let before = log_of_copy(data.path()).await;
    for file in ["log.db-wal", "log.db"] {
        let (path, aside) = (data.path().join(file), data.path().join("aside"));
        fs::rename(&path, &aside).unwrap();
        let (code, why) = refusal(data.path()).await;
        assert_eq!(code, Some(1));
        let missing = format!("{file} is missing and was there when the store was last open");
        assert_eq!(why, format!("tavle: the log cannot be opened: {missing}"));
        assert!(!path.exists(), "nothing was put in its place");
        fs::rename(&aside, &path).unwrap();
    }
    drop(Process::start(data.path()).await);
    assert_eq!(log_of_copy(data.path()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_service_on_the_same_data_says_so_and_the_first_goes_on() {
    let data = teams();
    let process = Process::start(data.path()).await;
    let mina = sign_in(&process).await;
    let (code, why) = refusal(data.path()).await;
    assert_eq!(code, Some(1));
    assert_eq!(why, "tavle: the log cannot be opened: another process has the store open");
    mina.recorded("recordContact", contact(ROGN)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_bit_is_named_stops_its_stream_and_nobody_else() {
    let data = teams();
    let mut process = Process::start(data.path()).await;
    let mina = sign_in(&process).await;
    let mut marked = contact(ROGN);
    marked["note"] = json!("Kjennemerke 4711");
    let marked = mina.recorded("recordContact", marked).await;
    mina.recorded("recordContact", contact(LYNG)).await;
    // A service that is stopped moves everything to the database file.
    process.ask_to_stop();
    assert!(process.end().await.success());
    let file = data.path().join("log.db");
    let bytes = fs::read(&file).unwrap();
    let place = bytes.windows(16).position(|window| window == b"Kjennemerke 4711").unwrap();
    flip(&file, place + 3, 0);

    let store = SqliteStore::open(data.path(), clock::machine()).unwrap();
    let found = store.verify().await;
    let Err(StoreError::Corrupt { position }) = found else { panic!("{found:?}") };
    assert_eq!(json!(position.to_string()), marked["position"]);
    store.close().await;

    let process = Process::start(data.path()).await;
    let mina = mina.moved(&process.host);
    let mut input = contact(ROGN);
    input["commandId"] = crate::support::command_id();
    let refused = mina.try_record("recordContact", &input).await.unwrap();
    assert_eq!(refused["errors"][0]["extensions"]["code"], "INTERNAL", "{refused}");
    mina.recorded("recordContact", contact(LYNG)).await;
    let query = "query($team: ID!) { board(teamId: $team) { rows { alias } } }";
    let board = mina.query(query, json!({ "team": NORDLIA })).await;
    let aliases: Vec<&Json> =
        board["board"]["rows"].as_array().unwrap().iter().map(|row| &row["alias"]).collect();
    assert_eq!(aliases.len(), 4, "{aliases:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_write_ahead_log_loses_nothing_in_silence() {
    let data = killed(12).await;
    let before = log_of_copy(data.path()).await;
    let wal = data.path().join("log.db-wal");
    let whole = fs::read(&wal).unwrap();
    flip(&wal, whole.len() / 2, 4);
    let (code, why) = refusal(data.path()).await;
    assert_eq!(code, Some(1));
    let acknowledged = format!("position {} was acknowledged: its end is damaged or lost", before.len());
    assert!(why.contains(&acknowledged), "{why}");
    fs::write(&wal, &whole).unwrap();

    let mut random = Random::seeded(seed());
    for _ in 0..rounds("TAVLE_CRASH_ROUNDS", 20) {
        let copy = tempfile::tempdir().unwrap();
        for file in ["log.db", "log.db-wal", "tavle.lock"] {
            fs::copy(data.path().join(file), copy.path().join(file)).unwrap();
        }
        flip(&copy.path().join("log.db-wal"), random.below(whole.len()), random.below(8));
        let opened = SqliteStore::open(copy.path(), clock::machine());
        let Err(StoreError::EventsMissing { last, acknowledged }) = opened else {
            let store = opened.unwrap();
            // A kill may come between an answer and its note: of all bits, those of the last append alone.
            assert!(store.head() + 1 >= before.len() as u64, "{} events", store.head());
            continue;
        };
        assert!(last < acknowledged && acknowledged == before.len() as u64);
    }
    drop(Process::start(data.path()).await);
    assert_eq!(log_of_copy(data.path()).await, before, "nothing was lost but for the damage");
}
