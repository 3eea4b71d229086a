//! Read models. Each is disposable: delete it and it comes back identical from the log.
//!
//! `runner` is the one catch-up loop; `read_models` puts everything together. `directory`, `board` and
//! `dwellings` live in memory (`in_memory`), with snapshots (`snapshot`) for a quick start; `timeline` and
//! `audit_trail` are tables (`read_db`) that hold positions and keys, never what an entry says. `health` says
//! how they fare. Beside them, `chronicle` keeps what histories had come to along the way, for looks at the past.

pub mod audit_trail;
pub mod board;
mod chronicle;
pub mod directory;
pub mod dwellings;
mod health;
pub mod history;
mod in_memory;
mod model;
mod reached;
mod read_db;
mod read_models;
mod runner;
mod snapshot;
pub mod tenancy_risk;
pub mod timeline;
mod view;

pub use chronicle::{Chronicles, Then};
pub use health::{Health, ModelHealth, ModelState, RunnerHealth, Skipped, Why};
pub use in_memory::{Fold, InMemory, Screen, States};
pub use model::{Again, Capture, History, Look, ModelError, ReadModel};
pub use reached::{Reached, reached};
pub use read_db::{Form, Rows, Served, Shelf};
pub use read_models::ReadModels;
pub use runner::{Readable, Runner};
pub use snapshot::Snapshots;
pub use view::View;
