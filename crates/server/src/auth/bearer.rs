//! Bearer tokens for scripts on the same host: `tavle_<user>.<expires>.<MAC>`.
//!
//! A token names the user and holds for a year. Making one needs the installation's secret, so whoever can
//! make one can also read the log.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};

use crate::secret::{Secret, mac};

const PREFIX: &str = "tavle_";
const HOLDS: Duration = Duration::days(365);

/// Makes and reads bearer tokens.
#[derive(Clone)]
pub struct Bearer([u8; 32]);

impl Bearer {
    /// With the installation's secret.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        Self(secret.key_for("bearer tokens"))
    }

    /// A token for a user.
    #[must_use]
    pub fn make(&self, user: &str, now: DateTime<Utc>) -> String {
        let body = format!("{}.{}", URL_SAFE_NO_PAD.encode(user), (now + HOLDS).timestamp());
        format!("{PREFIX}{body}.{}", self.seal(&body))
    }

    /// The user that a valid token names.
    #[must_use]
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Option<String> {
        let (body, seal) = token.strip_prefix(PREFIX)?.rsplit_once('.')?;
        let (user, expires) = body.split_once('.')?;
        let genuine = same(self.seal(body).as_bytes(), seal.as_bytes());
        let holds = expires.parse::<i64>().ok()? > now.timestamp();
        if !genuine || !holds {
            return None;
        }
        String::from_utf8(URL_SAFE_NO_PAD.decode(user).ok()?).ok()
    }

    fn seal(&self, body: &str) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.0, body.as_bytes()))
    }
}

/// Compares in a time that does not depend on where two seals differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_names_its_user_until_it_expires_and_cannot_be_changed() {
        let bearer = Bearer([7; 32]);
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let token = bearer.make("mh", now);
        assert_eq!(bearer.read(&token, now).as_deref(), Some("mh"));
        assert_eq!(bearer.read(&token, now + HOLDS), None);
        let other = token.replace(&URL_SAFE_NO_PAD.encode("mh"), &URL_SAFE_NO_PAD.encode("es"));
        assert_eq!(bearer.read(&other, now), None);
        assert_eq!(Bearer([8; 32]).read(&token, now), None);
    }
}
