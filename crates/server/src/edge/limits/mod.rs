//! What the edge lets in, and what it turns away: rates a session and an address, sockets, requests in flight.
//!
//! Each sort of work has a budget of its own, so that queries never stand in the way of commands, sign-in or health.

mod budget;
mod peer;
mod places;
mod rates;

use std::{hash::RandomState, time::Duration};

pub use budget::{Budget, Shed};
pub use peer::{Address, Peer};
pub use places::Places;
pub use rates::{Rates, TooFast};

use crate::config::Limits;

/// Imports fold whole files: two at a time are plenty.
const IMPORTS: u32 = 2;
/// Sign-in and sign-out at a time.
const SESSIONS: u32 = 16;

/// Who asks, without saying who: a digest of the cookie or token, under a key of this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SessionKey(u64);

/// Everything that is limited, for all requests together.
pub struct Gate {
    /// The settings.
    pub limits: Limits,
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
    /// Queries.
    pub reads: Budget,
    /// Commands.
    pub writes: Budget,
    /// Imports.
    pub imports: Budget,
    /// Sign-in and sign-out.
    pub sessions: Budget,
    keys: RandomState,
}

impl Gate {
    /// With these limits.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            connections: Places::new(limits.connections, limits.connections_per_address),
            sockets_of_address: Places::new(u32::MAX, limits.sockets_per_address),
            sockets_of_session: Places::new(u32::MAX, limits.sockets_per_session),
            address_rate: Rates::new(limits.requests_per_address),
            session_rate: Rates::new(limits.requests_per_session),
            reads: Budget::new(limits.reads_at_once, limits.waiting),
            writes: Budget::new(limits.writes_at_once, limits.waiting),
            imports: Budget::new(IMPORTS, 2 * IMPORTS),
            sessions: Budget::new(SESSIONS, limits.waiting),
            keys: RandomState::new(),
            limits,
        }
    }

    /// The key of a session, from what the client proves itself with.
    #[must_use]
    pub fn session(&self, credential: &[u8]) -> SessionKey {
        use std::hash::BuildHasher;
        SessionKey(self.keys.hash_one(credential))
    }
}

/// Whole seconds to wait, for `Retry-After`: at least one.
#[must_use]
pub const fn seconds(wait: Duration) -> u64 {
    let whole = wait.as_secs();
    if wait.subsec_nanos() == 0 && whole > 0 { whole } else { whole + 1 }
}
