#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod copying;

use std::{
    any::Any,
    fs::{copy, read, read_dir, remove_file, write},
};

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::{
    codec::Unread,
    contract::Fixture,
    event_store_contract,
    store::Expected,
    testing::{TestClock, append, contacts, id, mark_body},
};

struct OnDisk {
    store: Option<Arc<SqliteStore>>,
    clock: TestClock,
    dir: TempDir,
}

#[async_trait]
impl Fixture for OnDisk {
    fn store(&self) -> Arc<dyn EventStore> {
        self.sqlite() as _
    }
    fn clock(&self) -> TestClock {
        self.clock.clone()
    }
    async fn reopen(&mut self) {
        self.close().await;
        self.store = Some(Arc::new(self.open().unwrap()));
    }
    /// A write transaction of somebody else's; it ends with its connection.
    fn held_up(&self) -> Option<Box<dyn Any + Send>> {
        let raw = self.raw();
        raw.execute_batch("BEGIN IMMEDIATE").unwrap();
        Some(Box::new(raw))
    }
}

impl OnDisk {
    fn sqlite(&self) -> Arc<SqliteStore> {
        Arc::clone(self.store.as_ref().unwrap())
    }
    fn open(&self) -> Result<SqliteStore, StoreError> {
        SqliteStore::open(self.dir.path(), self.clock.clock())
    }
    async fn close(&mut self) {
        self.store.take().unwrap().close().await;
    }
    fn raw(&self) -> Connection {
        Connection::open(self.dir.path().join("log.db")).unwrap()
    }
    async fn fill(&self, appends: u128) {
        for command in 0..appends {
            self.store().append(append(contacts(command % 3), Expected::Any, command, 2)).await.unwrap();
        }
    }
    /// What a crash now would leave, in another directory.
    fn crashed(&self) -> Self {
        let dir = TempDir::new().unwrap();
        for file in read_dir(self.dir.path()).unwrap().map(|file| file.unwrap()) {
            copy(file.path(), dir.path().join(file.file_name())).unwrap();
        }
        Self { store: None, clock: self.clock.clone(), dir }
    }
}

fn on_disk() -> OnDisk {
    let dir = TempDir::new().unwrap();
    let clock = TestClock::default();
    let store = SqliteStore::open(dir.path(), clock.clock()).unwrap();
    OnDisk { store: Some(Arc::new(store)), clock, dir }
}

event_store_contract!(on_disk);

#[tokio::test]
async fn a_restart_keeps_everything() {
    let mut disk = on_disk();
    disk.fill(40).await;
    let before = disk.store().read_all(0, 1_000).await.unwrap();
    let id = disk.sqlite().store_id();
    disk.reopen().await;
    assert_eq!(disk.store().read_all(0, 1_000).await.unwrap(), before);
    assert_eq!(disk.sqlite().store_id(), id);
    assert_eq!(disk.sqlite().verify().await.unwrap(), Verified { events: 80, streams: 3 });
}

#[tokio::test]
async fn a_crash_keeps_what_was_acknowledged() {
    let disk = on_disk();
    disk.fill(10).await;
    let after = disk.crashed();
    let store = after.open().unwrap();
    assert_eq!(store.verify().await.unwrap().events, 20);
    assert_eq!(store.read_all(0, 100).await.unwrap(), disk.store().read_all(0, 100).await.unwrap());
}

#[tokio::test]
async fn a_store_that_lost_a_file_is_refused() {
    let mut disk = on_disk();
    disk.fill(3).await;
    let crashed = disk.crashed();
    remove_file(crashed.dir.path().join("log.db-wal")).unwrap();
    assert!(matches!(crashed.open(), Err(StoreError::FileMissing { file: "log.db-wal" })));

    disk.close().await;
    // After a close everything stands in the database file, so a copy of that alone is whole.
    let _ = remove_file(disk.dir.path().join("log.db-wal"));
    disk.store = Some(Arc::new(disk.open().unwrap()));
    // An open store has its write-ahead log from the start: a crash before the first write is no loss.
    assert_eq!(disk.crashed().open().unwrap().head(), 6);
    disk.close().await;
    remove_file(disk.dir.path().join("log.db")).unwrap();
    assert!(matches!(disk.open(), Err(StoreError::FileMissing { file: "log.db" })));
}

#[tokio::test]
async fn the_log_cannot_be_changed_through_another_connection() {
    let disk = on_disk();
    disk.fill(2).await;
    let raw = disk.raw();
    let copy = "SELECT position + :n, stream, revision + :n, id, form, occurred_at, recorded_at, actor, origin, subject, \
         legal_basis, command, ordinal, correlation, causation, request_mac, data, digest FROM log WHERE position = 1";
    let refused = [
        "UPDATE log SET data = x'7b7d' WHERE position = 1".to_owned(),
        "UPDATE OR IGNORE log SET position = 9".to_owned(),
        "DELETE FROM log".to_owned(),
        format!("INSERT OR REPLACE INTO log {}", copy.replace(":n", "0")),
        format!("INSERT OR REPLACE INTO log {}", copy.replace(":n", "4")),
        format!("INSERT INTO log {}", copy.replace(":n", "10")),
        "UPDATE stream SET name = 'contacts-0' WHERE no = 1".to_owned(),
        "DELETE FROM actor".to_owned(),
        "INSERT OR REPLACE INTO form SELECT * FROM form WHERE no = 1".to_owned(),
        "INSERT OR REPLACE INTO origin SELECT no + 1, role, organisation, team FROM origin".to_owned(),
    ];
    for sql in refused {
        let error = raw.execute(&sql, []).unwrap_err();
        assert!(error.to_string().starts_with("the log"), "{sql}: {error}");
    }
    assert_eq!(disk.sqlite().verify().await.unwrap().events, 4);
}

#[tokio::test]
async fn a_second_instance_is_refused() {
    let mut disk = on_disk();
    assert!(matches!(disk.open(), Err(StoreError::Locked)));
    assert!(matches!(SqliteStore::bulk_load(disk.dir.path(), []), Err(StoreError::Locked)));
    disk.close().await;
    drop(disk.open().unwrap());
    disk.open().unwrap();
}

#[tokio::test]
async fn a_flipped_bit_is_named_and_stops_nobody_else() {
    let mut disk = on_disk();
    disk.fill(20).await;
    let marked = append(contacts(7), Expected::NoStream, 777_777, 1);
    let position = disk.store().append(marked).await.unwrap().last_position;
    disk.store().append(append(contacts(8), Expected::NoStream, 888_888, 1)).await.unwrap();
    disk.close().await;

    let file = disk.dir.path().join("log.db");
    let mut bytes = read(&file).unwrap();
    let place = bytes.windows(8).position(|window| window == b"777777/0").unwrap();
    bytes[place] ^= 1;
    write(&file, bytes).unwrap();

    disk.store = Some(Arc::new(disk.open().unwrap()));
    let verified = disk.sqlite().verify().await;
    assert!(matches!(verified, Err(StoreError::Corrupt { position: p }) if p == position), "{verified:?}");
    let log = disk.store().read_all(0, 100).await.unwrap();
    let unread: Vec<_> = log.iter().filter(|event| !matches!(event, Decoded::Known(_))).collect();
    assert!(matches!(unread[..], [Decoded::Unknown { why: Unread::Damaged, .. }]), "{unread:?}");
    let history = disk.store().history(contacts(7)).await;
    assert!(matches!(history, Err(StoreError::Corrupt { .. })), "{history:?}");
    assert_eq!(disk.store().history(contacts(8)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn verify_names_what_is_missing_or_moved() {
    for (sql, expected) in [
        ("DELETE FROM log WHERE position = 4", 4),
        ("UPDATE log SET recorded_at = recorded_at - 1 WHERE position = 3", 3),
        ("UPDATE log SET stream = 1, revision = 99 WHERE position = 6", 6),
        ("UPDATE log SET subject = zeroblob(16) WHERE position = 7", 7),
        ("UPDATE log SET form = 99 WHERE position = 5", 5),
        ("DROP TRIGGER actor_no_update; UPDATE actor SET id = zeroblob(16)", 1),
        ("DROP TRIGGER stream_no_update; UPDATE stream SET name = name || '0' WHERE no = 2", 3),
        ("UPDATE log SET legal_basis = '' WHERE position = 2", 2),
    ] {
        let mut disk = on_disk();
        disk.fill(5).await;
        disk.raw()
            .execute_batch(&format!("DROP TRIGGER log_no_delete; DROP TRIGGER log_no_update; {sql}"))
            .unwrap();
        let verified = disk.sqlite().verify().await;
        assert!(
            matches!(verified, Err(StoreError::Corrupt { position }) if position == expected),
            "{sql}: {verified:?}"
        );
        disk.close().await;
    }
}

#[tokio::test]
async fn only_our_own_files_are_opened() {
    let mut disk = on_disk();
    disk.close().await;
    disk.raw().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(disk.open(), Err(StoreError::SchemaUnknown { found: 99 })));
    disk.raw().pragma_update(None, "application_id", 1).unwrap();
    assert!(matches!(disk.open(), Err(StoreError::NotOurs)));
    write(disk.dir.path().join("log.db"), "a letter, not a database ".repeat(100)).unwrap();
    assert!(matches!(disk.open(), Err(StoreError::NotOurs)));

    let other = TempDir::new().unwrap();
    let raw = Connection::open(other.path().join("log.db")).unwrap();
    raw.execute_batch("CREATE TABLE invoices (id INTEGER)").unwrap();
    let opened = SqliteStore::open(other.path(), disk.clock.clock());
    assert!(matches!(opened, Err(StoreError::NotOurs)), "{opened:?}");
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let disk = on_disk();
    let mut watch = disk.store().watch();
    disk.sqlite().close().await;
    let refused = disk.store().append(append(contacts(1), Expected::Any, 1, 1)).await;
    assert!(matches!(refused, Err(StoreError::Closed)), "{refused:?}");
    assert!(matches!(disk.store().read_all(0, 1).await, Err(StoreError::Closed)));
    assert!(watch.changed().await.is_err());
}

#[tokio::test]
async fn every_read_follows_an_index() {
    let disk = on_disk();
    let raw = disk.raw();
    let plan = |sql: &str| {
        let mut statement = raw.prepare(&format!("EXPLAIN QUERY PLAN SELECT data FROM log {sql}")).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(3)).unwrap();
        rows.map(|row| row.unwrap()).collect::<Vec<_>>().join("; ")
    };
    for (sql, index) in [
        (
            "WHERE stream = (SELECT no FROM stream WHERE name = 'a') AND revision >= 1 ORDER BY revision",
            "log_stream",
        ),
        ("WHERE subject = x'00' AND subject > x'' ORDER BY position", "log_subject"),
        ("WHERE command = x'00' AND actor = 7 ORDER BY ordinal", "log_command"),
        ("WHERE id = x'00'", "log_id"),
        ("WHERE position > 7 ORDER BY position LIMIT 9", "PRIMARY KEY"),
    ] {
        let plan = plan(sql);
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
    }
}

#[tokio::test]
async fn the_end_of_the_write_ahead_log_is_moved_on_the_way() {
    let disk = on_disk();
    let store = disk.store();
    let text = "x".repeat(200_000);
    for command in 0..60 {
        let mut sent = append(contacts(1), Expected::Any, command, 1);
        sent.events[0].event.body = mark_body(&text);
        store.append(sent).await.unwrap();
    }
    let moved = disk.dir.path().join("log.db").metadata().unwrap().len();
    assert!(moved > 1_000_000, "the database file has {moved} bytes");
    assert_eq!(store.event(id(0).into()).await.unwrap(), None);
}
