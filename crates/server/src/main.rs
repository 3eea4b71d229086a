//! `tavle`: the service and its tools. This file is the composition root; each subcommand has a file.

mod auth;
mod clock;
mod command;
mod demo;
mod edge;
mod secret;
mod service;
mod telemetry;

use std::process::ExitCode;

use clap::Parser;

use command::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    telemetry::start();
    let done = match cli.command {
        Command::Serve(serve) => serve.run(),
        Command::Demo(demo) => demo.run(),
        Command::Token(token) => token.run(),
        Command::Import(import) => import.run(),
        Command::Sdl => command::print(&tavle_graphql::sdl()),
        Command::Kinds => command::print(&command::kinds()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("tavle: {failure}");
            ExitCode::FAILURE
        }
    }
}
