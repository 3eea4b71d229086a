//! Messages of `graphql-transport-ws`.

use async_graphql::{Response as Answer, ServerError};
use serde::{Deserialize, Serialize};

use tavle_graphql::to_json;

use super::super::operation::{Operation, never_ran};

/// Longest id of an operation in bytes.
const MAX_ID: usize = 128;

/// What a client sends.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromClient {
    /// Opens the session.
    ConnectionInit {},
    /// Asks for a pong.
    Ping {},
    /// Says that somebody is there.
    Pong {},
    /// Begins an operation.
    Subscribe {
        /// Its id.
        id: String,
        /// The operation.
        payload: Operation,
    },
    /// Ends an operation.
    Complete {
        /// Its id.
        id: String,
    },
}

impl FromClient {
    /// Reads a message; none where it is none of the protocol's.
    pub fn read(text: &str) -> Option<Self> {
        let message = serde_json::from_str(text).ok()?;
        match &message {
            Self::Subscribe { id, .. } if id.is_empty() || id.len() > MAX_ID => None,
            _ => Some(message),
        }
    }
}

/// The session is open.
pub const ACK: &str = r#"{"type":"connection_ack"}"#;
/// Asks whether somebody is there.
pub const PING: &str = r#"{"type":"ping"}"#;
/// Somebody is there.
pub const PONG: &str = r#"{"type":"pong"}"#;

#[derive(Serialize)]
struct Written<'a, P> {
    id: &'a str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<P>,
}

/// What an operation says.
#[derive(Clone, Debug)]
pub struct Said {
    /// The message.
    pub text: String,
    /// Whether it is the operation's last.
    pub last: bool,
}

/// An answer of an operation: `next`, or `error` where it was never run.
pub fn answer(id: &str, answer: &Answer) -> Said {
    if never_ran(answer) {
        let payload: &[ServerError] = &answer.errors;
        return Said { text: write(Written { id, r#type: "error", payload: Some(payload) }), last: true };
    }
    Said { text: write(Written { id, r#type: "next", payload: Some(answer) }), last: false }
}

/// The end of an operation.
pub fn complete(id: &str) -> Said {
    Said { text: write(Written::<()> { id, r#type: "complete", payload: None }), last: true }
}

fn write(message: impl Serialize) -> String {
    // Nothing in a message fails to be written: no map has keys that are not text, and JSON is UTF-8.
    to_json(&message).and_then(|json| String::from_utf8(json).ok()).unwrap_or_default()
}
