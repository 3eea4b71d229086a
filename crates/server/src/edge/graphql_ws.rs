//! GraphQL over WebSocket: `graphql-transport-ws`, with the same guard as over HTTP.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{
        State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    },
    http::HeaderMap,
    response::Response,
};
use futures::StreamExt;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use tavle_graphql::{Caller, guard::Transport};
use tokio::{
    sync::{mpsc, watch},
    task::AbortHandle,
    time::{Interval, interval, sleep_until, timeout},
};

use super::{
    answer::foreign_origin,
    graphql_http::{Operation, prepare, refusal, with_codes},
    origin::socket_is_ours,
};
use crate::{
    auth::{self, Proof},
    service::Service,
};

const PROTOCOL: &str = "graphql-transport-ws";
/// Largest message.
const MAX_MESSAGE: usize = 64 * 1024;
/// Time for `connection_init`.
const INIT_WITHIN: Duration = Duration::from_secs(10);
/// How often we ping, and look whether the session still holds.
const CHECK_EVERY: Duration = Duration::from_secs(5);
/// A client silent for so long is gone.
const SILENT_FOR: Duration = Duration::from_secs(30);
/// A client that takes nothing for so long is gone.
const SEND_WITHIN: Duration = Duration::from_secs(10);
/// Most operations at a time on one socket.
const MAX_OPERATIONS: usize = 16;
/// Messages that may wait for a slow client.
const WAITING: usize = 64;

/// Why a socket is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Close {
    BadMessage,
    Unauthorised,
    Expired,
    InitTimeout,
    SameId,
    TooManyInit,
    TooMany,
    GoingAway,
}

impl Close {
    const fn frame(self) -> (u16, &'static str) {
        match self {
            Self::BadMessage => (4400, "Bad message"),
            Self::Unauthorised => (4401, "Unauthorized"),
            Self::Expired => (4403, "Session ended"),
            Self::InitTimeout => (4408, "Connection initialisation timeout"),
            Self::SameId => (4409, "Subscriber already exists"),
            Self::TooManyInit => (4429, "Too many initialisation requests"),
            Self::TooMany => (4429, "Too many subscriptions"),
            Self::GoingAway => (1012, "Service restart"),
        }
    }
}

/// What a client sends.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum FromClient {
    ConnectionInit {},
    Ping {},
    Pong {},
    Subscribe { id: String, payload: Operation },
    Complete { id: String },
}

/// Upgrades to the protocol. A foreign origin is refused before there is a socket.
pub async fn upgrade(
    State(service): State<Service>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let found = auth::caller(&service, &headers);
    if !socket_is_ours(&service, &headers, found.map(|(_, proof)| proof)) {
        return foreign_origin();
    }
    let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE);
    upgrade.on_upgrade(move |socket| async move {
        let spoken = socket.protocol().is_some_and(|protocol| protocol == PROTOCOL);
        let metrics = Arc::clone(&service.metrics);
        let _open = metrics.open_socket();
        let (to_client, outbox) = mpsc::channel(WAITING);
        let connection = Connection {
            service,
            found,
            initialised: false,
            running: HashMap::new(),
            to_client,
            heard_at: Instant::now(),
        };
        connection.serve(socket, outbox, spoken).await;
    })
}

/// One open socket.
struct Connection {
    service: Service,
    found: Option<(Caller, Proof)>,
    initialised: bool,
    running: HashMap<String, AbortHandle>,
    to_client: mpsc::Sender<Outgoing>,
    heard_at: Instant,
}

/// What an operation has to say.
enum Outgoing {
    Next(String),
    Done { id: String, message: String },
}

impl Connection {
    async fn serve(mut self, mut socket: WebSocket, mut outbox: mpsc::Receiver<Outgoing>, spoken: bool) {
        let reason = if spoken { self.run(&mut socket, &mut outbox).await } else { Some(Close::BadMessage) };
        for (_, running) in self.running.drain() {
            running.abort();
        }
        if let Some(reason) = reason {
            let (code, text) = reason.frame();
            let frame = CloseFrame { code, reason: text.into() };
            // Whoever is gone does not need to be told.
            let _ = socket.send(Message::Close(Some(frame))).await;
        }
    }

    /// Runs until the socket closes; gives the reason where we close it.
    async fn run(&mut self, socket: &mut WebSocket, outbox: &mut mpsc::Receiver<Outgoing>) -> Option<Close> {
        let init_by = tokio::time::Instant::now() + INIT_WITHIN;
        let mut check: Interval = interval(CHECK_EVERY);
        let mut stopping = self.service.stopping.clone();
        let mut ended = self.service.sessions.ended();
        loop {
            tokio::select! {
                Ok(()) = ended.changed() => {
                    if !self.still_signed_in() {
                        return Some(Close::Expired);
                    }
                }
                message = socket.recv() => match message {
                    None | Some(Err(_) | Ok(Message::Close(_))) => return None,
                    Some(Ok(message)) => match self.hear(socket, message).await {
                        Ok(()) => self.heard_at = Instant::now(),
                        Err(close) => return close,
                    },
                },
                Some(outgoing) = outbox.recv() => {
                    let message = match outgoing {
                        Outgoing::Next(message) => message,
                        Outgoing::Done { id, message } => {
                            self.running.remove(&id);
                            message
                        }
                    };
                    send(socket, message).await?;
                }
                _ = check.tick() => {
                    if !self.still_signed_in() {
                        return Some(Close::Expired);
                    }
                    if self.heard_at.elapsed() > SILENT_FOR {
                        return None;
                    }
                    if self.initialised {
                        send(socket, json!({ "type": "ping" }).to_string()).await?;
                    }
                }
                () = sleep_until(init_by), if !self.initialised => return Some(Close::InitTimeout),
                () = stopped(&mut stopping) => return Some(Close::GoingAway),
            }
        }
    }

    fn still_signed_in(&self) -> bool {
        self.found.as_ref().is_none_or(|(_, proof)| auth::still_holds(&self.service, proof))
    }

    async fn hear(&mut self, socket: &mut WebSocket, message: Message) -> Result<(), Option<Close>> {
        let text = match message {
            Message::Text(text) => text,
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Binary(_) | Message::Close(_) => return Err(Some(Close::BadMessage)),
        };
        let message = serde_json::from_str(&text).map_err(|_| Some(Close::BadMessage))?;
        match message {
            FromClient::ConnectionInit {} if self.initialised => Err(Some(Close::TooManyInit)),
            FromClient::ConnectionInit {} => {
                if self.found.is_none() {
                    return Err(Some(Close::Unauthorised));
                }
                self.initialised = true;
                say(socket, &json!({ "type": "connection_ack" })).await
            }
            FromClient::Ping {} => say(socket, &json!({ "type": "pong" })).await,
            FromClient::Pong {} => Ok(()),
            FromClient::Subscribe { id, payload } => self.subscribe(id, payload),
            FromClient::Complete { id } => {
                if let Some(running) = self.running.remove(&id) {
                    running.abort();
                }
                Ok(())
            }
        }
    }

    fn subscribe(&mut self, id: String, operation: Operation) -> Result<(), Option<Close>> {
        let caller = match self.found {
            Some((caller, _)) if self.initialised => caller,
            _ => return Err(Some(Close::Unauthorised)),
        };
        if self.running.contains_key(&id) {
            return Err(Some(Close::SameId));
        }
        if self.running.len() >= MAX_OPERATIONS {
            return Err(Some(Close::TooMany));
        }
        let (service, to_client, of) = (self.service.clone(), self.to_client.clone(), id.clone());
        let task =
            tokio::spawn(async move { run_operation(service, caller, operation, of, to_client).await });
        self.running.insert(id, task.abort_handle());
        Ok(())
    }
}

async fn run_operation(
    service: Service,
    caller: Caller,
    operation: Operation,
    id: String,
    to_client: mpsc::Sender<Outgoing>,
) {
    let request = match prepare(operation, caller, Transport::Socket) {
        Ok(request) => request,
        Err(refused) => {
            let errors = refusal(refused).errors;
            let message = json!({ "id": id, "type": "error", "payload": errors }).to_string();
            let _ = to_client.send(Outgoing::Done { id, message }).await;
            return;
        }
    };
    let mut answers = tavle_graphql::execute_stream(&service.schema, request);
    while let Some(answer) = answers.next().await {
        let answer = with_codes(answer);
        let never_ran =
            answer.data == async_graphql::Value::Null && answer.errors.iter().all(|e| e.path.is_empty());
        if never_ran && !answer.errors.is_empty() {
            let message = json!({ "id": id, "type": "error", "payload": answer.errors }).to_string();
            let _ = to_client.send(Outgoing::Done { id, message }).await;
            return;
        }
        let message = json!({ "id": id, "type": "next", "payload": answer }).to_string();
        // A client that does not read holds only its own operation back.
        if to_client.send(Outgoing::Next(message)).await.is_err() {
            return;
        }
    }
    let message = json!({ "id": id, "type": "complete" }).to_string();
    let _ = to_client.send(Outgoing::Done { id, message }).await;
}

/// Waits until the service stops.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

async fn say(socket: &mut WebSocket, message: &Json) -> Result<(), Option<Close>> {
    send(socket, message.to_string()).await.ok_or(None)
}

/// Sends a message; `None` when the client is gone or takes nothing any more.
async fn send(socket: &mut WebSocket, message: String) -> Option<()> {
    timeout(SEND_WITHIN, socket.send(Message::text(message))).await.ok()?.ok()
}
