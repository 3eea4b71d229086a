//! The program itself, as the build left it.

use std::{
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use xtask::workspace;

/// What a command came to.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    /// Without the lines of progress and logs: the last one says why.
    pub error: String,
}

/// A command line, without what this process has in its environment of the program's own.
pub fn command<A: AsRef<OsStr>>(arguments: &[A]) -> Command {
    let mut command = Command::new(program());
    command.args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("TAVLE_")) {
        command.env_remove(name);
    }
    command
}

/// The program. One that is older than its sources would be tested in vain.
fn program() -> PathBuf {
    let program = workspace::binary();
    let modified = |path: &Path| fs::metadata(path).and_then(|file| file.modified());
    let Ok(built) = modified(&program) else {
        panic!("build the program first: cargo build --package tavle-server")
    };
    // Cargo leaves beside it what it was built from.
    let sources = fs::read_to_string(program.with_extension("d")).unwrap_or_default();
    let sources = sources.split_once(": ").map_or("", |(_, sources)| sources);
    for source in sources.split_whitespace().map(Path::new) {
        let is_newer = modified(source).is_ok_and(|changed| changed > built);
        assert!(!is_newer, "build the program again: {} has changed", source.display());
    }
    program
}

/// Runs a command to its end.
pub fn tavle<A: AsRef<OsStr>>(arguments: &[A]) -> Ended {
    let ended = command(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended { code: ended.status.code(), out: text(ended.stdout), error: text(ended.stderr) }
}

/// A service that runs until this is dropped: then it is killed.
pub struct Served {
    child: Child,
    /// Lines of its log, as they come.
    lines: Box<dyn Iterator<Item = String>>,
}

impl Served {
    pub fn start<A: AsRef<OsStr>>(arguments: &[A]) -> Self {
        let mut child = command(arguments).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        Self { child, lines: Box::new(lines) }
    }

    /// Reads the log until a line has this text. Gives the line.
    pub fn until(&mut self, text: &str) -> String {
        self.lines.find(|line| line.contains(text)).unwrap_or_else(|| panic!("it never said {text:?}"))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
