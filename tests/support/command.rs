//! Inputs as a client makes them.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value as Json, json};
use tavle_domain::id::ParticipantId;
use uuid::Builder;

use super::time;

/// A command id of version 7 that no other command of this process has.
pub fn command_id() -> Json {
    static MADE: AtomicU64 = AtomicU64::new(1);
    let made = MADE.fetch_add(1, Ordering::Relaxed);
    let mut rest = [0; 10];
    rest[2..].copy_from_slice(&made.to_be_bytes());
    let millis = u64::try_from(time(super::MORNING).timestamp_millis()).unwrap();
    Builder::from_unix_timestamp_millis(millis, &rest).into_uuid().to_string().into()
}

/// A kept meeting of 45 minutes at home.
pub fn contact(participant: ParticipantId) -> Json {
    json!({
        "kind": "CONTACT_COMPLETED",
        "participantId": participant,
        "mode": "FACE_TO_FACE",
        "minutes": 45,
        "place": "HOME",
    })
}

/// A step of this kind about a participant, with more fields.
pub fn step(kind: &str, participant: ParticipantId, more: Json) -> Json {
    let mut input = json!({ "kind": kind, "participantId": participant });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

/// The id of the entry that a command recorded.
pub fn id_of(recorded: &Json) -> Json {
    assert_eq!(recorded["__typename"], "Recorded", "{recorded}");
    recorded["entry"]["entryId"].clone()
}
