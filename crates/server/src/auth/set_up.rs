//! The one-time code of a fresh installation. It is printed on the service's terminal: whoever can read that may
//! set the installation up. What is kept of it is a hash, in memory.
//!
//! A code holds for 30 minutes and five wrong tries. A new one is printed when the service starts, and when
//! somebody opens the page after the 30 minutes of the last one are over. A code whose tries are used up is
//! not replaced before that: whoever guesses gets five tries in half an hour.

use std::{
    fmt,
    io::{self, Write},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use chrono::{DateTime, Duration, Utc};

use super::code;

/// How long a code holds.
const HOLDS: Duration = Duration::minutes(30);
/// Wrong tries before a code holds no more.
const TRIES: u32 = 5;
/// Groups of four letters.
const GROUPS: usize = 4;

/// Where a code is printed: never in the log.
#[derive(Clone)]
pub struct Terminal(Arc<dyn Fn(&str) + Send + Sync>);

impl Terminal {
    /// Prints by this.
    pub fn new(print: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(print))
    }

    /// Prints a text.
    pub fn print(&self, text: &str) {
        (self.0)(text);
    }
}

impl Default for Terminal {
    /// The process's standard error.
    fn default() -> Self {
        Self::new(|text| {
            // A terminal that is gone keeps nothing from going on.
            let _ = io::stderr().lock().write_all(text.as_bytes());
        })
    }
}

impl fmt::Debug for Terminal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Terminal")
    }
}

/// What a code that was typed came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It is the code.
    Right,
    /// It is not.
    Wrong,
    /// No code holds: it is too old, or was tried too often.
    Expired,
}

/// The code of a fresh installation.
pub struct SetUpCode {
    terminal: Terminal,
    address: OnceLock<String>,
    offered: Mutex<Option<Offered>>,
    /// Held while somebody sets up: two at once are one after the other.
    pub turn: tokio::sync::Mutex<()>,
}

struct Offered {
    hash: [u8; 32],
    until: DateTime<Utc>,
    wrong: u32,
}

impl SetUpCode {
    /// No code yet.
    #[must_use]
    pub fn new(terminal: Terminal) -> Self {
        let (address, offered, turn) = (OnceLock::new(), Mutex::new(None), tokio::sync::Mutex::new(()));
        Self { terminal, address, offered, turn }
    }

    /// Says where the service is reached.
    pub fn reached_at(&self, address: String) {
        let _ = self.address.set(address);
    }

    /// Prints something beside the log.
    pub fn print(&self, text: &str) {
        self.terminal.print(text);
    }

    /// Prints a code, unless the last one is younger than it may become.
    ///
    /// # Errors
    /// No randomness.
    pub fn offer(&self, now: DateTime<Utc>) -> io::Result<()> {
        let mut offered = self.offered.lock().unwrap_or_else(PoisonError::into_inner);
        if offered.as_ref().is_some_and(|offered| now < offered.until) {
            return Ok(());
        }
        let code = code::make(GROUPS)?;
        *offered = Some(Offered { hash: code::hash(&code), until: now + HOLDS, wrong: 0 });
        let address = self.address.get().map_or("", String::as_str);
        self.print(&format!(
            "\n  Tavle has not been set up yet. Open {address}/oppsett within 30 minutes and type this code:\n\n      {code}\n\n"
        ));
        Ok(())
    }

    /// Tries a code.
    pub fn try_code(&self, typed: &str, now: DateTime<Utc>) -> Tried {
        let mut offered = self.offered.lock().unwrap_or_else(PoisonError::into_inner);
        match offered.as_mut() {
            Some(offered) if now < offered.until && offered.wrong < TRIES => {
                if code::hash(typed) == offered.hash {
                    return Tried::Right;
                }
                offered.wrong += 1;
                Tried::Wrong
            }
            _ => Tried::Expired,
        }
    }

    /// The installation is set up: no code holds.
    pub fn close(&self) {
        *self.offered.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
