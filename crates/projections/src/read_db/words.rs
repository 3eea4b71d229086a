//! Small numbers for what rows repeat.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use crate::model::ModelError;

/// Numbers by word, as far as they were needed. One that a transaction gave which was rolled back must not stay.
#[derive(Default)]
pub struct Words(HashMap<Box<[u8]>, i64>);

impl Words {
    /// The number of a word; a new one where it has none.
    pub fn number(&mut self, connection: &Connection, word: &[u8]) -> Result<i64, ModelError> {
        if let Some(number) = self.0.get(word) {
            return Ok(*number);
        }
        let number = match find(connection, word)? {
            Some(number) => number,
            None => {
                connection.prepare_cached("INSERT INTO word (value) VALUES (?1)")?.execute([word])?;
                connection.last_insert_rowid()
            }
        };
        self.0.insert(word.into(), number);
        Ok(number)
    }
}

/// The number of a word; `None` where no row can have it.
pub fn find(connection: &Connection, word: &[u8]) -> Result<Option<i64>, ModelError> {
    let mut statement = connection.prepare_cached("SELECT number FROM word WHERE value = ?1")?;
    Ok(statement.query_row([word], |row| row.get(0)).optional()?)
}
