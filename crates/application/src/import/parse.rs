//! The file as a whole.

use std::collections::{HashMap, hash_map::Entry as Slot};

use csv::{ReaderBuilder, StringRecord, Trim};
use serde::{Deserialize, Serialize};
use tavle_domain::arrears::ArrearsKind;

use super::{
    Comparison,
    columns::{Column, Columns},
    place::differs,
    row::{Cells, Fault, Row, RowKey, kind_named},
    text::{Encoding, cell, decode},
};

/// Why a file cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is nothing in it.
    #[error("the file is empty")]
    EmptyFile,
    /// It is no table of columns parted by semicolons.
    #[error("the file is not a table with semicolons between its columns")]
    NotATable,
    /// A column is missing.
    #[error("the column {column} is missing")]
    MissingColumn {
        /// Its usual name.
        column: &'static str,
    },
}

impl FileError {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::EmptyFile => "EMPTY_FILE",
            Self::NotATable => "NOT_A_TABLE",
            Self::MissingColumn { .. } => "MISSING_COLUMN",
        }
    }
}

/// A row that is not understood, or that says again what another row said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RowProblem {
    /// Line in the file, from 1.
    pub line: usize,
    /// The contract number and, where it is known, the type. Nothing else of the row, which may name people.
    pub raw: String,
    /// Contract number; empty where the row has none.
    pub contract: String,
    /// Stable code, e.g. `NOT_A_DATE`.
    pub code: String,
    /// The field concerned, by its name in the log.
    pub field: Option<String>,
}

/// A file, read.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedFile {
    /// Rows that say something, in the order of the file; each identity once.
    pub rows: Vec<Row>,
    /// All other rows.
    pub problems: Vec<RowProblem>,
    /// How the file was encoded.
    pub encoding: Encoding,
}

/// Reads a file.
///
/// # Errors
/// [`FileError`] when it cannot be read at all. A row that cannot is a problem, not an error.
pub fn parse(bytes: &[u8]) -> Result<ParsedFile, FileError> {
    let (text, encoding) = decode(bytes);
    if text.chars().all(char::is_whitespace) {
        return Err(FileError::EmptyFile);
    }
    if text.contains('\0') {
        return Err(FileError::NotATable);
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .has_headers(false)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records().map_while(Result::ok).skip_while(is_no_header);
    let columns = Columns::read(&records.next().ok_or(FileError::NotATable)?)?;
    let mut lines = Lines { text: &text, at: 0, line: 1 };
    let mut file = Reading { columns, seen: HashMap::new(), rows: Vec::new(), problems: Vec::new() };
    for record in records.filter(|record| record.iter().any(|text| !cell(text).is_empty())) {
        file.read(lines.line_of(&record), &record);
    }
    Ok(ParsedFile { rows: file.rows, problems: file.problems, encoding })
}

/// Blank lines, and the `sep=;` by which a spreadsheet is told what parts the columns.
fn is_no_header(record: &StringRecord) -> bool {
    let first = record.get(0).unwrap_or_default().to_lowercase();
    first.starts_with("sep=") || record.iter().all(|text| cell(text).is_empty())
}

/// Counts lines as an editor does. A record begins where the one before it ended: before the line break.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn line_of(&mut self, record: &StringRecord) -> usize {
        let start = record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(self.at);
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at)
            && (self.at < start || matches!(byte, b'\r' | b'\n'))
        {
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(self.at + 1) != Some(&b'\n'));
            self.line += usize::from(ends);
            self.at += 1;
        }
        self.line
    }
}

/// The rows so far.
struct Reading {
    columns: Columns,
    seen: HashMap<(String, ArrearsKind, RowKey), usize>,
    rows: Vec<Row>,
    problems: Vec<RowProblem>,
}

impl Reading {
    fn read(&mut self, line: usize, record: &StringRecord) {
        let cells = Cells { columns: &self.columns, record };
        let contract = cells.get(Column::Contract).to_owned();
        let raw = raw(&contract, cells.get(Column::Type));
        let read = if record.len() > self.columns.len() && has_more(record, self.columns.len()) {
            Err(Fault { code: "TOO_MANY_COLUMNS", field: None })
        } else if !is_contract(&contract) {
            let code = if contract.is_empty() { "REQUIRED" } else { "NOT_A_CONTRACT" };
            Err(Fault { code, field: Some("contractNumber") })
        } else {
            cells.read(line, &contract)
        };
        if let Err(Fault { code, field }) = read.and_then(|row| self.keep(row)) {
            let (code, field) = (code.to_owned(), field.map(str::to_owned));
            self.problems.push(RowProblem { line, raw, contract: shown(&contract), code, field });
        }
    }

    /// A row counts once. The same again is said to be the same; the same with another amount is no row to
    /// choose between, so the first one counts and the second is reported.
    fn keep(&mut self, row: Row) -> Result<(), Fault> {
        match self.seen.entry((row.contract.clone(), row.kind, row.key)) {
            Slot::Vacant(free) => {
                free.insert(self.rows.len());
                self.rows.push(row);
                Ok(())
            }
            Slot::Occupied(taken) => Err(match differs(&row.input, &self.rows[*taken.get()].input) {
                Comparison::Same => Fault { code: "DUPLICATE_ROW", field: None },
                Comparison::Different { field, .. } => {
                    Fault { code: "DUPLICATE_DIFFERS", field: Some(field) }
                }
            }),
        }
    }
}

/// Whether cells beyond the header say something: then a semicolon stands where it should not.
fn has_more(record: &StringRecord, columns: usize) -> bool {
    record.iter().skip(columns).any(|text| !cell(text).is_empty())
}

/// A contract number is a short word with a digit in it; a formula or a sentence is none.
fn is_contract(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '_' | ' ');
    let begins_well = text.starts_with(char::is_alphanumeric);
    begins_well
        && text.chars().count() <= 40
        && text.chars().all(is_part)
        && text.chars().any(|c| c.is_ascii_digit())
}

/// What a report may show of a contract cell: a number, never a name that strayed into it.
fn shown(contract: &str) -> String {
    if is_contract(contract) { contract.to_owned() } else { String::new() }
}

/// Contract and type, where they are what they should be.
fn raw(contract: &str, kind: &str) -> String {
    let contract = shown(contract);
    let contract = if contract.is_empty() { "…" } else { &contract };
    format!("{contract};{}", if kind_named(kind).is_some() { kind } else { "…" })
}
