//! What a mutation answers: whatever can be expected is data with a code and a path, never an error.

use chrono::TimeDelta;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tavle_domain::access::{Action, Whom};

use crate::support::{
    Client, GATE_1, LYNG, NORDLIA, PORS, ROGN, Running, SELJE, TINDVED,
    client::RESULT,
    command_id, contact, id_of, start, step,
    team::{ESPEN, MINA},
};

async fn ready() -> (Running, Client) {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    (service, mina)
}

fn problem(path: &str, code: &str) -> Json {
    json!([{ "path": path, "code": code, "max": null }])
}

async fn mark(client: &Client, input: Json) -> Json {
    client.mutate("markEnteredInError", "MarkEnteredInErrorInput", input).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_is_unknown_foreign_or_no_id_is_a_problem_at_the_field() {
    let (service, mina) = ready().await;
    let tore = service.sign_in("tv").await;
    let foreign = id_of(&tore.recorded("recordContact", contact(SELJE)).await);
    let unknown = json!("00000000-0000-4000-8000-00000000abcd");
    for entry in [&foreign, &unknown, &json!("no id"), &json!("")] {
        let answer = mina.correct(entry, json!({ "set": { "minutes": 5 } })).await;
        assert_eq!(
            (&answer["__typename"], &answer["fields"]),
            (&json!("Invalid"), &problem("entryId", "UNKNOWN"))
        );
        let answer = mina.mark(entry).await;
        assert_eq!(answer["fields"], problem("entryId", "UNKNOWN"), "{entry}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_none_names_nothing() {
    let (service, mina) = ready().await;
    let events = service.written().await.len();
    let mut input = contact(ROGN);
    input["participantId"] = json!("Rogn");
    let answer = mina.record("recordContact", input).await;
    assert_eq!(
        (&answer["__typename"], &answer["fields"]),
        (&json!("Invalid"), &problem("participantId", "UNKNOWN"))
    );
    let offer = json!({ "kind": "HOUSING_OFFERED", "participantId": "", "dwellingId": "x", "rentOre": 1, "housingType": "ORDINARY" });
    let answer = mina.record("recordHousingStep", offer).await;
    let both = json!([
        { "path": "participantId", "code": "UNKNOWN", "max": null },
        { "path": "dwellingId", "code": "UNKNOWN", "max": null },
    ]);
    assert_eq!(answer["fields"], both);
    assert_eq!(service.written().await.len(), events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revision_below_zero_is_a_problem_at_the_field() {
    let (_service, mina) = ready().await;
    let id = id_of(&mina.recorded("recordContact", contact(ROGN)).await);
    let below = problem("expectedRevision", "TOO_SMALL");
    let mut input = contact(ROGN);
    input["expectedRevision"] = json!(-1);
    assert_eq!(mina.record("recordContact", input).await["fields"], below);
    let answer = mina.correct(&id, json!({ "set": { "minutes": 5 }, "expectedRevision": -1 })).await;
    assert_eq!(answer["fields"], below);
    let input = json!({ "commandId": command_id(), "entryId": id, "reason": "Feil", "expectedRevision": -9 });
    assert_eq!(mark(&mina, input).await["fields"], below);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_in_a_correction_says_where_in_it() {
    let (service, mina) = ready().await;
    let id = id_of(&mina.recorded("recordContact", contact(ROGN)).await);
    let events = service.written().await.len();
    let cases = [
        (
            json!({ "set": { "note": "å".repeat(4_001) } }),
            json!([{ "path": "set.note", "code": "TOO_LONG", "max": 4_000 }]),
        ),
        (json!({ "set": { "minutes": 0 } }), problem("set.minutes", "TOO_SMALL")),
        (json!({ "set": { "failure": "NO_ANSWER" } }), problem("set.failure", "NOT_FOR_THIS_KIND")),
        (json!({ "set": { "colour": "red" } }), problem("set", "NOT_FOR_THIS_KIND")),
        (json!({ "set": ["note"] }), problem("set", "WRONG_TYPE")),
        (json!({ "clear": ["minutes"] }), problem("clear.minutes", "REQUIRED")),
        (json!({ "clear": ["failure"] }), problem("clear.failure", "NOT_FOR_THIS_KIND")),
        (json!({ "set": { "minutes": 5 }, "reason": " " }), problem("reason", "REQUIRED")),
        (json!({ "occurredAt": "2026-11-25T07:00:00Z" }), problem("occurredAt", "IN_FUTURE")),
    ];
    for (input, expected) in cases {
        let answer = mina.correct(&id, input.clone()).await;
        assert_eq!((&answer["__typename"], &answer["fields"]), (&json!("Invalid"), &expected), "{input}");
    }
    let decider = MINA;
    let off = step("REMOVED_FROM_BOARD", ROGN, json!({ "deciderId": decider, "reason": "Går bra" }));
    let off = id_of(&mina.recorded("recordBoardDecision", off).await);
    let answer = mina.correct(&off, json!({ "set": { "reason": "x".repeat(5_000) } })).await;
    assert_eq!(answer["fields"][0]["path"], "set.reason", "the field, not the reason for correcting");
    assert_eq!(service.written().await.len(), events + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_stands_in_the_way_is_a_rejection_with_the_entry() {
    let (_service, mina) = ready().await;
    let crisis = id_of(&mina.recorded("recordCrisis", step("CRISIS_REPORTED", PORS, json!({}))).await);
    let offer = json!({ "dwellingId": GATE_1, "rentOre": 900_000, "housingType": "ORDINARY" });
    let offered =
        id_of(&mina.recorded("recordHousingStep", step("HOUSING_OFFERED", LYNG, offer.clone())).await);
    let second = mina.record("recordHousingStep", step("HOUSING_OFFERED", TINDVED, offer)).await;
    assert_eq!(second["__typename"], "Rejected", "{second}");
    assert_eq!(second["current"]["entryId"], offered);
    let mark = mina.mark(&crisis).await;
    assert_eq!(mark["__typename"], "Recorded");
    let corrected = mina.correct(&crisis, json!({ "set": { "note": "Roligere" } })).await;
    assert_eq!(
        (&corrected["__typename"], &corrected["code"]),
        (&json!("Rejected"), &json!("ENTERED_IN_ERROR")),
        "{corrected}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_of_what_has_changed_since_is_a_conflict_with_what_stands_now() {
    let (_service, mina) = ready().await;
    let first = mina.recorded("recordContact", contact(ROGN)).await;
    let id = id_of(&first);
    let corrected = mina.correct(&id, json!({ "set": { "minutes": 10 } })).await;
    let late = json!({ "set": { "minutes": 20 }, "expectedRevision": first["revision"] });
    let answer = mina.correct(&id, late).await;
    assert_eq!((&answer["__typename"], &answer["revision"]), (&json!("Conflict"), &corrected["revision"]));
    assert_eq!(answer["current"]["entryId"], id);
    let input = json!({ "commandId": command_id(), "entryId": id, "reason": "Feil", "expectedRevision": first["revision"] });
    assert_eq!(mark(&mina, input).await["__typename"], "Conflict");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_records_nothing_is_told_so() {
    let (service, mina) = ready().await;
    let id = id_of(&mina.recorded("recordContact", contact(ROGN)).await);
    let supervisor = service.sign_in("fagleder").await;
    let denied = (json!("Forbidden"), json!("FORBIDDEN"));
    let kept = supervisor.record("recordContact", contact(ROGN)).await;
    assert_eq!((kept["__typename"].clone(), kept["code"].clone()), denied);
    let corrected = supervisor.correct(&id, json!({ "set": { "minutes": 5 } })).await;
    assert_eq!((corrected["__typename"].clone(), corrected["code"].clone()), denied);
    let marked = supervisor.mark(&id).await;
    assert_eq!((marked["__typename"].clone(), marked["code"].clone()), denied);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_sent_again_after_a_month_and_a_restart_is_answered_the_same() {
    let (service, mina) = ready().await;
    let mut input = contact(ROGN);
    input["commandId"] = command_id();
    let first = mina.recorded("recordContact", input.clone()).await;
    let correction = json!({
        "commandId": command_id(), "entryId": id_of(&mina.recorded("recordContact", contact(ROGN)).await),
        "set": { "minutes": 10 }, "reason": "Feil",
    });
    let correct =
        async |client: &Client| client.mutate("correctEntry", "CorrectEntryInput", correction.clone()).await;
    let corrected = correct(&mina).await;
    let events = service.written().await.len();
    service.clock.advance(TimeDelta::days(31));
    let service = service.again(|_| {}).await;
    let mina = service.with_token("mh");
    assert_eq!(mina.record("recordContact", input.clone()).await, first);
    assert_eq!(correct(&mina).await, corrected);

    input["minutes"] = json!(46);
    let other = mina.record("recordContact", input.clone()).await;
    assert_eq!((&other["__typename"], &other["code"]), (&json!("Rejected"), &json!("COMMAND_REUSED")));
    let as_mark = json!({ "commandId": input["commandId"], "entryId": id_of(&first), "reason": "Feil" });
    assert_eq!(mark(&mina, as_mark).await["code"], "COMMAND_REUSED", "another command with the same id");
    assert_eq!(service.written().await.len(), events, "nothing was written twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scalar_in_another_form_is_an_error_of_the_request_and_writes_nothing() {
    let (service, mina) = ready().await;
    let events = service.written().await.len();
    let query = format!("mutation($input: ContactInput!) {{ recordContact(input: $input) {{ {RESULT} }} }}");
    for (name, value) in
        [("commandId", json!("7")), ("occurredAt", json!("yesterday")), ("expectedRevision", json!("x"))]
    {
        let mut input = contact(ROGN);
        input["commandId"] = command_id();
        input[name] = value;
        let answer = mina.ask(&query, json!({ "input": input })).await;
        assert!(!answer.code().is_empty(), "{name}: {}", answer.text);
        assert!(answer.json()["data"].is_null() || answer.json()["data"]["recordContact"].is_null());
    }
    assert_eq!(service.written().await.len(), events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_had_nothing_to_write_is_remembered_like_any_other() {
    let (service, _) = ready().await;
    let admin = service.with_token("admin");
    let grant = |role: &str| json!({ "kind": "AUTHORISATION_GRANTED", "teamId": NORDLIA, "staffId": ESPEN, "role": role });
    let mut held = grant("TEAM_MEMBER");
    held["commandId"] = command_id();
    let events = service.written().await.len();
    let first = admin.recorded("recordTeamStep", held.clone()).await;
    assert_eq!(first["entry"], Json::Null, "it was so already");
    let mut other = grant("TEAM_LEADER");
    other["commandId"] = held["commandId"].clone();
    assert_eq!(admin.record("recordTeamStep", other.clone()).await["code"], "COMMAND_REUSED");
    assert_eq!(service.written().await.len(), events, "nothing was written");

    // Also once it is so no more, after a month, and in another process.
    let mut revoke = grant("TEAM_MEMBER");
    revoke["kind"] = json!("AUTHORISATION_REVOKED");
    admin.recorded("recordTeamStep", revoke).await;
    assert_eq!(admin.record("recordTeamStep", held.clone()).await, first);
    service.clock.advance(TimeDelta::days(31));
    let service = service.again(|_| {}).await;
    let admin = service.with_token("admin");
    assert_eq!(admin.record("recordTeamStep", held.clone()).await, first);
    assert_eq!(admin.record("recordTeamStep", other).await["code"], "COMMAND_REUSED");
    assert_eq!(service.written().await.len(), events + 1, "the role that was taken does not come back");

    // What it says of somebody is a look at them.
    let stays = json!({ "kind": "PRIMARY_CONTACT_CHANGED", "participantId": ROGN, "primaryContactId": MINA });
    let mina = service.with_token("mh");
    assert_eq!(mina.recorded("recordParticipantStep", stays).await["entry"], Json::Null);
    let (event, view) = service.views().await.pop().unwrap();
    assert_eq!((event.by.staff, view.what, view.denied), (MINA, Action::Record, None));
    assert_eq!((view.whom, view.operation.as_str()), (Whom::Exactly(vec![ROGN]), "recordParticipantStep"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_empty_command_at_once_is_remembered_once() {
    let (service, _) = ready().await;
    let admin = service.with_token("admin");
    let mut held = json!({ "kind": "AUTHORISATION_GRANTED", "teamId": NORDLIA, "staffId": ESPEN,
        "role": "TEAM_MEMBER" });
    held["commandId"] = command_id();
    let answers = join_all((0..16).map(|_| admin.record("recordTeamStep", held.clone()))).await;
    assert!(answers.iter().all(|answer| *answer == answers[0] && answer["__typename"] == "Recorded"));
    assert_eq!(service.views().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_s_id_is_of_version_7() {
    let (service, mina) = ready().await;
    let id = id_of(&mina.recorded("recordContact", contact(ROGN)).await);
    let events = service.written().await.len();
    for other in ["00000000-0000-0000-0000-000000000000", "0190f3c4-1111-4222-8333-444455556666"] {
        let mut input = contact(ROGN);
        input["commandId"] = json!(other);
        assert_eq!(mina.record("recordContact", input).await["fields"], problem("commandId", "WRONG_TYPE"));
        let input = json!({ "commandId": other, "entryId": id, "reason": "Feil" });
        assert_eq!(mark(&mina, input.clone()).await["fields"], problem("commandId", "WRONG_TYPE"));
        let answer = mina.mutate("correctEntry", "CorrectEntryInput", input).await;
        assert_eq!(answer["fields"], problem("commandId", "WRONG_TYPE"));
    }
    assert_eq!(service.written().await.len(), events);
}
