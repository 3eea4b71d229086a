//! The command line: one file a subcommand.

mod bench;
mod demo;
mod import;
mod serve;
mod token;

use std::{error::Error, fmt, io::Write, path::PathBuf};

use clap::{Args, Parser, Subcommand};

/// Tavle: the working day of an ACT, FACT or Housing First team.
#[derive(Parser)]
#[command(name = "tavle", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Subcommands.
#[derive(Subcommand)]
pub enum Command {
    /// Serve the API and the web pages.
    Serve(serve::Serve),
    /// Write a new log with demonstration data.
    Demo(demo::Demo),
    /// Print a bearer token for scripts on this host.
    Token(token::Token),
    /// Import a file into the running service.
    Import(import::Import),
    /// Measure a whole workload on this machine.
    Bench(bench::Bench),
    /// Print the GraphQL schema.
    #[command(hide = true)]
    Sdl,
    /// Print the table of kinds.
    #[command(hide = true)]
    Kinds,
}

/// Where the installation keeps its data.
#[derive(Args)]
pub struct Data {
    /// Directory of the log, the read models and the keys.
    #[arg(long = "data", env = "TAVLE_DATA", value_name = "DIR")]
    pub directory: PathBuf,
}

/// Why a subcommand failed, as one sentence with its causes.
#[derive(Debug)]
pub struct Failed(String);

impl Failed {
    /// With a sentence of its own.
    pub fn because(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: Error> From<E> for Failed {
    fn from(error: E) -> Self {
        let mut sentence = error.to_string();
        let mut cause = error.source();
        while let Some(because) = cause {
            sentence.push_str(": ");
            sentence.push_str(&because.to_string());
            cause = because.source();
        }
        Self(sentence)
    }
}

/// The table of kinds as text.
pub fn kinds() -> String {
    let kinds = tavle_domain::catalogue::kinds();
    serde_json::to_string_pretty(&kinds).unwrap_or_default() + "\n"
}

/// Prints a text to standard output.
pub fn print(text: &str) -> Result<(), Failed> {
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}
