//! The instant of both time axes, in and out.

use async_graphql::{InputObject, SimpleObject};
use chrono::{DateTime as Instant, Utc};
use tavle_domain::effective;

use crate::{error::ApiError, scalars::DateTime};

/// The instant to look at. Both may be given together.
#[derive(InputObject, Clone, Copy, Debug)]
pub struct AsOfInput {
    /// Only what was recorded by then: what we knew.
    pub known_at: Option<DateTime>,
    /// Only what had occurred by then, with what is known of it: what had happened.
    pub happened_at: Option<DateTime>,
}

/// The instant that an answer is about; both are none for now.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct AsOf {
    /// Only what was recorded by then.
    pub known_at: Option<DateTime>,
    /// Only what had occurred by then.
    pub happened_at: Option<DateTime>,
}

/// Reads an instant. One that has not come says nothing about anybody.
///
/// # Errors
/// `BAD_ARGUMENT` for an instant after now.
pub fn read_as_of(input: Option<AsOfInput>, now: Instant<Utc>) -> Result<effective::AsOf, ApiError> {
    let (known_at, happened_at) = input.map_or((None, None), |input| (input.known_at, input.happened_at));
    if [known_at, happened_at].into_iter().flatten().any(|at| at.0 > now) {
        return Err(ApiError::BadArgument);
    }
    Ok(effective::AsOf { known_at: known_at.map(|at| at.0), happened_at: happened_at.map(|at| at.0) })
}

impl From<effective::AsOf> for AsOf {
    fn from(as_of: effective::AsOf) -> Self {
        Self { known_at: as_of.known_at.map(DateTime), happened_at: as_of.happened_at.map(DateTime) }
    }
}
