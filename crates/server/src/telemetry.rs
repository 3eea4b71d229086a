//! Logs: one line an event, to standard error. They hold no personal data and no secret.

use tracing_subscriber::EnvFilter;

/// Starts logging at the level of `TAVLE_LOG`, `info` where it is not set.
pub fn start() {
    let filter = EnvFilter::try_from_env("TAVLE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}
