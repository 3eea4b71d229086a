//! Why a socket is closed, in the numbers that clients of `graphql-transport-ws` know.

use axum::extract::ws::CloseFrame;

/// Why we close a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// What came is no message of the protocol. Clients do not try again.
    BadMessage,
    /// An operation before the session was acknowledged, or nobody has signed in. Clients do not try again.
    Unauthorised,
    /// The session has ended since.
    SessionEnded,
    /// The client did not offer the protocol.
    OtherProtocol,
    /// No `connection_init` came in time.
    InitTimeout,
    /// Two operations of the same id.
    SameId,
    /// A second `connection_init`.
    TooManyInit,
    /// More operations at a time than allowed.
    TooManyOperations,
    /// More messages than one client can have a reason for, whatever they say. Clients do not try again.
    TooManyMessages,
    /// The client has said nothing for so long, not even to a ping, that nobody is taken to be there. It is we who
    /// go; should somebody be there after all, clients come again after this number.
    Silent,
    /// A message larger than allowed. Clients do not send it again.
    TooLarge,
    /// The service stops. Clients come again.
    Restart,
}

impl Close {
    /// The number.
    pub const fn code(self) -> u16 {
        self.words().0
    }

    /// The frame to send.
    pub fn frame(self) -> CloseFrame {
        let (code, reason) = self.words();
        CloseFrame { code, reason: reason.into() }
    }

    const fn words(self) -> (u16, &'static str) {
        match self {
            Self::BadMessage => (4400, "Invalid message received"),
            Self::Unauthorised => (4401, "Unauthorized"),
            Self::SessionEnded => (4403, "Forbidden"),
            Self::OtherProtocol => (4406, "Subprotocol not acceptable"),
            Self::InitTimeout => (4408, "Connection initialisation timeout"),
            Self::SameId => (4409, "Subscriber already exists"),
            Self::TooManyInit => (4429, "Too many initialisation requests"),
            Self::TooManyOperations => (4429, "Too many subscriptions"),
            Self::TooManyMessages => (4429, "Too many messages"),
            Self::Silent => (1001, "Going away"),
            Self::TooLarge => (1009, "Message too big"),
            Self::Restart => (1012, "Service restart"),
        }
    }
}
