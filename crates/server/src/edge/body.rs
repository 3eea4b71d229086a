//! Bodies, read whole before a request takes a place among others. Whoever sends one drop by drop holds a
//! connection, and nothing that somebody else waits for.

use std::{pin::pin, time::Duration};

use axum::{
    body::{Body, HttpBody},
    extract::Request,
    http::StatusCode,
    response::Response,
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::timeout;

use super::{
    answer::{refuse, too_large, too_many_bodies},
    limits::{Address, Gate},
};

/// Largest body.
pub const MAX_BODY: usize = 64 * 1024;
/// Largest file.
pub const MAX_FILE: usize = 8 * 1024 * 1024;
/// A body that comes with its head, as nearly all do, is here by then and is counted nowhere: an address that is
/// full of slow ones goes on answering everybody else behind it.
const AT_ONCE: Duration = Duration::from_millis(100);

/// The request with its body at hand.
///
/// # Errors
/// The answer to one that is too large, too slow, or one slow body too many of its address.
pub async fn read(
    gate: &Gate,
    address: Address,
    is_file: bool,
    request: Request,
) -> Result<Request, Response> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    let (places, at_most, within) = match is_file {
        true => (&gate.files, MAX_FILE, gate.patience.file),
        false => (&gate.bodies, MAX_BODY, gate.patience.body),
    };
    let (head, body) = request.into_parts();
    let mut whole = pin!(Limited::new(body, at_most).collect());
    let read = match timeout(AT_ONCE, whole.as_mut()).await {
        Ok(read) => read,
        Err(_) => {
            let _place = places.take(Some(address)).ok_or_else(too_many_bodies)?;
            timeout(within, whole).await.map_err(|_| too_slow())?
        }
    };
    match read {
        Ok(whole) => Ok(Request::from_parts(head, Body::from(whole.to_bytes()))),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_) => Err(refuse(StatusCode::BAD_REQUEST, "BAD_REQUEST", "the body did not arrive")),
    }
}

fn too_slow() -> Response {
    refuse(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", "the request took too long to arrive")
}
