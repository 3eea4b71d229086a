//! Read models. Each is disposable: delete it and it comes back identical from the log.
//!
//! `runner` is the one catch-up loop; `directory`, `board` and `dwellings` live in memory, `timeline` and
//! `audit_trail` as rows in `read.db` that hold positions and keys, never what an entry says.

pub mod audit_trail;
pub mod board;
pub mod directory;
pub mod dwellings;
mod health;
pub mod history;
mod model;
mod reached;
mod read_db;
mod runner;
pub mod tenancy_risk;
pub mod timeline;

pub use health::{Health, ModelHealth, ModelState, RunnerHealth, Skipped, Why};
pub use model::{ModelError, ReadModel};
pub use reached::{Reached, reached};
pub use read_db::ReadDb;
pub use runner::{Readable, Runner, View};
