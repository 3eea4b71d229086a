//! What the loop does when events, models and versions are not what they should be.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod bench;
mod poison;
mod properties;
mod restart;
mod swap;
