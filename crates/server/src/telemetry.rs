//! Logs: one line an event, to standard error. They hold no personal data and no secret.

use std::{env, io::stderr};

use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{Format, Log};

/// Starts logging.
pub fn start(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = fmt().with_env_filter(filter).with_writer(stderr).with_target(false);
    match log.format {
        Format::Text => lines.init(),
        Format::Json => lines.json().init(),
    }
    // What a panic says may quote what it was working on. Where it happened is enough to find it.
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        tracing::error!(at, "panicked");
    }));
}

/// Starts logging at the level of `TAVLE_LOG`, for the commands that have no settings.
pub fn start_for_command() {
    let base = Log::default();
    start(&Log { level: env::var("TAVLE_LOG").unwrap_or(base.level.clone()), ..base });
}
