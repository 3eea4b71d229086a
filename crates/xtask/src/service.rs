//! The service as a child process: started, waited for, stopped gracefully.

use std::{
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::{
    http,
    outcome::{Outcome, failure},
    workspace,
};

const READY_WITHIN: Duration = Duration::from_secs(120);
const STOPPED_WITHIN: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

/// A running `tavle serve`. Dropping it stops the service.
pub struct Service {
    child: Child,
    port: u16,
    asked_to_stop: Arc<AtomicBool>,
}

impl Service {
    /// Starts the service in demo mode. It gets a process group of its own: Ctrl-C reaches this program,
    /// which asks the service to stop and waits for it.
    pub fn start(data: &Path, port: u16) -> Outcome<Self> {
        let asked_to_stop = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&asked_to_stop))
                .map_err(|error| failure(format!("Ctrl-C cannot be listened for: {error}.")))?;
        }
        let child = Command::new(workspace::binary())
            .arg("serve")
            .arg("--data")
            .arg(data)
            .args(["--listen", &format!("127.0.0.1:{port}"), "--demo", "--web"])
            .arg(workspace::web().join("dist"))
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|error| failure(format!("`tavle serve` could not be started: {error}.")))?;
        Ok(Self { child, port, asked_to_stop })
    }

    /// Waits until the read models have caught up.
    pub fn wait_until_ready(&mut self) -> Outcome<()> {
        let begun = Instant::now();
        while !http::get(self.port, "/readyz").is_ok_and(|answer| answer.status == 200) {
            self.still_there("before it was ready")?;
            if self.asked_to_stop.load(Ordering::Relaxed) {
                return Err(failure("Stopped before the service was ready."));
            }
            if begun.elapsed() > READY_WITHIN {
                let seconds = READY_WITHIN.as_secs();
                return Err(failure(format!(
                    "The service was not ready within {seconds} s; its log stands above."
                )));
            }
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// Waits until someone presses Ctrl-C, then until the service has stopped.
    pub fn wait_until_stopped(mut self) -> Outcome<()> {
        while !self.asked_to_stop.load(Ordering::Relaxed) {
            self.still_there("by itself")?;
            thread::sleep(PAUSE);
        }
        println!("\nStopping …");
        self.stop();
        println!("Stopped.");
        Ok(())
    }

    fn still_there(&mut self, when: &str) -> Outcome<()> {
        match self.child.try_wait() {
            Ok(Some(status)) => {
                Err(failure(format!("The service ended {when} with {status}; its log stands above.")))
            }
            Ok(None) => Ok(()),
            Err(error) => Err(failure(format!("The service cannot be watched: {error}."))),
        }
    }

    fn stop(&mut self) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        let asked = pid.is_some_and(|pid| kill_process(pid, Signal::TERM).is_ok());
        let begun = Instant::now();
        while asked && begun.elapsed() < STOPPED_WITHIN {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(PAUSE);
        }
        // It has not stopped by itself: nothing that was answered can be lost, every append is on the disk.
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
            eprintln!("The service could not be ended: {error}.");
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.stop();
        }
    }
}
