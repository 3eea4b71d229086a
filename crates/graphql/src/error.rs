//! Errors of queries: a stable code, never what went wrong inside.

use async_graphql::{Error, ErrorExtensions};
use tavle_application::Failure;
use tavle_domain::access::Denied;
use tavle_event_store::StoreError;
use tavle_projections::ModelError;

/// The code of an answer that is withheld because the access log could not be written.
pub const ACCESS_LOG_UNAVAILABLE: &str = "ACCESS_LOG_UNAVAILABLE";

/// Why a query was not answered. No `Display`: the only way out is with its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// Nobody is signed in.
    Unauthenticated,
    /// There is nothing here for the caller.
    NotFound,
    /// The caller's role does not include it.
    Forbidden,
    /// An argument is not valid.
    BadArgument,
    /// The access log cannot be written, so nothing is shown.
    AccessLog,
    /// Something failed that the caller can do nothing about.
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
            Self::AccessLog => ACCESS_LOG_UNAVAILABLE,
            Self::Fault => "INTERNAL",
        }
    }
}

impl ApiError {
    /// For whoever reads the answer by eye; programs go by the code.
    const fn message(self) -> &'static str {
        match self {
            Self::Unauthenticated => "sign in first",
            Self::NotFound => "not found",
            Self::Forbidden => "the role does not include this",
            Self::BadArgument => "an argument is not valid",
            Self::AccessLog => "the access log cannot be written, so nothing is shown",
            Self::Fault => "the service could not answer",
        }
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::new(error.message()).extend_with(|_, extensions| extensions.set("code", error.code()))
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
