//! Many clients that ask the same thing as fast as they are answered.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Router, http::header, routing::post};
use bytes::Bytes;
use indicatif::ProgressBar;
use tokio::{net::TcpListener, task::JoinSet};

use super::{BenchError, Measured, client::Asker};

/// What a load came to.
pub struct Load {
    /// The accepted requests.
    pub accepted: Measured,
    /// So many were told to come again later.
    pub refused: u64,
}

/// `clients` connections that together ask `requests` times.
pub async fn load(
    what: impl Into<String>,
    asker: &Asker,
    body: &Bytes,
    clients: u64,
    requests: u64,
    bar: &ProgressBar,
) -> Result<Load, BenchError> {
    let left = Arc::new(AtomicU64::new(requests));
    let mut asking = JoinSet::new();
    let start = Instant::now();
    for _ in 0..clients {
        let (mut connection, body, left) = (asker.connect().await?, body.clone(), Arc::clone(&left));
        let bar = bar.clone();
        asking.spawn(async move {
            let (mut each, mut refused) = (Vec::new(), 0);
            while take(&left) {
                let begin = Instant::now();
                let answer = connection.post(body.clone()).await?;
                match answer.status.as_u16() {
                    200 => each.push(begin.elapsed()),
                    429 | 503 => refused += 1,
                    _ => return Err(BenchError::Service("answered with a status that no load explains")),
                }
                bar.inc(1);
            }
            Ok((each, refused))
        });
    }
    let (mut all, mut refused): (Vec<Duration>, u64) = (Vec::new(), 0);
    while let Some(asked) = asking.join_next().await {
        let (each, told) = asked??;
        all.extend(each);
        refused += told;
    }
    Ok(Load { accepted: Measured::of(what, all, start.elapsed()), refused })
}

fn take(left: &AtomicU64) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
}

/// The limit: a bare handler that answers with the same bytes, asked in the same way.
pub async fn limit(
    bytes: Bytes,
    body: &Bytes,
    clients: u64,
    requests: u64,
    bar: &ProgressBar,
) -> Result<Measured, BenchError> {
    let what = format!("limit: a bare handler, {} B, {clients} client(s)", bytes.len());
    let handler = move |_: Bytes| {
        let bytes = bytes.clone();
        async move { ([(header::CONTENT_TYPE, "application/json")], bytes) }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let asker = Asker { address: listener.local_addr()?.to_string(), token: "none".to_owned() };
    let routes = Router::new().route("/graphql", post(handler));
    let serving = tokio::spawn(async move { axum::serve(listener, routes).await });
    let measured = load(what, &asker, body, clients, requests, bar).await;
    serving.abort();
    Ok(measured?.accepted)
}
