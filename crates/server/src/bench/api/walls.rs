//! Walls: each holds a socket open, and fetches its board when it is told that it has changed.

use std::time::{Duration, Instant};

use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use hyper::StatusCode;
use serde_json::{Value as Json, json};
use tokio::{net::TcpStream, sync::mpsc, task::AbortHandle, time::sleep};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message, client::IntoClientRequest, http::HeaderValue, http::header, protocol::WebSocketConfig,
    },
};

use super::{
    BenchError,
    client::{Asker, Connection},
};

const EVENTS: &str = "subscription($team: ID!) { boardEvents(teamId: $team) { __typename
    ... on BoardInvalidated { boardVersion } ... on Heartbeat { boardVersion } } }";

/// How soon a wall that was told to come again does.
const AGAIN: Duration = Duration::from_millis(50);

/// A board that a wall shows.
pub struct Shown {
    /// Place in the log that it was built from.
    pub position: u64,
    /// When it was there.
    pub at: Instant,
}

/// A wall that is open until it is dropped.
pub struct Wall(AbortHandle);

impl Drop for Wall {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Wall {
    /// Opens a wall that shows its board and tells when. The first board is told, too.
    pub async fn showing(
        asker: &Asker,
        team: &str,
        board: Bytes,
        shown: mpsc::UnboundedSender<Shown>,
    ) -> Result<Self, BenchError> {
        let mut socket = subscribe(asker, team).await?;
        let mut connection = asker.connect().await?;
        let task = tokio::spawn(async move {
            let mut version = String::new();
            while let Some(told) = next(&mut socket).await {
                let Some(now) = version_of(&told).filter(|now| *now != version) else { continue };
                let Some(position) = fetched(&mut connection, &board).await else { return };
                version = now;
                if shown.send(Shown { position, at: Instant::now() }).is_err() {
                    return;
                }
            }
        });
        Ok(Self(task.abort_handle()))
    }

    /// Opens a wall that only listens.
    pub async fn idle(asker: &Asker, team: &str) -> Result<Self, BenchError> {
        let mut socket = subscribe(asker, team).await?;
        let task = tokio::spawn(async move { while next(&mut socket).await.is_some() {} });
        Ok(Self(task.abort_handle()))
    }
}

/// The position of the board as it is now. One who is told to come again does, as a browser would.
async fn fetched(connection: &mut Connection, board: &Bytes) -> Option<u64> {
    loop {
        let answer = connection.post(board.clone()).await.ok()?;
        if answer.status != StatusCode::SERVICE_UNAVAILABLE {
            return position_of(&answer.body);
        }
        sleep(AGAIN).await;
    }
}

type Socket = WebSocketStream<TcpStream>;

async fn subscribe(asker: &Asker, team: &str) -> Result<Socket, BenchError> {
    let mut request = format!("ws://{}/graphql/ws", asker.address).into_client_request()?;
    let headers = request.headers_mut();
    let token = HeaderValue::try_from(format!("Bearer {}", asker.token))
        .map_err(|_| BenchError::Service("gave no token"))?;
    headers.insert(header::AUTHORIZATION, token);
    headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static("graphql-transport-ws"));
    let stream = TcpStream::connect(&asker.address).await?;
    stream.set_nodelay(true)?;
    // The client's own memory is not what is measured, but thousands of large buffers would disturb it.
    let small = WebSocketConfig::default().read_buffer_size(4 << 10).write_buffer_size(0);
    let (mut socket, _) = tokio_tungstenite::client_async_with_config(request, stream, Some(small)).await?;
    say(&mut socket, &json!({ "type": "connection_init" })).await?;
    let subscription = json!({ "query": EVENTS, "variables": { "team": team } });
    say(&mut socket, &json!({ "id": "1", "type": "subscribe", "payload": subscription })).await?;
    // Acknowledged and told of the board once: from here on nothing is missed.
    loop {
        let told = next(&mut socket)
            .await
            .ok_or(BenchError::Service("closed a socket before it told of the board"))?;
        if version_of(&told).is_some() {
            return Ok(socket);
        }
    }
}

async fn say(socket: &mut Socket, message: &Json) -> Result<(), BenchError> {
    Ok(socket.send(Message::text(message.to_string())).await?)
}

/// The next message that says something. A ping is answered.
async fn next(socket: &mut Socket) -> Option<Json> {
    loop {
        let Message::Text(text) = socket.next().await?.ok()? else { continue };
        let message: Json = serde_json::from_str(&text).ok()?;
        if message["type"] != "ping" {
            return Some(message);
        }
        say(socket, &json!({ "type": "pong" })).await.ok()?;
    }
}

fn version_of(message: &Json) -> Option<String> {
    message["payload"]["data"]["boardEvents"]["boardVersion"].as_str().map(str::to_owned)
}

/// Read without the rest: a hundred walls in one process would else measure their own parser.
fn position_of(board: &[u8]) -> Option<u64> {
    const BEFORE: &[u8] = b"\"position\":\"";
    let at = board.windows(BEFORE.len()).position(|window| window == BEFORE)? + BEFORE.len();
    let digits = board[at..].iter().take_while(|byte| byte.is_ascii_digit());
    std::str::from_utf8(&digits.copied().collect::<Vec<_>>()).ok()?.parse().ok()
}
