//! How often somebody tried. Counted under the user name that was typed, whether or not anybody has it, under the
//! address that it came from, and under both together; by hash, so that the table names nobody.

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
/// So often one try of an address is forgotten: in an office somebody always mistypes a name, and nobody who has it
/// takes that back.
const FADES_EVERY: Duration = Duration::hours(1);
/// Tries under one name from one address lock nothing by themselves.
const ANY: u32 = u32::MAX;

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

/// A name from an address: what a right try takes back of the address's count.
fn of_both(user: &str, address: IpAddr) -> [u8; 32] {
    Sha256::digest([of_user(user), of_address(address)].concat()).into()
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
        let mut counted = vec![(of_user(user), FREE_OF_USER, None)];
        if let Some(address) = address {
            counted.push((of_address(address), FREE_OF_ADDRESS, Some(FADES_EVERY)));
            counted.push((of_both(user, address), ANY, None));
        }
        for (of, ..) in &counted {
            let until = row(&change, *of, now)?.until;
            if until > now {
                return Ok(Err(Locked { until }));
            }
        }
        for (of, free, fades) in counted {
            count(&change, of, free, fades, now)?;
        }
        change.commit()?;
        Ok(Ok(()))
    }

    /// A try was right: what was wrong before under the name is forgotten, and taken back from the address. A whole
    /// office may share one, and its slips of the finger must not add up; but what was tried under other names stays,
    /// or whoever has one account could try everybody else's from there without end.
    ///
    /// # Errors
    /// The database.
    pub fn succeeded(&self, user: &str, address: Option<IpAddr>) -> Result<(), AccountError> {
        let mut database = self.lock();
        let change = database.transaction()?;
        change.execute("DELETE FROM attempt WHERE of = ?1", [of_user(user)])?;
        if let Some(address) = address {
            let both = of_both(user, address);
            // A lock that is there now is this try's own: where there was one before it, it was not looked at.
            change.execute(
                "UPDATE attempt SET failures = MAX(attempt.failures - own.tries, 0), locked_until = 0
                 FROM (SELECT failures AS tries FROM attempt WHERE of = ?2) AS own WHERE attempt.of = ?1",
                (of_address(address), both),
            )?;
            change.execute("DELETE FROM attempt WHERE of = ?1", [both])?;
        }
        Ok(change.commit()?)
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

/// What is known of a name or an address.
#[derive(Default)]
struct Tries {
    /// Wrong ones.
    failures: u32,
    /// The last, or since when the next is due to be forgotten.
    last_at: DateTime<Utc>,
    /// Until when nothing is looked at.
    until: DateTime<Utc>,
}

fn row(database: &Connection, of: [u8; 32], now: DateTime<Utc>) -> rusqlite::Result<Tries> {
    let known = "SELECT failures, last_at, locked_until FROM attempt WHERE of = ?1 AND last_at >= ?2";
    let row = database.query_row(known, (of, (now - FORGOTTEN).timestamp()), |row| {
        Ok(Tries { failures: row.get(0)?, last_at: instant(row.get(1)?), until: instant(row.get(2)?) })
    });
    Ok(row.optional()?.unwrap_or_default())
}

fn count(
    database: &Connection,
    of: [u8; 32],
    free: u32,
    fades: Option<Duration>,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    let Tries { failures, last_at, .. } = row(database, of, now)?;
    let due = fades.map_or(0, |every| (now - last_at).num_seconds().max(0) / every.num_seconds());
    let faded = u32::try_from(due).unwrap_or(u32::MAX);
    let left = failures.saturating_sub(faded);
    let last_at = match fades {
        // Tries that go on coming must not hold up the forgetting.
        Some(every) if left > 0 => last_at + every * i32::try_from(faded).unwrap_or(i32::MAX),
        _ => now,
    };
    let failures = left.saturating_add(1);
    let doubled = failures.checked_sub(free).map(|over| SHORTEST * 2_i32.pow(over.min(5)));
    let until = doubled.map_or(0, |lock| (now + lock.min(LONGEST)).timestamp());
    database.execute(
        "INSERT OR REPLACE INTO attempt (of, failures, last_at, locked_until) VALUES (?1, ?2, ?3, ?4)",
        (of, failures, last_at.timestamp(), until),
    )?;
    Ok(())
}
