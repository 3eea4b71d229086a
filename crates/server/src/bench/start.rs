//! A cold start: a process of its own, with nothing but the log and then with snapshots.

use std::{
    fs::{self, File},
    io,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use indicatif::ProgressBar;
use reqwest::{Client, StatusCode};
use tokio::time::sleep;

use super::{
    BenchError, Report, Setting, log,
    measure::{Measured, timed},
};

/// A start that takes longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(1_800);

/// Runs the workload.
pub async fn start(setting: &Setting, bar: &ProgressBar) -> Result<Report, BenchError> {
    let mut report = Report::new("start");
    let (directory, events) = log::demo(setting, &mut report, bar)?;
    bar.set_message("starting from nothing");
    let bare = Started::of(&directory).await?;
    let of = |what: &str, started: &Started| Measured {
        p50_us: Some(started.took.as_secs_f64() * 1e6),
        ..Measured::whole(what, events, started.took)
    };
    report.add(of("Tavle: ready, from the log alone", &bare));
    let bare_memory = bare.memory;
    let bare_took = bare.took;
    bare.stop().await?;
    bar.set_message("starting from snapshots");
    let warm = Started::of(&directory).await?;
    report.add(of("Tavle: ready, from snapshots", &warm));
    let (read, took) = timed(|| {
        File::open(directory.join("log.db")).and_then(|mut file| io::copy(&mut file, &mut io::sink()))
    });
    read?;
    report.add(Measured::whole("limit: reading the log's file", events, took));
    report.at_most("ready from snapshots, s", warm.took.as_secs_f64(), 2.0);
    report.at_most("ready from the log alone, s", bare_took.as_secs_f64(), 30.0);
    report.at_most("most memory resident, from the log alone, MiB", bare_memory, 1_024.0);
    report.at_most("most memory resident, from snapshots, MiB", warm.memory, 1_024.0);
    warm.stop().await?;
    Ok(report)
}

/// A service that answers.
struct Started {
    child: Child,
    took: Duration,
    /// The most memory that was resident, in MiB.
    memory: f64,
}

impl Started {
    async fn of(directory: &Path) -> Result<Self, BenchError> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let begin = Instant::now();
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", "--listen", &address, "--data"])
            .arg(directory)
            .stderr(Stdio::null())
            .spawn()?;
        let client = Client::new();
        let url = format!("http://{address}/readyz");
        loop {
            if let Ok(answer) = client.get(&url).send().await
                && answer.status() == StatusCode::OK
            {
                break;
            }
            if child.try_wait()?.is_some() || begin.elapsed() > PATIENCE {
                let _ = child.kill();
                return Err(BenchError::Service);
            }
            sleep(Duration::from_millis(5)).await;
        }
        let took = begin.elapsed();
        let memory = peak_memory(child.id()).unwrap_or(f64::NAN);
        Ok(Self { child, took, memory })
    }

    /// Asks it to stop, so that it leaves snapshots behind.
    async fn stop(mut self) -> Result<(), BenchError> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        let begin = Instant::now();
        while self.child.try_wait()?.is_none() {
            if begin.elapsed() > PATIENCE {
                self.child.kill()?;
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

/// As Linux tells it; nothing elsewhere.
fn peak_memory(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1_024.0)
}
