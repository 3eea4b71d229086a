//! Connections: how many there may be, how long one may take to say what it wants, and how they end.

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    time::sleep,
};
use tower::Service as _;

use super::{
    limits::{Address, Gate, Peer},
    taken::Taken,
};

/// Time for the head of a request, and for the next one on a connection that is kept open.
const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// Largest head of a request in bytes.
const MAX_HEAD: usize = 32 * 1024;
/// Most headers of a request.
const MAX_HEADERS: usize = 64;
/// After a connection could not be accepted: the system is short of something.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until told to stop, then ends when the last request and the last socket have ended.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    gate: Arc<Gate>,
    opened: Opened,
    mut stopping: watch::Receiver<bool>,
) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stopping) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(PAUSE).await;
                continue;
            }
        };
        let Some(place) = gate.connections.take(whose(peer.ip(), &gate)) else {
            // Closed at once: whoever waited in line instead would not know why.
            continue;
        };
        // Answers are small and somebody waits for each.
        let _ = stream.set_nodelay(true);
        let stream = Taken::new(stream, gate.patience.taking);
        let (routes, stopping, open) = (routes.clone(), stopping.clone(), opened.one_more());
        tokio::spawn(async move {
            connection(stream, peer.ip(), routes, stopping).await;
            drop((place, open));
        });
    }
    drop(listener);
    opened.all_closed().await;
}

/// Whose connection it is. A trusted proxy holds them for everybody.
fn whose(peer: IpAddr, gate: &Gate) -> Option<Address> {
    let is_proxy = gate.limits.trusted_proxy.is_some_and(|proxy| proxy == peer.to_canonical());
    (!is_proxy).then(|| peer.into())
}

async fn connection(
    stream: Taken<TcpStream>,
    peer: IpAddr,
    routes: Router,
    mut stopping: watch::Receiver<bool>,
) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        routes.clone().call(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(2 * MAX_HEAD)
        .max_header_size(MAX_HEAD)
        .max_headers(MAX_HEADERS)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped(&mut stopping) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Waits until the service stops.
pub async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

/// Counts what is open: connections, and the sockets that they became.
#[derive(Clone, Debug, Default)]
pub struct Opened(watch::Sender<usize>);

/// Something open, as long as it lives.
#[derive(Debug)]
pub struct Open(watch::Sender<usize>);

impl Opened {
    /// One more is open.
    #[must_use]
    pub fn one_more(&self) -> Open {
        self.0.send_modify(|open| *open += 1);
        Open(self.0.clone())
    }

    /// Waits until nothing is open.
    pub async fn all_closed(&self) {
        let _ = self.0.subscribe().wait_for(|open| *open == 0).await;
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.send_modify(|open| *open -= 1);
    }
}
