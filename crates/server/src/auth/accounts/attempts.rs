//! How often somebody tried. Counted under the user name that was typed, whether or not anybody has it, and
//! under the address that it came from; by hash, so that the table names nobody.

use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::{AccountError, Accounts, instant};

/// Wrong tries under one name before it is locked, and from one address.
const FREE_OF_USER: u32 = 5;
const FREE_OF_ADDRESS: u32 = 20;
/// The first lock; each wrong try after it doubles it, up to the longest.
const SHORTEST: Duration = Duration::seconds(30);
const LONGEST: Duration = Duration::minutes(15);
/// So long after the last wrong try, all are forgotten.
const FORGOTTEN: Duration = Duration::hours(24);

/// Too many wrong tries. Nothing is looked at for so long, right or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Until when.
    pub until: DateTime<Utc>,
}

fn of_user(user: &str) -> [u8; 32] {
    Sha256::digest(format!("user {}", user.trim().to_lowercase())).into()
}

fn of_address(address: IpAddr) -> [u8; 32] {
    // Whoever has one address of a network of version 6 has all of them.
    let network = match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x?}", &address.segments()[..4]),
    };
    Sha256::digest(format!("address {network}")).into()
}

impl Accounts {
    /// Counts a try before its password is looked at: many at once count as many. A right one is taken back by
    /// [`Self::succeeded`].
    ///
    /// # Errors
    /// The database.
    pub fn attempt(
        &self,
        user: &str,
        address: Option<IpAddr>,
        now: DateTime<Utc>,
    ) -> Result<Result<(), Locked>, AccountError> {
        let mut database = self.lock();
        let change = database.transaction()?;
        let mut counted = vec![(of_user(user), FREE_OF_USER)];
        counted.extend(address.map(|address| (of_address(address), FREE_OF_ADDRESS)));
        for (of, _) in &counted {
            let until = row(&change, *of, now)?.1;
            if until > now {
                return Ok(Err(Locked { until }));
            }
        }
        for (of, free) in counted {
            count(&change, of, free, now)?;
        }
        change.commit()?;
        Ok(Ok(()))
    }

    /// A try was right: what was wrong before is forgotten, under the name and from the address. A whole office
    /// may share one address, and its slips of the finger must not add up.
    ///
    /// # Errors
    /// The database.
    pub fn succeeded(&self, user: &str, address: Option<IpAddr>) -> Result<(), AccountError> {
        let database = self.lock();
        for of in [Some(of_user(user)), address.map(of_address)].into_iter().flatten() {
            database.execute("DELETE FROM attempt WHERE of = ?1", [of])?;
        }
        Ok(())
    }

    /// Forgets tries that are long past, and invitations and tokens that ended.
    ///
    /// # Errors
    /// The database.
    pub fn sweep(&self, now: DateTime<Utc>) -> Result<(), AccountError> {
        let database = self.lock();
        database.execute("DELETE FROM attempt WHERE last_at < ?1", [(now - FORGOTTEN).timestamp()])?;
        database.execute("DELETE FROM invitation WHERE expires_at <= ?1", [now.timestamp()])?;
        database
            .execute("DELETE FROM token WHERE expires_at <= ?1", [(now - Duration::days(30)).timestamp()])?;
        Ok(())
    }
}

/// Wrong tries, and until when nothing is looked at.
fn row(database: &Connection, of: [u8; 32], now: DateTime<Utc>) -> rusqlite::Result<(u32, DateTime<Utc>)> {
    let known = "SELECT failures, locked_until FROM attempt WHERE of = ?1 AND last_at >= ?2";
    let row = database
        .query_row(known, (of, (now - FORGOTTEN).timestamp()), |row| Ok((row.get(0)?, instant(row.get(1)?))));
    Ok(row.optional()?.unwrap_or_default())
}

fn count(database: &Connection, of: [u8; 32], free: u32, now: DateTime<Utc>) -> rusqlite::Result<()> {
    let failures = row(database, of, now)?.0.saturating_add(1);
    let doubled = failures.checked_sub(free).map(|over| SHORTEST * 2_i32.pow(over.min(5)));
    let until = doubled.map_or(0, |lock| (now + lock.min(LONGEST)).timestamp());
    database.execute(
        "INSERT OR REPLACE INTO attempt (of, failures, last_at, locked_until) VALUES (?1, ?2, ?3, ?4)",
        (of, failures, now.timestamp(), until),
    )?;
    Ok(())
}
