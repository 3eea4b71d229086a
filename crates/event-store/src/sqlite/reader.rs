//! Readers: connections of their own, which neither wait for the writer nor hold it up.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, OptionalExtension, Params, Result as SqlResult, params};
use tavle_domain::{
    id::{CommandId, EntryId, ParticipantId, StaffId},
    stream::Stream,
};
use tokio::{sync::Semaphore, task::spawn_blocking};

use super::{
    connect::reading,
    fault::read_fault,
    rows::{read, select, signed},
};
use crate::{
    codec::{Codec, Decoded},
    envelope::Stored,
    error::StoreError,
    store::CommandEvent,
};

/// So many reads run at a time; the others wait.
const CONNECTIONS: usize = 4;

/// A small pool of connections that can only read.
#[derive(Debug)]
pub struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    permits: Semaphore,
    codec: Codec,
}

impl Readers {
    /// A pool on a database file. Connections are opened when they are first needed.
    pub fn new(path: PathBuf, codec: Codec) -> Arc<Self> {
        Arc::new(Self { path, idle: Mutex::default(), permits: Semaphore::new(CONNECTIONS), codec })
    }

    /// Runs `work` on a connection, where blocking does no harm.
    pub async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Connection, Codec) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let _permit = self.permits.acquire().await.map_err(|_| StoreError::Closed)?;
        let pool = Arc::clone(self);
        let work = spawn_blocking(move || {
            let idle = pool.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let db = idle.map_or_else(|| reading(&pool.path), Ok)?;
            let result = work(&db, pool.codec);
            pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(db);
            result
        });
        work.await.map_err(|_| StoreError::Closed)?
    }

    /// Lets nobody read any more.
    pub fn close(&self) {
        self.permits.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn stored(db: &Connection, sql: &str, params: impl Params) -> SqlResult<Vec<Stored>> {
    db.prepare_cached(sql)?.query_map(params, read)?.collect()
}

fn decoded(
    db: &Connection,
    codec: Codec,
    sql: &str,
    params: impl Params,
) -> Result<Vec<Decoded>, StoreError> {
    let mut statement = db.prepare_cached(sql).map_err(read_fault)?;
    let rows = statement.query_map(params, read).map_err(read_fault)?;
    rows.map(|row| row.map(|stored| codec.decode(stored)).map_err(read_fault)).collect()
}

/// A stream from a revision on.
pub fn stream(db: &Connection, codec: Codec, stream: Stream, from: u64) -> Result<Vec<Decoded>, StoreError> {
    let sql = select!("WHERE stream = ?1 AND revision >= ?2 ORDER BY revision");
    decoded(db, codec, sql, params![stream.to_string(), signed(from)])
}

/// Everything about a participant up to a position.
pub fn subject(
    db: &Connection,
    codec: Codec,
    id: ParticipantId,
    up_to: u64,
) -> Result<Vec<Decoded>, StoreError> {
    let sql = select!("WHERE subject = ?1 AND position <= ?2 ORDER BY position");
    decoded(db, codec, sql, params![id.0.as_bytes(), signed(up_to)])
}

/// The log after a position.
pub fn all(db: &Connection, codec: Codec, after: u64, limit: usize) -> Result<Vec<Decoded>, StoreError> {
    let sql = select!("WHERE position > ?1 ORDER BY position LIMIT ?2");
    decoded(db, codec, sql, params![signed(after), signed(limit as u64)])
}

/// Single events by position.
pub fn positions(db: &Connection, codec: Codec, positions: &[u64]) -> Result<Vec<Decoded>, StoreError> {
    let mut statement = db.prepare_cached(select!("WHERE position = ?1")).map_err(read_fault)?;
    let rows = positions.iter().map(|position| statement.query_row([signed(*position)], read).optional());
    let found = rows.filter_map(Result::transpose);
    found.map(|row| row.map(|stored| codec.decode(stored)).map_err(read_fault)).collect()
}

/// One event by id.
pub fn event(db: &Connection, codec: Codec, id: EntryId) -> Result<Option<Decoded>, StoreError> {
    let found = decoded(db, codec, select!("WHERE id = ?1"), [id.0.as_bytes()])?;
    Ok(found.into_iter().next())
}

/// What a command wrote.
pub fn command(
    db: &Connection,
    codec: Codec,
    actor: StaffId,
    command: CommandId,
) -> Result<Vec<CommandEvent>, StoreError> {
    let sql = select!("WHERE actor = ?1 AND command = ?2 ORDER BY ordinal");
    let found = stored(db, sql, [actor.0.as_bytes(), command.0.as_bytes()]).map_err(read_fault)?;
    found.into_iter().map(|stored| CommandEvent::read(codec, stored)).collect()
}

/// The stored form of the log after a position.
pub fn raw(db: &Connection, after: u64, limit: usize) -> SqlResult<Vec<Stored>> {
    let sql = select!("WHERE position > ?1 ORDER BY position LIMIT ?2");
    stored(db, sql, params![signed(after), signed(limit as u64)])
}
