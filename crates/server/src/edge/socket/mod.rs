//! GraphQL over WebSocket: `graphql-transport-ws`, with the same guard as over HTTP.

mod close;
mod connection;
mod message;
mod operation;
mod pace;

use axum::{
    Extension,
    extract::{
        State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    admission::{Found, From},
    answer::{foreign_origin, refuse, too_many, wrong_method},
    origin::socket_is_ours,
};
use crate::service::Service;
use connection::Connection;

const PROTOCOL: &str = "graphql-transport-ws";
/// Largest message in bytes.
const MAX_MESSAGE: usize = 64 * 1024;
/// What a socket sets aside for reading: its messages are short, and thousands of walls wait.
const READ_BUFFER: usize = 2 * 1024;

/// Upgrades to the protocol. A foreign origin, or one socket too many, is refused before there is a socket.
pub async fn upgrade(
    State(service): State<Service>,
    Extension(Found(found)): Extension<Found>,
    Extension(from): Extension<From>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if !socket_is_ours(&service, &headers, found.map(|(_, proof)| proof)) {
        return foreign_origin();
    }
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejected) => return no_socket(rejected),
    };
    let gate = &service.gate;
    let places =
        gate.sockets_of_address.take(Some(from.address)).zip(gate.sockets_of_session.take(from.session));
    let Some(places) = places else { return too_many() };
    let opened = (service.opened.one_more(), service.metrics.open_socket());
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0);
    upgrade.on_upgrade(move |socket| async move {
        Connection::new(service, found, from.session).serve(socket).await;
        drop((places, opened));
    })
}

/// Whoever does not ask for a socket gets none, and hears what to ask for.
fn no_socket(rejected: WebSocketUpgradeRejection) -> Response {
    let (status, name, value) = match rejected.into_response().status() {
        StatusCode::METHOD_NOT_ALLOWED => {
            let mut answer = wrong_method();
            answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET"));
            return answer;
        }
        status => (status, header::UPGRADE, HeaderValue::from_static("websocket")),
    };
    let mut answer = refuse(status, "NO_WEBSOCKET", "this address is for WebSockets alone");
    answer.headers_mut().insert(name, value);
    answer
}
