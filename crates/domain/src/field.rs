//! The fields an entry can have: name, type, limits, and the class of what they say about a person.
//!
//! A field is defined once, as a `static`, beside the family that owns it. Validation, the stored form, the
//! GraphQL input, the form on screen and the old → new of a correction all follow from that definition.

use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use strum::IntoStaticStr;
use uuid::Uuid;

use crate::{
    id::{DwellingId, EntryId, ParticipantId, StaffId},
    personal::Class,
};

/// What an identifier in a field points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Ref {
    /// A member of staff.
    Staff,
    /// A participant.
    Participant,
    /// A dwelling.
    Dwelling,
    /// The entry that started a tenancy.
    Tenancy,
    /// The entry that made an offer.
    Offer,
    /// The entry that planned a contact.
    PlannedContact,
    /// The entry that reported a crisis.
    Crisis,
}

/// The type of a field with its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// One line of text, at most so many characters.
    Line(usize),
    /// Free text over several lines, at most so many characters.
    Prose(usize),
    /// Money in øre, at least the given amount.
    Ore {
        /// Smallest accepted amount in øre.
        min: i64,
    },
    /// A duration in whole minutes, 1 to the given number.
    Minutes(i64),
    /// A whole number between two bounds, both included.
    Count(i64, i64),
    /// A date in Europe/Oslo.
    Date,
    /// A date in Europe/Oslo that has come: a letter sent, a day served.
    PastDate,
    /// A calendar month, `YYYY-MM`.
    Month,
    /// A point in time.
    Instant,
    /// Yes or no.
    Flag,
    /// One of these names.
    Choice(&'static [&'static str]),
    /// Several of these names, each once.
    Choices(&'static [&'static str]),
    /// One identifier.
    Id(Ref),
    /// Several identifiers, each once.
    Ids(Ref),
}

/// A value of a field, already checked against its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Line or prose.
    Text(String),
    /// Øre, minutes or a count.
    Number(i64),
    /// Date.
    Date(NaiveDate),
    /// First day of a calendar month.
    Month(NaiveDate),
    /// Point in time.
    Instant(DateTime<Utc>),
    /// Yes or no.
    Flag(bool),
    /// Chosen name.
    Choice(&'static str),
    /// Chosen names.
    Choices(Vec<&'static str>),
    /// Identifier.
    Id(Uuid),
    /// Identifiers.
    Ids(Vec<Uuid>),
}

/// Why a value was not accepted. The name is stable: screens translate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Problem {
    /// A required field has no value.
    Required,
    /// The field does not belong to this kind.
    NotForThisKind,
    /// The value has another type than the field.
    WrongType,
    /// The text is longer than the field allows.
    TooLong,
    /// The amount is below zero, or zero where that means nothing.
    TooSmall,
    /// The number is above the limit.
    TooLarge,
    /// The name is not one of the choices.
    UnknownChoice,
    /// The same choice or id twice, or an empty list.
    NotASet,
    /// A time that has not come yet.
    InFuture,
    /// The end lies before the start.
    EndBeforeStart,
    /// Nothing with this id exists here.
    Unknown,
    /// The entry is older than the team's limit and needs a reason.
    BackdatingReasonRequired,
    /// The text has characters that cannot be shown.
    ControlCharacters,
}

impl Problem {
    /// The stable code, e.g. `TOO_LONG`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// A problem at a field of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name as in the input, e.g. `rentOre`.
    pub path: &'static str,
    /// What is wrong.
    pub problem: Problem,
}

/// One field, as the tables of kinds refer to it.
#[derive(Debug)]
pub struct FieldDef {
    /// Name in the log, in the API and in the words on screen.
    pub name: &'static str,
    /// Type and limits.
    pub ty: FieldType,
    /// The class when the field says something about a person; `None` when an auditor may read it as it is.
    pub class: Option<Class>,
    /// What it means and in which unit; becomes the API's description.
    pub doc: &'static str,
}

impl PartialEq for FieldDef {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
impl Eq for FieldDef {}

/// A field whose values read as `T`.
#[derive(Debug)]
pub struct Field<T: 'static> {
    /// The untyped definition that tables list.
    pub def: FieldDef,
    reads_as: PhantomData<fn() -> T>,
}

impl<T> Field<T> {
    /// A field that says something about a person.
    #[must_use]
    pub const fn personal(name: &'static str, class: Class, ty: FieldType, doc: &'static str) -> Self {
        Self { def: FieldDef { name, ty, class: Some(class), doc }, reads_as: PhantomData }
    }

    /// A field that says nothing about a person: a reference, a unit, a rule.
    #[must_use]
    pub const fn open(name: &'static str, ty: FieldType, doc: &'static str) -> Self {
        Self { def: FieldDef { name, ty, class: None, doc }, reads_as: PhantomData }
    }
}

/// Øre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ore(pub i64);

/// The first day of a calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub NaiveDate);

/// A Rust type that a field's value reads as.
pub trait FromValue: Sized {
    /// The typed value; `None` when the value has another type.
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! from_value {
    ($($ty:ty: $pattern:pat => $read:expr;)*) => {$(
        impl FromValue for $ty {
            fn from_value(value: &Value) -> Option<Self> {
                match value { $pattern => $read, _ => None }
            }
        }
    )*};
}

from_value! {
    String: Value::Text(text) => Some(text.clone());
    Ore: Value::Number(ore) => Some(Self(*ore));
    u32: Value::Number(n) => Self::try_from(*n).ok();
    NaiveDate: Value::Date(date) => Some(*date);
    Month: Value::Month(first) => Some(Self(*first));
    DateTime<Utc>: Value::Instant(at) => Some(*at);
    bool: Value::Flag(flag) => Some(*flag);
    DwellingId: Value::Id(id) => Some(Self(*id));
    ParticipantId: Value::Id(id) => Some(Self(*id));
    EntryId: Value::Id(id) => Some(Self(*id));
    StaffId: Value::Id(id) => Some(Self(*id));
    Vec<StaffId>: Value::Ids(ids) => Some(ids.iter().copied().map(StaffId).collect());
}

/// Implements [`FromValue`] for an enum of choices that strum can read from its name.
#[macro_export]
macro_rules! choice_value {
    ($($ty:ty),* $(,)?) => {$(
        impl $crate::field::FromValue for $ty {
            fn from_value(value: &$crate::field::Value) -> Option<Self> {
                match value {
                    $crate::field::Value::Choice(name) => name.parse().ok(),
                    _ => None,
                }
            }
        }
    )*};
}

impl FieldType {
    /// Reads a value from its JSON form, which is the same in the log and in the API.
    ///
    /// # Errors
    /// The first [`Problem`] found.
    pub fn read(self, json: &Json) -> Result<Value, Problem> {
        match self {
            Self::Line(max) | Self::Prose(max) => read_text(json, max, matches!(self, Self::Prose(_))),
            Self::Ore { min } => read_number(json, min, MAX_ORE),
            Self::Minutes(max) => read_number(json, 1, max),
            Self::Count(min, max) => read_number(json, min, max),
            Self::Date | Self::PastDate => parse(json, |s| s.parse().ok()).map(Value::Date),
            Self::Month => parse(json, |s| format!("{s}-01").parse().ok()).map(Value::Month),
            Self::Instant => parse(json, |s| DateTime::parse_from_rfc3339(s).ok())
                .map(|at| Value::Instant(at.with_timezone(&Utc))),
            Self::Flag => json.as_bool().map(Value::Flag).ok_or(Problem::WrongType),
            Self::Choice(names) => read_choice(json, names).map(Value::Choice),
            Self::Choices(names) => read_set(json, |item| read_choice(item, names)).map(Value::Choices),
            Self::Id(_) => read_id(json).map(Value::Id),
            Self::Ids(_) => read_set(json, read_id).map(Value::Ids),
        }
    }

    /// The limit that the value was over, for the words on screen; `None` where the type has none.
    #[must_use]
    pub const fn max(self) -> Option<i64> {
        match self {
            Self::Line(max) | Self::Prose(max) => Some(max as i64),
            Self::Minutes(max) | Self::Count(_, max) => Some(max),
            _ => None,
        }
    }
}

/// One hundred million kroner: no rent or debt here is larger, a slipped digit is.
const MAX_ORE: i64 = 10_000_000_000;

fn read_text(json: &Json, max: usize, lines: bool) -> Result<Value, Problem> {
    let text = json.as_str().ok_or(Problem::WrongType)?.trim();
    if text.chars().count() > max {
        return Err(Problem::TooLong);
    }
    if text.chars().any(|c| c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'))) {
        return Err(Problem::ControlCharacters);
    }
    if text.is_empty() { Err(Problem::Required) } else { Ok(Value::Text(text.to_owned())) }
}

fn read_number(json: &Json, min: i64, max: i64) -> Result<Value, Problem> {
    match json.as_i64().ok_or(Problem::WrongType)? {
        n if n < min => Err(Problem::TooSmall),
        n if n > max => Err(Problem::TooLarge),
        n => Ok(Value::Number(n)),
    }
}

fn parse<T>(json: &Json, read: impl Fn(&str) -> Option<T>) -> Result<T, Problem> {
    json.as_str().and_then(read).ok_or(Problem::WrongType)
}

fn read_choice(json: &Json, names: &'static [&'static str]) -> Result<&'static str, Problem> {
    let name = json.as_str().ok_or(Problem::WrongType)?;
    names.iter().find(|known| **known == name).copied().ok_or(Problem::UnknownChoice)
}

fn read_id(json: &Json) -> Result<Uuid, Problem> {
    parse(json, |s| Uuid::parse_str(s).ok())
}

fn read_set<T: PartialEq>(
    json: &Json,
    read: impl Fn(&Json) -> Result<T, Problem>,
) -> Result<Vec<T>, Problem> {
    let items = json.as_array().ok_or(Problem::WrongType)?;
    let mut set = Vec::with_capacity(items.len());
    for item in items {
        let value = read(item)?;
        if set.contains(&value) {
            return Err(Problem::NotASet);
        }
        set.push(value);
    }
    if set.is_empty() || set.len() > 50 { Err(Problem::NotASet) } else { Ok(set) }
}

impl Value {
    /// The JSON form, read back by [`FieldType::read`].
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            Self::Text(text) => json!(text),
            Self::Number(n) => json!(n),
            Self::Date(date) => json!(date.to_string()),
            Self::Month(first) => json!(first.format("%Y-%m").to_string()),
            Self::Instant(at) => json!(at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Self::Flag(flag) => json!(flag),
            Self::Choice(name) => json!(name),
            Self::Choices(names) => json!(names),
            Self::Id(id) => json!(id),
            Self::Ids(ids) => json!(ids),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_back_as_they_were_written() {
        let types = [
            (FieldType::Line(80), json!("Storgata 4")),
            (FieldType::Ore { min: 1 }, json!(920_000)),
            (FieldType::Date, json!("2026-11-24")),
            (FieldType::Month, json!("2026-11")),
            (FieldType::Instant, json!("2026-11-24T07:30:00Z")),
            (FieldType::Choices(&["A", "B"]), json!(["B", "A"])),
        ];
        for (ty, json) in types {
            assert_eq!(ty.read(&json).map(|value| value.to_json()), Ok(json));
        }
    }

    #[test]
    fn bad_values_say_what_is_wrong() {
        assert_eq!(FieldType::Ore { min: 1 }.read(&json!(-5)), Err(Problem::TooSmall));
        assert_eq!(FieldType::Prose(4).read(&json!("abcde")), Err(Problem::TooLong));
        assert_eq!(FieldType::Line(9).read(&json!("a\u{7}b")), Err(Problem::ControlCharacters));
        assert_eq!(FieldType::Choice(&["HOME"]).read(&json!("MOON")), Err(Problem::UnknownChoice));
        assert_eq!(FieldType::Date.read(&json!("2026-02-30")), Err(Problem::WrongType));
        assert_eq!(FieldType::Ids(Ref::Staff).read(&json!([])), Err(Problem::NotASet));
    }
}
