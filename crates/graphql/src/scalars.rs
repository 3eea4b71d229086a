//! Scalars of the API.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};
use serde_json::Value as JsonValue;

/// Reads a string scalar.
fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// A point in time, RFC 3339; always UTC in answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// A point in time, RFC 3339 with any offset; always UTC in answers, e.g. `2026-11-24T07:30:00Z`.
#[Scalar(name = "DateTime")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let read = text(&value).and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok());
        read.map(|at| Self(at.with_timezone(&Utc))).ok_or_else(|| InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl DateTime {
    /// The JSON form, for a field's old and new value.
    #[must_use]
    pub fn json(self) -> Json {
        Json(JsonValue::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true)))
    }
}

/// A date in Europe/Oslo, `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalDate(pub NaiveDate);

/// A date in Europe/Oslo, `YYYY-MM-DD`.
#[Scalar(name = "LocalDate")]
impl ScalarType for LocalDate {
    fn parse(value: Value) -> InputValueResult<Self> {
        let read = text(&value).and_then(|text| text.parse().ok());
        read.map(Self).ok_or_else(|| InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// Money in øre, a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ore(pub i64);

/// Money in øre, a whole number: 920000 is 9 200 kroner.
#[Scalar(name = "Ore")]
impl ScalarType for Ore {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::Number(number) => number.as_i64().map(Self),
            _ => None,
        }
        .ok_or_else(|| InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        Value::Number(self.0.into())
    }
}

/// An identifier, RFC 9562. Command ids are version 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uuid(pub uuid::Uuid);

/// An identifier, RFC 9562. Command ids are version 7.
#[Scalar(name = "UUID")]
impl ScalarType for Uuid {
    fn parse(value: Value) -> InputValueResult<Self> {
        let read = text(&value).and_then(|text| uuid::Uuid::parse_str(text).ok());
        read.map(Self).ok_or_else(|| InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// The value of a field in its JSON form. The table of kinds names the type of each field.
#[derive(Clone, Debug, PartialEq)]
pub struct Json(pub JsonValue);

/// The value of a field in its JSON form. The table of kinds names the type of each field.
#[Scalar(name = "JSON")]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        value.into_json().map(Self).map_err(|_| InputValueError::custom("not JSON"))
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or(Value::Null)
    }
}
