//! `tavle backup`.

use std::path::{Path, PathBuf};

use clap::Args;
use tavle_event_store::{BackupOrder, StoreError, backup};

use super::{Data, Failed};
use crate::clock;
use crate::progress::Progress;

/// What is not in a backup.
const APART: &str = "\
The file holds the whole log, what is said about people included: keep it as safe as the log itself.

Not in it: secret.key in the data directory. Keep a copy of it apart from the backups. Without it
nothing that was recorded is lost, but a command that is sent again after a restore is refused instead
of recognised. Nor is accounts.db: copy it apart, or begin with `tavle invite`. Sessions are not in it
either: everybody signs in again. Read models come back from the log.";

/// Copy the log to one file, while the service runs or without it.
#[derive(Args)]
#[command(after_help = APART)]
pub struct Backup {
    #[command(flatten)]
    data: Data,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace a file that is there.
    #[arg(long)]
    force: bool,
}

impl Backup {
    /// Writes the file, all of it or nothing.
    pub fn run(self) -> Result<(), Failed> {
        let now = (clock::machine())();
        let order =
            BackupOrder { out: &self.out, replace: self.force, now, version: env!("CARGO_PKG_VERSION") };
        let progress = Progress::begin();
        let made = backup(&self.data.directory, order, |done, of| progress.tell(done, of));
        let speed = progress.end(made.as_ref().map_or(0, |made| made.position));
        let made = made.map_err(|error| explain(&self.data.directory, &self.out, error))?;
        let (position, id, out) = (made.position, made.store_id, self.out.display());
        eprintln!("{out} has store {id} up to position {position} ({speed})");
        Ok(())
    }
}

fn explain(data: &Path, out: &Path, error: StoreError) -> Failed {
    let (data, out) = (data.display(), out.display());
    Failed::because(match error {
        StoreError::Exists => {
            format!("{out} exists already: choose another name, or replace it with --force")
        }
        StoreError::Locked => format!("another backup to {out} is running: let it end first"),
        StoreError::NoLog => {
            format!("there is no log in {data}: give the directory that the service has as --data")
        }
        StoreError::FileMissing { file } => format!(
            "{file} is missing in {data}, and with it what was recorded last: find the file, or restore an \
             older backup"
        ),
        StoreError::EventsMissing { last, acknowledged } => format!(
            "the log in {data} ends at position {last}, and events up to position {acknowledged} were \
             acknowledged, so no backup was written: keep the last one, and see `tavle check`"
        ),
        StoreError::Corrupt { position } => format!(
            "the log in {data} is damaged at position {position}, so no backup was written: keep the last \
             one, and see `tavle check`"
        ),
        StoreError::Damaged | StoreError::NotOurs => format!(
            "log.db in {data} cannot be read as a log, so no backup was written: keep the last one, and \
             see `tavle check`"
        ),
        StoreError::DiskFull => format!("there is no room for {out}: nothing was left there"),
        other => return Failed::from(other).before(&format!("{data} was not backed up to {out}")),
    })
}
