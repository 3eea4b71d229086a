//! `tavle serve` as a process of its own, to be killed, starved and stopped.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use tavle_event_store::SqliteStore;
use tavle_server::clock;
use tempfile::TempDir;
use tokio::time::sleep;

use super::{Client, Seed, binary::command};

/// For whatever has to happen: on a loaded machine everything takes long, but not for ever.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// A process that is killed when it is dropped.
pub struct Process {
    child: Child,
    said: Arc<Mutex<String>>,
    pub host: String,
}

/// A data directory with both teams.
pub fn teams() -> TempDir {
    let data = tempfile::tempdir().unwrap();
    SqliteStore::bulk_load(data.path(), Seed::teams().until(clock::machine()())).unwrap();
    data
}

/// `tavle serve` on a port that is free, for tests that ask as fast as they can.
pub fn serve(data: &Path) -> Command {
    let any_rate = ["--requests-per-session", "0", "--requests-per-address", "0"];
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--demo"];
    let arguments: Vec<_> = arguments.iter().chain(&any_rate).chain(&["--data"]).map(OsStr::new).collect();
    let mut serve = command(&arguments);
    serve.arg(data);
    serve
}

impl Process {
    /// Starts the service and waits until it can be read.
    pub async fn start(data: &Path) -> Self {
        Self::of(&mut serve(data)).await
    }

    /// Starts a prepared command of [`serve`] and waits until it can be read.
    pub async fn of(command: &mut Command) -> Self {
        let mut process = Self::begin(command);
        let begun = Instant::now();
        while process.host.is_empty() {
            let said = process.said();
            assert!(process.ended().is_none(), "the service ended before it listened:\n{said}");
            assert!(begun.elapsed() < PATIENCE, "the service does not listen:\n{said}");
            process.host = address(&said).unwrap_or_default();
            sleep(Duration::from_millis(5)).await;
        }
        let nobody = Client::nobody(&process.host);
        while !is_ready(&nobody).await {
            assert!(begun.elapsed() < PATIENCE, "the service is not ready:\n{}", process.said());
            sleep(Duration::from_millis(5)).await;
        }
        process
    }

    /// Starts a command and does not wait for anything.
    pub fn begin(command: &mut Command) -> Self {
        command.env("NO_COLOR", "1").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let said = Arc::new(Mutex::new(String::new()));
        let hears = said.clone();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut said = hears.lock().unwrap();
                said.push_str(&line);
                said.push('\n');
            }
        });
        Self { child, said, host: String::new() }
    }

    /// What it has said on standard error so far.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// The sentence with which it ended.
    pub fn last_words(&self) -> String {
        let said = self.when_said("tavle:");
        said.lines().last().unwrap_or_default().to_owned()
    }

    /// What it had said when it said this. The thread that listens may need a moment to hear it.
    pub fn when_said(&self, this: &str) -> String {
        let begun = Instant::now();
        loop {
            let said = self.said();
            if said.contains(this) && said.ends_with('\n') {
                return said;
            }
            assert!(begun.elapsed() < PATIENCE, "{this} was not said:\n{said}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM.
    pub fn ask_to_stop(&self) {
        let kill = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Waits until it has ended by itself.
    pub async fn end(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.ended() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "the process does not end:\n{}", self.said());
            sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn is_ready(client: &Client) -> bool {
    let answer = client.prepare(reqwest::Method::GET, "/readyz").send().await;
    answer.is_ok_and(|answer| answer.status() == 200)
}

/// Where it says that it listens.
fn address(said: &str) -> Option<String> {
    let line = said.lines().find(|line| line.contains("listening"))?;
    let (_, port) = line.split_once("127.0.0.1:")?;
    let digits: String = port.chars().take_while(char::is_ascii_digit).collect();
    Some(format!("127.0.0.1:{digits}"))
}

/// Runs a service that is expected to refuse: its exit code, and what it says last.
pub async fn refusal(data: &Path) -> (Option<i32>, String) {
    let mut process = Process::begin(&mut serve(data));
    let status = process.end().await;
    let last = process.last_words();
    (status.code(), last)
}

/// How often a loop runs: as often as a variable of the environment says, which the nightly run sets, else `few`
/// times.
pub fn rounds(variable: &str, few: usize) -> usize {
    env::var(variable).map_or(few, |rounds| rounds.parse().unwrap())
}

/// The seed of this run's chance: another one every time, and said, so that a run can be repeated.
pub fn seed() -> u64 {
    let given = env::var("TAVLE_SEED").ok().map(|seed| seed.parse().unwrap());
    let seed = given.unwrap_or_else(|| clock::machine()().timestamp_micros().unsigned_abs());
    println!("TAVLE_SEED={seed}");
    seed
}
