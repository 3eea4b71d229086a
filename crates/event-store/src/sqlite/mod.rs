//! The log in one SQLite file, in this process: the default.
//!
//! `log.db` holds the log, `log.db-wal` what is not moved there yet, `tavle.lock` says that the directory is
//! taken and how far the log had come. One thread writes; appends that wait share a transaction, and each has
//! its own answer.

mod backup;
mod checkpoint;
mod connect;
mod fault;
mod load;
mod lock;
mod names;
mod reader;
mod restore;
mod rows;
mod schema;
mod source;
mod stats;
#[cfg(test)]
mod tests;
mod verify;
mod writer;

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{Builder, JoinHandle},
};

use async_trait::async_trait;
use tavle_domain::{
    id::{CommandId, EntryId, ParticipantId, StaffId},
    stream::Stream,
};
use tokio::{
    sync::{
        mpsc::{Sender, channel, error::TrySendError},
        oneshot, watch,
    },
    task::spawn_blocking,
};
use uuid::Uuid;

use self::{
    checkpoint::Checkpointer,
    connect::writing,
    fault::read_fault,
    lock::{DATABASE_FILE, DirLock, Mark, WAL_FILE, sync_dir},
    reader::Readers,
    writer::{Job, Writer},
};
use crate::{
    admit::{answer, prepare},
    codec::{Codec, Decoded},
    error::StoreError,
    store::{Append, Appended, BulkEvent, Clock, CommandEvent, EventStore},
};

pub use self::{
    backup::{Backup, BackupOrder, backup},
    restore::{Restored, restore},
    stats::{Histogram, Outcome, Spread, Stats},
    verify::{Checked, Checking, Verified, check},
};

/// So many appends may wait; the next one is told that the store is busy.
const QUEUE: usize = 1_024;

/// A log in a directory that this process has to itself.
pub struct SqliteStore {
    writer: Mutex<Option<WriterHandle>>,
    readers: Arc<Readers>,
    committed: watch::Receiver<u64>,
    poisoned: Arc<AtomicBool>,
    stats: Arc<Stats>,
    wal: PathBuf,
    store_id: Uuid,
    codec: Codec,
}

struct WriterHandle {
    queue: Sender<Job>,
    thread: JoinHandle<()>,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore")
            .field("id", &self.store_id)
            .field("head", &self.head())
            .finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the log in a directory, and makes both where they are missing. Blocks while SQLite recovers what
    /// a crash left.
    ///
    /// # Errors
    /// [`StoreError::Locked`], [`StoreError::NotOurs`], [`StoreError::SchemaUnknown`],
    /// [`StoreError::FileMissing`], [`StoreError::EventsMissing`], [`StoreError::SqliteTooOld`], and faults of
    /// files.
    pub fn open(dir: &Path, clock: Clock) -> Result<Self, StoreError> {
        schema::check_sqlite()?;
        let mut lock = DirLock::take(dir)?;
        lock.check_files(dir)?;
        let path = dir.join(DATABASE_FILE);
        let mut db = writing(&path)?;
        let store_id = schema::ensure(&mut db)?;
        sync_dir(dir)?;

        let poisoned = Arc::new(AtomicBool::new(false));
        let stats = Arc::new(Stats::default());
        let (tell, committed) = watch::channel(0);
        let writer =
            Writer::new(db, clock, tell, Arc::clone(&poisoned), Arc::clone(&stats)).map_err(read_fault)?;
        lock.check_end(*committed.borrow())?;
        lock.set(Mark::Open)?;
        lock.note(*committed.borrow());
        let checkpoints = Checkpointer::start(
            writing(&path)?,
            dir.join(WAL_FILE),
            Arc::clone(&poisoned),
            Arc::clone(&stats),
        )?;
        let (queue, jobs) = channel(QUEUE);
        let name = "log-writer".to_owned();
        let thread = Builder::new().name(name).spawn(move || writer.run(jobs, checkpoints, lock))?;

        let codec = Codec::default();
        let readers = Readers::new(path, codec, Arc::clone(&stats));
        let writer = Mutex::new(Some(WriterHandle { queue, thread }));
        Ok(Self { writer, readers, committed, poisoned, stats, wal: dir.join(WAL_FILE), store_id, codec })
    }

    /// Fills the empty or missing log of a directory with events that keep their given times, and gives the
    /// position of the last. All of them are durable afterwards, or none is there. Blocks; meant for demo
    /// data and imports, before the store is opened.
    ///
    /// # Errors
    /// [`StoreError::LoadRefused`] when the log is not empty, times go backwards, or an event comes twice;
    /// [`StoreError::Locked`], [`StoreError::TooLarge`], and faults of files.
    pub fn bulk_load(dir: &Path, events: impl IntoIterator<Item = BulkEvent>) -> Result<u64, StoreError> {
        load::bulk_load(dir, events)
    }

    /// The id that the store was given when it was made.
    #[must_use]
    pub const fn store_id(&self) -> Uuid {
        self.store_id
    }

    /// Whether writing failed for good, so that the process has to start again.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        self.poisoned.load(Ordering::Acquire)
    }

    /// What the store has counted since it was opened.
    #[must_use]
    pub fn stats(&self) -> &Stats {
        &self.stats
    }

    /// How many appends wait for the writer.
    #[must_use]
    pub fn waiting(&self) -> usize {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.as_ref().map_or(0, |handle| handle.queue.max_capacity() - handle.queue.capacity())
    }

    /// Size of the write-ahead log, in bytes.
    #[must_use]
    pub fn wal_bytes(&self) -> u64 {
        self.wal.metadata().map_or(0, |file| file.len())
    }

    /// Walks the whole log: digests, positions, revisions, times.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] with the first position that is wrong.
    pub async fn verify(&self) -> Result<Verified, StoreError> {
        self.readers.run(|source, _| verify::verify(source)).await
    }

    /// Writes what is queued, moves everything to the database file and lets go of the directory. Whatever is
    /// asked afterwards is answered with [`StoreError::Closed`].
    pub async fn close(&self) {
        self.readers.close();
        if let Some(thread) = self.stop() {
            let _ = spawn_blocking(|| thread.join()).await;
        }
    }

    /// Closes the queue; the thread ends once it is empty.
    fn stop(&self) -> Option<JoinHandle<()>> {
        let handle = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        handle.map(|handle| handle.thread)
    }

    fn enqueue(&self, job: Job) -> Result<(), StoreError> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let handle = writer.as_ref().ok_or(StoreError::Closed)?;
        handle.queue.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => {
                self.stats.turned_away();
                StoreError::Busy { waiting: QUEUE }
            }
            TrySendError::Closed(_) => StoreError::Fatal,
        })
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.readers.close();
        if let Some(thread) = self.stop() {
            let _ = thread.join();
        }
    }
}

#[async_trait]
impl EventStore for SqliteStore {
    async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        let (prepared, events) = prepare(self.codec, &append)?;
        let (tell, answered) = oneshot::channel();
        self.enqueue(Job { append: prepared, answer: tell })?;
        // The writer answers every job it takes; where it is gone, nobody knows what became of this one.
        let written = answered.await.map_err(|_| StoreError::Fatal)??;
        answer(self.codec, events, written)
    }

    async fn read_stream(&self, stream: Stream, from_revision: u64) -> Result<Vec<Decoded>, StoreError> {
        self.readers.run(move |source, codec| reader::stream(source, codec, stream, from_revision)).await
    }

    async fn read_streams(&self, streams: &[Stream]) -> Result<Vec<Vec<Decoded>>, StoreError> {
        let streams = streams.to_vec();
        let each = move |source: &_, codec| {
            streams.iter().map(|stream| reader::stream(source, codec, *stream, 0)).collect()
        };
        self.readers.run(each).await
    }

    async fn read_subject(
        &self,
        subject: ParticipantId,
        up_to: Option<u64>,
    ) -> Result<Vec<Decoded>, StoreError> {
        let up_to = up_to.unwrap_or(u64::MAX);
        self.readers.run(move |source, codec| reader::subject(source, codec, subject, up_to)).await
    }

    async fn read_subjects(
        &self,
        subjects: &[(ParticipantId, u64)],
    ) -> Result<Vec<Vec<Decoded>>, StoreError> {
        let subjects = subjects.to_vec();
        let each = move |source: &_, codec| {
            let history = |(subject, after): &_| match after {
                0 => reader::subject(source, codec, *subject, u64::MAX),
                after => reader::subject_after(source, codec, *subject, *after),
            };
            subjects.iter().map(history).collect()
        };
        self.readers.run(each).await
    }

    async fn read_all(&self, after: u64, limit: usize) -> Result<Vec<Decoded>, StoreError> {
        self.readers.run(move |source, codec| reader::all(source, codec, after, limit)).await
    }

    async fn read_positions(&self, positions: &[u64]) -> Result<Vec<Decoded>, StoreError> {
        let positions = positions.to_vec();
        self.readers.run(move |source, codec| reader::positions(source, codec, &positions)).await
    }

    async fn event(&self, id: EntryId) -> Result<Option<Decoded>, StoreError> {
        self.readers.run(move |source, codec| reader::event(source, codec, id)).await
    }

    async fn events(&self, ids: &[EntryId]) -> Result<Vec<Decoded>, StoreError> {
        let ids = ids.to_vec();
        self.readers.run(move |source, codec| reader::events(source, codec, &ids)).await
    }

    async fn find_command(
        &self,
        actor: StaffId,
        command: CommandId,
    ) -> Result<Vec<CommandEvent>, StoreError> {
        self.readers.run(move |source, codec| reader::command(source, codec, actor, command)).await
    }

    fn head(&self) -> u64 {
        *self.committed.borrow()
    }

    fn watch(&self) -> watch::Receiver<u64> {
        let mut watch = self.committed.clone();
        watch.mark_unchanged();
        watch
    }
}
