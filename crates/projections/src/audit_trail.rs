//! Audit trail: which events a team's log has, by who wrote them, about whom and when.

use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use tavle_domain::{
    id::{ParticipantId, StaffId, TeamId},
    recorded::Recorded,
};

use crate::{
    model::{ModelError, ReadModel},
    read_db::{ReadDb, as_integer, as_position, digest_rows, set_checkpoint},
};

const NAME: &str = "audit_trail";

/// What to look for. Everything given must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// About this participant.
    pub participant: Option<ParticipantId>,
    /// Written by this member of staff.
    pub staff: Option<StaffId>,
    /// Of this stored type.
    pub event_type: Option<String>,
    /// Recorded at or after.
    pub from: Option<DateTime<Utc>>,
    /// Recorded before.
    pub before: Option<DateTime<Utc>>,
}

/// Reads pages of the audit trail.
#[derive(Clone)]
pub struct AuditTrail(ReadDb);

impl AuditTrail {
    /// Over a database.
    #[must_use]
    pub const fn new(db: ReadDb) -> Self {
        Self(db)
    }

    /// At most `limit` positions of a team beyond a position, nearest first: older ones, or newer.
    ///
    /// # Errors
    /// The database.
    pub fn page(
        &self,
        team: TeamId,
        filter: &Filter,
        beyond: Option<u64>,
        newer: bool,
        limit: usize,
    ) -> Result<Vec<u64>, ModelError> {
        let mut query = String::from("SELECT position FROM audit WHERE team = ?");
        let mut values = vec![Value::Blob(team.0.as_bytes().to_vec())];
        let mut and = |condition: &str, value: Option<Value>| {
            if let Some(value) = value {
                query.push_str(" AND ");
                query.push_str(condition);
                values.push(value);
            }
        };
        and("subject = ?", filter.participant.map(|id| Value::Blob(id.0.as_bytes().to_vec())));
        and("actor = ?", filter.staff.map(|id| Value::Blob(id.0.as_bytes().to_vec())));
        and("event_type = ?", filter.event_type.clone().map(Value::Text));
        and("recorded_at >= ?", filter.from.map(|at| Value::Integer(at.timestamp_micros())));
        and("recorded_at < ?", filter.before.map(|at| Value::Integer(at.timestamp_micros())));
        let sign = if newer { "position > ?" } else { "position < ?" };
        and(sign, beyond.map(|position| Value::Integer(as_integer(position))));
        query.push_str(if newer { " ORDER BY position ASC" } else { " ORDER BY position DESC" });
        query.push_str(&format!(" LIMIT {limit}"));
        let connection = self.0.lock();
        let mut statement = connection.prepare_cached(&query)?;
        let rows = statement.query_map(rusqlite::params_from_iter(values), |row| row.get(0))?;
        Ok(rows.map(|position| position.map(as_position)).collect::<Result<_, _>>()?)
    }
}

/// The model behind [`AuditTrail`].
pub struct AuditModel {
    db: ReadDb,
    checkpoint: u64,
}

impl AuditModel {
    /// Goes on from the database's checkpoint.
    ///
    /// # Errors
    /// The database.
    pub fn new(db: ReadDb) -> Result<Self, ModelError> {
        let checkpoint = db.checkpoint(NAME)?;
        Ok(Self { db, checkpoint })
    }
}

impl ReadModel for AuditModel {
    fn name(&self) -> &'static str {
        NAME
    }

    fn checkpoint(&self) -> u64 {
        self.checkpoint
    }

    fn apply(&mut self, events: &[Recorded], position: u64) -> Result<Vec<ParticipantId>, ModelError> {
        let mut connection = self.db.lock();
        let batch = connection.transaction()?;
        {
            let mut insert = batch.prepare_cached(
                "INSERT OR REPLACE INTO audit (position, team, subject, actor, event_type, recorded_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?;
            for event in events {
                insert.execute((
                    as_integer(event.position),
                    event.team.0.as_bytes(),
                    event.subject.map(|id| id.0.as_bytes().to_vec()),
                    event.by.staff.0.as_bytes(),
                    event.body.event_type(),
                    event.recorded_at.timestamp_micros(),
                ))?;
            }
        }
        set_checkpoint(&batch, NAME, position)?;
        batch.commit()?;
        self.checkpoint = position;
        Ok(Vec::new())
    }

    fn fold_again(&mut self, _: ParticipantId, _: &[Recorded]) -> Result<(), ModelError> {
        Ok(())
    }

    fn publish(&mut self, _: DateTime<Utc>, _: bool) {}

    fn digest(&mut self) -> Result<[u8; 32], ModelError> {
        digest_rows(&self.db.lock(), "SELECT * FROM audit ORDER BY position")
    }
}
