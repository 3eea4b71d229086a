//! What takes too long for every change: the same tests for longer, a working day of a wall, and the tests of the
//! access decision put to the test.

use std::process::Command;

use crate::{
    browser,
    outcome::Outcome,
    steps::{Steps, cargo, finish, has_cargo},
    web, workspace,
};

/// How often a loop of the tests runs at night. A variable that is set already stays as it is.
const LONGER: [(&str, &str); 4] = [
    ("TAVLE_CRASH_ROUNDS", "500"),
    ("TAVLE_POWER_CUTS", "1000"),
    ("TAVLE_CRASH_BEGINNINGS", "40"),
    ("TAVLE_COMMANDS", "100000"),
];

/// The tests with such loops, in order. Each reads its count from the environment.
const TESTS: [&str; 3] = ["crash::", "faults::", "histories::"];

/// Builds the service and its tests, then runs them.
pub fn nightly() -> Outcome<()> {
    let mut steps = Steps::of(5 + TESTS.len());
    steps.step("Building the service and its tests", || {
        cargo(&["build", "--workspace", "--all-features", "--bins", "--tests"])
    })?;
    for name in TESTS {
        steps.step(&format!("{name} for longer"), || {
            // One at a time: what is measured here is the service, not the machine.
            let arguments =
                ["test", "--workspace", "--all-features", "--test", "tavle", "--", name, "--nocapture"];
            let mut command = Command::new("cargo");
            let longer = LONGER.iter().filter(|(variable, _)| std::env::var_os(variable).is_none());
            command.current_dir(workspace::root()).args(arguments).env("RUST_TEST_THREADS", "1");
            finish(command.envs(longer.copied()), "cargo", &arguments)
        })?;
    }
    steps.step("Packages of the frontend", || web::check_tools().and_then(|()| web::install()))?;
    steps.step("Building the frontend", web::build)?;
    let hours = std::env::var("TAVLE_SOAK_HOURS").unwrap_or_else(|_| "8".to_owned());
    steps.step("A working day of a wall", || browser::tests(&["wall-soak"], &[("SOAK", &hours)]))?;
    steps.step("Changing the access decision in every way: some test must notice each", mutants)?;
    print!("\n{}", steps.table());
    Ok(())
}

/// Who decides over access is decided by few lines. A change of any of them that no test notices fails here.
fn mutants() -> Outcome<()> {
    if !has_cargo("mutants") {
        cargo(&["install", "cargo-mutants", "--locked"])?;
    }
    let output = workspace::root().join("target");
    let output = output.display().to_string();
    let decision = "crates/domain/src/access/**";
    cargo(&["mutants", "--package", "tavle-domain", "--file", decision, "--output", &output])
}
