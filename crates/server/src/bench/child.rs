//! The service as a process of its own, as it will run: its memory is nobody else's.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use reqwest::{Client, StatusCode};
use tokio::time::sleep;

use super::BenchError;

/// A start or a stop that takes longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(1_800);

/// A service that answers.
pub struct Running {
    child: Child,
    /// Host and port.
    pub address: String,
    /// How long it took to be ready.
    pub took: Duration,
}

impl Running {
    /// Starts `tavle serve` over a data directory, and waits until it is ready.
    pub async fn start(
        directory: &Path,
        arguments: &[&str],
        settings: &[(&str, &str)],
    ) -> Result<Self, BenchError> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let begin = Instant::now();
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", "--listen", &address, "--data"])
            .arg(directory)
            .args(arguments)
            .envs(settings.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let client = Client::new();
        let url = format!("http://{address}/readyz");
        loop {
            if let Ok(answer) = client.get(&url).send().await
                && answer.status() == StatusCode::OK
            {
                return Ok(Self { child, address, took: begin.elapsed() });
            }
            if child.try_wait()?.is_some() || begin.elapsed() > PATIENCE {
                let _ = child.kill();
                return Err(BenchError::Service("did not come up"));
            }
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// Whether the process is there.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Memory resident now, in KiB. As Linux tells it; not a number elsewhere.
    pub fn memory(&self) -> f64 {
        self.status("VmRSS:")
    }

    /// The most memory that was resident, in KiB.
    pub fn most_memory(&self) -> f64 {
        self.status("VmHWM:")
    }

    /// Processor time that it has used, in ms. As Linux tells it, in hundredths of a second; not a number elsewhere.
    pub fn processor_ms(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // After the name, which may hold anything, the 12th and 13th are ticks of the program and of the system.
        let ticks = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        let ticks: Vec<f64> = ticks.filter_map(|ticks| ticks.parse().ok()).collect();
        if ticks.len() == 2 { ticks.iter().sum::<f64>() * 10.0 } else { f64::NAN }
    }

    fn status(&self, line: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|found| found.starts_with(line));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(f64::NAN)
    }

    /// Asks it to stop, so that it leaves snapshots behind.
    pub async fn stop(mut self) -> Result<(), BenchError> {
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

impl Drop for Running {
    fn drop(&mut self) {
        // A workload that failed leaves no process behind; one that was stopped has none.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
