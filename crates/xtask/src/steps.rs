//! Steps with progress sentences, times, and an end at the first that fails.

use std::{
    ffi::OsStr,
    io::ErrorKind,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    outcome::{Outcome, failure},
    workspace,
};

/// A run of numbered steps.
pub struct Steps {
    total: usize,
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Starts a run of that many steps.
    pub fn of(total: usize) -> Self {
        Self { total, done: Vec::new() }
    }

    /// Says what is being done, does it, and remembers how long it took.
    pub fn step<T>(&mut self, what: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        println!("\n[{}/{}] {what} …", self.done.len() + 1, self.total);
        let begun = Instant::now();
        let result = work().map_err(|why| {
            let so_far = self.table();
            failure(format!("{so_far}Failed: {what}.\n{why}"))
        })?;
        self.done.push((what.to_owned(), begun.elapsed()));
        Ok(result)
    }

    /// The steps done, with seconds.
    pub fn table(&self) -> String {
        let width = self.done.iter().map(|(what, _)| what.chars().count()).max().unwrap_or(0);
        self.done
            .iter()
            .map(|(what, took)| format!("  {what:<width$}  {:>7.1} s\n", took.as_secs_f64()))
            .collect()
    }

    /// The time of all steps together.
    pub fn seconds(&self) -> f64 {
        self.done.iter().map(|(_, took)| took.as_secs_f64()).sum()
    }
}

/// Runs a program in a directory with its output on the screen.
pub fn call(directory: &Path, program: &str, arguments: &[&str]) -> Outcome<()> {
    finish(Command::new(program).current_dir(directory).args(arguments), program, arguments)
}

/// Runs a prepared command with its output on the screen.
pub fn finish(command: &mut Command, program: &str, arguments: &[impl AsRef<OsStr>]) -> Outcome<()> {
    let line = line(program, arguments);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failure(format!("`{line}` ended with {status}; what it said stands above."))),
        Err(error) => Err(not_started(program, &error)),
    }
}

/// Runs a program from the root and gives what it prints.
pub fn printed(program: &Path, arguments: &[&str]) -> Outcome<String> {
    let name = program.display().to_string();
    let output = Command::new(program)
        .current_dir(workspace::root())
        .args(arguments)
        .output()
        .map_err(|error| not_started(&name, &error))?;
    if !output.status.success() {
        let line = line(&name, arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(failure(format!("`{line}` ended with {}:\n{}", output.status, said.trim_end())));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| failure(format!("`{name}` printed something that is not UTF-8.")))
}

/// Runs cargo from the root.
pub fn cargo(arguments: &[&str]) -> Outcome<()> {
    call(&workspace::root(), "cargo", arguments)
}

/// Whether `cargo <name>` is there.
pub fn has_cargo(name: &str) -> bool {
    Command::new("cargo").args([name, "--version"]).output().is_ok_and(|output| output.status.success())
}

fn not_started(program: &str, error: &std::io::Error) -> crate::outcome::Failure {
    match error.kind() {
        ErrorKind::NotFound => {
            failure(format!("`{program}` is not there: install it or put it on the PATH."))
        }
        _ => failure(format!("`{program}` could not be started: {error}.")),
    }
}

fn line(program: &str, arguments: &[impl AsRef<OsStr>]) -> String {
    let mut line = program.to_owned();
    for argument in arguments {
        line.push(' ');
        line.push_str(&argument.as_ref().to_string_lossy());
    }
    line
}
