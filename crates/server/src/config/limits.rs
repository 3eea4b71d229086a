//! How much one client, and all of them together, may ask for. A team of twelve behind one address, each with a few
//! tabs, and its walls stay far below every one of these.

use std::net::IpAddr;

use clap::Args;
use serde::{Deserialize, Deserializer, de::Error};

/// Most that any of these may be set to.
const MOST: u32 = 1_000_000;

/// Limits of the edge. A rate of zero is no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at a time.
    pub connections: u32,
    /// Connections at a time from one address.
    pub connections_per_address: u32,
    /// Requests a second of one session; six seconds' worth may come at once.
    pub requests_per_session: u32,
    /// Requests a second from one address; six seconds' worth may come at once.
    pub requests_per_address: u32,
    /// Open sockets of one session.
    pub sockets_per_session: u32,
    /// Open sockets from one address.
    pub sockets_per_address: u32,
    /// Operations at a time on one socket.
    pub subscriptions_per_socket: u32,
    /// Queries that are answered at a time.
    pub reads_at_once: u32,
    /// Commands that are handled at a time.
    pub writes_at_once: u32,
    /// Requests of one sort that may wait for their turn.
    pub waiting: u32,
    /// A proxy in front of the service: the last address in its `X-Forwarded-For` is the client's.
    pub trusted_proxy: Option<IpAddr>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 8_192,
            connections_per_address: 2_048,
            requests_per_session: 50,
            requests_per_address: 500,
            sockets_per_session: 32,
            sockets_per_address: 1_024,
            subscriptions_per_socket: 16,
            reads_at_once: 8,
            writes_at_once: 256,
            waiting: 512,
            trusted_proxy: None,
        }
    }
}

/// Limits as the settings file has them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InFile {
    #[serde(deserialize_with = "at_least_one")]
    pub(super) connections: Option<u32>,
    #[serde(deserialize_with = "at_least_one")]
    pub(super) connections_per_address: Option<u32>,
    #[serde(deserialize_with = "a_rate")]
    pub(super) requests_per_session: Option<u32>,
    #[serde(deserialize_with = "a_rate")]
    pub(super) requests_per_address: Option<u32>,
    #[serde(deserialize_with = "at_least_one")]
    pub(super) sockets_per_session: Option<u32>,
    #[serde(deserialize_with = "at_least_one")]
    pub(super) sockets_per_address: Option<u32>,
    #[serde(deserialize_with = "at_least_one")]
    pub(super) subscriptions_per_socket: Option<u32>,
    #[serde(deserialize_with = "at_least_one")]
    pub(super) reads_at_once: Option<u32>,
    #[serde(deserialize_with = "at_least_one")]
    pub(super) writes_at_once: Option<u32>,
    #[serde(deserialize_with = "a_rate")]
    pub(super) waiting: Option<u32>,
    pub(super) trusted_proxy: Option<IpAddr>,
}

fn a_rate<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    number(from, 0)
}

fn at_least_one<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    number(from, 1)
}

fn number<'de, D: Deserializer<'de>>(from: D, least: u32) -> Result<Option<u32>, D::Error> {
    let number = i64::deserialize(from)?;
    let fits = u32::try_from(number).ok().filter(|number| (least..=MOST).contains(number));
    fits.map(Some).ok_or_else(|| D::Error::custom(format!("{number} is not between {least} and {MOST}")))
}

/// Limits as flags.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Limits")]
pub struct LimitFlags {
    /// Connections at a time [default: 8192].
    #[arg(long, env = "TAVLE_CONNECTIONS", value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    connections: Option<u32>,
    /// Connections at a time from one address [default: 2048].
    #[arg(long, env = "TAVLE_CONNECTIONS_PER_ADDRESS", value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    connections_per_address: Option<u32>,
    /// Requests a second of one session, 0 for any number [default: 50].
    #[arg(long, env = "TAVLE_REQUESTS_PER_SESSION", value_name = "N",
        value_parser = clap::value_parser!(u32).range(0..=i64::from(MOST)))]
    requests_per_session: Option<u32>,
    /// Requests a second from one address, 0 for any number [default: 500].
    #[arg(long, env = "TAVLE_REQUESTS_PER_ADDRESS", value_name = "N",
        value_parser = clap::value_parser!(u32).range(0..=i64::from(MOST)))]
    requests_per_address: Option<u32>,
    /// Open sockets of one session [default: 32].
    #[arg(long, env = "TAVLE_SOCKETS_PER_SESSION", value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    sockets_per_session: Option<u32>,
    /// Open sockets from one address [default: 1024].
    #[arg(long, env = "TAVLE_SOCKETS_PER_ADDRESS", value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    sockets_per_address: Option<u32>,
    /// Operations at a time on one socket [default: 16].
    #[arg(long, env = "TAVLE_SUBSCRIPTIONS_PER_SOCKET", value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    subscriptions_per_socket: Option<u32>,
    /// Queries that are answered at a time; others wait their turn [default: 8].
    #[arg(long, env = "TAVLE_READS_AT_ONCE", value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    reads_at_once: Option<u32>,
    /// Commands that are handled at a time; others wait their turn [default: 256].
    #[arg(long, env = "TAVLE_WRITES_AT_ONCE", value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    writes_at_once: Option<u32>,
    /// Requests of one sort that may wait; more are refused [default: 512].
    #[arg(long, env = "TAVLE_WAITING", value_name = "N",
        value_parser = clap::value_parser!(u32).range(0..=i64::from(MOST)))]
    waiting: Option<u32>,
    /// Address of a proxy in front: its X-Forwarded-For names the client.
    #[arg(long, env = "TAVLE_TRUSTED_PROXY", value_name = "IP")]
    trusted_proxy: Option<IpAddr>,
}

impl LimitFlags {
    /// The limits that hold.
    pub(super) fn over(self, file: InFile) -> Limits {
        let base = Limits::default();
        Limits {
            connections: self.connections.or(file.connections).unwrap_or(base.connections),
            connections_per_address: self
                .connections_per_address
                .or(file.connections_per_address)
                .unwrap_or(base.connections_per_address),
            requests_per_session: self
                .requests_per_session
                .or(file.requests_per_session)
                .unwrap_or(base.requests_per_session),
            requests_per_address: self
                .requests_per_address
                .or(file.requests_per_address)
                .unwrap_or(base.requests_per_address),
            sockets_per_session: self
                .sockets_per_session
                .or(file.sockets_per_session)
                .unwrap_or(base.sockets_per_session),
            sockets_per_address: self
                .sockets_per_address
                .or(file.sockets_per_address)
                .unwrap_or(base.sockets_per_address),
            subscriptions_per_socket: self
                .subscriptions_per_socket
                .or(file.subscriptions_per_socket)
                .unwrap_or(base.subscriptions_per_socket),
            reads_at_once: self.reads_at_once.or(file.reads_at_once).unwrap_or(base.reads_at_once),
            writes_at_once: self.writes_at_once.or(file.writes_at_once).unwrap_or(base.writes_at_once),
            waiting: self.waiting.or(file.waiting).unwrap_or(base.waiting),
            trusted_proxy: self.trusted_proxy.or(file.trusted_proxy),
        }
    }
}
