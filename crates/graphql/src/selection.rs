//! What an operation asks for, known by its text: two that ask for the same are answered with the same form.

use async_graphql::Request;
use sha2::{Digest, Sha256};

/// Digest of an operation's text, name and variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Selection([u8; 32]);

impl Selection {
    /// Of an operation that selects a board's rows in one place. Selected in two places, their fields may have to
    /// be merged, so they are not known by the text.
    pub fn of(request: &Request) -> Option<Self> {
        if request.query.matches("rows").count() != 1 {
            return None;
        }
        let variables = serde_json::to_vec(&request.variables).ok()?;
        let name = request.operation_name.as_deref().unwrap_or_default();
        let mut digest = Sha256::new();
        for part in [request.query.as_bytes(), name.as_bytes(), &variables] {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        Some(Self(digest.finalize().into()))
    }
}
