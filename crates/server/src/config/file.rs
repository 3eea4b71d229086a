//! The settings file. Every key of it stands in `deploy/tavle.toml`.

use std::{fmt::Display, fs, net::SocketAddr, ops::RangeInclusive, path::Path, path::PathBuf};

use serde::{Deserialize, Deserializer, de::Error};

use super::{Format, MAX_DRAIN, MAX_SLOW, MAX_WAIT, address, level, limits, origin};
use crate::command::Failed;

/// What a file says. What it leaves out is decided elsewhere.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    pub(super) data: Option<PathBuf>,
    #[serde(deserialize_with = "an_address")]
    pub(super) listen: Option<SocketAddr>,
    pub(super) web: Option<PathBuf>,
    pub(super) demo: Option<bool>,
    pub(super) development: Option<bool>,
    pub(super) organisation: Option<String>,
    #[serde(deserialize_with = "an_origin")]
    pub(super) public_origin: Option<String>,
    pub(super) log: Logging,
    pub(super) read_models: ReadModels,
    pub(super) metrics: Metrics,
    pub(super) shutdown: Shutdown,
    pub(super) limits: limits::InFile,
}

/// Logging.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Logging {
    #[serde(deserialize_with = "a_level")]
    pub(super) level: Option<String>,
    pub(super) format: Option<Format>,
    #[serde(deserialize_with = "a_slow")]
    pub(super) slow_ms: Option<u64>,
}

/// Read models.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReadModels {
    #[serde(deserialize_with = "a_wait")]
    pub(super) wait_ms: Option<u64>,
}

/// Metrics.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Metrics {
    #[serde(deserialize_with = "an_address")]
    pub(super) listen: Option<SocketAddr>,
}

/// Stopping.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Shutdown {
    #[serde(deserialize_with = "a_drain")]
    pub(super) drain_seconds: Option<u64>,
}

impl File {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, or something in it is wrong: with line and key.
    pub fn read(path: &Path) -> Result<Self, Failed> {
        let text = fs::read_to_string(path);
        let text = text.map_err(|error| {
            Failed::because(format!("the settings file {} cannot be read: {error}", path.display()))
        })?;
        Self::parse(&text, path)
    }

    pub(super) fn parse(text: &str, path: &Path) -> Result<Self, Failed> {
        toml::from_str(text).map_err(|error| Failed::because(sentence(text, path, &error)))
    }
}

/// One sentence with file, line and key.
fn sentence(text: &str, path: &Path, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let number = before.matches('\n').count() + 1;
    let line = text.lines().nth(number - 1).unwrap_or_default();
    let path = path.display();
    let what = error.message().lines().next().unwrap_or("it is not TOML");
    match key(before, line) {
        Some(key) if what.starts_with("unknown field") => {
            format!("{path}, line {number}: there is no setting `{key}`")
        }
        Some(key) => format!("{path}, line {number}: `{key}`: {what}"),
        None => format!("{path}, line {number}: {what}"),
    }
}

/// The key of a line, with its table.
fn key(before: &str, line: &str) -> Option<String> {
    let table = |line: &str| Some(line.trim().strip_prefix('[')?.split(']').next()?.trim().to_owned());
    if let Some(table) = table(line) {
        return Some(table);
    }
    let (name, _) = line.split_once('=')?;
    let name = name.trim();
    Some(match before.lines().rev().find_map(table) {
        Some(table) => format!("{table}.{name}"),
        None => name.to_owned(),
    })
}

fn an_address<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SocketAddr>, D::Error> {
    address(&String::deserialize(from)?).map(Some).map_err(Error::custom)
}

fn an_origin<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    origin(&String::deserialize(from)?).map(Some).map_err(Error::custom)
}

fn a_level<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    level(&String::deserialize(from)?).map(Some).map_err(Error::custom)
}

fn a_wait<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    within(i64::deserialize(from)?, 0..=MAX_WAIT).map(Some)
}

fn a_slow<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    within(i64::deserialize(from)?, 1..=MAX_SLOW).map(Some)
}

fn a_drain<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    within(i64::deserialize(from)?, 1..=MAX_DRAIN).map(Some)
}

fn within<E: Error>(number: i64, range: RangeInclusive<u64>) -> Result<u64, E> {
    let bounds = |number: &dyn Display| {
        E::custom(format!("{number} is not between {} and {}", range.start(), range.end()))
    };
    u64::try_from(number).ok().filter(|number| range.contains(number)).ok_or_else(|| bounds(&number))
}
