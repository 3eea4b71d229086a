//! The command line: one file a subcommand.

mod backup;
mod bench;
mod check;
mod demo;
mod import;
mod invite;
mod rebuild;
mod restore;
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
    Serve(Box<serve::Serve>),
    /// Write a new log with demonstration data.
    Demo(demo::Demo),
    /// Make, list and revoke bearer tokens for scripts.
    Token(token::Token),
    /// Make an invitation for somebody who cannot be invited from inside.
    Invite(invite::Invite),
    /// Import a file into the running service.
    Import(import::Import),
    /// Measure a whole workload on this machine.
    Bench(bench::Bench),
    /// Copy the log to one file, while the service runs or without it.
    Backup(backup::Backup),
    /// Make a log out of a backup, in an empty or missing directory.
    Restore(restore::Restore),
    /// Check that the log is as it was written, while the service runs or without it.
    Check(check::Check),
    /// Build the read models again from the log.
    Rebuild(rebuild::Rebuild),
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
pub struct Failed {
    sentence: String,
    code: u8,
}

impl Failed {
    /// With a sentence of its own.
    pub fn because(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), code: 1 }
    }

    /// With what failed before why.
    #[must_use]
    pub fn before(self, what: &str) -> Self {
        Self { sentence: format!("{what}: {}", self.sentence), ..self }
    }

    /// With another exit code than 1.
    #[must_use]
    pub fn with_code(self, code: u8) -> Self {
        Self { code, ..self }
    }

    /// What the process ends with.
    #[must_use]
    pub const fn code(&self) -> u8 {
        self.code
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
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
        Self::because(sentence)
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
