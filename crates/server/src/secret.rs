//! The installation's own secret and the keys that follow from it. It lies beside the log, never in it.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Name of the file in the data directory.
const FILE: &str = "secret.key";

/// A secret of 256 bits. Never printed.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Reads the secret, or makes one on a fresh installation.
    ///
    /// # Errors
    /// The file, or the operating system's source of randomness.
    pub fn of_installation(data: &Path) -> io::Result<Self> {
        let path = data.join(FILE);
        match fs::read(&path) {
            Ok(bytes) => bytes
                .try_into()
                .map(Self)
                .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "secret.key does not hold 32 bytes")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::make(&path),
            Err(error) => Err(error),
        }
    }

    fn make(path: &Path) -> io::Result<Self> {
        let secret = random()?;
        // Under its name once it is whole: a crash on the way leaves no installation with half a secret.
        let unfinished = path.with_extension("new");
        let mut file =
            fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        file.write_all(&secret)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)?;
        path.parent().map_or(Ok(()), |data| fs::File::open(data)?.sync_all())?;
        Ok(Self(secret))
    }

    /// The key for one purpose.
    #[must_use]
    pub fn key_for(&self, purpose: &str) -> [u8; 32] {
        mac(&self.0, purpose.as_bytes())
    }
}

/// HMAC-SHA256.
#[must_use]
pub fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length; this one fits a block.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// 256 random bits.
///
/// # Errors
/// The operating system has none to give.
pub fn random() -> io::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| io::Error::other("no source of randomness"))?;
    Ok(bytes)
}
