//! The body of an event as JSON. The names here are the storage format.

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use serde_json::{Map, Value as Json, json};
use tavle_domain::{
    entry::{Entry, Fields, read_stored, stored_fields},
    id::EntryId,
    kind::{KindRow, row_of},
    personal::{Class, Personal},
    recorded::{Body, Correction, ErrorMark, Occurred, Precision},
};
use uuid::Uuid;

use crate::{
    codec::Unread,
    upcast::{Upcast, upcast},
    view,
};

/// Version of the stored form of corrections, error marks and looks.
const MARK_VERSION: u16 = 1;

/// The stored form of a body.
pub fn write(body: &Body) -> Map<String, Json> {
    match body {
        Body::Entry(entry) => entry.to_stored(),
        Body::Correction(correction) => write_correction(correction),
        Body::ErrorMark(mark) => {
            object([("target", json!(mark.target.0)), ("reason", write_reason(&mark.reason))])
        }
        Body::View(view) => view::write(view),
    }
}

/// The bytes of the stored form.
pub fn bytes(body: &Body) -> Vec<u8> {
    match body {
        Body::Entry(entry) => entry.to_bytes(),
        other => Json::Object(write(other)).to_string().into_bytes(),
    }
}

/// The data class of an event as a whole. All that a mark says about a person is its reason; a look is what a
/// member of staff did.
pub const fn class(body: &Body) -> Class {
    match body {
        Body::Entry(entry) => entry.row().class,
        Body::Correction(correction) => correction.row.class,
        Body::ErrorMark(_) => Class::FreeText,
        Body::View(_) => Class::Staff,
    }
}

/// Reads an entry in the present version of its stored form; `None` for everything else.
pub fn read_present(event_type: &str, version: u16, data: &[u8]) -> Option<Body> {
    let row = row_of(event_type).filter(|row| row.version == version)?;
    Entry::from_bytes(row, data).map(Body::Entry)
}

/// Reads a stored form of any version.
///
/// # Errors
/// Why it cannot be read.
pub fn read(
    event_type: &str,
    version: u16,
    data: Map<String, Json>,
    steps: &[Upcast],
) -> Result<Body, Unread> {
    match event_type {
        Body::CORRECTED => read_correction(&present(steps, event_type, version, MARK_VERSION, data)?, steps)
            .map(Body::Correction),
        Body::IN_ERROR => {
            read_mark(&present(steps, event_type, version, MARK_VERSION, data)?).map(Body::ErrorMark)
        }
        Body::VIEWED => view::read(&present(steps, event_type, version, MARK_VERSION, data)?).map(Body::View),
        _ => {
            let row = row_of(event_type).ok_or(Unread::NotKnown)?;
            let data = present(steps, event_type, version, row.version, data)?;
            Entry::from_stored(row, &data).map(Body::Entry).map_err(|_| Unread::Malformed)
        }
    }
}

fn present(
    steps: &[Upcast],
    event_type: &str,
    from: u16,
    to: u16,
    data: Map<String, Json>,
) -> Result<Map<String, Json>, Unread> {
    if from > to {
        return Err(Unread::Newer);
    }
    upcast(steps, event_type, from, to, data).ok_or(Unread::Malformed)
}

pub(crate) fn object<const N: usize>(fields: [(&str, Json); N]) -> Map<String, Json> {
    fields.into_iter().map(|(name, json)| (name.to_owned(), json)).collect()
}

/// A correction also keeps the version of the fields it sets: they age as its target's do.
fn write_correction(correction: &Correction) -> Map<String, Json> {
    let mut data = object([
        ("target", json!(correction.target.0)),
        ("targetType", json!(correction.row.event_type)),
        ("targetVersion", json!(correction.row.version)),
        ("set", Json::Object(stored_fields(correction.row, &correction.set))),
        ("clear", json!(correction.clear)),
        ("reason", write_reason(&correction.reason)),
    ]);
    if let Some(occurred) = correction.occurred {
        let precision: &str = occurred.precision.into();
        data.extend(object([("occurredAt", write_instant(occurred.at)), ("precision", json!(precision))]));
    }
    data
}

fn read_correction(data: &Map<String, Json>, steps: &[Upcast]) -> Result<Correction, Unread> {
    let event_type = text(data, "targetType")?;
    let row = row_of(event_type).ok_or(Unread::NotKnown)?;
    let version = data.get("targetVersion").and_then(Json::as_u64).and_then(|n| u16::try_from(n).ok());
    let mut fields = data.get("set").and_then(Json::as_object).cloned().ok_or(Unread::Malformed)?;
    let cleared = data.get("clear").and_then(Json::as_array).ok_or(Unread::Malformed)?;
    fields.extend(cleared.iter().filter_map(Json::as_str).map(|name| (name.to_owned(), Json::Null)));
    let fields = present(steps, event_type, version.ok_or(Unread::Malformed)?, row.version, fields)?;
    let (set, clear) = read_changes(row, &fields)?;
    let occurred = data.contains_key("occurredAt").then(|| read_occurred(data)).transpose()?;
    Ok(Correction { target: target(data)?, row, set, clear, occurred, reason: read_reason(data) })
}

/// New values and cleared names. A field that the row no longer knows is kept out, as in an entry.
fn read_changes(row: &KindRow, fields: &Map<String, Json>) -> Result<(Fields, Vec<&'static str>), Unread> {
    let mut set = Fields::new();
    let mut clear = Vec::new();
    for (name, json) in fields {
        match row.field(name) {
            Some(def) if json.is_null() => clear.push(def.name),
            Some(def) => {
                set.insert(def.name, read_stored(def, json).map_err(|_| Unread::Malformed)?);
            }
            None => {}
        }
    }
    Ok((set, clear))
}

fn read_occurred(data: &Map<String, Json>) -> Result<Occurred, Unread> {
    let at = read_instant(text(data, "occurredAt")?)?;
    let precision: Precision = text(data, "precision")?.parse().map_err(|_| Unread::Malformed)?;
    Ok(Occurred { at, precision })
}

/// An instant as text, to the microsecond that the log keeps.
pub(crate) fn write_instant(at: DateTime<Utc>) -> Json {
    json!(at.trunc_subsecs(6).to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

pub(crate) fn read_instant(text: &str) -> Result<DateTime<Utc>, Unread> {
    DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc)).map_err(|_| Unread::Malformed)
}

fn read_mark(data: &Map<String, Json>) -> Result<ErrorMark, Unread> {
    Ok(ErrorMark { target: target(data)?, reason: read_reason(data) })
}

pub(crate) fn text<'a>(data: &'a Map<String, Json>, name: &str) -> Result<&'a str, Unread> {
    data.get(name).and_then(Json::as_str).ok_or(Unread::Malformed)
}

fn target(data: &Map<String, Json>) -> Result<EntryId, Unread> {
    Uuid::parse_str(text(data, "target")?).map(EntryId).map_err(|_| Unread::Malformed)
}

fn write_reason(reason: &Personal<String>) -> Json {
    let json = match reason {
        Personal::Known(text) => Personal::Known(json!(text)),
        Personal::Redacted => Personal::Redacted,
    };
    json.to_json(Class::FreeText)
}

/// A reason that is gone reads as redacted: an erased field never stops a fold.
fn read_reason(data: &Map<String, Json>) -> Personal<String> {
    match data.get("reason").map(Personal::from_json) {
        Some(Personal::Known(Json::String(text))) => Personal::Known(text),
        _ => Personal::Redacted,
    }
}
