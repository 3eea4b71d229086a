//! Where things lie in the repository.

use std::{env, path::PathBuf};

/// The root of the repository, whatever directory the command was called from.
pub fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .canonicalize()
        .unwrap_or_else(|_| PathBuf::from("."))
}

/// The frontend.
pub fn web() -> PathBuf {
    root().join("web")
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(directory) => root().join(directory),
        None => root().join("target"),
    }
}

/// The service as the debug build leaves it.
pub fn binary() -> PathBuf {
    target().join("debug").join("tavle").with_extension(env::consts::EXE_EXTENSION)
}
