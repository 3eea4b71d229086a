//! Reads what a municipal finance system exports about rents and letters, and says what each row is.
//!
//! Pure: bytes in, rows and problems out. Who the contract belongs to, and what stands in the log already, the
//! caller finds out; [`compare`] then says whether a row says the same. No row is lost: whatever cannot be placed
//! is in the report with its reason.

mod columns;
mod dates;
mod money;
mod parse;
mod place;
mod report;
mod row;
mod text;
#[cfg(test)]
mod tests;

pub use parse::{FileError, ParsedFile, RowProblem, parse};
pub use place::{Comparison, command_id, compare};
pub use report::{ImportReport, RowDifference, RowUnplaced};
pub use row::{Row, RowKey};
pub use text::Encoding;
