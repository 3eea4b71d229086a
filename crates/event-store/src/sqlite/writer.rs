//! The only writer: takes what is queued, writes it in one transaction, then answers.

use std::{
    cell::RefCell,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Error, OptionalExtension, Row};
use tokio::sync::{mpsc, oneshot, watch};

use super::{
    checkpoint::{Checkpointer, checkpoint},
    fault::{is_fatal, write_fault},
    lock::{DirLock, Mark},
    names::{Known, Names},
    rows::{INSERT, Table, insert},
    stats::Stats,
};
use crate::{
    admit::{Admitted, Prepared, Written, admit},
    envelope::Stored,
    error::StoreError,
    store::Clock,
};

/// At most so many appends share a transaction.
const BATCH: usize = 256;

/// What became of one append.
type Answer = Result<Written, StoreError>;

/// One append with the place to answer to.
#[derive(Debug)]
pub struct Job {
    /// The append.
    pub append: Prepared,
    /// Where its answer goes.
    pub answer: oneshot::Sender<Answer>,
}

/// The end of the log.
#[derive(Clone, Copy, Debug)]
struct Tail {
    position: u64,
    recorded_at: i64,
}

/// The writer's state. It lives in a thread of its own.
pub struct Writer {
    db: Connection,
    names: Names,
    clock: Clock,
    tail: Tail,
    committed: watch::Sender<u64>,
    poisoned: Arc<AtomicBool>,
    stats: Arc<Stats>,
    commit: fn(&Connection) -> Result<(), Error>,
}

impl Writer {
    /// A writer at the end of the log, which it tells to `committed`.
    pub fn new(
        db: Connection,
        clock: Clock,
        committed: watch::Sender<u64>,
        poisoned: Arc<AtomicBool>,
        stats: Arc<Stats>,
    ) -> Result<Self, Error> {
        let last = "SELECT position, recorded_at FROM log ORDER BY position DESC LIMIT 1";
        let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get(1)?));
        let (position, recorded_at) = db.query_row(last, [], read).optional()?.unwrap_or((0, i64::MIN));
        let tail = Tail { position: position.unsigned_abs(), recorded_at };
        committed.send_replace(tail.position);
        let mut names = Names::default();
        names.refresh(&db)?;
        let commit = |db: &Connection| db.execute_batch("COMMIT");
        Ok(Self { db, names, clock, tail, committed, poisoned, stats, commit })
    }

    /// Writes until the queue is closed and empty, then leaves the store closed.
    pub fn run(mut self, mut queue: mpsc::Receiver<Job>, mut checkpoints: Checkpointer, mut lock: DirLock) {
        while let Some(first) = queue.blocking_recv() {
            let more = std::iter::from_fn(|| queue.try_recv().ok());
            let batch: Vec<Job> = std::iter::once(first).chain(more.take(BATCH - 1)).collect();
            let bytes = batch.iter().flat_map(|job| &job.append.envelopes).map(|e| e.data.len() + 1024).sum();
            self.write(batch);
            lock.note(self.tail.position);
            if checkpoints.committed(bytes)
                && checkpoint(&self.db, "PASSIVE").is_err_and(|error| is_fatal(&self.db, error))
            {
                self.poisoned.store(true, Ordering::Release);
            }
        }
        drop(checkpoints);
        self.close(lock);
    }

    /// Writes a batch and answers each append of it: after the commit, so that an answer means durable.
    fn write(&mut self, batch: Vec<Job>) {
        let (appends, answers): (Vec<_>, Vec<_>) =
            batch.into_iter().map(|job| (job.append, job.answer)).unzip();
        let before = (self.tail, self.names.known());
        let results = if self.poisoned.load(Ordering::Acquire) {
            Err(StoreError::Fatal)
        } else {
            self.transact(appends).map_err(|error| self.undo(before, error))
        };
        if self.tail.position != before.0.position {
            self.committed.send_replace(self.tail.position);
        }
        self.stats.batches.count(answers.len() as u64);
        match results {
            Ok(results) => {
                for (answer, result) in answers.into_iter().zip(results) {
                    self.stats.answered(&result);
                    // Nobody waits any more: the append stands all the same.
                    let _ = answer.send(result);
                }
            }
            Err(error) => {
                for answer in answers {
                    let result = Err(error.clone());
                    self.stats.answered(&result);
                    let _ = answer.send(result);
                }
            }
        }
    }

    /// One transaction. Each append is decided by itself and sees those before it.
    fn transact(&mut self, appends: Vec<Prepared>) -> Result<Vec<Answer>, Error> {
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        let results = appends.into_iter().map(|append| self.write_one(append)).collect::<Result<_, _>>()?;
        let began = Instant::now();
        (self.commit)(&self.db)?;
        self.stats.commits.time(began.elapsed());
        Ok(results)
    }

    fn write_one(&mut self, append: Prepared) -> Result<Answer, Error> {
        let table = Table { db: &self.db, names: RefCell::new(&mut self.names) };
        let first_revision = match admit(&table, &append)? {
            Ok(Admitted::New { first_revision }) => first_revision,
            Ok(Admitted::Repeat(stored)) => return Ok(Ok(Written::Repeat(stored))),
            Err(refusal) => return Ok(Err(refusal)),
        };
        let first_position = self.tail.position + 1;
        let recorded_at = (self.clock)().timestamp_micros().max(self.tail.recorded_at);
        let mut statement = self.db.prepare_cached(INSERT)?;
        for (envelope, n) in append.envelopes.into_iter().zip(0..) {
            let stored = Stored::seal(envelope, first_position + n, first_revision + n, recorded_at);
            insert(&mut statement, &self.db, &mut self.names, &stored)?;
            self.tail = Tail { position: stored.position, recorded_at };
        }
        let recorded_at = DateTime::<Utc>::from_timestamp_micros(recorded_at).unwrap_or_default();
        Ok(Ok(Written::New { first_revision, first_position, recorded_at }))
    }

    /// Leaves the log as it was before the batch; where that cannot be had, nothing is written any more.
    fn undo(&mut self, (tail, known): (Tail, Known), error: Error) -> StoreError {
        self.tail = tail;
        self.names.forget_since(known);
        let is_undone = self.db.is_autocommit() || self.db.execute_batch("ROLLBACK").is_ok();
        let fault = if is_undone { write_fault(&self.db, error) } else { StoreError::Fatal };
        if matches!(fault, StoreError::Fatal) {
            self.poisoned.store(true, Ordering::Release);
        }
        fault
    }

    /// Moves everything to the database file. Where that does not succeed, the mark stays at open and the
    /// write-ahead log, which then is needed, stays where it is.
    fn close(self, mut lock: DirLock) {
        if self.poisoned.load(Ordering::Acquire) {
            return;
        }
        if checkpoint(&self.db, "TRUNCATE").is_ok_and(|frames| frames.all == 0) {
            let _ = lock.set(Mark::Closed);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use rusqlite::ffi;
    use tempfile::TempDir;
    use tokio::sync::oneshot::Receiver;

    use super::*;
    use crate::{
        admit::prepare,
        codec::Codec,
        sqlite::{connect::writing, schema},
        store::{Append, Expected},
        testing::{TestClock, append, contacts, mark_body},
    };

    fn writer(dir: &TempDir) -> Writer {
        let mut db = writing(&dir.path().join("log.db")).unwrap();
        schema::ensure(&mut db).unwrap();
        let tell = watch::channel(0).0;
        Writer::new(db, TestClock::default().clock(), tell, Arc::default(), Arc::default()).unwrap()
    }

    fn job(append: &Append) -> (Job, Receiver<Answer>) {
        let (answer, answered) = oneshot::channel();
        (Job { append: prepare(Codec::default(), append).unwrap().0, answer }, answered)
    }

    fn write(writer: &mut Writer, appends: &[Append]) -> Vec<Answer> {
        let (jobs, answers): (Vec<_>, Vec<_>) = appends.iter().map(job).unzip();
        writer.write(jobs);
        answers.into_iter().map(|answer| answer.blocking_recv().unwrap()).collect()
    }

    fn large(command: u128) -> Append {
        let mut large = append(contacts(1), Expected::Any, command, 1);
        large.events[0].event.body = mark_body(&"x".repeat(200_000));
        large
    }

    #[test]
    fn appends_share_a_transaction_and_have_each_their_answer() {
        let dir = TempDir::new().unwrap();
        let mut writer = writer(&dir);
        let answers = write(
            &mut writer,
            &[
                append(contacts(1), Expected::NoStream, 1, 2),
                append(contacts(1), Expected::NoStream, 2, 1),
                append(contacts(1), Expected::Exact(1), 3, 1),
                append(contacts(1), Expected::NoStream, 1, 2),
                append(contacts(2), Expected::Any, 4, 1),
            ],
        );
        assert!(matches!(answers[0], Ok(Written::New { first_revision: 0, first_position: 1, .. })));
        assert!(matches!(answers[1], Err(StoreError::WrongRevision { current: Some(1) })));
        assert!(matches!(answers[2], Ok(Written::New { first_revision: 2, first_position: 3, .. })));
        assert!(matches!(&answers[3], Ok(Written::Repeat(stored)) if stored.len() == 2));
        assert!(matches!(answers[4], Ok(Written::New { first_revision: 0, first_position: 4, .. })));
    }

    #[test]
    fn after_a_failed_commit_nothing_is_written_any_more() {
        let dir = TempDir::new().unwrap();
        let mut writer = writer(&dir);
        writer.commit = |_| Err(Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR_FSYNC), None));
        let failed = write(&mut writer, &[large(1), append(contacts(1), Expected::Any, 2, 1)]);
        assert!(failed.iter().all(|answer| matches!(answer, Err(StoreError::Fatal))), "{failed:?}");
        writer.commit = |db| db.execute_batch("COMMIT");
        let later = write(&mut writer, &[append(contacts(1), Expected::Any, 3, 1)]);
        assert!(matches!(later[0], Err(StoreError::Fatal)), "{later:?}");
        assert_eq!((writer.tail.position, *writer.committed.borrow()), (0, 0));
        let rows: i64 = writer.db.query_row("SELECT count(*) FROM log", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0);
    }

    #[test]
    fn a_full_disk_refuses_the_batch_until_there_is_room() {
        let dir = TempDir::new().unwrap();
        let mut writer = writer(&dir);
        write(&mut writer, &[append(contacts(1), Expected::Any, 1, 1)]);
        let room = |writer: &Writer, pages: i64| {
            writer.db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
        };
        room(&writer, 1);
        let full = write(&mut writer, &[large(2)]);
        assert!(matches!(full[0], Err(StoreError::DiskFull)), "{full:?}");
        room(&writer, 1_000_000);
        let again = write(&mut writer, &[large(2)]);
        assert!(
            matches!(again[0], Ok(Written::New { first_position: 2, first_revision: 1, .. })),
            "{again:?}"
        );
    }

    #[test]
    fn a_read_only_database_refuses_and_may_come_back() {
        let dir = TempDir::new().unwrap();
        let mut writer = writer(&dir);
        writer.db.pragma_update(None, "query_only", true).unwrap();
        let refused = write(&mut writer, &[large(1)]);
        assert!(matches!(refused[0], Err(StoreError::ReadOnly)), "{refused:?}");
        writer.db.pragma_update(None, "query_only", false).unwrap();
        assert!(write(&mut writer, &[large(1)])[0].is_ok());
    }

    #[test]
    fn a_log_that_somebody_else_wrote_to_stops_the_writer() {
        let dir = TempDir::new().unwrap();
        let mut first = writer(&dir);
        let mut second = writer(&dir);
        write(&mut first, &[append(contacts(1), Expected::Any, 1, 1)]);
        let refused = write(&mut second, &[append(contacts(2), Expected::Any, 2, 1)]);
        assert!(matches!(refused[0], Err(StoreError::Fatal)), "{refused:?}");
    }
}
