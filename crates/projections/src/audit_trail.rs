//! Audit trail: which events a team's log has, by who wrote them, about whom and when; and who looked at whom.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};
use tavle_domain::{
    access::{View, Whom},
    id::{ParticipantId, StaffId, TeamId},
    recorded::{Body, Recorded},
};
use tavle_event_store::Decoded;
use uuid::Uuid;

use crate::{
    model::{History, ModelError},
    read_db::{Form, ReadDb, Rows, Served, as_integer, as_position, find},
};

/// Which side of the audit trail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// What was written.
    #[default]
    Changes,
    /// What was looked at, and what was denied.
    Views,
    /// Both.
    All,
}

/// What to look for. Everything given must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Changes, views, or both.
    pub side: Side,
    /// About this participant, or a look that showed them.
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
pub struct AuditTrail {
    served: Served,
    reads: Arc<AtomicUsize>,
}

impl AuditTrail {
    /// Over whichever database is read.
    #[must_use]
    pub fn new(served: Served) -> Self {
        Self { served, reads: Arc::default() }
    }

    /// How often it was read. A page costs the same number of reads, however much is on it.
    #[must_use]
    pub fn reads(&self) -> usize {
        self.reads.load(Ordering::Relaxed)
    }

    fn read(&self) -> Arc<ReadDb> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.served.get()
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
        let db = self.read();
        let connection = db.reading();
        let Some(mut wanted) = conditions(&connection, team, filter)? else { return Ok(Vec::new()) };
        if let Some(position) = beyond {
            wanted.push((if newer { "position > ?" } else { "position < ?" }, vec![as_integer(position)]));
        }
        let conditions: Vec<_> = wanted.iter().map(|(condition, _)| *condition).collect();
        let order = if newer { "ASC" } else { "DESC" };
        let query = format!(
            "SELECT position FROM audit WHERE {} ORDER BY position {order} LIMIT {limit}",
            conditions.join(" AND ")
        );
        let mut statement = connection.prepare_cached(&query)?;
        let values = wanted.iter().flat_map(|(_, values)| values);
        let rows = statement.query_map(rusqlite::params_from_iter(values), |row| row.get(0))?;
        Ok(rows.map(|position| position.map(as_position)).collect::<Result<_, _>>()?)
    }

    /// Everyone whom the looks at these positions showed, or who was asked for, in the order of their numbers here.
    /// One read, however many they are; a look that showed nobody is left out.
    ///
    /// # Errors
    /// The database.
    pub fn whom(&self, positions: &[u64]) -> Result<HashMap<u64, Vec<ParticipantId>>, ModelError> {
        let mut whom: HashMap<u64, Vec<ParticipantId>> = HashMap::new();
        if positions.is_empty() {
            return Ok(whom);
        }
        let db = self.read();
        let connection = db.reading();
        let wanted = vec!["?"; positions.len()].join(", ");
        let mut statement = connection.prepare(&format!(
            "SELECT view.position, word.value FROM view JOIN shown ON shown.list = view.list
             JOIN word ON word.number = shown.subject WHERE view.position IN ({wanted})
             ORDER BY view.position, word.number"
        ))?;
        let positions = positions.iter().map(|position| as_integer(*position));
        let mut rows = statement.query(rusqlite::params_from_iter(positions))?;
        while let Some(row) = rows.next()? {
            let who = ParticipantId(Uuid::from_bytes(row.get(1)?));
            whom.entry(as_position(row.get(0)?)).or_default().push(who);
        }
        Ok(whom)
    }

    /// Whether a team has an entry about a participant.
    ///
    /// # Errors
    /// The database.
    pub fn has_entries_about(&self, team: TeamId, participant: ParticipantId) -> Result<bool, ModelError> {
        let db = self.read();
        let connection = db.reading();
        let mut statement = connection.prepare_cached(
            "SELECT 1 FROM audit WHERE team = (SELECT number FROM word WHERE value = ?1)
             AND subject = (SELECT number FROM word WHERE value = ?2) LIMIT 1",
        )?;
        Ok(statement.exists([team.0.as_bytes(), participant.0.as_bytes()])?)
    }
}

/// A condition in SQL with what its question marks stand for.
type Condition = (&'static str, Vec<i64>);

/// A look at this participant, whether its own list names them or an earlier one that it refers to.
const SHOWED: &str = "position IN (SELECT view.position FROM shown JOIN view ON view.list = shown.list WHERE shown.subject = ?)";
const ABOUT_OR_SHOWED: &str = "(subject = ? OR position IN \
    (SELECT view.position FROM shown JOIN view ON view.list = shown.list WHERE shown.subject = ?))";

/// What must hold of a row; `None` where no row can be found.
fn conditions(
    connection: &Connection,
    team: TeamId,
    filter: &Filter,
) -> Result<Option<Vec<Condition>>, ModelError> {
    let ids = [
        ("team = ?", Some(team.0.as_bytes().to_vec())),
        (
            match filter.side {
                Side::Changes => "subject = ?",
                Side::Views => SHOWED,
                Side::All => ABOUT_OR_SHOWED,
            },
            filter.participant.map(|id| id.0.as_bytes().to_vec()),
        ),
        ("actor = ?", filter.staff.map(|id| id.0.as_bytes().to_vec())),
        ("event_type = ?", filter.event_type.as_ref().map(|name| name.as_bytes().to_vec())),
    ];
    let mut wanted = match filter.side {
        Side::Changes => vec![("is_view = ?", vec![0])],
        Side::Views => vec![("is_view = ?", vec![1])],
        Side::All => Vec::new(),
    };
    for (condition, word) in ids {
        let Some(word) = word else { continue };
        let Some(number) = find(connection, &word)? else { return Ok(None) };
        wanted.push((condition, vec![number; condition.matches('?').count()]));
    }
    for (condition, at) in [("position >= ?", filter.from), ("position < ?", filter.before)] {
        if let Some(at) = at {
            wanted.push((condition, vec![first_recorded(connection, at)?]));
        }
    }
    Ok(Some(wanted))
}

/// The first position recorded at or after an instant. The log is in the order of recording, so that a period
/// is a stretch of it, and halving finds where it begins.
fn first_recorded(connection: &Connection, at: DateTime<Utc>) -> Result<i64, ModelError> {
    let (first, last): (Option<i64>, Option<i64>) = connection
        .prepare_cached("SELECT (SELECT min(position) FROM audit), (SELECT max(position) FROM audit)")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (mut low, mut high) = (first.unwrap_or(0), last.map_or(0, |last| last + 1));
    let mut next = connection.prepare_cached(
        "SELECT position, recorded_at FROM audit WHERE position >= ?1 ORDER BY position LIMIT 1",
    )?;
    while low < high {
        let middle = low + (high - low) / 2;
        let (position, recorded_at): (i64, i64) =
            next.query_row([middle], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if recorded_at < at.timestamp_micros() {
            low = position + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// The form of the model behind [`AuditTrail`].
pub struct AuditForm;

impl Form for AuditForm {
    fn name(&self) -> &'static str {
        "audit_trail"
    }

    fn version(&self) -> u32 {
        3
    }

    fn tables(&self) -> &'static str {
        "-- Every event, by who wrote it, when, about whom. Ids and types by their numbers.
         CREATE TABLE audit (
             position INTEGER PRIMARY KEY, team INTEGER NOT NULL, subject INTEGER, actor INTEGER NOT NULL,
             event_type INTEGER NOT NULL, recorded_at INTEGER NOT NULL, is_view INTEGER NOT NULL
         ) STRICT;
         -- A look, by the position of the record that names everyone it showed: its own or an earlier one.
         CREATE TABLE view (position INTEGER PRIMARY KEY, list INTEGER NOT NULL) STRICT;
         -- Who is on such a list.
         CREATE TABLE shown (list INTEGER, subject INTEGER, PRIMARY KEY (list, subject)) STRICT, WITHOUT ROWID;
         -- The lists that a later record may refer to, by the number of their event.
         CREATE TABLE list (event INTEGER PRIMARY KEY, position INTEGER NOT NULL) STRICT;"
    }

    /// An index ends with the position, so that pages are read in its order.
    fn indexes(&self) -> &'static str {
        "CREATE INDEX audit_by_team ON audit (team);
         CREATE INDEX audit_by_side ON audit (team, is_view);
         CREATE INDEX view_by_list ON view (list);
         CREATE INDEX shown_by_subject ON shown (subject);
         CREATE INDEX audit_by_subject ON audit (team, subject) WHERE subject IS NOT NULL;
         CREATE INDEX audit_by_actor ON audit (team, actor);
         CREATE INDEX audit_by_type ON audit (team, event_type);"
    }

    fn contents(&self) -> &'static [&'static str] {
        &[
            "SELECT * FROM audit ORDER BY position",
            "SELECT * FROM view ORDER BY position",
            "SELECT * FROM shown ORDER BY list, subject",
            "SELECT * FROM list ORDER BY event",
        ]
    }

    /// Of an event that cannot be read, the log tells neither team nor author yet: it is not in the trail.
    fn apply(&self, rows: &mut Rows<'_>, event: &Decoded) -> Result<bool, ModelError> {
        let Decoded::Known(event) = event else { return Ok(false) };
        let team = rows.number(event.team.0.as_bytes())?;
        let subject = event.subject.map(|id| rows.number(id.0.as_bytes())).transpose()?;
        let actor = rows.number(event.by.staff.0.as_bytes())?;
        let event_type = rows.number(event.body.event_type().as_bytes())?;
        let mut insert = rows.tables().prepare_cached(
            "INSERT OR REPLACE INTO audit (position, team, subject, actor, event_type, recorded_at, is_view)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let recorded_at = event.recorded_at.timestamp_micros();
        let is_view = matches!(event.body, Body::View(_));
        let position = as_integer(event.position);
        insert.execute((position, team, subject, actor, event_type, recorded_at, is_view))?;
        if let Body::View(view) = &event.body {
            drop(insert);
            write_view(rows, event, view)?;
        }
        Ok(false)
    }

    fn fold_again(&self, _: &mut Rows<'_>, _: &History) -> Result<(), ModelError> {
        Ok(())
    }
}

/// A look with its list, or with the one that it refers to.
fn write_view(rows: &mut Rows<'_>, event: &Recorded, view: &View) -> Result<(), ModelError> {
    let position = as_integer(event.position);
    let list = match &view.whom {
        Whom::Exactly(who) => {
            for one in who {
                let subject = rows.number(one.0.as_bytes())?;
                let insert = "INSERT OR IGNORE INTO shown (list, subject) VALUES (?1, ?2)";
                rows.tables().prepare_cached(insert)?.execute((position, subject))?;
            }
            if who.len() > 1 {
                let number = rows.number(event.id.0.as_bytes())?;
                let insert = "INSERT OR REPLACE INTO list (event, position) VALUES (?1, ?2)";
                rows.tables().prepare_cached(insert)?.execute((number, position))?;
            }
            position
        }
        Whom::SameAs(earlier) => {
            let number = find(rows.tables(), earlier.0.as_bytes())?;
            let mut list = rows.tables().prepare_cached("SELECT position FROM list WHERE event = ?1")?;
            list.query_row([number], |row| row.get(0)).optional()?.unwrap_or(position)
        }
    };
    let insert = "INSERT OR REPLACE INTO view (position, list) VALUES (?1, ?2)";
    rows.tables().prepare_cached(insert)?.execute((position, list))?;
    Ok(())
}
