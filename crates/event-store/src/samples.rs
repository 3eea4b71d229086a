//! The frozen samples: one file a type and version, which later versions must go on reading.
//!
//! `TAVLE_WRITE_SAMPLES=1` writes those that are missing; none is ever written again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::BTreeMap,
    env::var_os,
    fs::{OpenOptions, read, read_dir},
    io::Write,
    path::PathBuf,
};

use chrono::DateTime;
use serde_json::{Value as Json, from_slice, json, to_string_pretty};
use tavle_domain::{
    kind::{FAMILIES, row_of},
    personal::Personal,
    recorded::{Body, Correction, ErrorMark, Occurred, Precision},
};

use crate::{
    body,
    testing::{filled, id, value},
    upcast::UPCASTS,
};

const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../proto/events");

/// A body of every type there is.
fn bodies() -> Vec<Body> {
    let rows = FAMILIES.iter().flat_map(|family| family.rows);
    let entries =
        rows.map(|row| filled(row).unwrap_or_else(|problems| panic!("{}: {problems:?}", row.event_type)));
    let mut bodies: Vec<_> = entries.map(Body::Entry).collect();
    bodies.extend([Body::Correction(correction()), Body::ErrorMark(error_mark())]);
    bodies
}

fn error_mark() -> ErrorMark {
    let reason = Personal::Known("Ført på feil person".to_owned());
    ErrorMark { target: id(0x58_0001).into(), reason }
}

/// Corrects the amount and takes back a date of a missed rent.
fn correction() -> Correction {
    let row = row_of("RentMissed").unwrap();
    let field = |name: &str| row.field(name).unwrap();
    let amount = field("amountOre");
    let set = [(amount.name, Personal::Known(amount.ty.read(&value(amount)).unwrap()))];
    let at = DateTime::parse_from_rfc3339("2026-11-03T11:00:00Z").unwrap().to_utc();
    Correction {
        target: id(0x58_0001).into(),
        row,
        set: set.into(),
        clear: vec![field("backdatingReason").name],
        occurred: Some(Occurred { at, precision: Precision::Day }),
        reason: Personal::Known("Beløpet sto feil i brevet".to_owned()),
    }
}

fn sample_of(body: &Body) -> Json {
    json!({"type": body.event_type(), "version": body.version(), "data": body::write(body)})
}

fn file_name(event_type: &str, version: u64) -> String {
    format!("{event_type}.v{version}.json")
}

fn write_missing() {
    for body in bodies() {
        let path = PathBuf::from(DIRECTORY).join(file_name(body.event_type(), body.version().into()));
        // A file that is there is never written again.
        if let Ok(mut file) = OpenOptions::new().write(true).create_new(true).open(path) {
            writeln!(file, "{}", to_string_pretty(&sample_of(&body)).unwrap()).unwrap();
        }
    }
}

fn samples() -> BTreeMap<String, Json> {
    let files = read_dir(DIRECTORY).unwrap().map(|file| file.unwrap());
    let json = files.filter(|file| file.file_name() != ".gitkeep");
    json.map(|file| {
        (file.file_name().into_string().unwrap(), from_slice(&read(file.path()).unwrap()).unwrap())
    })
    .collect()
}

fn read_sample(sample: &Json) -> Body {
    let version = sample["version"].as_u64().unwrap().try_into().unwrap();
    let data = sample["data"].as_object().unwrap().clone();
    let event_type = sample["type"].as_str().unwrap();
    body::read(event_type, version, data, UPCASTS).unwrap_or_else(|why| panic!("{event_type}: {why:?}"))
}

#[test]
fn every_type_has_a_sample_that_reads_and_writes_the_same() {
    if var_os("TAVLE_WRITE_SAMPLES").is_some() {
        write_missing();
    }
    let samples = samples();
    for body in bodies() {
        let name = file_name(body.event_type(), body.version().into());
        let sample = samples.get(&name).unwrap_or_else(|| panic!("{name} is missing"));
        let read = read_sample(sample);
        assert_eq!(read.event_type(), body.event_type(), "{name}");
        assert_eq!(&sample_of(&read), sample, "{name}");
        assert_says_the_same(&read, &body, &name);
    }
}

/// A field added to a table since the sample was frozen is not in it, and need not be.
fn assert_says_the_same(read: &Body, generated: &Body, name: &str) {
    match (read, generated) {
        (Body::Entry(read), Body::Entry(generated)) => {
            for (field, value) in read.fields() {
                assert_eq!(generated.fields().get(field), Some(value), "{name}: {field}");
            }
        }
        _ => assert_eq!(read, generated, "{name}"),
    }
}

#[test]
fn no_sample_is_of_an_unknown_type_or_form() {
    for (name, sample) in samples() {
        let event_type = sample["type"].as_str().unwrap();
        assert_eq!(name, file_name(event_type, sample["version"].as_u64().unwrap()));
        assert_eq!(sample.as_object().unwrap().len(), 3, "{name}");
        // Reads, whatever version it is of.
        read_sample(&sample);
    }
}

#[test]
fn a_sample_without_its_personal_values_reads_as_redacted() {
    for (name, mut sample) in samples() {
        let data = sample["data"].as_object_mut().unwrap();
        for field in data.values_mut().filter_map(Json::as_object_mut) {
            field.remove("value");
        }
        if let Body::Entry(entry) = read_sample(&sample) {
            let row = entry.row();
            let is_open = |name: &str| row.field(name).is_some_and(|def| def.class.is_none());
            for (field, value) in entry.fields() {
                assert_eq!(value.known().is_some(), is_open(field), "{name}: {field}");
            }
        }
    }
}
