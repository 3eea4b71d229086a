//! Reading the whole log: alone, and into every read model.

use std::sync::Arc;

use indicatif::ProgressBar;
use tavle_event_store::{EventStore, SqliteStore};
use tavle_projections::ReadModels;
use tokio::time::Instant;

use super::{BenchError, Report, Setting, baseline, log, measure::Measured};
use crate::{clock, progress};

/// Events read at a time.
const BATCH: usize = 4_096;

/// Runs the workload.
pub async fn replay(setting: &Setting, bar: &ProgressBar) -> Result<Report, BenchError> {
    let mut report = Report::new("replay");
    let (directory, events) = log::demo(setting, &mut report, bar)?;
    let payloads = log::payloads(setting, bar);
    let bytes: usize = payloads.iter().map(Vec::len).sum();
    report.under(format!("{} B of data an event", bytes / payloads.len().max(1)));
    let lone = report.add(baseline::decoded(&payloads, 1));
    let limit = report.add(baseline::decoded(&payloads, 2));
    drop(payloads);

    let store = Arc::new(SqliteStore::open(&directory, clock::machine())?);
    bar.set_length(events);
    bar.set_message("reading");
    let read = report.add(read(&store, 1, bar).await?);
    report.add(self::read(&store, 2, bar).await?);
    let built = report.add(build(&store, setting, bar).await?);
    store.close().await;
    report.at_least("read + digest + decode, 1 thread, to serde_json alone", ratio(&read, &lone), 0.5);
    report.at_least("all read models, to serde_json alone on 2 threads", ratio(&built, &limit), 0.5);
    Ok(report)
}

fn ratio(ours: &Measured, limit: &Measured) -> f64 {
    ours.per_second / limit.per_second
}

/// Reads, checks and decodes everything, each thread its own part of the log.
async fn read(store: &Arc<SqliteStore>, threads: u64, bar: &ProgressBar) -> Result<Measured, BenchError> {
    bar.set_position(0);
    let head = store.head();
    let start = Instant::now();
    let part = |n: u64| {
        let (store, bar) = (Arc::clone(store), bar.clone());
        tokio::spawn(async move {
            let (mut after, end) = (head * n / threads, head * (n + 1) / threads);
            while after < end {
                let limit = usize::try_from(end - after).unwrap_or(BATCH).min(BATCH);
                let events = store.read_all(after, limit).await?;
                after += events.len() as u64;
                bar.inc(events.len() as u64);
            }
            Ok::<_, BenchError>(())
        })
    };
    for part in (0..threads).map(part).collect::<Vec<_>>() {
        part.await??;
    }
    let what = format!("Tavle: read + digest + decode, {threads} thread(s)");
    Ok(Measured::whole(what, head, start.elapsed()))
}

/// Builds every read model from nothing.
async fn build(
    store: &Arc<SqliteStore>,
    setting: &Setting,
    bar: &ProgressBar,
) -> Result<Measured, BenchError> {
    bar.set_message("read models");
    bar.set_position(0);
    let log: Arc<dyn EventStore> = Arc::clone(store) as _;
    let beside = setting.directory.join("models");
    std::fs::create_dir_all(&beside)?;
    let mut models = ReadModels::open(&beside, log, store.store_id(), clock::machine())?;
    let start = Instant::now();
    progress::catch_up(&mut models, bar).await?;
    Ok(Measured::whole("Tavle: every read model from nothing", store.head(), start.elapsed()))
}
