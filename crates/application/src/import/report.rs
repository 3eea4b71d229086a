//! What became of a file, for the preview and for the result.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tavle_domain::kind::Kind;

use super::{
    parse::{ParsedFile, RowProblem},
    place::Comparison,
    row::Row,
};

/// A row whose identity stands in the log with something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RowDifference {
    /// Line in the file, from 1.
    pub line: usize,
    /// Contract number.
    pub contract: String,
    /// Kind, as in the API, e.g. `RENT_MISSED`.
    pub kind: String,
    /// Month or date that tells the row from others.
    pub key: String,
    /// The field that differs.
    pub field: String,
    /// What stands in the log.
    pub was: Option<Json>,
    /// What the file says.
    pub now: Json,
}

/// A row that was not placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RowUnplaced {
    /// Line in the file, from 1.
    pub line: usize,
    /// Contract number; empty where the row has none.
    pub contract: String,
    /// Stable code.
    pub code: String,
    /// The field concerned.
    pub field: Option<String>,
}

/// What became of a file. Every row is counted once: see [`ImportReport::is_complete`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// Rows in the file, the header and blank lines left out.
    pub rows: usize,
    /// Rows that became entries, or would.
    pub placed: usize,
    /// Rows that stand in the log already.
    pub already: usize,
    /// Rows that stand in the log with something else.
    pub different: Vec<RowDifference>,
    /// Rows that could not be placed.
    pub unplaced: Vec<RowUnplaced>,
}

impl ImportReport {
    /// A report of a file that nothing was done with yet: its problems are in it.
    #[must_use]
    pub fn of(file: &ParsedFile) -> Self {
        let unplaced = file.problems.iter().map(RowUnplaced::from).collect();
        Self { rows: file.rows.len() + file.problems.len(), unplaced, ..Self::default() }
    }

    /// Counts a row that stands in the log already, or differs from what stands there.
    pub fn compared(&mut self, row: &Row, comparison: Comparison) {
        match comparison {
            Comparison::Same => self.already += 1,
            Comparison::Different { field, was, now } => self.different.push(RowDifference {
                line: row.line,
                contract: row.contract.clone(),
                kind: Kind::Arrears(row.kind).name().to_owned(),
                key: row.key.to_string(),
                field: field.to_owned(),
                was,
                now,
            }),
        }
    }

    /// Counts a row that could not be placed.
    pub fn unplaced(&mut self, row: &Row, code: &str, field: Option<&str>) {
        let (code, field) = (code.to_owned(), field.map(str::to_owned));
        self.unplaced.push(RowUnplaced { line: row.line, contract: row.contract.clone(), code, field });
    }

    /// Whether every row is accounted for, and none twice.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.rows == self.placed + self.already + self.different.len() + self.unplaced.len()
    }

    /// Rows that could not be placed and those that differ, in the order of the file.
    pub fn sort(&mut self) {
        self.different.sort_by_key(|row| row.line);
        self.unplaced.sort_by_key(|row| row.line);
    }
}

impl From<&RowProblem> for RowUnplaced {
    fn from(problem: &RowProblem) -> Self {
        let RowProblem { line, contract, code, field, .. } = problem.clone();
        Self { line, contract, code, field }
    }
}
