//! Tokens for scripts. A token names a member of staff and can be revoked; what is kept of it is a hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use rusqlite::OptionalExtension;
use sha2::{Digest, Sha256};
use tavle_domain::id::StaffId;
use uuid::Uuid;

use super::{AccountError, Accounts, instant};
use crate::secret::random;

const PREFIX: &str = "tavle_";
/// A token holds for so many days at most.
pub const LONGEST_DAYS: u32 = 365;
/// How often the last use is written down.
const NOTED_EVERY: Duration = Duration::minutes(1);

/// Names a token to people; opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenId(pub i64);

/// Whose token it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenOf {
    /// A member of staff.
    Staff(StaffId),
    /// A user of a demonstration, which has no accounts. Opens nothing but a demonstration, and becomes its
    /// member of staff's for good when it is first used.
    DemoUser(String),
}

/// A token as it is listed.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Names it.
    pub id: TokenId,
    /// Whose it is.
    pub of: TokenOf,
    /// What it is for.
    pub label: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// The last use, to the minute.
    pub used_at: Option<DateTime<Utc>>,
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

impl Accounts {
    /// Makes a token that holds for so many days, one to [`LONGEST_DAYS`].
    ///
    /// # Errors
    /// The database, or no randomness.
    pub fn make_token(
        &self,
        of: &TokenOf,
        label: &str,
        days: u32,
        now: DateTime<Utc>,
    ) -> Result<String, AccountError> {
        let token = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(random()?));
        let until = now + Duration::days(i64::from(days.clamp(1, LONGEST_DAYS)));
        let (staff, user) = match of {
            TokenOf::Staff(staff) => (Some(*staff.0.as_bytes()), None),
            TokenOf::DemoUser(user) => (None, Some(user)),
        };
        self.lock().execute(
            "INSERT INTO token (hash, staff, demo_user, label, made_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (hash(&token), staff, user, label, now.timestamp(), until.timestamp()),
        )?;
        Ok(token)
    }

    /// Whose token this is, if it holds. Counts as use. Looked up every time, for another process may have
    /// revoked it.
    ///
    /// # Errors
    /// The database.
    pub fn token(&self, token: &str, now: DateTime<Utc>) -> Result<Option<(TokenId, TokenOf)>, AccountError> {
        if !token.starts_with(PREFIX) {
            return Ok(None);
        }
        let database = self.lock();
        let mut statement = database.prepare_cached(
            "SELECT id, staff, demo_user, used_at FROM token WHERE hash = ?1 AND expires_at > ?2",
        )?;
        let found = statement.query_row((hash(token), now.timestamp()), |row| {
            let (id, used_at): (i64, Option<i64>) = (row.get(0)?, row.get(3)?);
            Ok((TokenId(id), of(row.get(1)?, row.get(2)?), used_at))
        });
        let Some((id, of, used_at)) = found.optional()? else { return Ok(None) };
        if used_at.is_none_or(|used_at| now - instant(used_at) >= NOTED_EVERY) {
            let noted =
                database.execute("UPDATE token SET used_at = ?2 WHERE id = ?1", (id.0, now.timestamp()));
            if let Err(error) = noted {
                // A full disk keeps no script out.
                tracing::warn!(%error, "the use of a token could not be noted");
            }
        }
        Ok(Some((id, of)))
    }

    /// Makes a demonstration's token its member of staff's.
    ///
    /// # Errors
    /// The database.
    pub fn bind_token(&self, id: TokenId, staff: StaffId) -> Result<(), AccountError> {
        let bind = "UPDATE token SET staff = ?2, demo_user = NULL WHERE id = ?1";
        self.lock().execute(bind, (id.0, staff.0.as_bytes()))?;
        Ok(())
    }

    /// Whether a token still holds.
    ///
    /// # Errors
    /// The database.
    pub fn token_holds(&self, id: TokenId, now: DateTime<Utc>) -> Result<bool, AccountError> {
        let database = self.lock();
        let mut statement = database
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM token WHERE id = ?1 AND expires_at > ?2)")?;
        Ok(statement.query_row((id.0, now.timestamp()), |row| row.get(0))?)
    }

    /// Takes a token back; false where there is none.
    ///
    /// # Errors
    /// The database.
    pub fn revoke_token(&self, id: TokenId) -> Result<bool, AccountError> {
        Ok(self.lock().execute("DELETE FROM token WHERE id = ?1", [id.0])? > 0)
    }

    /// All tokens that are kept.
    ///
    /// # Errors
    /// The database.
    pub fn tokens(&self) -> Result<Vec<Listed>, AccountError> {
        let database = self.lock();
        let mut statement = database.prepare(
            "SELECT id, staff, demo_user, label, made_at, expires_at, used_at FROM token ORDER BY id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Listed {
                id: TokenId(row.get(0)?),
                of: of(row.get(1)?, row.get(2)?),
                label: row.get(3)?,
                made_at: instant(row.get(4)?),
                expires_at: instant(row.get(5)?),
                used_at: row.get::<_, Option<i64>>(6)?.map(instant),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn of(staff: Option<[u8; 16]>, demo_user: Option<String>) -> TokenOf {
    match staff {
        Some(staff) => TokenOf::Staff(StaffId(Uuid::from_bytes(staff))),
        None => TokenOf::DemoUser(demo_user.unwrap_or_default()),
    }
}
