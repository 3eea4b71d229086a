//! The service: its edge, its sign-in, its subcommands. `service` is the composition root.

pub mod auth;
pub mod bench;
pub mod clock;
pub mod command;
pub mod config;
pub mod demo;
pub mod edge;
mod progress;
pub mod secret;
pub mod service;
pub mod telemetry;
