//! The commands of a developer. `main.rs` reads the command line; each command is a module.

pub mod browser;
pub mod dependencies;
pub mod http;
pub mod nightly;
pub mod outcome;
pub mod run;
pub mod screenshots;
pub mod sdl;
pub mod service;
pub mod steps;
pub mod test;
pub mod web;
pub mod workspace;
