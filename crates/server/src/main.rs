//! `tavle`: the service and its tools. Each subcommand has a file.

use std::process::ExitCode;

use clap::Parser;

use tavle_server::{
    command::{self, Cli, Command},
    telemetry,
};

/// Decoding the log is many small allocations, freed on another thread than the one that made them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // The service's own settings say what it logs.
    if !matches!(cli.command, Command::Serve(_)) {
        telemetry::start_for_command();
    }
    let done = match cli.command {
        Command::Serve(serve) => serve.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Check(check) => check.run(),
        Command::Demo(demo) => demo.run(),
        Command::Token(token) => token.run(),
        Command::Invite(invite) => invite.run(),
        Command::Import(import) => import.run(),
        Command::Bench(bench) => bench.run(),
        Command::Rebuild(rebuild) => rebuild.run(),
        Command::Sdl => command::print(&tavle_graphql::sdl()),
        Command::Kinds => command::print(&command::kinds()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("tavle: {failure}");
            ExitCode::from(failure.code())
        }
    }
}
