//! A log with every version of a form says what the same log in the present form says.
#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value as Json, json};
use tavle_domain::{
    admission::{Admissions, DISCHARGED_TO, DischargedTo, TEAM_PART, TeamPart},
    decider::fold,
    effective::{AsOf, effective},
    id::{EntryId, ParticipantId},
    recorded::{Body, Recorded},
    stream::Stream,
};

use crate::{
    codec::Codec,
    envelope::{Envelope, Stored},
    testing::{envelope, id, mark_body},
};

const TYPE: &str = "ParticipantDischargedFromWard";
const STREAM: Stream = Stream::Admissions(ParticipantId(id(0x1_0001)));

/// Fields of a discharge as each version stored them: with a home and without, involved and not.
fn discharge(version: u16, home: bool, involved: bool) -> Json {
    let to = if home { "HOME" } else { "NO_HOME" };
    let part = if involved { "TOOK_PART" } else { "NO_PART" };
    let social = |value: Json| json!({"class": "SOCIAL", "value": value});
    let health = |value: Json| json!({"class": "HEALTH", "value": value});
    match version {
        1 => json!({"housedAtDischarge": social(json!(home)), "teamInvolved": health(json!(involved))}),
        2 => json!({"dischargedTo": social(json!(to)), "teamInvolved": health(json!(involved))}),
        _ => json!({"dischargedTo": social(json!(to)), "teamPart": health(json!(part))}),
    }
}

/// The names of both fields in a version.
const fn names(version: u16) -> [&'static str; 2] {
    match version {
        1 => ["housedAtDischarge", "teamInvolved"],
        2 => ["dischargedTo", "teamInvolved"],
        _ => ["dischargedTo", "teamPart"],
    }
}

/// An event in its stored form; the `n`-th of the log.
fn stored(n: u64, event_type: &str, version: u16, data: &Json) -> Stored {
    let frame = Codec::default().encode(STREAM, &envelope(STREAM, n.into(), 0, mark_body("…")));
    let written =
        Envelope { event_type: event_type.to_owned(), version, data: data.to_string().into_bytes(), ..frame };
    Stored::seal(written, n, n - 1, 1_795_507_200_000_000)
}

fn entry_id_of(n: u64) -> EntryId {
    envelope(STREAM, n.into(), 0, mark_body("…")).event.id
}

/// Three stays. Every discharge is written in its version, and corrected while that was the present one: one
/// field set, the other cleared.
fn log(versions: [u16; 3]) -> Vec<Recorded> {
    let mut log = Vec::new();
    let mut push = |event_type: &str, version, data: Json| {
        let n = log.len() as u64 + 1;
        log.push(stored(n, event_type, version, &data));
        entry_id_of(n)
    };
    for (version, round) in versions.into_iter().zip(0..) {
        let path = json!({"admissionPath": {"class": "HEALTH", "value": "PLANNED"}});
        push("ParticipantAdmitted", 1, path);
        let target = push(TYPE, version, discharge(version, round == 0, round != 1));
        let [to, part] = names(version);
        let changed = discharge(version, round != 0, round == 1);
        let (set, clear) = match round {
            0 => (json!({to: changed[to]}), json!([part])),
            1 => (json!({part: changed[part]}), json!([])),
            _ => (json!({to: changed[to], part: changed[part]}), json!([])),
        };
        let reason = json!({"class": "FREE_TEXT", "value": "Sto feil"});
        push(
            Body::CORRECTED,
            1,
            json!({"target": target.0, "targetType": TYPE, "targetVersion": version, "set": set, "clear": clear,
                "reason": reason}),
        );
    }
    log.into_iter().map(|stored| Codec::default().decode(stored).required().unwrap()).collect()
}

#[test]
fn every_mixture_of_versions_folds_to_the_same_as_the_present_one_alone() {
    let present = log([3, 3, 3]);
    for versions in [[1, 2, 3], [1, 1, 1], [2, 2, 2], [3, 1, 2], [2, 3, 1]] {
        let mixed = log(versions);
        assert_eq!(mixed, present, "{versions:?}");
        assert_eq!(fold::<Admissions>(&mixed), fold::<Admissions>(&present));
    }
}

#[test]
fn what_the_mixed_log_says_after_its_corrections_is_what_was_meant() {
    let log = log([1, 2, 3]);
    let said: Vec<_> = effective(&log, AsOf::NOW)
        .into_iter()
        .filter(|entry| entry.entry.row().event_type == TYPE)
        .map(|entry| (entry.corrections.len(), entry.entry.get(&DISCHARGED_TO), entry.entry.get(&TEAM_PART)))
        .collect();
    let meant = [
        (1, Some(DischargedTo::NoHome), None),
        (1, Some(DischargedTo::NoHome), Some(TeamPart::TookPart)),
        (1, Some(DischargedTo::Home), Some(TeamPart::NoPart)),
    ];
    assert_eq!(said, meant);
}
