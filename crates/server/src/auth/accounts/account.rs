//! Accounts and invitations.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, ErrorCode, OptionalExtension};
use tavle_domain::id::StaffId;
use uuid::Uuid;

use super::{AccountError, Accounts};

/// Somebody who signs in with a password.
#[derive(Clone)]
pub struct Account {
    /// Who.
    pub staff: StaffId,
    /// The user name as it was chosen.
    pub user: String,
    /// The password as it is kept.
    pub password: String,
}

/// Why no account was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Somebody else has the user name.
    User,
    /// There is no such invitation, or it is no longer open.
    Invitation,
}

/// User names are compared without regard to case.
fn folded(user: &str) -> String {
    user.trim().to_lowercase()
}

impl Accounts {
    /// Whether nobody has an account.
    ///
    /// # Errors
    /// The database.
    pub fn is_empty(&self) -> Result<bool, AccountError> {
        Ok(self.lock().query_row("SELECT NOT EXISTS (SELECT 1 FROM account)", [], |row| row.get(0))?)
    }

    /// The account with a user name.
    ///
    /// # Errors
    /// The database.
    pub fn named(&self, user: &str) -> Result<Option<Account>, AccountError> {
        let database = self.lock();
        let mut statement =
            database.prepare_cached("SELECT staff, user, password FROM account WHERE folded = ?1")?;
        Ok(statement.query_row([folded(user)], account).optional()?)
    }

    /// Somebody's account.
    ///
    /// # Errors
    /// The database.
    pub fn of(&self, staff: StaffId) -> Result<Option<Account>, AccountError> {
        let database = self.lock();
        let mut statement =
            database.prepare_cached("SELECT staff, user, password FROM account WHERE staff = ?1")?;
        Ok(statement.query_row([staff.0.as_bytes()], account).optional()?)
    }

    /// Keeps another password.
    ///
    /// # Errors
    /// The database.
    pub fn set_password(
        &self,
        staff: StaffId,
        password: &str,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        self.lock().execute(
            "UPDATE account SET password = ?2, changed_at = ?3 WHERE staff = ?1",
            (staff.0.as_bytes(), password, now.timestamp()),
        )?;
        Ok(())
    }

    /// Keeps an invitation. One that the person had before opens nothing any more.
    ///
    /// # Errors
    /// The database.
    pub fn invite(&self, staff: StaffId, code: [u8; 32], until: DateTime<Utc>) -> Result<(), AccountError> {
        self.lock().execute(
            "INSERT OR REPLACE INTO invitation (staff, hash, expires_at) VALUES (?1, ?2, ?3)",
            (staff.0.as_bytes(), code, until.timestamp()),
        )?;
        Ok(())
    }

    /// Whom an open invitation is for.
    ///
    /// # Errors
    /// The database.
    pub fn invited(&self, code: [u8; 32], now: DateTime<Utc>) -> Result<Option<StaffId>, AccountError> {
        invited(&self.lock(), code, now)
    }

    /// Makes the account that an invitation is for, in the place of one that the person had, and uses the
    /// invitation up.
    ///
    /// # Errors
    /// The database.
    pub fn accept(
        &self,
        code: [u8; 32],
        user: &str,
        password: &str,
        now: DateTime<Utc>,
    ) -> Result<Result<StaffId, Taken>, AccountError> {
        let mut database = self.lock();
        let change = database.transaction()?;
        let Some(staff) = invited(&change, code, now)? else { return Ok(Err(Taken::Invitation)) };
        if !put(&change, staff, user, password, now)? {
            return Ok(Err(Taken::User));
        }
        change.execute("DELETE FROM invitation WHERE staff = ?1", [staff.0.as_bytes()])?;
        change.commit()?;
        Ok(Ok(staff))
    }

    /// Makes the first account, and forgets the plan that it belongs to.
    ///
    /// # Errors
    /// The database.
    pub fn finish_set_up(
        &self,
        staff: StaffId,
        user: &str,
        password: &str,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        let mut database = self.lock();
        let change = database.transaction()?;
        put(&change, staff, user, password, now)?;
        change.execute("DELETE FROM set_up", [])?;
        Ok(change.commit()?)
    }
}

fn account(row: &rusqlite::Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account { staff: StaffId(Uuid::from_bytes(row.get(0)?)), user: row.get(1)?, password: row.get(2)? })
}

fn invited(
    database: &Connection,
    code: [u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<StaffId>, AccountError> {
    let open = "SELECT staff FROM invitation WHERE hash = ?1 AND expires_at > ?2";
    let staff =
        database.query_row(open, (code, now.timestamp()), |row| Ok(StaffId(Uuid::from_bytes(row.get(0)?))));
    Ok(staff.optional()?)
}

/// False where somebody else has the user name.
fn put(
    database: &Connection,
    staff: StaffId,
    user: &str,
    password: &str,
    now: DateTime<Utc>,
) -> Result<bool, AccountError> {
    let done = database.execute(
        "INSERT INTO account (staff, user, folded, password, made_at, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
         ON CONFLICT (staff) DO UPDATE SET user = excluded.user, folded = excluded.folded,
            password = excluded.password, changed_at = excluded.changed_at",
        (staff.0.as_bytes(), user.trim(), folded(user), password, now.timestamp()),
    );
    match done {
        Ok(_) => Ok(true),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
