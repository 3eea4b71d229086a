//! `tavle bench`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Failed, print};
use crate::{
    bench::{self, Setting},
    progress,
};

/// Measure a whole workload on this machine, beside its limits and peers.
#[derive(Args)]
pub struct Bench {
    /// The workload.
    workload: Workload,
    /// About so many events.
    #[arg(long, value_name = "N")]
    events: Option<u64>,
    /// A directory on the disk to measure; the system's temporary directory where it is left out.
    #[arg(long, value_name = "DIR")]
    directory: Option<PathBuf>,
    /// A PostgreSQL server to compare with, written to through psql and pgbench.
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What can be measured.
#[derive(Clone, Copy, ValueEnum)]
enum Workload {
    /// Durable appends by 1, 16 and 64 clients.
    Append,
    /// Reading the whole log, alone and into every read model.
    Replay,
    /// The board as it is and as it was.
    Board,
    /// A cold start, with and without snapshots.
    Start,
    /// The API over HTTP and WebSocket: boards, walls, idle walls, overload.
    Api,
}

impl Bench {
    /// Runs the workload and prints what it came to.
    pub fn run(self) -> Result<(), Failed> {
        let parent = self.directory.unwrap_or_else(std::env::temp_dir);
        let directory = parent.join(format!("tavle-bench-{}", std::process::id()));
        std::fs::create_dir_all(&directory)?;
        let setting = Setting {
            directory: directory.clone(),
            events: self.events.unwrap_or(match self.workload {
                Workload::Append => 100_000,
                Workload::Replay | Workload::Board | Workload::Start | Workload::Api => 1_000_000,
            }),
            postgres: self.postgres,
        };
        let bar = progress::bar("{msg:24} {bar:40} {human_pos} of {human_len}, {per_sec}, {eta} left");
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let report = runtime.block_on(async {
            match self.workload {
                Workload::Append => bench::append(&setting, &bar).await,
                Workload::Replay => bench::replay(&setting, &bar).await,
                Workload::Board => bench::board(&setting, &bar).await,
                Workload::Start => bench::start(&setting, &bar).await,
                Workload::Api => bench::api(&setting, &bar).await,
            }
        });
        bar.finish_and_clear();
        drop(runtime);
        std::fs::remove_dir_all(directory)?;
        let report = report?;
        print(&if self.json { serde_json::to_string_pretty(&report)? + "\n" } else { report.to_string() })
    }
}
