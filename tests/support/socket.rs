//! `graphql-transport-ws` from the client's side.

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::{Value as Json, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest, protocol::CloseFrame},
};

use super::Client;

pub const PROTOCOL: &str = "graphql-transport-ws";
const BOARD: &str = "subscription($team: ID!) { boardEvents(teamId: $team) { __typename
    ... on Heartbeat { boardVersion serverTime }
    ... on BoardInvalidated { boardVersion participantIds serverTime } } }";

/// What a socket hears.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    Message(Json),
    Closed(u16),
    Gone,
}

/// An open socket.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub async fn open(client: &Client) -> Self {
        Self::try_open(client, Some(PROTOCOL)).await.unwrap()
    }

    pub async fn try_open(client: &Client, protocol: Option<&str>) -> Result<Self, Error> {
        let mut request = format!("ws://{}/graphql/ws", client.host).into_client_request().unwrap();
        for (name, value) in &client.headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        if let Some(protocol) = protocol {
            request.headers_mut().insert("sec-websocket-protocol", protocol.parse().unwrap());
        }
        connect_async(request).await.map(|(socket, _)| Self(socket))
    }

    pub async fn init(&mut self) {
        self.send(&json!({ "type": "connection_init" })).await;
        assert_eq!(self.hear().await, Heard::Message(json!({ "type": "connection_ack" })));
    }

    pub async fn send(&mut self, message: &Json) {
        self.say(Message::text(message.to_string())).await;
    }

    pub async fn say(&mut self, message: Message) {
        // The other side may have closed already; what it said is heard next.
        let _ = self.0.send(message).await;
    }

    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Json) {
        let payload = json!({ "query": query, "variables": variables });
        self.send(&json!({ "type": "subscribe", "id": id, "payload": payload })).await;
    }

    pub async fn watch_board(&mut self, id: &str, team: impl serde::Serialize) {
        self.subscribe(id, BOARD, json!({ "team": team })).await;
    }

    /// The next message but pings, or how the socket ended.
    pub async fn hear(&mut self) -> Heard {
        self.hear_within(Duration::from_secs(20)).await.expect("nothing was heard")
    }

    pub async fn hear_within(&mut self, at_most: Duration) -> Option<Heard> {
        timeout(at_most, self.next()).await.ok()
    }

    async fn next(&mut self) -> Heard {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => {
                    let message: Json = serde_json::from_str(&text).unwrap();
                    if message["type"] != "ping" {
                        return Heard::Message(message);
                    }
                    self.send(&json!({ "type": "pong" })).await;
                }
                Some(Ok(Message::Close(Some(CloseFrame { code, .. })))) => return Heard::Closed(code.into()),
                Some(Ok(Message::Close(None)) | Err(_)) | None => return Heard::Gone,
                Some(Ok(_)) => {}
            }
        }
    }

    pub async fn message(&mut self) -> Json {
        match self.hear().await {
            Heard::Message(message) => message,
            other => panic!("{other:?} instead of a message"),
        }
    }

    /// The next word of a board.
    pub async fn board_event(&mut self) -> Json {
        let mut message = self.message().await;
        assert_eq!(message["type"], "next", "{message}");
        assert!(message["payload"]["errors"].is_null(), "{message}");
        message["payload"]["data"]["boardEvents"].take()
    }

    /// The next word that the board shows something else.
    pub async fn invalidated(&mut self) -> Json {
        loop {
            let event = self.board_event().await;
            if event["__typename"] == "BoardInvalidated" {
                return event;
            }
        }
    }

    /// How the socket is closed, whatever is said before.
    pub async fn closed(&mut self) -> Heard {
        loop {
            match self.hear().await {
                Heard::Message(_) => {}
                end => return end,
            }
        }
    }
}
