//! What a set-up began to do. Kept before the first entry is written, so that a crash half-way can be finished:
//! the same ids lead to the same entries.

use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use tavle_domain::id::{CommandId, StaffId, TeamId};
use uuid::{Builder, Uuid};

use super::{AccountError, Accounts};
use crate::secret::random;

/// The ids and names of a set-up. The password is not among them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The team.
    pub team: TeamId,
    /// The person.
    pub staff: StaffId,
    /// A command each entry.
    pub commands: [CommandId; 4],
    /// What the team is called.
    pub team_name: String,
    /// The model that it works by.
    pub model: String,
    /// What the person is called.
    pub name: String,
    /// Initials.
    pub initials: String,
}

/// Six ids of version 7: team, person, and the commands.
///
/// # Errors
/// No randomness.
pub fn ids(now: DateTime<Utc>) -> Result<[Uuid; 6], AccountError> {
    let mut ids = [Uuid::nil(); 6];
    for id in &mut ids {
        let mut rest = [0; 10];
        rest.copy_from_slice(&random()?[..10]);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        *id = Builder::from_unix_timestamp_millis(millis, &rest).into_uuid();
    }
    Ok(ids)
}

impl Accounts {
    /// What was begun.
    ///
    /// # Errors
    /// The database.
    pub fn plan(&self) -> Result<Option<Plan>, AccountError> {
        let kept =
            self.lock().query_row("SELECT plan FROM set_up", [], |row| row.get::<_, String>(0)).optional()?;
        Ok(kept.and_then(|plan| serde_json::from_str(&plan).ok()))
    }

    /// Keeps what is about to be done.
    ///
    /// # Errors
    /// The database.
    pub fn keep_plan(&self, plan: &Plan) -> Result<(), AccountError> {
        let plan = serde_json::to_string(plan).unwrap_or_default();
        self.lock().execute("INSERT OR REPLACE INTO set_up (one, plan) VALUES (1, ?1)", [plan])?;
        Ok(())
    }
}
