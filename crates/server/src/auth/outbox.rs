//! The key with which a browser seals what is not sent yet: each person's own, given only to that person's
//! session. The same every time, so that what was sealed before signing out opens after signing in again.

use base64::{Engine, engine::general_purpose::STANDARD};
use tavle_domain::id::StaffId;

use crate::secret::{Secret, mac};

/// Makes the keys.
#[derive(Clone)]
pub struct OutboxKeys([u8; 32]);

impl OutboxKeys {
    /// With the installation's secret.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        Self(secret.key_for("outbox"))
    }

    /// A person's key: 32 bytes in base64.
    #[must_use]
    pub fn of(&self, staff: StaffId) -> String {
        STANDARD.encode(mac(&self.0, staff.to_string().as_bytes()))
    }
}
