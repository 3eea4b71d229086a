//! A Chromium for the browser tests: the system's own, never a download of Playwright's.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    outcome::{Outcome, failure},
    steps::finish,
    workspace,
};

/// Names a Chromium when the tests should use a certain one.
pub const CHOICE: &str = "PLAYWRIGHT_CHROMIUM";

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const PLACES: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// The Chromium of this machine; installs the system package where that is possible without asking anyone.
pub fn ready() -> Outcome<PathBuf> {
    if let Some(chosen) = env::var_os(CHOICE).map(PathBuf::from) {
        return match chosen.is_file() {
            true => Ok(chosen),
            false => Err(failure(format!("{CHOICE} names {}, which is not there.", chosen.display()))),
        };
    }
    if let Some(found) = find() {
        println!("Browser: {}.", found.display());
        return Ok(found);
    }
    if is_root() && on_path("apt-get").is_some() {
        install()?;
        if let Some(found) = find() {
            return Ok(found);
        }
    }
    Err(failure(format!(
        "The browser tests need Chromium or Google Chrome and found neither.\n\
         Debian: apt-get install chromium. Fedora: dnf install chromium. macOS: brew install --cask chromium.\n\
         A browser in another place is named by {CHOICE}=/path/to/chromium."
    )))
}

/// Runs browser tests against the service and the frontend as they were built; `settings` are for the environment.
pub fn tests(specs: &[&str], settings: &[(&str, &str)]) -> Outcome<()> {
    let browser = ready()?;
    let arguments: Vec<&str> = ["playwright", "test"].iter().chain(specs).copied().collect();
    let mut command = Command::new("npx");
    command
        .current_dir(workspace::web())
        .args(&arguments)
        .env(CHOICE, browser)
        .env("TAVLE_BIN", workspace::binary())
        .envs(settings.iter().copied());
    finish(&mut command, "npx", &arguments)
}

fn find() -> Option<PathBuf> {
    let placed = PLACES.iter().map(PathBuf::from).find(|path| path.is_file());
    NAMES.iter().find_map(|name| on_path(name)).or(placed)
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|directory| directory.join(program)).find(|candidate| candidate.is_file())
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn install() -> Outcome<()> {
    println!("Installing the system package chromium …");
    apt(&["update", "-qq"])?;
    apt(&["install", "-qq", "--yes", "--no-install-recommends", "chromium"])
}

fn apt(arguments: &[&str]) -> Outcome<()> {
    let output = Command::new(Path::new("apt-get"))
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| failure(format!("apt-get could not be started: {error}.")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(failure(format!(
        "`apt-get {}` ended with {}:\n{}",
        arguments.join(" "),
        output.status,
        said.trim_end()
    )))
}
