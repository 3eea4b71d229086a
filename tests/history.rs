//! Two axes of time: what was known by then, and what had happened by then.

use serde_json::{Value as Json, json};

use crate::support::{Client, NORDLIA, ROGN, contact, id_of, start};

/// Days since somebody met Rogn, on the board as of an instant.
async fn met(client: &Client, as_of: Json) -> Json {
    let query = "query($team: ID!, $asOf: AsOfInput) { board(teamId: $team, asOf: $asOf) {
        asOf { knownAt happenedAt } rows { participantId lastMetDays } } }";
    let board = client.query(query, json!({ "team": NORDLIA, "asOf": as_of })).await;
    let rows = board["board"]["rows"].as_array().unwrap();
    rows.iter().find(|row| row["participantId"] == json!(ROGN)).unwrap()["lastMetDays"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backdated_contact_was_not_known_before_it_was_recorded_and_had_happened_all_the_same() {
    let service = start().await;
    let mina = service.with_token("mh");
    let mut input = contact(ROGN);
    input["occurredAt"] = json!("2026-11-20T10:00:00Z");
    let recorded = mina.recorded("recordContact", input).await;
    assert_eq!(recorded["entry"]["backdated"], true);

    assert_eq!(met(&mina, Json::Null).await, 4);
    let sunday = "2026-11-22T10:00:00Z";
    assert_eq!(met(&mina, json!({ "knownAt": sunday })).await, Json::Null);
    assert_eq!(met(&mina, json!({ "happenedAt": sunday })).await, 2);
    assert_eq!(met(&mina, json!({ "knownAt": sunday, "happenedAt": sunday })).await, Json::Null);
    assert_eq!(met(&mina, json!({ "happenedAt": "2026-11-20T09:59:59Z" })).await, Json::Null);
    assert_eq!(met(&mina, json!({ "happenedAt": "2026-11-20T10:00:00Z" })).await, 0);
    assert_eq!(met(&mina, json!({ "knownAt": "2026-11-24T06:59:59Z" })).await, Json::Null);
    assert_eq!(met(&mina, json!({ "knownAt": "2026-11-24T07:00:00Z" })).await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_moves_what_had_happened_and_not_what_was_known() {
    let service = start().await;
    let mina = service.with_token("mh");
    let mut input = contact(ROGN);
    input["occurredAt"] = json!("2026-11-20T10:00:00Z");
    let id = id_of(&mina.recorded("recordContact", input).await);
    service.clock.set("2026-11-24T08:00:00Z");
    mina.correct(&id, json!({ "occurredAt": "2026-11-18T10:00:00Z" })).await;
    service.clock.set("2026-11-24T09:00:00Z");

    let thursday = "2026-11-19T12:00:00Z";
    assert_eq!(met(&mina, json!({ "happenedAt": thursday })).await, 1);
    let before_correction = "2026-11-24T07:30:00Z";
    assert_eq!(met(&mina, json!({ "knownAt": before_correction, "happenedAt": thursday })).await, Json::Null);
    assert_eq!(met(&mina, json!({ "knownAt": before_correction })).await, 4);
    assert_eq!(met(&mina, Json::Null).await, 6);

    mina.mark(&id).await;
    assert_eq!(met(&mina, json!({ "happenedAt": thursday })).await, Json::Null, "as it is known now");
    assert_eq!(
        met(&mina, json!({ "knownAt": "2026-11-24T08:30:00Z" })).await,
        6,
        "what was known stays known"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_of_the_past_shows_what_stood_there() {
    let service = start().await;
    let mina = service.with_token("mh");
    let mut input = contact(ROGN);
    input["occurredAt"] = json!("2026-11-20T10:00:00Z");
    let id = id_of(&mina.recorded("recordContact", input).await);
    service.clock.set("2026-11-24T08:00:00Z");
    mina.correct(&id, json!({ "set": { "minutes": 10 } })).await;
    let query = "query($p: ID!, $asOf: AsOfInput) { timeline(participantId: $p, asOf: $asOf, first: 1) {
        nodes { entryId occurredAt corrections { entryId } } } }";
    let first = async |as_of: Json| {
        let variables = json!({ "p": ROGN, "asOf": as_of });
        mina.query(query, variables).await["timeline"]["nodes"][0].take()
    };
    assert_eq!(first(json!({ "knownAt": "2026-11-24T07:30:00Z" })).await["corrections"], json!([]));
    assert_eq!(first(Json::Null).await["corrections"].as_array().unwrap().len(), 1);
    assert_ne!(first(json!({ "knownAt": "2026-11-23T07:00:00Z" })).await["entryId"], id);
    assert_ne!(first(json!({ "happenedAt": "2026-11-20T09:00:00Z" })).await["entryId"], id);
}
