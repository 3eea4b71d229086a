//! A bar for what takes long.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use tavle_projections::{ModelError, ReadModels};
use tokio::time::sleep;

/// How often a bar is drawn.
const DRAWN_EVERY: Duration = Duration::from_millis(200);

/// A bar of events.
pub const EVENTS: &str = "{bar:40} {human_pos} of {human_len} events, {per_sec}, {eta} left";

/// An empty bar, drawn only where somebody looks.
pub fn bar(template: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(DRAWN_EVERY);
    bar
}

/// Brings read models to the end of the log, and shows how far the last of them is. Gives the position.
///
/// # Errors
/// The log or a model's database.
pub async fn catch_up(models: &mut ReadModels, bar: &ProgressBar) -> Result<u64, ModelError> {
    let health = models.runner.health();
    let caught_up = models.runner.catch_up();
    tokio::pin!(caught_up);
    loop {
        tokio::select! {
            reached = &mut caught_up => return reached,
            () = sleep(DRAWN_EVERY) => {
                let last = health.models().iter().map(|model| model.checkpoint).min();
                bar.set_position(last.unwrap_or_default());
            }
        }
    }
}

/// A bar of events that remembers when it began.
pub struct Progress {
    bar: ProgressBar,
    began: Instant,
}

impl Progress {
    /// An empty bar.
    pub fn begin() -> Self {
        Self { bar: bar(EVENTS), began: Instant::now() }
    }

    /// So many events of so many are done.
    pub fn tell(&self, done: u64, of: u64) {
        // Drawing is slow beside what is counted.
        if done % 1_024 == 1 || done == of {
            self.bar.set_length(of);
            self.bar.set_position(done);
        }
    }

    /// What follows cannot be counted.
    pub fn then(&self, what: &'static str) {
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed}") {
            self.bar.set_style(style);
        }
        self.bar.set_message(what);
    }

    /// Clears the bar. Gives how fast it went, as in `3.2 s, 310000 events/s`.
    pub fn end(&self, events: u64) -> String {
        self.bar.finish_and_clear();
        let seconds = self.began.elapsed().as_secs_f64();
        format!("{seconds:.1} s, {:.0} events/s", events as f64 / seconds.max(0.001))
    }
}
