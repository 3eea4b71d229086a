//! Everything that must hold, in the order in which a fault is found soonest.

use crate::{
    browser,
    dependencies::{self, Graph},
    outcome::{Outcome, failure},
    sdl,
    steps::{Steps, cargo, has_cargo},
    web,
};

/// Which half of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Both halves.
    All,
    /// Without Node, npm and browser.
    Rust,
    /// The frontend and the browser tests.
    Web,
}

impl Scope {
    /// Reads the arguments.
    pub fn read(arguments: &[String]) -> Outcome<Self> {
        match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [] => Ok(Self::All),
            ["--rust-only"] => Ok(Self::Rust),
            ["--web-only"] => Ok(Self::Web),
            _ => Err(failure("Usage: cargo xtask test [--rust-only | --web-only]")),
        }
    }
}

const TOOL_STEPS: usize = 2;
const RUST_STEPS: usize = 6;
const WEB_STEPS: usize = 6;

/// Runs the tests; stops at the first step that fails.
pub fn test(scope: Scope) -> Outcome<()> {
    let mut steps = Steps::of(match scope {
        Scope::All => TOOL_STEPS + RUST_STEPS + WEB_STEPS,
        Scope::Rust => RUST_STEPS,
        Scope::Web => TOOL_STEPS + WEB_STEPS + 1,
    });
    if scope != Scope::Rust {
        steps.step("Tools: Node, npm, browser", || web::check_tools().and_then(|()| browser::ready()))?;
        steps.step("Packages of the frontend", web::install)?;
    }
    match scope {
        Scope::Web => {
            steps.step("Building the service", || cargo(&["build", "--package", "tavle-server"]))?
        }
        Scope::All | Scope::Rust => rust(&mut steps)?,
    }
    if scope != Scope::Rust {
        frontend(&mut steps)?;
    }
    print!("\n{}", steps.table());
    println!("All steps went well, in {:.0} s.", steps.seconds());
    Ok(())
}

fn rust(steps: &mut Steps) -> Outcome<()> {
    steps.step("Format", || cargo(&["fmt", "--all", "--check"]))?;
    steps.step("Direction of dependencies", check_dependencies)?;
    steps.step("Clippy", || {
        cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "--deny", "warnings"])
    })?;
    steps.step("Rust tests", || {
        // Built together, so that the service of the browser tests shares what the tests have compiled.
        cargo(&["build", "--workspace", "--all-features", "--bins", "--tests"])?;
        match has_cargo("nextest") {
            true => cargo(&["nextest", "run", "--workspace", "--all-features"]),
            false => cargo(&["test", "--workspace", "--all-features", "--bins", "--lib", "--tests"]),
        }
    })?;
    steps.step("Examples in the documentation", || {
        cargo(&["test", "--quiet", "--workspace", "--all-features", "--doc"])
    })?;
    steps.step("Schema and kinds as they are printed", || sdl::contracts(sdl::Mode::Check))
}

fn frontend(steps: &mut Steps) -> Outcome<()> {
    steps.step("Types of the frontend", || web::npm(&["run", "--silent", "typecheck"]))?;
    steps.step("Lint of the frontend", || web::npm(&["run", "--silent", "lint"]))?;
    steps.step("Unit tests of the frontend", || web::npm(&["run", "--silent", "test"]))?;
    steps.step("Conformance of the API to its specifications", web::conformance)?;
    steps.step("Building the frontend", web::build)?;
    steps.step("Browser tests", || browser::tests(&[], &[]))
}

/// The direction of dependencies, and cargo-deny where it is installed.
pub fn check_dependencies() -> Outcome<()> {
    let faults = dependencies::faults(&Graph::of_workspace()?);
    if !faults.is_empty() {
        return Err(failure(faults.join("\n")));
    }
    println!("Dependencies point one way.");
    match has_cargo("deny") {
        true => cargo(&["deny", "--workspace", "check"]),
        false => {
            println!("cargo-deny is not installed: licences and advisories are not checked here.");
            Ok(())
        }
    }
}
