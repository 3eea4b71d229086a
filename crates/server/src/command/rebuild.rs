//! `tavle rebuild`.

use std::{path::Path, sync::Arc, time::Instant};

use clap::Args;
use tavle_event_store::{EventStore, SqliteStore};
use tavle_projections::ReadModels;

use super::{Data, Failed, print};
use crate::{clock, progress};

/// Where the models are built that those at hand are compared with.
const BESIDE: &str = "rebuilding";

/// A model's name with the hash over its whole state.
type Digests = Vec<(&'static str, [u8; 32])>;

/// Build the read models again from the log. The service must not be running.
#[derive(Args)]
pub struct Rebuild {
    #[command(flatten)]
    data: Data,
    /// Compare those at hand with what the log says, and replace them only where they differ.
    #[arg(long)]
    verify: bool,
}

impl Rebuild {
    /// Builds, and with `--verify` compares. Fails where a model at hand is not what the log says.
    pub fn run(self) -> Result<(), Failed> {
        let directory = &self.data.directory;
        if !directory.is_dir() {
            return Err(Failed::because(format!("there is no directory {}", directory.display())));
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            let store = Arc::new(SqliteStore::open(directory, clock::machine())?);
            let done =
                if self.verify { verify(directory, &store).await } else { rebuild(directory, &store).await };
            store.close().await;
            done
        })
    }
}

async fn rebuild(data: &Path, store: &Arc<SqliteStore>) -> Result<(), Failed> {
    ReadModels::discard(data)?;
    let digests = build(data, store, "built").await?;
    print(&lines(&digests))
}

async fn verify(data: &Path, store: &Arc<SqliteStore>) -> Result<(), Failed> {
    let at_hand = build(data, store, "brought up to date").await?;
    let beside = data.join(BESIDE);
    remove(&beside)?;
    let built = build(&beside, store, "built from nothing").await?;
    print(&lines(&built))?;
    let different: Vec<_> =
        built.iter().filter(|model| !at_hand.contains(model)).map(|(name, _)| *name).collect();
    if different.is_empty() {
        remove(&beside)?;
        return print("identical\n");
    }
    ReadModels::discard(data)?;
    ReadModels::adopt(&beside, data)?;
    remove(&beside)?;
    Err(Failed::because(format!(
        "not what the log says, and replaced by what was built from it: {}",
        different.join(", ")
    )))
}

/// Brings the models that a directory keeps to the end of the log, showing how far they are.
async fn build(directory: &Path, store: &Arc<SqliteStore>, what: &str) -> Result<Digests, Failed> {
    let log: Arc<dyn EventStore> = store.clone();
    let mut models = ReadModels::open(directory, log, store.store_id(), clock::machine())?;
    let health = models.runner.health();
    let bar = progress::bar(progress::EVENTS);
    bar.set_length(store.head());
    let began = Instant::now();
    let caught_up = progress::catch_up(&mut models, &bar).await;
    bar.finish_and_clear();
    let position = caught_up?;
    let seconds = began.elapsed().as_secs_f64();
    let events = health.runner().events;
    models.runner.keep().await;
    #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
    let rate = events as f64 / seconds.max(f64::EPSILON);
    eprintln!("{what}: {position} events, {events} of them applied in {seconds:.1} s, {rate:.0} events/s");
    Ok(models.runner.digests()?)
}

fn lines(digests: &Digests) -> String {
    let hex = |digest: &[u8; 32]| digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    digests.iter().map(|(name, digest)| format!("{name:12} {}\n", hex(digest))).collect()
}

fn remove(directory: &Path) -> Result<(), Failed> {
    match std::fs::remove_dir_all(directory) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
