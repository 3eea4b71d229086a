//! The log.

use std::{fmt, sync::Arc};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, NoLabelSet},
    metrics::MetricType,
};
use tavle_event_store::{EventStore, Histogram, Outcome, SqliteStore};

use super::{counted, number};

/// Reads the store when somebody asks.
#[derive(Debug)]
pub struct LogMetrics(pub Arc<SqliteStore>);

impl Collector for LogMetrics {
    fn encode(&self, mut to: DescriptorEncoder<'_>) -> fmt::Result {
        let (store, stats) = (&self.0, self.0.stats());
        let to = &mut to;
        number(to, "tavle_log_head_position", "Position of the last event in the log", &store.head())?;
        number(to, "tavle_log_fatal", "1 when writing failed for good", &u32::from(store.is_fatal()))?;
        number(
            to,
            "tavle_log_refusing",
            "1 while the disk takes no writes",
            &u32::from(stats.is_refusing()),
        )?;
        number(to, "tavle_log_queue_appends", "Appends that wait for the writer", &store.waiting())?;
        number(to, "tavle_log_wal_bytes", "Size of the write-ahead log", &store.wal_bytes())?;
        let unmoved =
            "Pages that the last checkpoint left in the write-ahead log, because somebody was reading";
        number(to, "tavle_log_wal_unmoved_pages", unmoved, &stats.unmoved_pages())?;
        let name = "tavle_log_appends";
        let mut appends =
            to.encode_descriptor(name, "Appends by what became of them", None, MetricType::Counter)?;
        for outcome in Outcome::ALL {
            let labels = [("outcome", outcome.name())];
            counted(&mut appends.encode_family(&labels)?, stats.appends(outcome))?;
        }
        histogram(to, "tavle_log_batch_appends", "Appends that shared a commit", &stats.batches, 1.0)?;
        histogram(
            to,
            "tavle_log_commit_seconds",
            "Time of a commit until it is on the disk",
            &stats.commits,
            1e6,
        )?;
        let help = "Time of a checkpoint of the write-ahead log";
        histogram(to, "tavle_log_checkpoint_seconds", help, &stats.checkpoints, 1e6)?;
        histogram(
            to,
            "tavle_log_read_wait_seconds",
            "Time that a read waited for a connection",
            &stats.waits,
            1e6,
        )
    }
}

/// `per` says how many of the histogram's units make one of the metric's.
fn histogram(
    to: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    values: &Histogram,
    per: f64,
) -> fmt::Result {
    let spread = values.read();
    let bound = |bound: Option<u64>| bound.map_or(f64::INFINITY, |bound| bound as f64 / per);
    let buckets: Vec<_> = spread.counts.iter().map(|(at_most, count)| (bound(*at_most), *count)).collect();
    let count = buckets.iter().map(|(_, count)| count).sum();
    let mut to = to.encode_descriptor(name, help, None, MetricType::Histogram)?;
    to.encode_histogram::<NoLabelSet>(spread.sum as f64 / per, count, &buckets, None)
}
