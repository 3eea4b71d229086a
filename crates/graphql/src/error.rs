//! Errors of queries: a stable code, never what went wrong inside.

use async_graphql::{Error, ErrorExtensions};
use tavle_application::Failure;
use tavle_domain::access::Denied;
use tavle_event_store::StoreError;
use tavle_projections::ModelError;

/// Why a query was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// There is nothing here for the caller.
    #[error("not found")]
    NotFound,
    /// The caller's role does not include it.
    #[error("the role does not include this")]
    Forbidden,
    /// An argument is not valid.
    #[error("an argument is not valid")]
    BadArgument,
    /// Something failed that the caller can do nothing about.
    #[error("the service could not answer")]
    Fault,
}

impl ApiError {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::NotFound => "NOT_FOUND",
            Self::Forbidden => "FORBIDDEN",
            Self::BadArgument => "BAD_ARGUMENT",
            Self::Fault => "INTERNAL",
        }
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::new(error.to_string()).extend_with(|_, extensions| extensions.set("code", error.code()))
    }
}

impl From<Denied> for ApiError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::OutsideTeam => Self::NotFound,
            Denied::Role => Self::Forbidden,
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed a query");
        Self::Fault
    }
}

impl From<ModelError> for ApiError {
    fn from(error: ModelError) -> Self {
        tracing::error!(%error, "a read model failed a query");
        Self::Fault
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Forbidden(denied) => denied.into(),
            Failure::Fault(error) => error.into(),
            _ => Self::Fault,
        }
    }
}
