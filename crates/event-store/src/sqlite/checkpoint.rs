//! Moves the write-ahead log into the database file, beside the writer: a commit never waits for it.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{SyncSender, sync_channel},
    },
    thread::{Builder, JoinHandle},
    time::Instant,
};

use rusqlite::{Connection, Error};

use super::{fault::is_fatal, stats::Stats};
use crate::error::StoreError;

/// A checkpoint is due when so many bytes of data were written since the last one.
const DUE_BYTES: usize = 4 << 20;

/// With a log of so many frames of 4 KiB (64 MiB) that is not moved as a whole, the writer stops for one
/// checkpoint, so that the file is used from its start again.
const LONG_FRAMES: i64 = 16_384;

/// What the file keeps when it is used again. Room for what is written while 64 MiB are moved: to write over
/// what is there is cheaper than to let a file grow again and again.
pub const KEPT_BYTES: i64 = 128 << 20;

/// A file that has grown past this, because the disk moves less than is written, makes the writer wait.
const MOST_BYTES: u64 = 192 << 20;

/// State of the write-ahead log after a checkpoint, in frames.
#[derive(Clone, Copy, Debug)]
pub struct Frames {
    /// Frames in the log.
    pub all: i64,
    /// Frames moved.
    pub moved: i64,
}

/// Runs one checkpoint; `mode` is `PASSIVE`, which waits for nobody, or `TRUNCATE`.
pub fn checkpoint(db: &Connection, mode: &str) -> Result<Frames, Error> {
    let sql = format!("PRAGMA wal_checkpoint({mode})");
    db.query_row(&sql, [], |row| Ok(Frames { all: row.get(1)?, moved: row.get(2)? }))
}

/// The thread that runs checkpoints, and what the writer knows of it.
#[derive(Debug)]
pub struct Checkpointer {
    due: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    written: usize,
    is_long: Arc<AtomicBool>,
    /// Held while the thread moves frames.
    moving: Arc<Mutex<()>>,
    file: PathBuf,
}

impl Checkpointer {
    /// Starts the thread on a connection of its own; `file` is the write-ahead log. A fault that cannot be
    /// written through sets `poisoned`.
    pub fn start(
        db: Connection,
        file: PathBuf,
        poisoned: Arc<AtomicBool>,
        stats: Arc<Stats>,
    ) -> Result<Self, StoreError> {
        let (due, wakes) = sync_channel(1);
        let is_long = Arc::new(AtomicBool::new(false));
        let moving = Arc::new(Mutex::new(()));
        let (tell, hold) = (Arc::clone(&is_long), Arc::clone(&moving));
        let thread = Builder::new().name("log-checkpoint".to_owned()).spawn(move || {
            while wakes.recv().is_ok() {
                let _moving = hold.lock().unwrap_or_else(PoisonError::into_inner);
                run(&db, &tell, &poisoned, &stats);
            }
        })?;
        Ok(Self { due: Some(due), thread: Some(thread), written: 0, is_long, moving, file })
    }

    /// Told of every commit. Gives whether the writer has to run a checkpoint itself.
    pub fn committed(&mut self, bytes: usize) -> bool {
        self.written += bytes;
        if self.written >= DUE_BYTES {
            self.written = 0;
            // A wake that is waiting already is enough.
            let _ = self.due.as_ref().map(|due| due.try_send(()));
            if self.file.metadata().is_ok_and(|file| file.len() > MOST_BYTES) {
                let _moved = self.moving.lock().unwrap_or_else(PoisonError::into_inner);
                return true;
            }
        }
        self.is_long.swap(false, Ordering::Relaxed)
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.due = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(db: &Connection, is_long: &AtomicBool, poisoned: &AtomicBool, stats: &Stats) {
    let began = Instant::now();
    match checkpoint(db, "PASSIVE") {
        Ok(frames) => {
            stats.checkpointed(began.elapsed(), frames);
            let is_behind = frames.moved < frames.all;
            is_long.store(is_behind && frames.all > LONG_FRAMES, Ordering::Relaxed);
        }
        // Busy, full or read-only: the next one may do better, and nothing is lost meanwhile.
        Err(error) => {
            poisoned.fetch_or(is_fatal(db, error), Ordering::Release);
        }
    }
}
