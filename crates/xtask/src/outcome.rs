//! A failure is a sentence for the person at the keyboard: what went wrong and what helps.

use std::{error, fmt, io, path::Path};

/// What a command comes to.
pub type Outcome<T> = Result<T, Failure>;

/// A sentence that helps.
#[derive(Debug)]
pub struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for Failure {}

/// Makes a failure of a sentence.
pub fn failure(sentence: impl Into<String>) -> Failure {
    Failure(sentence.into())
}

/// Says which file could not be read or written, and why.
pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Failure + '_ {
    move |error| Failure(format!("{}: {error}", path.display()))
}
