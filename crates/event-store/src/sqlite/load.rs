//! Filling an empty log at once: in a file beside it, without indexes, which then takes the log's place.

use std::{
    collections::HashMap,
    fs::{File, remove_file, rename},
    path::Path,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::scope,
};

use rusqlite::{Connection, Error, ErrorCode};

use super::{
    connect::reading,
    fault::read_fault,
    lock::{DATABASE_FILE, DirLock, INDEX_FILE, Mark, WAL_FILE, sync_dir},
    rows::{INSERT, insert},
    schema,
};
use crate::{
    codec::Codec,
    envelope::Stored,
    error::StoreError,
    store::{BulkEvent, MAX_DATA_BYTES},
};

/// The file that is filled. One that is left behind by a crash is thrown away.
const LOADING_FILE: &str = "log.db.loading";

/// Events handed to the inserting thread at a time.
const CHUNK: usize = 4_096;

/// Writes events with their given times to an empty log and gives the position of the last. Either all of
/// them stand in the log afterwards or none.
pub fn bulk_load(dir: &Path, events: impl IntoIterator<Item = BulkEvent>) -> Result<u64, StoreError> {
    schema::check_sqlite()?;
    let mut lock = DirLock::take(dir)?;
    lock.check_files(dir)?;
    let path = dir.join(DATABASE_FILE);
    if path.exists() && !is_empty(&path)? {
        return Err(StoreError::LoadRefused { reason: "the log is not empty" });
    }
    let loading = dir.join(LOADING_FILE);
    remove_if_there(&loading)?;
    let loaded = fill(&loading, events.into_iter());
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

/// Encodes here and inserts in a second thread.
fn fill(path: &Path, events: impl Iterator<Item = BulkEvent>) -> Result<u64, StoreError> {
    let mut db = Connection::open(path).map_err(read_fault)?;
    prepare(&mut db).map_err(read_fault)?;
    let (chunks, received) = sync_channel(4);
    let (encoded, inserted) = scope(|scope| {
        let inserting = scope.spawn(move || insert_all(&db, received).map(|()| db));
        let encoded = encode_all(events, &chunks);
        drop(chunks);
        (encoded, inserting.join())
    });
    let db = inserted.map_err(|_| StoreError::Fatal)??;
    let head = encoded?;
    schema::finish(&db).map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => StoreError::LoadRefused { reason: "an event comes twice" },
        _ => read_fault(error),
    })?;
    db.close().map_err(|(_, error)| read_fault(error))?;
    Ok(head)
}

/// Nothing of the file counts before it is whole, so nothing of it has to be safe before then.
fn prepare(db: &mut Connection) -> Result<(), Error> {
    db.pragma_update(None, "journal_mode", "OFF")?;
    db.pragma_update(None, "synchronous", "OFF")?;
    db.pragma_update(None, "cache_size", -262_144)?;
    schema::create(db, false)
}

fn encode_all(
    events: impl Iterator<Item = BulkEvent>,
    chunks: &SyncSender<Vec<Stored>>,
) -> Result<u64, StoreError> {
    let codec = Codec::default();
    let mut revisions: HashMap<_, u64> = HashMap::new();
    let mut chunk = Vec::with_capacity(CHUNK);
    let mut position = 0;
    let mut last = i64::MIN;
    for BulkEvent { stream, recorded_at, event } in events {
        let envelope = codec.encode(stream, &event);
        let recorded_at = recorded_at.timestamp_micros();
        if envelope.data.len() > MAX_DATA_BYTES {
            return Err(StoreError::TooLarge { size: envelope.data.len(), limit: MAX_DATA_BYTES });
        }
        if recorded_at < last {
            return Err(StoreError::LoadRefused { reason: "recorded times go backwards" });
        }
        last = recorded_at;
        position += 1;
        let next = revisions.entry(stream).or_default();
        chunk.push(Stored::seal(envelope, position, *next, recorded_at));
        *next += 1;
        if chunk.len() == CHUNK && chunks.send(std::mem::take(&mut chunk)).is_err() {
            // The other thread has stopped, and says why.
            return Ok(0);
        }
    }
    let _ = chunks.send(chunk);
    Ok(position)
}

/// Owns the receiver: once this stops, the encoding side notices.
fn insert_all(db: &Connection, chunks: Receiver<Vec<Stored>>) -> Result<(), StoreError> {
    let write = |chunk: Vec<Stored>| -> Result<(), Error> {
        db.execute_batch("BEGIN")?;
        let mut statement = db.prepare_cached(INSERT)?;
        chunk.iter().try_for_each(|stored| insert(&mut statement, stored))?;
        db.execute_batch("COMMIT")
    };
    chunks.into_iter().try_for_each(write).map_err(read_fault)
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
