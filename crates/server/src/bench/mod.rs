//! Whole workloads, each beside the limit or the peer that it is to be measured against, in the same run.

mod api;
mod append;
mod baseline;
mod board;
mod child;
mod log;
mod measure;
mod postgres;
mod replay;
mod report;
mod start;

pub use api::api;
pub use append::append;
pub use board::board;
pub use replay::replay;
pub use report::Report;
pub use start::start;

use std::{io, path::PathBuf};

use tavle_domain::field::FieldProblem;
use tavle_event_store::StoreError;
use tavle_projections::ModelError;

use crate::service::ServiceError;

/// What every workload is told.
pub struct Setting {
    /// A directory on the disk that is to be measured. Everything made in it is taken away again.
    pub directory: PathBuf,
    /// About so many events.
    pub events: u64,
    /// Address of a PostgreSQL server to compare with.
    pub postgres: Option<String>,
}

/// A workload that could not be run.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The log.
    #[error("the log failed")]
    Store(#[from] StoreError),
    /// The read models.
    #[error("the read models failed")]
    Model(#[from] ModelError),
    /// The service could not be put together.
    #[error("the service could not be opened")]
    Open(#[from] ServiceError),
    /// The service did not answer as it should.
    #[error("the service: {0}")]
    Service(&'static str),
    /// A file or a process.
    #[error("a file or a process could not be used")]
    Io(#[from] io::Error),
    /// A connection over HTTP.
    #[error("a connection failed")]
    Http(#[from] hyper::Error),
    /// A request that is none.
    #[error("a request could not be made")]
    Request(#[from] axum::http::Error),
    /// A WebSocket.
    #[error("a socket failed")]
    Socket(#[source] Box<tokio_tungstenite::tungstenite::Error>),
    /// A task of the workload ended early.
    #[error("a task of the workload ended early")]
    Task(#[from] tokio::task::JoinError),
    /// The event that the workload writes is not one.
    #[error("the workload's event has {} fault(s)", .0.len())]
    Event(Vec<FieldProblem>),
    /// The peer said no.
    #[error("PostgreSQL: {0}")]
    Peer(String),
}

impl From<tokio_tungstenite::tungstenite::Error> for BenchError {
    fn from(error: tokio_tungstenite::tungstenite::Error) -> Self {
        Self::Socket(Box::new(error))
    }
}
