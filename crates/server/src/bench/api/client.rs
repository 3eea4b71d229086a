//! A client that costs little: one connection kept open, one request at a time.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request, StatusCode, client::conn::http1::SendRequest, header};
use hyper_util::rt::TokioIo;
use serde_json::Value as Json;
use tokio::net::TcpStream;

use super::BenchError;

/// Somebody who asks.
#[derive(Clone)]
pub struct Asker {
    /// Host and port of the service.
    pub address: String,
    /// Their bearer token.
    pub token: String,
}

/// A connection of theirs.
pub struct Connection {
    asker: Asker,
    send: SendRequest<Full<Bytes>>,
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Result<Json, BenchError> {
        serde_json::from_slice(&self.body)
            .map_err(|_| BenchError::Service("answered with something else than JSON"))
    }
}

impl Asker {
    /// Opens a connection.
    pub async fn connect(&self) -> Result<Connection, BenchError> {
        let stream = TcpStream::connect(&self.address).await?;
        stream.set_nodelay(true)?;
        let (send, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Connection { asker: self.clone(), send })
    }
}

impl Connection {
    /// Sends a body to GraphQL.
    pub async fn post(&mut self, body: Bytes) -> Result<Answer, BenchError> {
        self.send("POST", "/graphql", body).await
    }

    /// Sends an operation, and expects data.
    pub async fn data(&mut self, query: &str, variables: &Json) -> Result<Json, BenchError> {
        let body = serde_json::json!({ "query": query, "variables": variables }).to_string();
        let mut answer = self.post(body.into()).await?.json()?;
        if answer.get("errors").is_some() {
            return Err(BenchError::Service("answered a workload's operation with an error"));
        }
        Ok(answer["data"].take())
    }

    /// Gets JSON from a path.
    pub async fn get(&mut self, path: &str) -> Result<Json, BenchError> {
        self.send("GET", path, Bytes::new()).await?.json()
    }

    async fn send(&mut self, method: &str, path: &str, body: Bytes) -> Result<Answer, BenchError> {
        // A service that closed the connection after refusing is asked on a new one.
        if self.send.ready().await.is_err() {
            self.send = self.asker.connect().await?.send;
        }
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.asker.address)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.asker.token))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(body))?;
        let answer = self.send.send_request(request).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        Ok(Answer { status, body })
    }
}
