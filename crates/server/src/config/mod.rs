//! Settings of the service: flag, else environment, else file, else default.

mod file;
mod limits;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, ValueEnum, builder::BoolishValueParser};
use serde::Deserialize;
use tavle_event_store::MAX_ORGANISATION_BYTES;
use tracing_subscriber::EnvFilter;

use crate::command::Failed;

pub use file::File;
pub use limits::Limits;

/// What a demonstration records as its organisation.
const ORGANISATION: &str = "Nordlia kommune";

/// Longest time that a command may be told to wait, in milliseconds: its request ends after 10 s.
const MAX_WAIT: u64 = 8_000;
/// Longest time to drain, in seconds.
const MAX_DRAIN: u64 = 300;
/// Most that an operation may be allowed to take before it is named as slow, in milliseconds.
const MAX_SLOW: u64 = 60_000;

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// What is logged, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Levels, as in `tavle=debug,info`.
    pub level: String,
    /// The form of a line.
    pub format: Format,
    /// An operation that takes longer is named.
    pub slow: Duration,
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".to_owned(), format: Format::Text, slow: Duration::from_millis(500) }
    }
}

/// Everything that the service is told. There is no secret among it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Directory of the log, the read models and the keys.
    pub data: PathBuf,
    /// Address and port of the service.
    pub listen: SocketAddr,
    /// Directory of the web build; without it the API alone is served.
    pub web: Option<PathBuf>,
    /// Whether this is a demonstration.
    pub demo: bool,
    /// Whether the schema may be asked for, and the page to try queries on is served.
    pub development: bool,
    /// The organisation that runs the installation.
    pub organisation: String,
    /// Scheme and host under which browsers reach the service behind a proxy.
    pub public_origin: Option<String>,
    /// Logging.
    pub log: Log,
    /// How long a command waits until what it wrote can be read.
    pub read_wait: Duration,
    /// Address and port for metrics and health; off where it is missing.
    pub metrics: Option<SocketAddr>,
    /// How long open requests and sockets get to end.
    pub drain: Duration,
    /// How much may be asked for.
    pub limits: Limits,
}

impl Settings {
    /// The defaults, over a data directory: that has none.
    #[must_use]
    pub fn over(data: PathBuf) -> Self {
        Self {
            data,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            web: None,
            demo: false,
            development: false,
            organisation: ORGANISATION.to_owned(),
            public_origin: None,
            log: Log::default(),
            read_wait: Duration::from_millis(2_000),
            metrics: None,
            drain: Duration::from_secs(10),
            limits: Limits::default(),
        }
    }
}

/// Settings as flags; each has a variable in the environment.
#[derive(Args, Debug, Default)]
pub struct Flags {
    /// Settings file; see deploy/tavle.toml. Flags and environment go before it.
    #[arg(long, env = "TAVLE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Directory of the log, the read models and the keys.
    #[arg(long, env = "TAVLE_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Address to listen on [default: 127.0.0.1:8080].
    #[arg(long, env = "TAVLE_LISTEN", value_name = "ADDR", value_parser = address)]
    listen: Option<SocketAddr>,
    /// Directory of the web build.
    #[arg(long, env = "TAVLE_WEB", value_name = "DIR")]
    web: Option<PathBuf>,
    /// Demonstration: choose a user without a password. On loopback only.
    #[arg(long, env = "TAVLE_DEMO", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", value_parser = BoolishValueParser::new())]
    demo: Option<bool>,
    /// Development: the schema may be asked for, and /graphiql is served. On loopback only; a demonstration has both.
    #[arg(long, env = "TAVLE_DEVELOPMENT", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", value_parser = BoolishValueParser::new())]
    development: Option<bool>,
    /// Name of the organisation that runs the installation, as recorded with every entry [default: Nordlia kommune].
    #[arg(long, env = "TAVLE_ORGANISATION", value_name = "NAME")]
    organisation: Option<String>,
    /// Scheme and host under which browsers reach the service behind a proxy, as in https://tavle.kommune.no.
    #[arg(long, env = "TAVLE_PUBLIC_ORIGIN", value_name = "ORIGIN", value_parser = origin)]
    public_origin: Option<String>,
    /// What is logged to standard error, as in tavle=debug,info [default: info].
    #[arg(long = "log", env = "TAVLE_LOG", value_name = "LEVELS", value_parser = level)]
    log_level: Option<String>,
    /// How it is written [default: text].
    #[arg(long, env = "TAVLE_LOG_FORMAT", value_name = "FORMAT")]
    log_format: Option<Format>,
    /// How long a command waits until what it wrote can be read, in milliseconds [default: 2000].
    #[arg(long, env = "TAVLE_READ_WAIT_MS", value_name = "MS",
        value_parser = clap::value_parser!(u64).range(0..=MAX_WAIT))]
    read_wait_ms: Option<u64>,
    /// Address for metrics and health, without any sign-in; off where it is left out.
    #[arg(long, env = "TAVLE_METRICS_LISTEN", value_name = "ADDR", value_parser = address)]
    metrics_listen: Option<SocketAddr>,
    /// How long open requests and sockets get to end, in seconds [default: 10].
    #[arg(long, env = "TAVLE_DRAIN_SECONDS", value_name = "S",
        value_parser = clap::value_parser!(u64).range(1..=MAX_DRAIN))]
    drain_seconds: Option<u64>,
    /// An operation that takes longer is named in the log, in milliseconds [default: 500].
    #[arg(long, env = "TAVLE_SLOW_MS", value_name = "MS", value_parser = clap::value_parser!(u64).range(1..=MAX_SLOW))]
    slow_ms: Option<u64>,
    #[command(flatten)]
    limits: limits::LimitFlags,
}

impl Flags {
    /// The settings that hold.
    ///
    /// # Errors
    /// The file cannot be read or says something that there is not; or nothing says where the data is.
    pub fn settings(self) -> Result<Settings, Failed> {
        let file = self.config.as_deref().map(File::read).transpose()?.unwrap_or_default();
        self.over(file)
    }

    fn over(self, file: File) -> Result<Settings, Failed> {
        let Some(data) = self.data.or(file.data) else {
            return Err(Failed::because(
                "nothing says where the data is: use --data DIR, TAVLE_DATA or `data` in the settings file",
            ));
        };
        let base = Settings::over(data);
        let millis = self.read_wait_ms.or(file.read_models.wait_ms).map(Duration::from_millis);
        let seconds = self.drain_seconds.or(file.shutdown.drain_seconds).map(Duration::from_secs);
        let slow = self.slow_ms.or(file.log.slow_ms).map(Duration::from_millis);
        let settings = Settings {
            listen: self.listen.or(file.listen).unwrap_or(base.listen),
            web: self.web.or(file.web),
            demo: self.demo.or(file.demo).unwrap_or(base.demo),
            development: self.development.or(file.development).unwrap_or(base.development),
            organisation: self.organisation.or(file.organisation).unwrap_or(base.organisation),
            public_origin: self.public_origin.or(file.public_origin),
            log: Log {
                level: self.log_level.or(file.log.level).unwrap_or(base.log.level),
                format: self.log_format.or(file.log.format).unwrap_or(base.log.format),
                slow: slow.unwrap_or(base.log.slow),
            },
            read_wait: millis.unwrap_or(base.read_wait),
            metrics: self.metrics_listen.or(file.metrics.listen),
            drain: seconds.unwrap_or(base.drain),
            limits: self.limits.over(file.limits),
            data: base.data,
        };
        settings.check()
    }
}

impl Settings {
    /// Refuses what must not be, whoever asked for it.
    fn check(self) -> Result<Self, Failed> {
        let is_public = |address: SocketAddr| !address.ip().is_loopback();
        if self.demo && is_public(self.listen) {
            return Err(Failed::because(
                "a demonstration has no passwords, so it listens on loopback only: use --listen 127.0.0.1:8080",
            ));
        }
        if self.demo && self.public_origin.is_some() {
            return Err(Failed::because(
                "a demonstration is reached on loopback only: leave the public origin out",
            ));
        }
        if self.development && is_public(self.listen) {
            return Err(Failed::because(
                "development shows the schema to everybody, so it listens on loopback only: use --listen 127.0.0.1:8080",
            ));
        }
        let name = self.organisation.trim();
        if name.is_empty() || name.len() > MAX_ORGANISATION_BYTES {
            return Err(Failed::because(format!(
                "the organisation's name stands with every entry and has 1 to {MAX_ORGANISATION_BYTES} bytes, not {}",
                name.len()
            )));
        }
        if let Some(web) = self.web.as_deref().filter(|web| !web.join("index.html").is_file()) {
            let web = web.display();
            return Err(Failed::because(format!(
                "there is no index.html in {web}: build the web pages first"
            )));
        }
        Ok(self)
    }
}

/// An address with a port.
fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("{text:?} is not an address with a port, such as 127.0.0.1:8080"))
}

/// A scheme and a host, with a port where it is not the scheme's own: as browsers write an origin.
fn origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_plain =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | ':' | '[' | ']');
    match host {
        Some(host) if !host.is_empty() && host.chars().all(is_plain) => Ok(text.to_owned()),
        _ => Err(format!(
            "{text:?} is not an origin in lower case without a path, such as https://tavle.kommune.no"
        )),
    }
}

/// Levels of logging.
fn level(text: &str) -> Result<String, String> {
    let parsed = EnvFilter::builder().parse(text);
    parsed
        .map(|_| text.to_owned())
        .map_err(|_| format!("{text:?} is not a level, such as info or tavle=debug,info"))
}

#[cfg(test)]
mod tests;
