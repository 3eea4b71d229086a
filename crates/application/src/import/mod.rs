//! Reads what a municipal finance system exports about rents and letters, and says what each row is.
//!
//! All but `apply` is pure: bytes in, rows and problems out. `apply` finds whose contract it is and what stands in
//! the log already; [`compare`] says whether a row says the same. No row is lost: whatever cannot be placed
//! is in the report with its reason.

mod apply;
mod columns;
mod dates;
mod money;
mod parse;
mod place;
mod report;
mod row;
#[cfg(test)]
mod tests;
mod text;

pub use apply::ImportError;
pub use parse::{FileError, ParsedFile, RowProblem, parse};
pub use place::{Comparison, command_id, compare};
pub use report::{ImportReport, RowDifference, RowUnplaced};
pub use row::{Row, RowKey};
pub use text::Encoding;
