//! The frozen samples: one file a type and version, which later versions must go on reading.
//!
//! `TAVLE_WRITE_SAMPLES=1` writes those that are missing, and their sums; none is ever written again. A sample of
//! an old version is what its file was when that version was the present one.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::BTreeMap,
    env::var_os,
    fmt::Write as _,
    fs::{self, OpenOptions, read, read_dir},
    io::Write,
    path::PathBuf,
};

use chrono::DateTime;
use serde_json::{Value as Json, from_slice, json, to_string_pretty};
use sha2::{Digest, Sha256};
use tavle_domain::{
    access::{Action, Purpose, View, Whom},
    admission::{DISCHARGED_TO, DischargedTo, TEAM_PART, TeamPart},
    effective::AsOf,
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
/// The sums of all samples, beside them.
const SUMS: &str = "SHA256SUMS";

/// A body of every type there is.
fn bodies() -> Vec<Body> {
    let rows = FAMILIES.iter().flat_map(|family| family.rows);
    let entries =
        rows.map(|row| filled(row).unwrap_or_else(|problems| panic!("{}: {problems:?}", row.event_type)));
    let mut bodies: Vec<_> = entries.map(Body::Entry).collect();
    bodies.extend([Body::Correction(correction()), Body::ErrorMark(error_mark()), Body::View(view())]);
    bodies
}

/// A look at the board as it was known one evening.
fn view() -> View {
    let known_at = DateTime::parse_from_rfc3339("2026-11-20T18:00:00Z").unwrap().to_utc();
    View {
        what: Action::SeeBoard,
        denied: None,
        whom: Whom::Exactly(vec![id(0x1_0001).into(), id(0x1_0002).into()]),
        as_of: AsOf { known_at: Some(known_at), happened_at: None },
        operation: "board".to_owned(),
        purpose: Purpose::FollowUp,
        policy: "2026-11".to_owned(),
    }
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
    let json = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "json"));
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

/// Name → SHA-256 of every sample as it is now.
fn sums() -> BTreeMap<String, String> {
    let sum = |name: String| {
        let bytes = Sha256::digest(read(PathBuf::from(DIRECTORY).join(&name)).unwrap());
        let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        });
        (name, hex)
    };
    samples().into_keys().map(sum).collect()
}

/// Name → SHA-256 of every sample as it was when it was added; in the form that `sha256sum --check` reads.
fn sums_when_added() -> BTreeMap<String, String> {
    let lines = fs::read_to_string(PathBuf::from(DIRECTORY).join(SUMS)).unwrap();
    let pair = |line: &str| line.split_once("  ").map(|(sum, name)| (name.to_owned(), sum.to_owned()));
    lines.lines().map(|line| pair(line).unwrap()).collect()
}

/// Adds the sums of new samples. The sum of an old one stays as it is.
fn write_missing_sums() {
    let mut all = sums();
    all.extend(sums_when_added());
    let lines: String = all.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect();
    fs::write(PathBuf::from(DIRECTORY).join(SUMS), lines).unwrap();
}

#[test]
fn no_sample_is_other_than_when_it_was_added() {
    if var_os("TAVLE_WRITE_SAMPLES").is_some() {
        write_missing();
        write_missing_sums();
    }
    let (now, added) = (sums(), sums_when_added());
    for (name, sum) in &added {
        assert_eq!(
            now.get(name),
            Some(sum),
            "{name} was changed or removed: a stored form is never written again"
        );
    }
    let new: Vec<_> = now.keys().filter(|name| !added.contains_key(*name)).collect();
    assert!(new.is_empty(), "without a sum: {new:?}; TAVLE_WRITE_SAMPLES=1 adds it");
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

/// All three were written for the same discharge.
#[test]
fn each_version_of_a_discharge_reads_as_the_present_one() {
    let samples = samples();
    let read =
        [1, 2, 3].map(|version| read_sample(&samples[&file_name("ParticipantDischargedFromWard", version)]));
    assert!(read.iter().all(|body| *body == read[2]), "{read:?}");
    let Body::Entry(entry) = &read[0] else { panic!("a discharge is an entry") };
    assert_eq!(entry.get(&DISCHARGED_TO), Some(DischargedTo::Home));
    assert_eq!(entry.get(&TEAM_PART), Some(TeamPart::TookPart));
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
