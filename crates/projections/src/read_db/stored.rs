//! The one shape of a stored model: tables that a form fills, with checkpoint and debts in the same
//! transaction.

use std::{collections::BTreeSet, sync::Arc};

use rusqlite::Connection;
use tavle_domain::id::ParticipantId;
use tavle_event_store::Decoded;
use uuid::Uuid;

use super::{ReadDb, Served, as_integer, digest_rows, words::Words};
use crate::model::{Again, History, ModelError, ReadModel};

/// What a stored model's tables are and how events fill them. A changed form is a new version: another type
/// with the same name. What readers ask of its tables stays the same, if need be through a view in SQL.
pub trait Form: Send {
    /// Name of the model.
    fn name(&self) -> &'static str;

    /// Version of the form.
    fn version(&self) -> u32;

    /// The tables, in SQL.
    fn tables(&self) -> &'static str;

    /// What is built at the first end of the log rather than row by row: indexes.
    fn indexes(&self) -> &'static str;

    /// Queries over every table of the form, in an order that follows from the log.
    fn contents(&self) -> &'static [&'static str];

    /// Writes down an event. Says whether its participant has to be folded again. The same event again changes
    /// nothing.
    ///
    /// # Errors
    /// The database.
    fn apply(&self, rows: &mut Rows<'_>, event: &Decoded) -> Result<bool, ModelError>;

    /// Folds a participant again from their whole history.
    ///
    /// # Errors
    /// The database.
    fn fold_again(&self, rows: &mut Rows<'_>, history: &History) -> Result<(), ModelError>;
}

/// The tables within a transaction.
pub struct Rows<'a> {
    connection: &'a Connection,
    words: &'a mut Words,
}

impl Rows<'_> {
    /// The tables.
    #[must_use]
    pub const fn tables(&self) -> &Connection {
        self.connection
    }

    /// The number of an id or a name in this database.
    ///
    /// # Errors
    /// The database.
    pub fn number(&mut self, word: &[u8]) -> Result<i64, ModelError> {
        self.words.number(self.connection, word)
    }
}

/// A stored model.
pub struct Stored {
    form: Box<dyn Form>,
    db: Arc<ReadDb>,
    /// Whom to hand the database to that readers read; set while this is built beside an older version.
    place: Option<Served>,
    checkpoint: u64,
    owed: BTreeSet<ParticipantId>,
    whole: bool,
    words: Words,
}

impl Stored {
    pub(super) fn over(
        form: Box<dyn Form>,
        db: Arc<ReadDb>,
        place: Option<Served>,
    ) -> Result<Self, ModelError> {
        let (checkpoint, whole) = (db.checkpoint()?, db.is_whole()?);
        let owed = {
            let connection = db.writing();
            let mut statement = connection.prepare("SELECT subject FROM owed")?;
            let ids = statement.query_map([], |row| row.get(0))?;
            ids.map(|id| Ok(ParticipantId(Uuid::from_bytes(id?)))).collect::<Result<_, ModelError>>()?
        };
        Ok(Self { form, db, place, checkpoint, owed, whole, words: Words::default() })
    }

    /// Runs `work` and moves the checkpoint in one transaction. Nothing of it stays where it fails.
    fn write(
        &mut self,
        checkpoint: u64,
        work: impl FnOnce(&dyn Form, &mut Rows<'_>) -> Result<(), ModelError>,
    ) -> Result<(), ModelError> {
        // Until it is committed, a number given to a word may have to be forgotten; a panic leaves none behind.
        let mut words = std::mem::take(&mut self.words);
        let mut connection = self.db.writing();
        let transaction = connection.transaction()?;
        work(&*self.form, &mut Rows { connection: &transaction, words: &mut words })?;
        transaction.prepare_cached("UPDATE built SET checkpoint = ?1")?.execute([as_integer(checkpoint)])?;
        transaction.commit()?;
        drop(connection);
        self.words = words;
        self.checkpoint = checkpoint;
        Ok(())
    }
}

impl ReadModel for Stored {
    fn name(&self) -> &'static str {
        self.form.name()
    }

    fn version(&self) -> u32 {
        self.form.version()
    }

    fn checkpoint(&self) -> u64 {
        self.checkpoint
    }

    fn owed(&self) -> Vec<Again> {
        self.owed.iter().copied().map(Again::Subject).collect()
    }

    fn apply(&mut self, batch: &[Decoded], position: u64) -> Result<Vec<Again>, ModelError> {
        let new = &batch[batch.partition_point(|event| event.position() <= self.checkpoint)..];
        let mut owed = BTreeSet::new();
        self.write(self.checkpoint.max(position), |form, rows| {
            for event in new {
                if form.apply(rows, event)?
                    && let Decoded::Known(event) = event
                {
                    owed.extend(event.subject);
                }
            }
            owed.iter().try_for_each(|who| owe(rows.connection, *who))
        })?;
        self.owed.extend(&owed);
        Ok(owed.into_iter().map(Again::Subject).collect())
    }

    /// What was half applied was rolled back: only the checkpoint moves.
    fn skip(&mut self, event: &Decoded) -> Result<Vec<Again>, ModelError> {
        self.write(self.checkpoint.max(event.position()), |_, _| Ok(()))?;
        Ok(Vec::new())
    }

    fn fold_again(&mut self, what: Again, history: &History) -> Result<(), ModelError> {
        let Again::Subject(who) = what else { return Ok(()) };
        self.write(self.checkpoint, |form, rows| {
            form.fold_again(rows, history)?;
            let mut paid = rows.connection.prepare_cached("DELETE FROM owed WHERE subject = ?1")?;
            paid.execute([who.0.as_bytes()])?;
            Ok(())
        })?;
        self.owed.remove(&who);
        Ok(())
    }

    fn settle(&mut self) -> Result<(), ModelError> {
        if !self.whole {
            let indexes = self.form.indexes();
            self.write(self.checkpoint, |_, rows| {
                rows.connection.execute_batch(indexes)?;
                Ok(rows.connection.execute_batch("UPDATE built SET whole = 1")?)
            })?;
            self.whole = true;
        }
        Ok(())
    }

    fn is_beside(&self) -> bool {
        self.place.is_some()
    }

    fn take_place(&mut self) {
        if let Some(place) = self.place.take() {
            place.share(self.db.clone());
        }
    }

    fn discard(&mut self) {
        self.db.remove();
    }

    fn digest(&mut self) -> Result<[u8; 32], ModelError> {
        let words = "SELECT number, value FROM word ORDER BY number";
        let queries: Vec<_> = std::iter::once(words).chain(self.form.contents().iter().copied()).collect();
        digest_rows(&self.db.writing(), &queries)
    }
}

fn owe(connection: &Connection, who: ParticipantId) -> Result<(), ModelError> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO owed (subject) VALUES (?1)")?
        .execute([who.0.as_bytes()])?;
    Ok(())
}
