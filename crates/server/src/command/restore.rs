//! `tavle restore`.

use std::path::{Path, PathBuf};

use clap::Args;
use tavle_event_store::{StoreError, restore};

use super::{Data, Failed};
use crate::progress::Progress;

/// What a restored directory still lacks.
const AFTERWARDS: &str = "\
Put the installation's secret.key into the directory before the service is started on it; see `tavle
backup --help` for what is lost without it. Read models are built again when the service starts.";

/// Make a log out of a backup, in an empty or missing directory.
#[derive(Args)]
#[command(after_help = AFTERWARDS)]
pub struct Restore {
    /// The backup.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    #[command(flatten)]
    data: Data,
    /// The last position to restore. The log ends there and is another store, with an id of its own.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    to_position: Option<u64>,
}

impl Restore {
    /// Restores the log, all of it or nothing.
    pub fn run(self) -> Result<(), Failed> {
        let progress = Progress::begin();
        let tell = |done, of| progress.tell(done, of);
        let made = restore(&self.from, &self.data.directory, self.to_position, tell);
        let speed = progress.end(made.as_ref().map_or(0, |made| made.log.events));
        let made = made.map_err(|error| explain(&self.from, &self.data.directory, error))?;
        let (data, from) = (self.data.directory.display(), made.backup);
        eprintln!(
            "{data} has {} events in {} streams as store {} ({speed})",
            made.log.events, made.log.streams, made.store_id
        );
        eprintln!(
            "from a backup of {} by version {}; secret.key is not in it",
            from.taken_at.format("%F %T UTC"),
            from.version
        );
        Ok(())
    }
}

fn explain(from: &Path, data: &Path, error: StoreError) -> Failed {
    let (from, data) = (from.display(), data.display());
    Failed::because(match error {
        StoreError::NotABackup => format!("{from} is not a backup: give a file that `tavle backup` wrote"),
        StoreError::NotEmpty => format!("{data} is not empty: give a directory that is missing or empty"),
        StoreError::Locked => format!("another process has {data} open: give a directory of its own"),
        StoreError::BeyondEnd { last } => {
            format!("{from} ends at position {last}: --to-position cannot be past it")
        }
        StoreError::Corrupt { position: 1 } => {
            format!("{from} is damaged at position 1, so nothing was restored: take another backup")
        }
        StoreError::Corrupt { position } => format!(
            "{from} is damaged at position {position}, so nothing was restored: take another backup, or \
             what is before with --to-position {}",
            position - 1
        ),
        StoreError::Damaged => {
            format!("{from} is damaged as a whole, so nothing was restored: take another backup")
        }
        StoreError::SchemaUnknown { found } => {
            format!(
                "{from} has schema version {found}, which this program does not know: restore it with the \
                 version that wrote it"
            )
        }
        StoreError::DiskFull => format!("there is no room for the log in {data}: nothing was left there"),
        other => return Failed::from(other).before(&format!("{from} was not restored to {data}")),
    })
}
