//! `proto/schema.graphql` and `proto/kinds.json`: what the service prints, kept in the repository.

use std::{fs, path::Path};

use crate::{
    outcome::{Outcome, at, failure},
    steps::{cargo, printed},
    workspace,
};

/// The subcommands of the service that print a contract, and the file of each.
const CONTRACTS: [(&str, &str); 2] = [("sdl", "proto/schema.graphql"), ("kinds", "proto/kinds.json")];

/// Whether to write or to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write the files.
    Write,
    /// Fail where a file differs.
    Check,
}

impl Mode {
    /// Reads the arguments.
    pub fn read(arguments: &[String]) -> Outcome<Self> {
        match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [] => Ok(Self::Write),
            ["--check"] => Ok(Self::Check),
            _ => Err(failure("Usage: cargo xtask sdl [--check]")),
        }
    }
}

/// Builds the service and writes or compares.
pub fn sdl(mode: Mode) -> Outcome<()> {
    cargo(&["build", "--package", "tavle-server"])?;
    contracts(mode)
}

/// Writes or compares, with the service as it is built.
pub fn contracts(mode: Mode) -> Outcome<()> {
    for (subcommand, file) in CONTRACTS {
        let text = printed(&workspace::binary(), &[subcommand])?;
        let path = workspace::root().join(file);
        let kept = fs::read_to_string(&path).unwrap_or_default();
        match mode {
            _ if kept == text => println!("{file} is as the service prints it."),
            Mode::Check => {
                let difference = difference(file, &kept, &text);
                return Err(failure(format!("{difference}\nWrite it again with: cargo xtask sdl")));
            }
            Mode::Write => write(&path, &text)?,
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Outcome<()> {
    fs::write(path, text).map_err(at(path))?;
    println!("Wrote {}.", path.display());
    Ok(())
}

/// Names the first line that differs.
fn difference(file: &str, kept: &str, printed: &str) -> String {
    let (mut kept_lines, mut printed_lines) = (kept.lines(), printed.lines());
    for number in 1.. {
        match (kept_lines.next(), printed_lines.next()) {
            (None, None) => break,
            (old, new) if old == new => {}
            (old, new) => {
                let (old, new) = (old.unwrap_or("(end of file)"), new.unwrap_or("(end of file)"));
                return format!(
                    "{file} is not what the service prints. Line {number}:\n  kept:    {old}\n  printed: {new}"
                );
            }
        }
    }
    format!("{file} differs from what the service prints in its line endings.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_first_line_that_differs() {
        let text = difference("proto/schema.graphql", "a\nb\n", "a\nc\n");
        assert!(text.contains("Line 2:\n  kept:    b\n  printed: c"), "{text}");
        assert!(difference("x", "a\n", "a\nb\n").contains("(end of file)"));
        assert!(difference("x", "a\n", "a").contains("line endings"));
    }
}
