//! Tests of what carries a log from one place to another, and of what finds it damaged.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    fs::{OpenOptions, Permissions, copy, metadata, read, read_dir, set_permissions, write},
    io::ErrorKind,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use tempfile::TempDir;

use super::super::{reader, source, *};
use crate::{
    envelope::Stored,
    store::Expected,
    testing::{TestClock, append, contacts},
};

const EVENTS: u64 = 600;

/// A closed log of several streams with the same content every time, and room for what is made of it.
struct Place {
    dir: TempDir,
}

async fn place() -> Place {
    let dir = TempDir::new().unwrap();
    let store = SqliteStore::open(&dir.path().join("data"), TestClock::default().clock()).unwrap();
    for command in 0..EVENTS / 2 {
        let command = u128::from(command);
        store.append(append(contacts(command % 5), Expected::Any, command, 2)).await.unwrap();
    }
    store.close().await;
    Place { dir }
}

impl Place {
    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
    fn data(&self) -> PathBuf {
        self.at("data")
    }
    fn log(&self) -> PathBuf {
        self.data().join("log.db")
    }
    fn raw(&self) -> Connection {
        Connection::open(self.log()).unwrap()
    }
    fn backup_to(&self, name: &str, replace: bool) -> Result<Backup, StoreError> {
        let out = self.at(name);
        let now = TestClock::default().now();
        backup(&self.data(), BackupOrder { out: &out, replace, now, version: "0.1.0" }, |_, _| ())
    }
    fn backup(&self) -> PathBuf {
        self.backup_to("backup", false).unwrap();
        self.at("backup")
    }
    fn restore(&self, from: &Path, to: &str) -> Result<Restored, StoreError> {
        restore(from, &self.at(to), None, |_, _| ())
    }
    fn check(&self) -> Result<Checked, StoreError> {
        check(&self.data(), |_| ())
    }
    /// Throws the log's own protection away, as somebody does who means harm.
    fn tamper(&self, sql: &str) {
        let raw = self.raw();
        let triggers =
            "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema WHERE type = 'trigger'";
        let drops: String = raw.query_row(triggers, [], |row| row.get(0)).unwrap();
        raw.execute_batch(&drops).unwrap();
        raw.execute_batch(sql).unwrap();
    }
}

fn events(dir: &Path) -> Vec<Stored> {
    reader::raw(&source::of_directory(dir).unwrap().source, 0, 100_000).unwrap()
}

#[tokio::test]
async fn a_restored_log_is_the_log_that_was_backed_up() {
    let place = place().await;
    let mut told = Vec::new();
    let out = place.at("backup");
    let order = BackupOrder { out: &out, replace: false, now: TestClock::default().now(), version: "9.8.7" };
    let made = backup(&place.data(), order, |done, of| told.push((done, of))).unwrap();
    assert_eq!((made.position, made.version.as_str()), (EVENTS, "9.8.7"));
    assert_eq!(told.last(), Some(&(EVENTS, EVENTS)));
    assert_eq!(metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);

    let restored = place.restore(&out, "again").unwrap();
    assert_eq!((restored.log.events, restored.store_id), (EVENTS, made.store_id));
    assert_eq!(restored.backup, made);
    assert_eq!(events(&place.at("again")), events(&place.data()));
    assert_eq!(check(&place.at("again"), |_| ()).unwrap().log, place.check().unwrap().log);
    let store = SqliteStore::open(&place.at("again"), TestClock::default().clock()).unwrap();
    let next = append(contacts(0), Expected::Any, 100_000, 1);
    assert_eq!(store.append(next).await.unwrap().last_position, EVENTS + 1);
}

#[tokio::test]
async fn a_log_restored_to_a_position_ends_there_and_is_another_store() {
    let place = place().await;
    let from = place.backup();
    let whole = place.check().unwrap().store_id;
    let before = events(&place.data());
    for position in [1, 7, EVENTS - 1] {
        let to = place.at(&format!("to-{position}"));
        let restored = restore(&from, &to, Some(position), |_, _| ()).unwrap();
        assert_ne!(restored.store_id, whole);
        assert_eq!(check(&to, |_| ()).unwrap().store_id, restored.store_id);
        let count = usize::try_from(position).unwrap();
        assert_eq!(events(&to), before[..count]);
    }
    let beyond = restore(&from, &place.at("beyond"), Some(EVENTS + 1), |_, _| ());
    assert!(matches!(beyond, Err(StoreError::BeyondEnd { last: EVENTS })), "{beyond:?}");
    assert!(!place.at("beyond").exists());
}

#[tokio::test]
async fn a_backup_replaces_nothing_unless_told_to() {
    let place = place().await;
    write(place.at("backup"), "something dear").unwrap();
    assert!(matches!(place.backup_to("backup", false), Err(StoreError::Exists)));
    assert_eq!(read(place.at("backup")).unwrap(), b"something dear");
    place.backup_to("backup", true).unwrap();
    place.restore(&place.at("backup"), "again").unwrap();
    let left: Vec<_> = read_dir(place.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("unfinished")), "{left:?}");
}

#[tokio::test]
async fn a_restore_touches_no_directory_that_has_something_in_it() {
    let place = place().await;
    let from = place.backup();
    assert!(matches!(place.restore(&from, "data"), Err(StoreError::NotEmpty)));
    assert_eq!(place.check().unwrap().log.events, EVENTS);
    std::fs::create_dir(place.at("broken-off")).unwrap();
    // What a restore leaves that was killed.
    write(place.at("broken-off").join("tavle.lock"), "").unwrap();
    write(place.at("broken-off").join("log.db.loading"), "half of it").unwrap();
    assert_eq!(place.restore(&from, "broken-off").unwrap().log.events, EVENTS);
}

#[tokio::test]
async fn what_is_no_backup_is_not_restored() {
    let place = place().await;
    write(place.at("text"), "not a database, but long enough to be looked at".repeat(40)).unwrap();
    for other in [place.at("text"), place.log(), place.at("nowhere")] {
        let refused = place.restore(&other, "again");
        assert!(matches!(refused, Err(StoreError::NotABackup)), "{other:?}: {refused:?}");
        assert!(!place.at("again").exists());
    }
    let nothing = backup(
        &place.at("nowhere"),
        BackupOrder { out: &place.at("out"), replace: false, now: TestClock::default().now(), version: "" },
        |_, _| (),
    );
    assert!(matches!(nothing, Err(StoreError::NoLog)), "{nothing:?}");
    assert!(!place.at("nowhere").exists() && !place.at("out").exists());
}

/// The generator of Knuth's MMIX: the same places every time.
fn places(length: u64) -> impl Iterator<Item = (u64, u8)> {
    let mut state = 42_u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 20) % length, 1 << (state >> 61))
    })
}

/// A damaged backup is refused, or what comes out of it is the log all the same: the flipped bit lay in an
/// index, which a restore does not read, or in an unused part of a page.
#[tokio::test]
async fn a_flipped_bit_anywhere_in_a_backup_is_found_or_does_no_harm() {
    let place = place().await;
    let from = place.backup();
    let whole = read(&from).unwrap();
    let log = events(&place.data());
    let store_id = place.check().unwrap().store_id;
    let mut refused = 0;
    for (n, (at, bit)) in places(whole.len() as u64).take(400).enumerate() {
        let mut damaged = whole.clone();
        damaged[usize::try_from(at).unwrap()] ^= bit;
        write(&from, damaged).unwrap();
        let to = place.at(&n.to_string());
        match restore(&from, &to, None, |_, _| ()) {
            Ok(restored) => {
                assert_eq!(restored.store_id, store_id, "byte {at}");
                assert_eq!(events(&to), log, "byte {at}");
            }
            Err(_) => {
                refused += 1;
                assert!(!to.exists(), "byte {at} left something behind");
            }
        }
    }
    assert!(refused > 100, "only {refused} of 400 were refused");
}

#[tokio::test]
async fn a_damaged_backup_is_refused_by_its_first_bad_position() {
    let place = place().await;
    let from = place.backup();
    let mut bytes = read(&from).unwrap();
    let text = b"\"150/1\"";
    let at = bytes.windows(text.len()).position(|window| window == text).unwrap();
    bytes[at + 1] = b'9';
    write(&from, bytes).unwrap();
    let refused = place.restore(&from, "again");
    assert!(matches!(refused, Err(StoreError::Corrupt { position: 302 })), "{refused:?}");
    assert!(!place.at("again").exists());
    // Everything before it can still be had.
    assert_eq!(restore(&from, &place.at("again"), Some(301), |_, _| ()).unwrap().log.events, 301);
}

#[tokio::test]
async fn a_check_names_the_first_position_that_is_wrong() {
    for (sql, position) in [
        (
            "UPDATE log SET data = CAST(replace(CAST(data AS TEXT), '20/0', '29/0') AS BLOB) WHERE position = 41",
            41,
        ),
        ("DELETE FROM log WHERE position = 100", 100),
        ("UPDATE log SET revision = revision + 1000 WHERE position = 300", 300),
        ("UPDATE log SET recorded_at = recorded_at - 1 WHERE position = 500", 500),
        ("UPDATE log SET position = 1000000 WHERE position = 7", 7),
        ("UPDATE log SET digest = zeroblob(32) WHERE position = 600", 600),
        ("UPDATE actor SET id = zeroblob(16)", 1),
    ] {
        let place = place().await;
        assert_eq!(place.check().unwrap().log, Verified { events: EVENTS, streams: 5 });
        place.tamper(sql);
        let found = place.check();
        assert!(
            matches!(found, Err(StoreError::Corrupt { position: p }) if p == position),
            "{sql}: {found:?}"
        );
        let refused = place.backup_to("backup", false);
        assert!(matches!(refused, Err(StoreError::Corrupt { position: p }) if p == position), "{refused:?}");
        assert!(!place.at("backup").exists());
    }
}

#[tokio::test]
async fn a_check_finds_a_damaged_index_and_a_backup_mends_it() {
    let place = place().await;
    let root: u32 = place
        .raw()
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'log_id'", [], |row| row.get(0))
        .unwrap();
    let page: i64 = place.raw().pragma_query_value(None, "page_size", |row| row.get(0)).unwrap();
    let mut bytes = read(place.log()).unwrap();
    let last_of_page = usize::try_from(i64::from(root) * page).unwrap() - 1;
    bytes[last_of_page] ^= 1;
    write(place.log(), bytes).unwrap();
    let found = place.check();
    assert!(matches!(found, Err(StoreError::DamagedAround { .. })), "{found:?}");
    place.restore(&place.backup(), "mended").unwrap();
    assert_eq!(check(&place.at("mended"), |_| ()).unwrap().log.events, EVENTS);
}

#[tokio::test]
async fn a_check_finds_a_truncated_file() {
    let place = place().await;
    let length = metadata(place.log()).unwrap().len();
    for kept in [length - 4_096, length / 2, 5_000, 100, 0] {
        let place = self::place().await;
        OpenOptions::new().write(true).open(place.log()).unwrap().set_len(kept).unwrap();
        let found = place.check();
        let is_found = matches!(
            found,
            Err(StoreError::Corrupt { .. }
                | StoreError::Damaged
                | StoreError::DamagedAround { .. }
                | StoreError::NotOurs)
        );
        assert!(is_found, "{kept}: {found:?}");
    }
}

#[tokio::test]
async fn a_log_left_by_a_crash_is_backed_up_and_stays_as_it_is() {
    let place = place().await;
    let store = SqliteStore::open(&place.data(), TestClock::default().clock()).unwrap();
    store.append(append(contacts(9), Expected::Any, 7_000, 3)).await.unwrap();
    std::fs::create_dir(place.at("crashed")).unwrap();
    for file in ["log.db", "log.db-wal", "tavle.lock"] {
        copy(place.data().join(file), place.at("crashed").join(file)).unwrap();
    }
    drop(store);
    let crashed = Place { dir: TempDir::new().unwrap() };
    std::fs::rename(place.at("crashed"), crashed.data()).unwrap();
    let files = ["log.db", "log.db-wal", "tavle.lock"].map(|file| crashed.data().join(file));
    let before = files.clone().map(|file| read(file).unwrap());
    assert!(!before[1].is_empty());
    assert_eq!(crashed.backup_to("backup", false).unwrap().position, EVENTS + 3);
    assert_eq!(crashed.check().unwrap().log.events, EVENTS + 3);
    assert_eq!(files.map(|file| read(file).unwrap()), before);
    std::fs::remove_file(crashed.data().join("log.db-wal")).unwrap();
    let lost = crashed.backup_to("another", false);
    assert!(matches!(lost, Err(StoreError::FileMissing { file: "log.db-wal" })), "{lost:?}");
    assert!(!crashed.data().join("log.db-wal").exists(), "an empty one would look like nothing was lost");
}

#[tokio::test]
async fn a_backup_that_cannot_be_written_leaves_nothing() {
    let place = place().await;
    let closed = place.at("closed");
    std::fs::create_dir(&closed).unwrap();
    set_permissions(&closed, Permissions::from_mode(0o500)).unwrap();
    let refused = place.backup_to("closed/backup", false);
    let may_do_anything = refused.is_ok();
    set_permissions(&closed, Permissions::from_mode(0o700)).unwrap();
    match refused {
        Err(StoreError::Io(error)) => assert_eq!(error.kind(), ErrorKind::PermissionDenied),
        other => assert!(may_do_anything, "{other:?}"),
    }
    let missing = place.backup_to("no/such/directory", false);
    assert!(
        matches!(&missing, Err(StoreError::Io(error)) if error.kind() == ErrorKind::NotFound),
        "{missing:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_under_load_are_each_the_beginning_of_the_log() {
    let place = place().await;
    let store = Arc::new(SqliteStore::open(&place.data(), TestClock::default().clock()).unwrap());
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (1..=8)
        .map(|writer: u128| {
            let (store, stop) = (Arc::clone(&store), Arc::clone(&stop));
            tokio::spawn(async move {
                for n in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let command = writer * 1_000_000 + n;
                    store.append(append(contacts(writer % 3), Expected::Any, command, 2)).await.unwrap();
                }
            })
        })
        .collect();
    let mut last = 0;
    for n in 0..5 {
        let acknowledged = store.head();
        let made = place.backup_to(&format!("backup-{n}"), false).unwrap();
        assert!(made.position >= acknowledged && made.position > last, "{made:?} after {acknowledged}");
        last = made.position;
        // Something is written between one backup and the next, and while they run.
        store.watch().wait_for(|head| *head > last + 50).await.unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    store.close().await;
    let whole = events(&place.data());
    for n in 0..5 {
        let to = format!("again-{n}");
        let restored = place.restore(&place.at(&format!("backup-{n}")), &to).unwrap();
        let count = usize::try_from(restored.backup.position).unwrap();
        assert_eq!(events(&place.at(&to)), whole[..count]);
    }
    assert_eq!(check(&place.data(), |_| ()).unwrap().log.events, whole.len() as u64);
}
