//! Upload of files from other systems.

use axum::{
    Json,
    body::Bytes,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tavle_application::{Failure, import::ImportError};
use tavle_event_store::StoreError;
use tavle_graphql::{ACCESS_LOG_UNAVAILABLE, Api};

use super::{
    answer::{fault, foreign_origin, refuse, unauthenticated},
    origin::is_ours,
};
use crate::{auth, service::Service};

/// How to import.
#[derive(Deserialize)]
pub struct How {
    /// Say what would become of each row, and write nothing.
    #[serde(default)]
    preview: bool,
}

/// Imports rents and letters from a finance system's file, in the teams where the caller records.
pub async fn arrears(
    State(service): State<Service>,
    headers: HeaderMap,
    how: Result<Query<How>, QueryRejection>,
    body: Bytes,
) -> Response {
    let Some((caller, proof)) = auth::caller(&service, &headers) else { return unauthenticated() };
    if !is_ours(&service, &headers, Some(proof)) {
        return foreign_origin();
    }
    let Ok(Query(how)) = how else {
        return refuse(StatusCode::BAD_REQUEST, "BAD_REQUEST", "preview is true or false");
    };
    // The log of what the API shows: what was compared was shown, too.
    let Some(access) = service.schema.data::<Api>().map(|api| &api.access) else { return fault() };
    let directory = service.directory.get();
    let actor = caller.narrow(directory.actor(caller.staff, &service.organisation));
    let participants: Vec<_> = directory
        .teams()
        .flat_map(|(team, state)| {
            state.aliases().map(move |(participant, _)| (team, participant)).collect::<Vec<_>>()
        })
        .collect();
    match service.tavle.import_arrears(access, &actor, &participants, &body, how.preview).await {
        Ok(report) => Json(report).into_response(),
        Err(ImportError::File(error)) => {
            refuse(StatusCode::UNPROCESSABLE_ENTITY, error.code(), "the file cannot be read")
        }
        Err(ImportError::Unlogged(error)) => {
            tracing::error!(%error, "the access log could not be written");
            let message = "the access log cannot be written, so nothing is shown";
            refuse(StatusCode::SERVICE_UNAVAILABLE, ACCESS_LOG_UNAVAILABLE, message)
        }
        Err(ImportError::Failed(Failure::Forbidden(denied))) => {
            refuse(StatusCode::FORBIDDEN, denied.code(), "the role does not include this")
        }
        Err(ImportError::Failed(Failure::Busy)) => {
            refuse(StatusCode::SERVICE_UNAVAILABLE, "BUSY", "send the same file again")
        }
        Err(ImportError::Failed(Failure::Fault(StoreError::DiskFull))) => refuse(
            StatusCode::SERVICE_UNAVAILABLE,
            "DISK_FULL",
            "the disk is full: send the same file again later",
        ),
        Err(ImportError::Failed(Failure::Fault(StoreError::ReadOnly))) => {
            let message = "the log is read-only just now: send the same file again later";
            refuse(StatusCode::SERVICE_UNAVAILABLE, "READ_ONLY", message)
        }
        Err(ImportError::Failed(error)) => {
            tracing::error!(%error, "an import failed");
            fault()
        }
    }
}
