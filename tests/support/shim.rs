//! The libraries in `tests/shims`: compiled when they are first needed, loaded before a process.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

/// Compiles `tests/shims/<name>.c` beside the tests' binary and gives the library.
fn library(name: &str) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("shims").join(name).with_extension("c");
    let directory = env::current_exe().unwrap().parent().unwrap().join("shims");
    let library = directory.join(name).with_extension("so");
    let modified = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    if modified(&library).is_some_and(|made| made >= modified(&source).unwrap()) {
        return library;
    }
    fs::create_dir_all(&directory).unwrap();
    // Other tests may compile it at the same time: each moves a whole one into place.
    let unfinished = directory.join(format!("{name}-{}.so", process::id()));
    let flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-o"];
    let compiled = Command::new("cc").args(flags).arg(&unfinished).arg(&source).status();
    assert!(compiled.is_ok_and(|status| status.success()), "{} does not compile", source.display());
    fs::rename(&unfinished, &library).unwrap();
    library
}

/// Records what a command does to a directory, which must be there.
pub fn recording<'a>(command: &'a mut Command, directory: &Path, record: &Path) -> &'a mut Command {
    command
        .env("LD_PRELOAD", library("record"))
        .env("TAVLE_SHIM_DIRECTORY", directory)
        .env("TAVLE_SHIM_RECORD", record)
}

/// What can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Nothing,
    FullDisk,
    ReadOnlyDisk,
    Syncs,
}

/// Makes what a process does to a directory fail.
pub struct Faults {
    control: PathBuf,
}

impl Faults {
    /// Loads the faults before a command; none is set.
    pub fn of(command: &mut Command, directory: &Path, control: &Path) -> Self {
        let faults = Self { control: control.to_owned() };
        faults.set(Fault::Nothing);
        command
            .env("LD_PRELOAD", library("fail"))
            .env("TAVLE_SHIM_DIRECTORY", directory)
            .env("TAVLE_SHIM_CONTROL", control);
        faults
    }

    /// Holds from the process's next call on.
    pub fn set(&self, fault: Fault) {
        let word = match fault {
            Fault::Nothing => b"-",
            Fault::FullDisk => b"f",
            Fault::ReadOnlyDisk => b"r",
            Fault::Syncs => b"s",
        };
        // In place: the process has the file mapped.
        let mut options = fs::OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).open(&self.control).unwrap();
        std::os::unix::fs::FileExt::write_all_at(&file, word, 0).unwrap();
    }
}
