//! What cannot be recorded is answered with its field and a code, and nothing is written.

use serde_json::{Value as Json, json};

use crate::support::{
    Client, GATE_1, LYNG, ROGN, Running, SELJE, TINDVED, command_id, contact, id_of, start, step,
};

/// Somebody who may record, and how many events there were.
async fn ready() -> (Running, Client, usize) {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let events = service.written().await.len();
    (service, mina, events)
}

fn with(mut input: Json, name: &str, value: impl Into<Json>) -> Json {
    input[name] = value.into();
    input
}

fn at_field(path: &str, code: &str) -> Json {
    json!([{ "path": path, "code": code, "max": null }])
}

async fn fields(client: &Client, command: &str, input: Json) -> Json {
    let mut answer = client.record(command, input).await;
    assert_eq!(answer["__typename"], "Invalid", "{answer}");
    answer["fields"].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_json_is_a_bad_request() {
    let (_service, mina, _) = ready().await;
    for body in
        ["{", "", "[]", "\"query\"", "{\"query\":5}", "{\"query\":\"{ me { name } }\",\"variables\":[]}"]
    {
        assert_eq!(mina.post(body).await.refusal(), (400, "BAD_REQUEST".to_owned()), "{body}");
    }
    let answer = mina.post("{\"query\":\"{ me { name } \"}").await;
    assert_eq!(answer.refusal(), (400, "GRAPHQL_PARSE_FAILED".to_owned()));
    let answer = mina.ask("{ nothing }", json!({})).await;
    assert_eq!(answer.refusal(), (400, "GRAPHQL_VALIDATION_FAILED".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_kind_choice_or_field_is_refused_with_a_code() {
    let (service, mina, events) = ready().await;
    let query = "mutation($input: ContactInput!) { recordContact(input: $input) { __typename } }";
    let id = command_id();
    for (name, value) in
        [("kind", json!("TELEPATHY")), ("mode", json!("TELEPATHY")), ("colour", json!("red"))]
    {
        let input = with(with(contact(ROGN), "commandId", id.clone()), name, value);
        let answer = mina.ask(query, json!({ "input": input })).await;
        assert_eq!(answer.status, 400, "{}", answer.text);
        assert_eq!(answer.code(), "GRAPHQL_VALIDATION_FAILED", "{}", answer.text);
    }
    let answer = mina.ask(query, json!({ "input": with(contact(ROGN), "commandId", "not an id") })).await;
    assert!(answer.json()["data"]["recordContact"].is_null(), "{}", answer.text);
    assert!(!answer.code().is_empty());
    assert_eq!(service.written().await.len(), events);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_happened_yet_is_refused_where_it_was_typed() {
    let (service, mina, events) = ready().await;
    let tomorrow = with(contact(ROGN), "occurredAt", "2026-11-25T07:00:00Z");
    assert_eq!(fields(&mina, "recordContact", tomorrow).await, at_field("occurredAt", "IN_FUTURE"));
    let skewed = with(contact(ROGN), "occurredAt", "2026-11-24T07:01:30Z");
    let recorded = mina.recorded("recordContact", skewed).await;
    assert_eq!(
        recorded["entry"]["occurredAt"], "2026-11-24T07:00:00Z",
        "a phone's clock may run ahead a little"
    );

    let lease = json!({
        "dwellingId": GATE_1, "landlord": "PRIVATE", "validFrom": "2026-11-01", "rentOre": 900_000,
    });
    mina.recorded("recordTenancyStep", step("TENANCY_STARTED", LYNG, lease)).await;
    let letter = json!({ "sentOn": "2026-11-20", "receivedOn": "2026-11-25" });
    let letter = step("EVICTION_WARNING_RECEIVED", LYNG, letter);
    assert_eq!(fields(&mina, "recordArrearsStep", letter).await, at_field("receivedOn", "IN_FUTURE"));
    assert_eq!(service.written().await.len(), events + 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_participant_of_another_team_answers_as_one_that_does_not_exist() {
    let (_service, mina, _) = ready().await;
    let nobody = "00000000-0000-4000-8000-00000000abcd";
    let of_nobody = fields(&mina, "recordContact", with(contact(ROGN), "participantId", nobody)).await;
    let of_another = fields(&mina, "recordContact", contact(SELJE)).await;
    assert_eq!(of_nobody, at_field("participantId", "UNKNOWN"));
    assert_eq!(of_another, of_nobody);
    let none = fields(&mina, "recordContact", with(contact(ROGN), "participantId", Json::Null)).await;
    assert_eq!(none, at_field("participantId", "REQUIRED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_and_texts_have_limits_that_the_answer_names() {
    let (service, mina, _) = ready().await;
    let lease = json!({
        "dwellingId": GATE_1, "landlord": "PRIVATE", "validFrom": "2026-11-01", "rentOre": -1,
    });
    let lease = step("TENANCY_STARTED", TINDVED, lease);
    assert_eq!(fields(&mina, "recordTenancyStep", lease.clone()).await, at_field("rentOre", "TOO_SMALL"));
    mina.recorded("recordTenancyStep", with(lease, "rentOre", 900_000)).await;
    let missed = step("RENT_MISSED", TINDVED, json!({ "period": "2026-11", "amountOre": -100 }));
    assert_eq!(fields(&mina, "recordArrearsStep", missed).await, at_field("amountOre", "TOO_SMALL"));

    let long = with(contact(ROGN), "note", "å".repeat(4_001));
    let too_long = json!([{ "path": "note", "code": "TOO_LONG", "max": 4_000 }]);
    assert_eq!(fields(&mina, "recordContact", long).await, too_long);
    mina.recorded("recordContact", with(contact(ROGN), "note", "å".repeat(4_000))).await;
    let several = with(with(contact(ROGN), "minutes", 100_000), "place", Json::Null);
    let several = with(several, "failure", "NO_ANSWER");
    let found = fields(&mina, "recordContact", several).await;
    let found: Vec<_> =
        found.as_array().unwrap().iter().map(|field| (&field["path"], &field["code"])).collect();
    assert!(found.contains(&(&json!("minutes"), &json!("TOO_LARGE"))), "{found:?}");
    assert!(found.contains(&(&json!("failure"), &json!("NOT_FOR_THIS_KIND"))), "{found:?}");
    assert_eq!(service.log().await.iter().filter(|event| event.subject == Some(ROGN)).count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_64_kib_is_refused_before_it_is_read_as_anything() {
    let (service, mina, events) = ready().await;
    let query = "mutation($input: ContactInput!) { recordContact(input: $input) { __typename } }";
    for size in [66_000, 1_000_000] {
        let input = with(with(contact(ROGN), "commandId", command_id()), "note", "n".repeat(size));
        let answer = mina.ask(query, json!({ "input": input })).await;
        assert_eq!(answer.refusal(), (413, "BODY_TOO_LARGE".to_owned()));
    }
    assert_eq!(service.written().await.len(), events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_is_needed_where_one_is_asked_for() {
    let (service, mina, _) = ready().await;
    let id = id_of(&mina.recorded("recordContact", contact(ROGN)).await);
    let events = service.written().await.len();
    for reason in ["", "   "] {
        let answer = mina.correct(&id, json!({ "set": { "minutes": 5 }, "reason": reason })).await;
        assert_eq!(answer["fields"], at_field("reason", "REQUIRED"));
    }
    let long = mina.correct(&id, json!({ "set": { "minutes": 5 }, "reason": "x".repeat(301) })).await;
    assert_eq!(long["fields"][0]["code"], "TOO_LONG");
    let decider = crate::support::team::MINA;
    let off = step("REMOVED_FROM_BOARD", ROGN, json!({ "deciderId": decider, "reason": " " }));
    assert_eq!(fields(&mina, "recordBoardDecision", off).await, at_field("reason", "REQUIRED"));
    let off = step("REMOVED_FROM_BOARD", ROGN, json!({ "reason": "Går bra" }));
    assert_eq!(fields(&mina, "recordBoardDecision", off).await, at_field("deciderId", "REQUIRED"));
    assert_eq!(service.written().await.len(), events);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ninety_first_day_asks_why_it_comes_so_late() {
    let (_service, mina, _) = ready().await;
    // 26 August is 90 days before 24 November.
    let day_90 = with(contact(ROGN), "occurredAt", "2026-08-26T10:00:00Z");
    let recorded = mina.recorded("recordContact", day_90).await;
    assert_eq!(recorded["entry"]["backdated"], true);
    let day_91 = with(contact(ROGN), "occurredAt", "2026-08-25T10:00:00Z");
    let asked = at_field("backdatingReason", "BACKDATING_REASON_REQUIRED");
    assert_eq!(fields(&mina, "recordContact", day_91.clone()).await, asked);
    mina.recorded("recordContact", with(day_91, "backdatingReason", "Lå i papirmappa")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_makes_something_names_a_team_where_one_may_record() {
    let (service, mina, events) = ready().await;
    let dwelling = json!({ "kind": "DWELLING_REGISTERED", "address": "Gate 5", "housingType": "ORDINARY" });
    assert_eq!(fields(&mina, "recordHousingStep", dwelling.clone()).await, at_field("teamId", "REQUIRED"));
    let elsewhere = with(dwelling, "teamId", json!(crate::support::SORVIK));
    assert_eq!(fields(&mina, "recordHousingStep", elsewhere).await, at_field("teamId", "UNKNOWN"));
    assert_eq!(service.written().await.len(), events);
}
