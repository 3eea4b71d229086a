//! Readers: connections of their own, which neither wait for the writer nor hold it up.

use std::{
    cell::RefCell,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
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
    names::Names,
    rows::{read, select, signed},
    stats::Stats,
};
use crate::{
    codec::{Codec, Decoded},
    envelope::Stored,
    error::StoreError,
    store::CommandEvent,
};

/// So many reads run at a time; the others wait.
const CONNECTIONS: usize = 4;

/// A connection that can only read, with the names that it has met.
#[derive(Debug)]
pub struct Source {
    /// The connection.
    pub db: Connection,
    names: RefCell<Names>,
}

impl Source {
    /// On a connection.
    pub fn new(db: Connection) -> Self {
        Self { db, names: RefCell::default() }
    }
}

/// A small pool of connections that can only read.
#[derive(Debug)]
pub struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Source>>,
    permits: Semaphore,
    codec: Codec,
    stats: Arc<Stats>,
}

impl Readers {
    /// A pool on a database file. Connections are opened when they are first needed.
    pub fn new(path: PathBuf, codec: Codec, stats: Arc<Stats>) -> Arc<Self> {
        Arc::new(Self { path, idle: Mutex::default(), permits: Semaphore::new(CONNECTIONS), codec, stats })
    }

    /// Runs `work` on a connection, where blocking does no harm.
    pub async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Source, Codec) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let began = Instant::now();
        let _permit = self.permits.acquire().await.map_err(|_| StoreError::Closed)?;
        self.stats.waits.time(began.elapsed());
        let pool = Arc::clone(self);
        let work = spawn_blocking(move || {
            let idle = pool.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let db = idle.map_or_else(|| reading(&pool.path).map(Source::new), Ok)?;
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

fn stored(source: &Source, sql: &str, params: impl Params) -> SqlResult<Vec<Stored>> {
    let mut names = source.names.borrow_mut();
    let mut statement = source.db.prepare_cached(sql)?;
    statement.query_map(params, |row| read(row, &source.db, &mut names))?.collect()
}

fn decoded(
    source: &Source,
    codec: Codec,
    sql: &str,
    params: impl Params,
) -> Result<Vec<Decoded>, StoreError> {
    let mut names = source.names.borrow_mut();
    let mut statement = source.db.prepare_cached(sql).map_err(read_fault)?;
    let rows = statement.query_map(params, |row| read(row, &source.db, &mut names)).map_err(read_fault)?;
    rows.map(|row| row.map(|stored| codec.decode(stored)).map_err(read_fault)).collect()
}

/// A stream from a revision on.
pub fn stream(source: &Source, codec: Codec, stream: Stream, from: u64) -> Result<Vec<Decoded>, StoreError> {
    let sql = select!(
        "WHERE stream = (SELECT no FROM stream WHERE name = ?1) AND revision >= ?2 ORDER BY revision"
    );
    decoded(source, codec, sql, params![stream.to_string(), signed(from)])
}

/// Everything about a participant up to a position: their own streams, and what names them in others.
pub fn subject(
    source: &Source,
    codec: Codec,
    id: ParticipantId,
    up_to: u64,
) -> Result<Vec<Decoded>, StoreError> {
    let sql = select!(
        "WHERE position IN (
            SELECT position FROM log WHERE subject = ?1 AND subject > x''
            UNION ALL
            SELECT position FROM log WHERE subject = x'' AND stream IN (
                SELECT no FROM stream WHERE name IN (?2, ?3, ?4, ?5))
         ) AND position <= ?6 ORDER BY position"
    );
    let [participant, contacts, tenancies, admissions] = own_streams(id);
    let params = params![id.0.as_bytes(), participant, contacts, tenancies, admissions, signed(up_to)];
    decoded(source, codec, sql, params)
}

/// The same after a position. A stream is searched from its end, so that only what is read is looked at.
pub fn subject_after(
    source: &Source,
    codec: Codec,
    id: ParticipantId,
    after: u64,
) -> Result<Vec<Decoded>, StoreError> {
    let sql = select!(
        "WHERE position IN (
            SELECT position FROM log WHERE subject = ?1 AND subject > x'' AND position > ?6
            UNION ALL
            SELECT own.position FROM stream JOIN log AS own ON own.stream = stream.no AND own.revision > coalesce((
                SELECT revision FROM log AS before WHERE before.stream = stream.no AND before.position <= ?6
                ORDER BY revision DESC LIMIT 1), -1)
            WHERE stream.name IN (?2, ?3, ?4, ?5) AND own.subject = x''
         ) ORDER BY position"
    );
    let [participant, contacts, tenancies, admissions] = own_streams(id);
    let params = params![id.0.as_bytes(), participant, contacts, tenancies, admissions, signed(after)];
    decoded(source, codec, sql, params)
}

fn own_streams(id: ParticipantId) -> [String; 4] {
    [Stream::Participant(id), Stream::Contacts(id), Stream::Tenancies(id), Stream::Admissions(id)]
        .map(|stream| stream.to_string())
}

/// The log after a position.
pub fn all(source: &Source, codec: Codec, after: u64, limit: usize) -> Result<Vec<Decoded>, StoreError> {
    let sql = select!("WHERE position > ?1 ORDER BY position LIMIT ?2");
    decoded(source, codec, sql, params![signed(after), signed(limit as u64)])
}

/// Single events by position.
pub fn positions(source: &Source, codec: Codec, positions: &[u64]) -> Result<Vec<Decoded>, StoreError> {
    let mut names = source.names.borrow_mut();
    let mut statement = source.db.prepare_cached(select!("WHERE position = ?1")).map_err(read_fault)?;
    let mut find = |position: &u64| {
        let found = statement.query_row([signed(*position)], |row| read(row, &source.db, &mut names));
        found.optional().map_err(read_fault).transpose()
    };
    positions.iter().filter_map(&mut find).map(|row| row.map(|stored| codec.decode(stored))).collect()
}

/// One event by id.
pub fn event(source: &Source, codec: Codec, id: EntryId) -> Result<Option<Decoded>, StoreError> {
    let found = decoded(source, codec, select!("WHERE id = ?1"), [id.0.as_bytes()])?;
    Ok(found.into_iter().next())
}

/// Several events by id.
pub fn events(source: &Source, codec: Codec, ids: &[EntryId]) -> Result<Vec<Decoded>, StoreError> {
    ids.iter().filter_map(|id| event(source, codec, *id).transpose()).collect()
}

/// What a command wrote.
pub fn command(
    source: &Source,
    codec: Codec,
    actor: StaffId,
    command: CommandId,
) -> Result<Vec<CommandEvent>, StoreError> {
    let sql = select!("WHERE command = ?2 AND actor = (SELECT no FROM actor WHERE id = ?1) ORDER BY ordinal");
    let found = stored(source, sql, [actor.0.as_bytes(), command.0.as_bytes()]).map_err(read_fault)?;
    found.into_iter().map(|stored| CommandEvent::read(codec, stored)).collect()
}

/// The stored form of the log after a position.
pub fn raw(source: &Source, after: u64, limit: usize) -> SqlResult<Vec<Stored>> {
    let sql = select!("WHERE position > ?1 ORDER BY position LIMIT ?2");
    stored(source, sql, params![signed(after), signed(limit as u64)])
}
