//! What one row of the file says, as an entry of the arrears family.

use chrono::{Datelike, NaiveDate};
use csv::StringRecord;
use serde_json::{Map, Value as Json};
use tavle_domain::{
    arrears::{AMOUNT, ArrearsKind, DUE_ON, PAY_BY, PERIOD, RECEIVED_ON, SENT_ON},
    contact::NOTE,
    entry::Entry,
    field::{Field, FieldProblem},
    kind::{Kind, KindRow},
};

use super::{
    columns::{Column, Columns},
    dates::{parse_date, parse_month},
    money::parse_ore,
    text::folded,
};

/// What tells a row from every other of its contract and kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowKey {
    /// The month that a rent is for.
    Period(NaiveDate),
    /// The date on a letter, or on which a payment came.
    Date(NaiveDate),
}

impl RowKey {
    /// The date behind the key: a month counts as its first day.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        match self {
            Self::Period(date) | Self::Date(date) => date,
        }
    }
}

impl std::fmt::Display for RowKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Period(month) => write!(f, "{}", month.format("%Y-%m")),
            Self::Date(date) => write!(f, "{date}"),
        }
    }
}

/// One row that says something.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Line in the file, from 1.
    pub line: usize,
    /// Contract number.
    pub contract: String,
    /// What it is.
    pub kind: ArrearsKind,
    /// What tells it from others of its kind.
    pub key: RowKey,
    /// When a payment came, where the file says so. For the other kinds a field of the entry says when it occurred.
    pub occurred_on: Option<NaiveDate>,
    /// Fields for the entry, without the tenancy.
    pub input: Map<String, Json>,
}

/// Why a row is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable code.
    pub code: &'static str,
    /// The field concerned, by its name in the log; `None` when it is the row as a whole.
    pub field: Option<&'static str>,
}

const fn fault(code: &'static str, field: &'static str) -> Fault {
    Fault { code, field: Some(field) }
}

/// The kind that a type names. Case, spaces and signs do not matter.
pub fn kind_named(text: &str) -> Option<ArrearsKind> {
    use ArrearsKind as K;
    Some(match folded(text).as_str() {
        "forfall" | "husleieforfall" | "krav" => K::RentFellDue,
        "innbetaling" | "innbetalt" | "betaling" => K::RentPaid,
        "ikkebetalt" | "restanse" => K::RentMissed,
        "inkassovarsel" => K::DebtCollectionNoticeReceived,
        "betalingsoppfordring" => K::PaymentDemandReceived,
        "varsel418" | "418varsel" | "418" => K::EvictionWarningReceived,
        "meldingnav911" | "911melding" | "meldingtilnav911" | "911" => K::SocialServiceNotified,
        "oppsigelse" => K::TerminationReceived,
        _ => return None,
    })
}

/// The cells of one row.
pub struct Cells<'a> {
    /// Where each column is.
    pub columns: &'a Columns,
    /// The row.
    pub record: &'a StringRecord,
}

impl Cells<'_> {
    /// A cell.
    pub fn get(&self, column: Column) -> &str {
        self.columns.get(self.record, column)
    }

    fn date(&self, column: Column, field: &'static str) -> Result<Option<NaiveDate>, Fault> {
        match self.get(column) {
            "" => Ok(None),
            text => parse_date(text).map(Some).ok_or(fault("NOT_A_DATE", field)),
        }
    }

    fn month(&self) -> Result<Option<NaiveDate>, Fault> {
        match self.get(Column::Period) {
            "" => Ok(None),
            text => parse_month(text).map(Some).ok_or(fault("NOT_A_PERIOD", PERIOD.def.name)),
        }
    }

    /// What is missed is what is left, where the file says so.
    fn amount(&self, kind: ArrearsKind) -> Result<Option<i64>, Fault> {
        let rest = self.get(Column::Rest);
        let text = match kind {
            ArrearsKind::RentMissed if !rest.is_empty() => rest,
            _ => self.get(Column::Amount),
        };
        if text.is_empty() {
            return Ok(None);
        }
        parse_ore(text).map(Some).map_err(|problem| fault(problem.code(), AMOUNT.def.name))
    }

    /// The row as an entry, checked against the table of its kind.
    pub fn read(&self, line: usize, contract: &str) -> Result<Row, Fault> {
        let kind = kind_named(self.get(Column::Type)).ok_or(fault("UNKNOWN_TYPE", "type"))?;
        let dates = self.dates(kind)?;
        let row = Kind::Arrears(kind).row();
        let mut input = Input { row, map: Map::new() };
        let text = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        input.set(&AMOUNT, self.amount(kind)?);
        input.set(&PERIOD, dates.period.map(|month| month.format("%Y-%m").to_string()));
        input.set(&DUE_ON, text(dates.due));
        input.set(&SENT_ON, text(dates.sent));
        input.set(&RECEIVED_ON, text(dates.received));
        input.set(&PAY_BY, text(self.date(Column::PayBy, PAY_BY.def.name)?));
        input.set(&NOTE, Some(self.get(Column::Remark)).filter(|note| !note.is_empty()));
        let input = input.checked()?;
        let key = dates.key(kind)?;
        let occurred_on = dates.received.filter(|_| kind == ArrearsKind::RentPaid);
        Ok(Row { line, contract: contract.to_owned(), kind, key, occurred_on, input })
    }

    /// The dates of a row. A rent without a month is for the month in which it falls due.
    fn dates(&self, kind: ArrearsKind) -> Result<Dates, Fault> {
        let due = self.date(Column::Due, DUE_ON.def.name)?;
        let of_due = due.and_then(|due| due.with_day(1)).filter(|_| is_rent(kind));
        Ok(Dates {
            period: self.month()?.or(of_due),
            due,
            sent: self.date(Column::Letter, SENT_ON.def.name)?,
            received: self.date(Column::Received, RECEIVED_ON.def.name)?,
        })
    }
}

/// A rent due or missed, of which there is one a month.
const fn is_rent(kind: ArrearsKind) -> bool {
    matches!(kind, ArrearsKind::RentFellDue | ArrearsKind::RentMissed)
}

/// The dates of a row.
struct Dates {
    period: Option<NaiveDate>,
    due: Option<NaiveDate>,
    sent: Option<NaiveDate>,
    received: Option<NaiveDate>,
}

impl Dates {
    /// A rent is known by its month, a letter by its date. A payment is known by the day on which it came, since
    /// a month can be paid in parts; by its month where no day is given.
    fn key(&self, kind: ArrearsKind) -> Result<RowKey, Fault> {
        let (key, missing) = match kind {
            _ if is_rent(kind) => (self.period.map(RowKey::Period), PERIOD.def.name),
            ArrearsKind::RentPaid => {
                (self.received.map(RowKey::Date).or(self.period.map(RowKey::Period)), RECEIVED_ON.def.name)
            }
            _ => (self.sent.or(self.received).map(RowKey::Date), SENT_ON.def.name),
        };
        key.ok_or(fault("REQUIRED", missing))
    }
}

/// Fields of one kind: what the kind does not have is left out.
struct Input {
    row: &'static KindRow,
    map: Map<String, Json>,
}

impl Input {
    fn set<T>(&mut self, field: &Field<T>, value: Option<impl Into<Json>>) {
        if let Some(value) = value.filter(|_| self.row.field(field.def.name).is_some()) {
            self.map.insert(field.def.name.to_owned(), value.into());
        }
    }

    fn checked(self) -> Result<Map<String, Json>, Fault> {
        match Entry::from_input(self.row, &self.map) {
            Ok(_) => Ok(self.map),
            Err(problems) => Err(problems.first().map_or(fault("INVALID", "kind"), of_field)),
        }
    }
}

fn of_field(problem: &FieldProblem) -> Fault {
    fault(problem.problem.code(), problem.path)
}
