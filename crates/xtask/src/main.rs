//! `cargo xtask <command>`

use std::{env, process::ExitCode};

use xtask::{
    nightly,
    outcome::{Failure, Outcome, failure},
    run, screenshots, sdl, test,
};

const USAGE: &str = "\
cargo xtask <command>

  run [--port 8080] [--data DIR] [--fresh]
                    Builds service and web, makes demo data once, serves both on this machine.
                    --fresh throws the demo data away and makes it again.
  test [--rust-only | --web-only]
                    Installs what the tests need and runs all of them: Rust, web, real browser.
  nightly           The tests of crashes, power cuts, faults and load, for hours instead of seconds; a working
                    day of a wall; and whether a test notices every change of the access decision.
                    TAVLE_CRASH_ROUNDS, TAVLE_POWER_CUTS, TAVLE_CRASH_BEGINNINGS, TAVLE_COMMANDS and
                    TAVLE_SOAK_HOURS say how long; TAVLE_SEED repeats a run.
  sdl [--check]     Writes proto/schema.graphql and proto/kinds.json as the service prints them;
                    with --check only compares.
  check-deps        The direction of dependencies between the crates; cargo-deny where it is installed.
  screenshots       Takes the pictures of every page into web/screenshots.
";

fn main() -> ExitCode {
    match command(env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn command(arguments: Vec<String>) -> Outcome<()> {
    let mut arguments = arguments.into_iter();
    let name = arguments.next().unwrap_or_else(|| "help".to_owned());
    let rest: Vec<String> = arguments.collect();
    match name.as_str() {
        "run" => run::run(&run::Options::read(&rest)?),
        "test" => test::test(test::Scope::read(&rest)?),
        "nightly" => nothing_more(&rest).and_then(|()| nightly::nightly()),
        "sdl" => sdl::sdl(sdl::Mode::read(&rest)?),
        "check-deps" => nothing_more(&rest).and_then(|()| test::check_dependencies()),
        "screenshots" => nothing_more(&rest).and_then(|()| screenshots::screenshots()),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(failure(format!("There is no command {other:?}.\n\n{USAGE}"))),
    }
}

fn nothing_more(arguments: &[String]) -> Result<(), Failure> {
    match arguments.first() {
        None => Ok(()),
        Some(argument) => Err(failure(format!("This command takes no {argument:?}.\n\n{USAGE}"))),
    }
}
