//! Filling an empty log at once: in a file beside it, without indexes, which then takes the log's place.

use std::{
    collections::HashMap,
    fs::{File, remove_file, rename},
    mem::replace,
    path::Path,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::scope,
};

use rusqlite::{Connection, Error, ErrorCode};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::{
    connect::reading,
    fault::read_fault,
    lock::{DATABASE_FILE, DirLock, INDEX_FILE, Mark, WAL_FILE, sync_dir},
    names::Names,
    rows::{INSERT, insert},
    schema,
};
use crate::{admit::check_limits, codec::Codec, envelope::Stored, error::StoreError, store::BulkEvent};

/// The file that is filled. One that is left behind by a crash is thrown away.
pub const LOADING_FILE: &str = "log.db.loading";

/// Events handed to the inserting thread at a time.
const CHUNK: usize = 4_096;

/// Writes events with their given times to an empty log and gives the position of the last. Either all of
/// them stand in the log afterwards or none. The store's id follows from its content.
pub fn bulk_load(dir: &Path, events: impl IntoIterator<Item = BulkEvent>) -> Result<u64, StoreError> {
    load(dir, |sink| encode_all(events.into_iter(), sink).map(|()| None))
}

/// Fills the empty or missing log of a directory with the events that `give` puts into the sink, in order.
/// `give` also says which id the store has; one that follows from the content where it says none.
pub fn load(
    dir: &Path,
    give: impl FnOnce(&mut Sink) -> Result<Option<Uuid>, StoreError>,
) -> Result<u64, StoreError> {
    schema::check_sqlite()?;
    let mut lock = DirLock::take(dir)?;
    lock.check_files(dir)?;
    let path = dir.join(DATABASE_FILE);
    if path.exists() && !is_empty(&path)? {
        return Err(StoreError::LoadRefused { reason: "the log is not empty" });
    }
    let loading = dir.join(LOADING_FILE);
    remove_if_there(&loading)?;
    let loaded = fill(&loading, give);
    if loaded.is_err() {
        remove_if_there(&loading)?;
    }
    let head = loaded?;
    File::open(&loading)?.sync_all()?;
    // The empty log goes first, and its mark before it: a crash here leaves an empty log or none.
    if path.exists() {
        lock.set(Mark::Closed)?;
        remove_if_there(&dir.join(WAL_FILE))?;
        remove_if_there(&dir.join(INDEX_FILE))?;
    }
    rename(&loading, &path)?;
    sync_dir(dir)?;
    lock.set(Mark::Closed)?;
    Ok(head)
}

fn is_empty(path: &Path) -> Result<bool, StoreError> {
    let db = reading(path)?;
    if schema::is_new(&db)? {
        return Ok(true);
    }
    schema::check(&db)?;
    db.query_row("SELECT NOT EXISTS (SELECT 1 FROM log)", [], |row| row.get(0)).map_err(read_fault)
}

fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        remove_file(path)?;
    }
    Ok(())
}

/// Takes what is produced here and inserts it in a second thread.
pub fn fill(
    path: &Path,
    give: impl FnOnce(&mut Sink) -> Result<Option<Uuid>, StoreError>,
) -> Result<u64, StoreError> {
    let db = Connection::open(path).map_err(read_fault)?;
    prepare(&db).map_err(read_fault)?;
    let (chunks, received) = sync_channel(4);
    let mut sink = Sink { chunks, chunk: Vec::with_capacity(CHUNK), head: 0, content: Sha256::new() };
    let (given, inserted) = scope(|scope| {
        let inserting = scope.spawn(move || insert_all(&db, received).map(|()| db));
        let given = give(&mut sink).and_then(|id| sink.finish(id));
        (given, inserting.join())
    });
    // Where inserting stopped, giving did too, and the first reason is the one to tell.
    let db = inserted.map_err(|_| StoreError::Fatal)??;
    let (head, store_id) = given?;
    schema::finish(&db, store_id).map_err(load_fault)?;
    db.close().map_err(|(_, error)| read_fault(error))?;
    Ok(head)
}

/// Nothing of the file counts before it is whole, so nothing of it has to be safe before then.
fn prepare(db: &Connection) -> Result<(), Error> {
    db.pragma_update(None, "journal_mode", "OFF")?;
    db.pragma_update(None, "synchronous", "OFF")?;
    db.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    db.pragma_update(None, "cache_size", -262_144)?;
    db.pragma_update(None, "threads", 2)?;
    schema::create_tables(db)
}

/// Where a load puts its events.
pub struct Sink {
    chunks: SyncSender<Vec<Stored>>,
    chunk: Vec<Stored>,
    head: u64,
    content: Sha256,
}

impl Sink {
    /// Takes the next event. Its place is for whoever gives it to check.
    pub fn put(&mut self, stored: Stored) -> Result<(), StoreError> {
        self.head = stored.position;
        self.content.update(stored.digest);
        self.chunk.push(stored);
        if self.chunk.len() == CHUNK { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> Result<(), StoreError> {
        let chunk = replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        self.chunks.send(chunk).map_err(|_| StoreError::Closed)
    }

    /// The position of the last event, and the id of the store.
    fn finish(mut self, given: Option<Uuid>) -> Result<(u64, Uuid), StoreError> {
        self.send()?;
        let mut id = [0; 16];
        id.copy_from_slice(&self.content.finalize()[..16]);
        Ok((self.head, given.unwrap_or_else(|| Builder::from_custom_bytes(id).into_uuid())))
    }
}

fn encode_all(events: impl Iterator<Item = BulkEvent>, sink: &mut Sink) -> Result<(), StoreError> {
    let codec = Codec::default();
    let mut revisions: HashMap<_, u64> = HashMap::new();
    let mut last = i64::MIN;
    for (BulkEvent { stream, recorded_at, event }, position) in events.zip(1..) {
        let envelope = codec.encode(stream, &event);
        let recorded_at = recorded_at.timestamp_micros();
        check_limits(&envelope)?;
        if recorded_at < last {
            return Err(StoreError::LoadRefused { reason: "recorded times go backwards" });
        }
        last = recorded_at;
        let next = revisions.entry(stream).or_default();
        sink.put(Stored::seal(envelope, position, *next, recorded_at))?;
        *next += 1;
    }
    Ok(())
}

/// Owns the receiver: once this stops, the giving side notices.
fn insert_all(db: &Connection, chunks: Receiver<Vec<Stored>>) -> Result<(), StoreError> {
    let mut names = Names::default();
    let mut write = |chunk: Vec<Stored>| -> Result<(), Error> {
        db.execute_batch("BEGIN")?;
        let mut statement = db.prepare_cached(INSERT)?;
        chunk.iter().try_for_each(|stored| insert(&mut statement, db, &mut names, stored))?;
        db.execute_batch("COMMIT")
    };
    chunks.into_iter().try_for_each(&mut write).map_err(load_fault)
}

fn load_fault(error: Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => StoreError::LoadRefused { reason: "an event comes twice" },
        _ => read_fault(error),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use chrono::TimeDelta;
    use tempfile::TempDir;

    use super::*;
    use crate::{
        memory::MemoryStore,
        sqlite::SqliteStore,
        store::{EventStore, Expected},
        testing::{TestClock, append, contacts, envelope, mark_body},
    };

    fn events(count: u32) -> Vec<BulkEvent> {
        let start = TestClock::default().now() - TimeDelta::days(3_650);
        let event = |n: u32| {
            let stream = contacts(u128::from(n % 7));
            let event = envelope(stream, n.into(), 0, mark_body("…"));
            BulkEvent { stream, recorded_at: start + TimeDelta::minutes(n.into()), event }
        };
        (0..count).map(event).collect()
    }

    #[tokio::test]
    async fn a_load_gives_the_log_that_the_events_tell() {
        let dir = TempDir::new().unwrap();
        let clock = TestClock::default();
        assert_eq!(SqliteStore::bulk_load(dir.path(), events(10_000)).unwrap(), 10_000);
        let store = SqliteStore::open(dir.path(), clock.clock()).unwrap();
        assert_eq!(store.verify().await.unwrap().events, 10_000);

        let memory = MemoryStore::new(clock.clock());
        memory.bulk_load(events(10_000)).unwrap();
        assert_eq!(store.read_all(0, 10_000).await.unwrap(), memory.read_all(0, 10_000).await.unwrap());
        let next = append(contacts(0), Expected::Exact(1_428), 10_001, 1);
        assert_eq!(store.append(next.clone()).await.unwrap(), memory.append(next).await.unwrap());
    }

    #[tokio::test]
    async fn a_load_takes_the_place_of_an_empty_log_only() {
        let dir = TempDir::new().unwrap();
        let clock = TestClock::default();
        SqliteStore::open(dir.path(), clock.clock()).unwrap().close().await;
        assert_eq!(SqliteStore::bulk_load(dir.path(), events(3)).unwrap(), 3);
        let again = SqliteStore::bulk_load(dir.path(), events(3));
        assert!(matches!(again, Err(StoreError::LoadRefused { .. })), "{again:?}");
        assert_eq!(SqliteStore::open(dir.path(), clock.clock()).unwrap().head(), 3);
    }

    #[test]
    fn a_refused_load_leaves_nothing() {
        let dir = TempDir::new().unwrap();
        let mut backwards = events(10_000);
        backwards.swap(20, 21);
        let mut twice = events(10_000);
        twice[9_000].event = twice[5].event.clone();
        for bad in [backwards, twice] {
            let refused = SqliteStore::bulk_load(dir.path(), bad);
            assert!(matches!(refused, Err(StoreError::LoadRefused { .. })), "{refused:?}");
            assert!(!dir.path().join(LOADING_FILE).exists());
        }
        assert_eq!(SqliteStore::open(dir.path(), TestClock::default().clock()).unwrap().head(), 0);
    }
}
