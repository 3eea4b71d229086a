//! The real service, in this process with a clock that the test sets or in one of its own, over a directory of
//! its own.

pub mod accounts;
pub mod binary;
pub mod client;
pub mod clock;
pub mod command;
pub mod log;
pub mod process;
pub mod random;
pub mod service;
#[cfg(target_os = "linux")]
pub mod shim;
pub mod socket;
pub mod team;

pub use client::{Answer, Client};
pub use clock::{TestClock, time};
pub use command::{command_id, contact, id_of, step};
pub use process::Process;
pub use service::{Options, Running, setup, start};
pub use socket::{Heard, Socket};
pub use team::{GATE_1, GATE_2, GATE_9, LYNG, NORDLIA, PORS, ROGN, SELJE, SORVIK, Seed, TINDVED};

/// The morning that tests begin on, a Tuesday, 08:00 in Oslo.
pub const MORNING: &str = "2026-11-24T07:00:00Z";
pub const ORGANISATION: &str = "Nordlia kommune";
