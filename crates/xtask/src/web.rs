//! The frontend's tools: Node, npm, and the packages of the lock file.

use std::{fs, process::Command};

use crate::{
    outcome::{Outcome, at, failure},
    steps::{call, finish, printed},
    workspace,
};

const LEAST_NODE: (u32, u32) = (20, 19);
const NODE_HELP: &str =
    "Install Node.js 20.19 or later with npm: https://nodejs.org or your system's packages.";

/// Node is new enough and npm is there.
pub fn check_tools() -> Outcome<()> {
    let node =
        printed("node".as_ref(), &["--version"]).map_err(|why| failure(format!("{why}\n{NODE_HELP}")))?;
    let npm =
        printed("npm".as_ref(), &["--version"]).map_err(|why| failure(format!("{why}\n{NODE_HELP}")))?;
    let (node, npm) = (node.trim(), npm.trim());
    match version(node) {
        Some(found) if found >= LEAST_NODE => {
            println!("Node {node}, npm {npm}.");
            Ok(())
        }
        _ => Err(failure(format!("Node {node} is too old. {NODE_HELP}"))),
    }
}

/// Installs the packages of the lock file, unless that was done for this very lock file.
pub fn install() -> Outcome<()> {
    let web = workspace::web();
    let lock = web.join("package-lock.json");
    let stamp = web.join("node_modules/.installed-lock.json");
    let wanted = fs::read(&lock).map_err(at(&lock))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        println!("The packages of package-lock.json are already there.");
        return Ok(());
    }
    npm(&["ci", "--no-fund", "--no-audit"])?;
    fs::write(&stamp, wanted).map_err(at(&stamp))
}

/// Builds the frontend into `web/dist`.
pub fn build() -> Outcome<()> {
    npm(&["run", "--silent", "build"])
}

/// The specifications' own tests and the reference clients, against the real service.
pub fn conformance() -> Outcome<()> {
    let arguments = ["run", "--silent", "conformance"];
    let mut npm = Command::new("npm");
    npm.current_dir(workspace::web()).args(arguments).env("TAVLE_BIN", workspace::binary());
    finish(&mut npm, "npm", &arguments)
}

/// Runs npm in `web`.
pub fn npm(arguments: &[&str]) -> Outcome<()> {
    call(&workspace::web(), "npm", arguments)
}

fn version(printed: &str) -> Option<(u32, u32)> {
    let mut parts = printed.trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_versions_as_numbers() {
        assert!(version("v20.19.1").unwrap() >= LEAST_NODE);
        assert!(version("v24.0.0").unwrap() >= LEAST_NODE);
        assert!(version("v20.9.0").unwrap() < LEAST_NODE);
        assert!(version("v18.20.4").unwrap() < LEAST_NODE);
        assert_eq!(version("unknown"), None);
    }
}
