//! How long a client may keep the service waiting.

use std::time::Duration;

/// Whoever runs the service has no reason to change these; tests shorten them.
#[derive(Clone, Debug)]
pub struct Patience {
    /// For the body of a request.
    pub body: Duration,
    /// For a file.
    pub file: Duration,
    /// For a connection to take anything at all of what is written to it.
    pub taking: Duration,
    /// For a socket to say anything, be it that it is there.
    pub silent: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            body: Duration::from_secs(5),
            file: Duration::from_secs(120),
            taking: Duration::from_secs(30),
            silent: Duration::from_secs(30),
        }
    }
}
