//! Cursors: opaque, and signed. A cursor says where in one connection a page begins, and is good for that
//! connection alone: another one, another filter or order, another installation, or a letter changed, and it is
//! no cursor.

use std::{fmt, marker::PhantomData};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use sha2::Sha256;

use crate::error::ApiError;

/// Bytes of the signature in a cursor.
const TAG: usize = 16;

/// The installation's key for cursors. Never printed.
#[derive(Clone)]
pub struct CursorKey([u8; 32]);

impl CursorKey {
    /// A key that follows from the installation's secret and serves nothing else.
    #[must_use]
    pub const fn new(key: [u8; 32]) -> Self {
        Self(key)
    }
}

impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CursorKey")
    }
}

/// The cursors of one connection, whose places are `K`.
#[derive(Debug)]
pub struct Cursors<K> {
    key: CursorKey,
    /// What a cursor is bound to: the connection's name, whose it is, its filter and its order.
    bound: String,
    place: PhantomData<fn() -> K>,
}

impl<K: Serialize + DeserializeOwned> Cursors<K> {
    /// Of the connection with this name, about what `bound` says.
    pub fn of(key: &CursorKey, connection: &str, bound: &Json) -> Self {
        Self {
            key: key.clone(),
            bound: Json::from(vec![connection.into(), bound.clone()]).to_string(),
            place: PhantomData,
        }
    }

    /// The cursor of a place.
    pub fn write(&self, place: &K) -> String {
        let place = serde_json::to_vec(place).unwrap_or_default();
        let Some(mac) = self.mac(&place) else { return String::new() };
        let mut bytes = mac.finalize().into_bytes()[..TAG].to_vec();
        bytes.extend(place);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The place of a cursor.
    ///
    /// # Errors
    /// `BAD_ARGUMENT` for whatever is no cursor of this connection.
    pub fn read(&self, cursor: &str) -> Result<K, ApiError> {
        self.open(cursor).ok_or(ApiError::BadArgument)
    }

    fn open(&self, cursor: &str) -> Option<K> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (tag, place) = bytes.split_at_checked(TAG)?;
        self.mac(place)?.verify_truncated_left(tag).ok()?;
        serde_json::from_slice(place).ok()
    }

    /// None for a key that HMAC refuses; it takes keys of any length.
    fn mac(&self, place: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key.0).ok()?;
        // The length keeps what is bound and the place apart.
        mac.update(&self.bound.len().to_be_bytes());
        mac.update(self.bound.as_bytes());
        mac.update(place);
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn cursors(key: u8, connection: &str, bound: Json) -> Cursors<u64> {
        Cursors::of(&CursorKey::new([key; 32]), connection, &bound)
    }

    #[test]
    fn a_cursor_reads_back_in_its_own_connection_and_nowhere_else() {
        let own = cursors(1, "timeline", json!(["rogn", null]));
        let cursor = own.write(&42);
        assert_eq!(own.read(&cursor), Ok(42));
        let others = [
            cursors(2, "timeline", json!(["rogn", null])),
            cursors(1, "audit", json!(["rogn", null])),
            cursors(1, "timeline", json!(["lyng", null])),
            cursors(1, "timeline", json!(["rogn", 1])),
        ];
        assert!(others.iter().all(|other| other.read(&cursor) == Err(ApiError::BadArgument)));
    }

    #[test]
    fn a_cursor_with_any_letter_changed_is_none() {
        let own = cursors(1, "timeline", json!("rogn"));
        let cursor = own.write(&42);
        for at in 0..cursor.len() {
            for other in ['A', 'z', '9', '!'] {
                let mut letters: Vec<char> = cursor.chars().collect();
                if std::mem::replace(&mut letters[at], other) == other {
                    continue;
                }
                let altered: String = letters.into_iter().collect();
                assert_eq!(own.read(&altered), Err(ApiError::BadArgument), "{altered}");
            }
            assert!(own.read(&cursor[..at]).is_err());
        }
        assert!(own.read("").is_err());
    }
}
