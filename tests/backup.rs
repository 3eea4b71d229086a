//! Backup, restore and check by the program itself.

use std::{fs, path::Path};

use tavle_domain::recorded::Recorded;
use tavle_event_store::Decoded;
use tempfile::tempdir;

use crate::support::{
    MORNING, ROGN, Running, TestClock,
    binary::{Ended, tavle},
    contact, setup, start,
};

fn backup(data: &Path, out: &Path) -> Ended {
    tavle(&["backup".as_ref(), "--data".as_ref(), data.as_os_str(), "--out".as_ref(), out.as_os_str()])
}

fn restore(from: &Path, data: &Path, more: &[&str]) -> Ended {
    let line = ["restore".as_ref(), "--from".as_ref(), from.as_os_str(), "--data".as_ref(), data.as_os_str()];
    tavle(&line.into_iter().chain(more.iter().map(AsRef::as_ref)).collect::<Vec<_>>())
}

fn check(data: &Path) -> Ended {
    tavle(&["check".as_ref(), "--data".as_ref(), data.as_os_str()])
}

/// Flips one bit of a text that stands in a file.
fn damage(file: &Path, text: &str) {
    let mut bytes = fs::read(file).unwrap();
    let at = bytes.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
    bytes[at + text.len() - 1] ^= 1;
    fs::write(file, bytes).unwrap();
}

async fn log_of(service: &Running) -> Vec<Recorded> {
    let all = service.service.tavle.store().read_all(0, 100_000).await.unwrap();
    all.into_iter().map(|decoded| Decoded::known(decoded).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_goes_on_from_a_backup_that_was_taken_while_it_ran() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let mut input = contact(ROGN);
    input["commandId"] = crate::support::command_id();
    let met = mina.recorded("recordContact", input.clone()).await;
    let place = tempdir().unwrap();
    let out = place.path().join("tavle.backup");
    let made = backup(service.directory.path(), &out);
    assert_eq!(made.code, Some(0), "{made:?}");
    let log = log_of(&service).await;
    assert!(made.error.contains(&format!("up to position {}", log.len())), "{made:?}");
    mina.recorded("recordContact", contact(ROGN)).await;

    let again = backup(service.directory.path(), &out);
    assert_eq!(again.code, Some(1));
    assert!(
        again.error.ends_with("exists already: choose another name, or replace it with --force\n"),
        "{again:?}"
    );

    let data = tempdir().unwrap();
    let restored = restore(&out, data.path(), &[]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    fs::copy(service.directory.path().join("secret.key"), data.path().join("secret.key")).unwrap();
    service.stop().await;
    let service = Running::open(data, TestClock::at(MORNING), setup(true)).await;
    assert_eq!(log_of(&service).await, log);
    let mina = service.sign_in("mh").await;
    let repeated = mina.recorded("recordContact", input).await;
    assert_eq!(repeated["position"], met["position"], "a command sent again is recognised");
    mina.recorded("recordContact", contact(ROGN)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_beside_a_running_service_says_that_it_is_sound() {
    let service = start().await;
    service.sign_in("mh").await.recorded("recordContact", contact(ROGN)).await;
    let found = check(service.directory.path());
    assert_eq!(found.code, Some(0), "{found:?}");
    assert!(
        found.out.starts_with(&format!("sound: {} events in ", log_of(&service).await.len())),
        "{found:?}"
    );
    let (directory, _) = service.stop().await;
    assert_eq!(check(directory.path()).code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_is_named_and_a_damaged_backup_restores_nothing() {
    let (directory, _) = start().await.stop().await;
    let out = directory.path().join("tavle.backup");
    assert_eq!(backup(directory.path(), &out).code, Some(0));
    damage(&directory.path().join("log.db"), "Gate 2");
    let found = check(directory.path());
    assert_eq!(found.code, Some(1), "{found:?}");
    let sentence = found.error.lines().last().unwrap();
    assert!(sentence.starts_with("tavle: damaged: the event at position "), "{sentence}");
    let position: u64 =
        sentence.split("position ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();

    let data = directory.path().join("again");
    damage(&out, "Gate 2");
    let refused = restore(&out, &data, &[]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.error.contains(&format!("is damaged at position {position}")), "{refused:?}");
    assert!(!data.exists());
    let before = (position - 1).to_string();
    let restored = restore(&out, &data, &["--to-position", &before]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    assert!(check(&data).out.starts_with(&format!("sound: {before} events ")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_has_lost_its_end_is_found() {
    let service = start().await;
    let place = tempdir().unwrap();
    let out = place.path().join("tavle.backup");
    assert_eq!(backup(service.directory.path(), &out).code, Some(0));
    let recorded = service.sign_in("mh").await.recorded("recordContact", contact(ROGN)).await;
    let position = recorded["position"].to_string();
    let position = position.trim_matches('"');
    service.caught_up().await;
    let (directory, _) = service.stop().await;
    let older = place.path().join("older");
    assert_eq!(restore(&out, &older, &[]).code, Some(0));
    fs::copy(older.join("log.db"), directory.path().join("log.db")).unwrap();
    let found = check(directory.path());
    assert_eq!(found.code, Some(1), "{found:?}");
    let acknowledged = format!("events up to position {position} were acknowledged");
    assert!(found.error.contains(&acknowledged), "{found:?}");
    let refused = backup(directory.path(), &place.path().join("another"));
    assert_eq!(refused.code, Some(1));
    assert!(refused.error.contains(&acknowledged), "{refused:?}");
    // Without what the store knows itself, the read models still tell.
    fs::remove_file(directory.path().join("tavle.lock")).unwrap();
    let found = check(directory.path());
    assert_eq!(found.code, Some(1), "{found:?}");
    let seen = format!("the read models have seen position {position}");
    assert!(found.error.contains(&seen), "{found:?}");
}

#[test]
fn what_cannot_be_checked_is_not_called_damaged() {
    let nothing = tempdir().unwrap();
    let found = check(&nothing.path().join("nowhere"));
    assert_eq!(found.code, Some(2), "{found:?}");
    assert!(found.error.contains("there is no log in "), "{found:?}");
    let not_one = restore(&std::env::current_exe().unwrap(), &nothing.path().join("data"), &[]);
    assert_eq!(not_one.code, Some(1));
    assert!(not_one.error.contains("is not a backup"), "{not_one:?}");
}
