//! The header row: which column is which, whatever the order, the case and the company they are in.

use csv::StringRecord;

use super::{
    parse::FileError,
    text::{cell, folded},
};

/// A column that means something here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Contract number.
    Contract,
    /// What the row is.
    Type,
    /// The month that a rent is for.
    Period,
    /// Due date.
    Due,
    /// Amount.
    Amount,
    /// What is left unpaid.
    Rest,
    /// Date on a letter.
    Letter,
    /// When a letter or a payment was received.
    Received,
    /// Last day to pay.
    PayBy,
    /// Remark.
    Remark,
}

/// Columns with the names that they go by, compared without case and signs. The first one is the usual name.
const NAMES: [(Column, &[&str]); 10] = [
    (Column::Contract, &["Kontraktsnr", "Kontraktnr", "Kontraktsnummer", "Kontraktnummer", "Kontrakt"]),
    (Column::Type, &["Type", "Hendelse"]),
    (Column::Period, &["Periode", "Måned"]),
    (Column::Due, &["Forfall", "Forfallsdato"]),
    (Column::Amount, &["Beløp", "Belop", "Sum"]),
    (Column::Rest, &["Restbeløp", "Restbelop", "Rest"]),
    (Column::Letter, &["Brevdato", "Sendt"]),
    (Column::Received, &["Mottatt", "Mottattdato", "Betalingsdato"]),
    (Column::PayBy, &["Betalingsfrist", "Frist"]),
    (Column::Remark, &["Merknad", "Kommentar"]),
];

/// Without these a file is of no use. What else a row needs depends on what it is.
const REQUIRED: [Column; 3] = [Column::Contract, Column::Type, Column::Amount];

impl Column {
    /// The usual name.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(column, _)| *column == self).map_or("", |(_, names)| names[0])
    }

    fn named(text: &str) -> Option<Self> {
        let text = folded(cell(text));
        let is_it = |names: &[&str]| names.iter().any(|name| folded(name) == text);
        NAMES.iter().find(|(_, names)| is_it(names)).map(|(column, _)| *column)
    }
}

/// Where each column is.
#[derive(Clone, Debug)]
pub struct Columns(Vec<Option<Column>>);

impl Columns {
    /// Reads the header row. Of two columns with the same name the first counts.
    pub fn read(header: &StringRecord) -> Result<Self, FileError> {
        let mut columns: Vec<Option<Column>> = Vec::with_capacity(header.len());
        for name in header {
            let column = Column::named(name).filter(|column| !columns.contains(&Some(*column)));
            columns.push(column);
        }
        if header.len() < 2 || columns.iter().all(Option::is_none) {
            return Err(FileError::NotATable);
        }
        match REQUIRED.into_iter().find(|column| !columns.contains(&Some(*column))) {
            Some(missing) => Err(FileError::MissingColumn { column: missing.name() }),
            None => Ok(Self(columns)),
        }
    }

    /// How many columns the header has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The cell of a column; empty where there is none.
    pub fn get<'r>(&self, record: &'r StringRecord, column: Column) -> &'r str {
        let place = self.0.iter().position(|found| *found == Some(column));
        place.and_then(|place| record.get(place)).map_or("", cell)
    }
}
