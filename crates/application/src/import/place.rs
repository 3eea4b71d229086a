//! The identity of a row, and whether an entry says the same.

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use tavle_domain::{
    arrears::{AMOUNT, FAMILY},
    calendar::noon,
    contact::NOTE,
    entry::Entry,
    field::Value,
    id::CommandId,
    kind::Kind,
    personal::Personal,
};

use super::row::Row;

/// Whether an entry says what a row says.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparison {
    /// The same.
    Same,
    /// Something else: to be judged by a person, never added.
    Different {
        /// The field, by its name in the log.
        field: &'static str,
        /// What stands in the log.
        was: Option<Json>,
        /// What the file says.
        now: Json,
    },
}

/// The command id of a row: a UUID of version 7 that follows from contract, kind and key alone, so that the
/// same row is the same command however often the file is read. The time in it is the key's date.
#[must_use]
pub fn command_id(row: &Row) -> CommandId {
    let digest = Sha256::digest(identity(row).as_bytes());
    let mut rest = [0; 10];
    rest.copy_from_slice(&digest[..10]);
    let millis = u64::try_from(noon(row.key.date()).timestamp_millis()).unwrap_or(0);
    CommandId(uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid())
}

/// Contract, kind, key. No part can run over into the next.
fn identity(row: &Row) -> String {
    let kind = Kind::Arrears(row.kind).name();
    format!("tavle-import-1\u{1f}{}\u{1f}{kind}\u{1f}{}", row.contract, row.key)
}

/// Compares a row with the entry of the same identity, as it stands after corrections. A value that was erased
/// is taken to be the same: nobody can say otherwise. Remarks do not count.
#[must_use]
pub fn compare(row: &Row, existing: &Entry) -> Comparison {
    let known = |(name, value): (&&'static str, &Personal<Value>)| {
        let json = value.known().map_or_else(|| row.input.get(*name).cloned(), |value| Some(value.to_json()));
        Some(((*name).to_owned(), json?))
    };
    differs(&row.input, &existing.fields().iter().filter_map(known).collect())
}

/// The first field in which they differ; the amount before all others.
pub fn differs(now: &Map<String, Json>, was: &Map<String, Json>) -> Comparison {
    let mut names: Vec<&'static str> =
        (FAMILY.fields()).map(|def| def.name).filter(|name| *name != NOTE.def.name).collect();
    names.sort_by_key(|name| *name != AMOUNT.def.name);
    let difference = names.into_iter().find_map(|field| {
        let new = now.get(field)?;
        (was.get(field) != Some(new)).then(|| (field, was.get(field).cloned(), new.clone()))
    });
    difference.map_or(Comparison::Same, |(field, was, now)| Comparison::Different { field, was, now })
}
