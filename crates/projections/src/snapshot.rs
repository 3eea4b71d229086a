//! Snapshots of the models in memory: one file a model, so that a start folds only what came since.
//!
//! They hold personal data (names, aliases, addresses, what the risk follows from): only the owner can read
//! them. They are disposable, are deleted with the read models, and are never part of a backup.
//!
//! A file is: the text `tavle-snapshot-1`, the length of the header (4 bytes, big-endian), the header, the
//! content, and SHA-256 over all of that. Whatever is off about one, it is not read, and the model is folded
//! from the log.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

const DIRECTORY: &str = "snapshots";
const MAGIC: &[u8] = b"tavle-snapshot-1";
const HASH: usize = 32;

/// What a snapshot is of.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    store: Uuid,
    model: String,
    version: u32,
    position: u64,
    length: u64,
}

/// Why a snapshot is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Refused {
    #[error("it is torn or damaged")]
    Damaged,
    #[error("it is of another log")]
    OtherLog,
    #[error("it is of another model or version")]
    OtherModel,
    #[error("it lies past the end of the log")]
    PastTheEnd,
}

/// The snapshots of one installation.
#[derive(Clone, Debug)]
pub struct Snapshots {
    directory: PathBuf,
    store: Uuid,
}

impl Snapshots {
    /// The snapshots in a data directory, of one log.
    #[must_use]
    pub fn of(data: &Path, store: Uuid) -> Self {
        Self { directory: data.join(DIRECTORY), store }
    }

    /// Where they lie.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Deletes all of them.
    ///
    /// # Errors
    /// The file system.
    pub fn discard(data: &Path) -> io::Result<()> {
        crate::read_db::remove_directory(&data.join(DIRECTORY))
    }

    /// Moves the snapshots of one data directory to another that has none.
    ///
    /// # Errors
    /// The file system.
    pub fn adopt(from: &Path, to: &Path) -> io::Result<()> {
        match fs::rename(from.join(DIRECTORY), to.join(DIRECTORY)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The position and content of a model's snapshot, where there is one that can be trusted, from a log of
    /// `head` events.
    #[must_use]
    pub fn read(&self, model: &str, version: u32, head: u64) -> Option<(u64, Vec<u8>)> {
        let bytes = match fs::read(self.path(model, version)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                tracing::warn!(model, %error, "a snapshot cannot be read; the model is folded from the log");
                return None;
            }
        };
        match self.open(bytes, model, version, head) {
            Ok(read) => Some(read),
            Err(why) => {
                tracing::warn!(model, %why, "a snapshot was ignored; the model is folded from the log");
                None
            }
        }
    }

    fn open(
        &self,
        mut bytes: Vec<u8>,
        model: &str,
        version: u32,
        head: u64,
    ) -> Result<(u64, Vec<u8>), Refused> {
        let end = bytes.len().checked_sub(HASH).ok_or(Refused::Damaged)?;
        if Sha256::digest(&bytes[..end])[..] != bytes[end..] {
            return Err(Refused::Damaged);
        }
        let rest = bytes[..end].strip_prefix(MAGIC).ok_or(Refused::Damaged)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or(Refused::Damaged)?;
        let length = u32::from_be_bytes(*length) as usize;
        let header = rest.get(..length).ok_or(Refused::Damaged)?;
        let header: Header = postcard::from_bytes(header).map_err(|_| Refused::Damaged)?;
        let content = MAGIC.len() + 4 + length;
        if header.length != (end - content) as u64 {
            return Err(Refused::Damaged);
        }
        if header.store != self.store {
            return Err(Refused::OtherLog);
        }
        if header.model != model || header.version != version {
            return Err(Refused::OtherModel);
        }
        if header.position > head {
            return Err(Refused::PastTheEnd);
        }
        bytes.truncate(end);
        Ok((header.position, bytes.split_off(content)))
    }

    /// Writes a model's snapshot in the place of the one before, and removes those of other versions. A crash
    /// leaves the one before or this one.
    ///
    /// # Errors
    /// The file system.
    pub fn write(&self, model: &str, version: u32, position: u64, content: &[u8]) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.directory)?;
        let length = content.len() as u64;
        let header = Header { store: self.store, model: model.to_owned(), version, position, length };
        let header = postcard::to_stdvec(&header).map_err(io::Error::other)?;
        let header_length = u32::try_from(header.len()).map_err(io::Error::other)?.to_be_bytes();
        let path = self.path(model, version);
        let beside = path.with_extension(format!("v{version}.tmp"));
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        let mut hash = Sha256::new();
        for part in [MAGIC, &header_length, &header, content] {
            hash.update(part);
            file.write_all(part)?;
        }
        file.write_all(&hash.finalize())?;
        file.sync_all()?;
        fs::rename(&beside, &path)?;
        File::open(&self.directory)?.sync_all()?;
        self.remove_others(model, &path);
        Ok(())
    }

    /// One that stays behind does no harm: it is not read, or is read and is right.
    fn remove_others(&self, model: &str, keep: &Path) {
        let Ok(files) = fs::read_dir(&self.directory) else { return };
        for path in files.flatten().map(|file| file.path()).filter(|path| path != keep) {
            if path.file_stem().is_some_and(|stem| stem.to_string_lossy().split('.').next() == Some(model)) {
                let _ = fs::remove_file(path);
            }
        }
    }

    fn path(&self, model: &str, version: u32) -> PathBuf {
        self.directory.join(format!("{model}.v{version}"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn snapshots(directory: &Path) -> Snapshots {
        Snapshots::of(directory, Uuid::from_u128(1))
    }

    #[test]
    fn what_was_written_is_read_by_the_owner_alone() {
        let directory = tempfile::tempdir().unwrap();
        let snapshots = snapshots(directory.path());
        snapshots.write("board", 1, 7, b"first").unwrap();
        snapshots.write("board", 2, 9, b"second").unwrap();
        assert_eq!(snapshots.read("board", 2, 9), Some((9, b"second".to_vec())));
        assert_eq!(snapshots.read("board", 1, 9), None, "the older version is gone");
        let mode = fs::metadata(snapshots.path("board", 2)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let files = fs::read_dir(directory.path().join(DIRECTORY)).unwrap().count();
        assert_eq!(files, 1, "nothing temporary stays");
    }

    #[test]
    fn a_snapshot_of_anything_else_is_not_read() {
        let directory = tempfile::tempdir().unwrap();
        let snapshots = snapshots(directory.path());
        snapshots.write("board", 1, 7, b"content").unwrap();
        let other = Snapshots::of(directory.path(), Uuid::from_u128(2));
        assert_eq!(other.read("board", 1, 7), None, "another log");
        assert_eq!(snapshots.read("board", 1, 6), None, "past the end of the log");
        let bytes = || fs::read(snapshots.path("board", 1)).unwrap();
        let read = |model, version| snapshots.open(bytes(), model, version, 7);
        assert_eq!(read("board", 2), Err(Refused::OtherModel));
        assert_eq!(read("directory", 1), Err(Refused::OtherModel));
        assert_eq!(read("board", 1), Ok((7, b"content".to_vec())));
    }

    #[test]
    fn no_byte_of_a_snapshot_can_be_missing_or_another() {
        let directory = tempfile::tempdir().unwrap();
        let snapshots = snapshots(directory.path());
        snapshots.write("board", 1, 7, b"content").unwrap();
        let whole = fs::read(snapshots.path("board", 1)).unwrap();
        for at in 0..whole.len() {
            assert_eq!(
                snapshots.open(whole[..at].to_vec(), "board", 1, 7),
                Err(Refused::Damaged),
                "cut at {at}"
            );
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            assert_eq!(snapshots.open(flipped, "board", 1, 7), Err(Refused::Damaged), "flipped at {at}");
        }
    }
}
