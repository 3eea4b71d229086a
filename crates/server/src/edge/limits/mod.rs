//! What the edge lets in, and what it turns away: rates a session and an address, sockets, requests in flight.
//!
//! Each sort of work has a budget of its own, so that queries never stand in the way of commands, sign-in or health.

mod budget;
mod patience;
mod peer;
mod places;
mod rates;

use std::time::Duration;

pub use budget::{Budget, Shed};
pub use patience::Patience;
pub use peer::{Address, Peer};
pub use places::Places;
pub use rates::{Rates, TooFast};

use uuid::Uuid;

use crate::{
    auth::{Proof, TokenId},
    config::Limits,
};

/// Imports fold whole files: two at a time are plenty.
const IMPORTS: u32 = 2;
/// Sign-in and sign-out at a time.
const SESSIONS: u32 = 16;
/// Bodies that are on their way for longer than a moment, at a time, and of one address.
const BODIES: (u32, u32) = (1_024, 64);
/// The same of files, which are larger.
const FILES: (u32, u32) = (16, 4);

/// Who asks: the session's or the token's own id. However a client writes what it proves itself with, and however
/// often that changes, it is the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SessionKey {
    /// A session.
    Session(Uuid),
    /// A token.
    Token(TokenId),
}

impl From<Proof> for SessionKey {
    fn from(proof: Proof) -> Self {
        match proof {
            Proof::Cookie(session) => Self::Session(session.id),
            Proof::Bearer(token) => Self::Token(token),
        }
    }
}

/// Everything that is limited, for all requests together.
pub struct Gate {
    /// The settings.
    pub limits: Limits,
    /// How long a client may keep the service waiting.
    pub patience: Patience,
    /// Connections by address.
    pub connections: Places<Address>,
    /// Sockets by address.
    pub sockets_of_address: Places<Address>,
    /// Sockets by session.
    pub sockets_of_session: Places<SessionKey>,
    /// Requests by address.
    pub address_rate: Rates<Address>,
    /// Requests by session.
    pub session_rate: Rates<SessionKey>,
    /// Bodies on their way, by address.
    pub bodies: Places<Address>,
    /// Files on their way, by address.
    pub files: Places<Address>,
    /// Queries.
    pub reads: Budget,
    /// Commands.
    pub writes: Budget,
    /// Imports.
    pub imports: Budget,
    /// Sign-in and sign-out.
    pub sessions: Budget,
}

impl Gate {
    /// With these limits.
    #[must_use]
    pub fn new(limits: Limits, patience: Patience) -> Self {
        Self {
            connections: Places::new(limits.connections, limits.connections_per_address),
            sockets_of_address: Places::new(u32::MAX, limits.sockets_per_address),
            sockets_of_session: Places::new(u32::MAX, limits.sockets_per_session),
            address_rate: Rates::new(limits.requests_per_address),
            session_rate: Rates::new(limits.requests_per_session),
            bodies: Places::new(BODIES.0, BODIES.1),
            files: Places::new(FILES.0, FILES.1),
            reads: Budget::new(limits.reads_at_once, limits.waiting),
            writes: Budget::new(limits.writes_at_once, limits.waiting),
            imports: Budget::new(IMPORTS, 2 * IMPORTS),
            sessions: Budget::new(SESSIONS, limits.waiting),
            limits,
            patience,
        }
    }
}

/// Whole seconds to wait, for `Retry-After`: at least one.
#[must_use]
pub const fn seconds(wait: Duration) -> u64 {
    let whole = wait.as_secs();
    if wait.subsec_nanos() == 0 && whole > 0 { whole } else { whole + 1 }
}
