//! What a team records appears everywhere it should, once.

use serde_json::{Value as Json, json};

use crate::support::{
    Client, GATE_1, LYNG, NORDLIA, PORS, ROGN, Running, SELJE, TINDVED, command_id, contact, id_of, start,
    step,
    team::{LEADER_SORVIK, MINA},
};

const BOARD: &str =
    "query($team: ID!) { board(teamId: $team) { boardVersion rows { participantId alias status
    lastMetDays riskLevel marks detail { lastKeptOn lastDay { kind } housing openOffers { offerId }
    standings { status } } } } }";
const TIMELINE: &str = "query($participant: ID!) { timeline(participantId: $participant, first: 50) { nodes {
    entryId kind stands occurredAt errorMark { entryId reason } fields { name value } original { name value }
    corrections { entryId reason changes { name old new } } } } }";
const AUDIT: &str = "query($team: ID!) { auditTrail(teamId: $team, first: 10) { nodes { entryId kind targetId
    by { staffId role } changes { name old new concealed } } } }";
const DWELLINGS: &str =
    "query($team: ID!) { dwellings(teamId: $team) { dwellingId address state occupantAlias } }";

async fn row(client: &Client, participant: impl serde::Serialize) -> Json {
    let board = client.query(BOARD, json!({ "team": NORDLIA })).await;
    let wanted = json!(participant);
    let rows = board["board"]["rows"].as_array().unwrap();
    rows.iter().find(|row| row["participantId"] == wanted).cloned().unwrap_or_default()
}

async fn timeline(client: &Client, participant: impl serde::Serialize) -> Vec<Json> {
    let mut page = client.query(TIMELINE, json!({ "participant": participant })).await;
    serde_json::from_value(page["timeline"]["nodes"].take()).unwrap()
}

async fn audit(service: &Running) -> Vec<Json> {
    let mut page = service.sign_in("revisor").await.query(AUDIT, json!({ "team": NORDLIA })).await;
    serde_json::from_value(page["auditTrail"]["nodes"].take()).unwrap()
}

async fn state_of(client: &Client, dwelling: &Json) -> Json {
    let found = client.query(DWELLINGS, json!({ "team": NORDLIA })).await;
    let all = found["dwellings"].as_array().unwrap();
    all.iter().find(|found| found["dwellingId"] == *dwelling).unwrap()["state"].clone()
}

fn value(fields: &Json, name: &str) -> Json {
    let fields = fields.as_array().unwrap();
    fields.iter().find(|field| field["name"] == name).map_or(Json::Null, |field| field["value"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_contact_stands_on_the_board_the_timeline_and_the_audit_trail_once_it_is_answered() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    assert_eq!(row(&mina, ROGN).await["lastMetDays"], Json::Null);

    let recorded = mina.recorded("recordContact", contact(ROGN)).await;
    assert_eq!(recorded["participantId"], json!(ROGN));

    let row = row(&mina, ROGN).await;
    assert_eq!((&row["lastMetDays"], &row["detail"]["lastKeptOn"]), (&json!(0), &json!("2026-11-24")));
    assert_eq!(row["detail"]["lastDay"][0]["kind"], "CONTACT_COMPLETED");
    let newest = timeline(&mina, ROGN).await.remove(0);
    assert_eq!((&newest["entryId"], &newest["stands"]), (&id_of(&recorded), &json!(true)));
    assert_eq!(value(&newest["fields"], "minutes"), 45);
    assert_eq!(value(&newest["fields"], "staffIds"), json!([MINA]), "whoever records it held it");
    let event = audit(&service).await.remove(0);
    assert_eq!((&event["entryId"], &event["by"]["staffId"]), (&id_of(&recorded), &json!(MINA)));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_family_of_a_morning_moves_the_board() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let offer = step(
        "HOUSING_OFFERED",
        LYNG,
        json!({
            "dwellingId": GATE_1, "rentOre": 900_000, "housingType": "ORDINARY", "respondBy": "2026-12-01",
        }),
    );
    let offer = id_of(&mina.recorded("recordHousingStep", offer).await);
    assert_eq!(row(&mina, LYNG).await["detail"]["openOffers"], json!([{ "offerId": offer }]));

    let lease = step(
        "TENANCY_STARTED",
        TINDVED,
        json!({
            "dwellingId": crate::support::GATE_2, "landlord": "MUNICIPAL", "validFrom": "2026-11-01", "rentOre": 900_000,
        }),
    );
    mina.recorded("recordTenancyStep", lease).await;
    mina.recorded("recordTenancyStep", step("KEYS_HANDED_OVER", TINDVED, json!({}))).await;
    let warning = json!({ "sentOn": "2026-11-20", "receivedOn": "2026-11-23" });
    mina.recorded("recordArrearsStep", step("EVICTION_WARNING_RECEIVED", TINDVED, warning)).await;
    let tindved = row(&mina, TINDVED).await;
    assert_eq!(
        (&tindved["status"], &tindved["detail"]["housing"]),
        (&json!("TENANCY_AT_RISK"), &json!("HOUSED"))
    );

    let admitted = json!({ "admissionPath": "EMERGENCY", "legalSection": "VOLUNTARY_2_1" });
    mina.recorded("recordAdmissionStep", step("PARTICIPANT_ADMITTED", PORS, admitted)).await;
    assert_eq!(row(&mina, PORS).await["status"], "ADMITTED");
    mina.recorded("recordCrisis", step("CRISIS_REPORTED", PORS, json!({}))).await;
    assert_eq!(row(&mina, PORS).await["status"], "CRISIS");
    let plan = step("LIVING_PLAN_CREATED", ROGN, json!({ "goals": "Egen dør" }));
    mina.recorded("recordPlanStep", plan).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn enrolment_without_a_participant_makes_one_whose_alias_is_theirs_alone() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let enrol = |alias: &str| json!({ "kind": "PARTICIPANT_ENROLLED", "teamId": NORDLIA, "alias": alias, "primaryContactId": MINA });
    let made = mina.recorded("recordParticipantStep", enrol("multe")).await;
    let row = row(&mina, &made["participantId"]).await;
    assert_eq!((&row["alias"], &row["status"]), (&json!("Multe"), &json!("HOMELESS")));

    let events = service.written().await.len();
    let taken = mina.record("recordParticipantStep", enrol("MULTE")).await;
    assert_eq!((&taken["__typename"], &taken["code"]), (&json!("Rejected"), &json!("ALIAS_TAKEN")));
    let long = mina.record("recordParticipantStep", enrol("Blåklokke")).await;
    assert_eq!(long["fields"], json!([{ "path": "alias", "code": "TOO_LONG", "max": 8 }]));
    let two_words = mina.record("recordParticipantStep", enrol("Rød eik")).await;
    assert_eq!(two_words["code"], "ALIAS_NOT_A_WORD");
    assert_eq!(service.written().await.len(), events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dwelling_goes_from_offer_over_keys_to_free_again_and_the_follow_up_goes_on() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let registered = json!({
        "kind": "DWELLING_REGISTERED", "teamId": NORDLIA, "address": "Elvegata 3", "housingType": "ORDINARY", "rooms": 2,
    });
    let dwelling = mina.recorded("recordHousingStep", registered).await["dwellingId"].clone();
    assert_eq!(state_of(&mina, &dwelling).await, "FREE");
    let offer = json!({ "dwellingId": dwelling, "rentOre": 870_000, "housingType": "ORDINARY" });
    let offer = id_of(&mina.recorded("recordHousingStep", step("HOUSING_OFFERED", LYNG, offer)).await);
    assert_eq!(state_of(&mina, &dwelling).await, "OFFERED");
    let accept = json!({ "kind": "HOUSING_OFFER_ACCEPTED", "dwellingId": dwelling, "offerId": offer });
    let accepted = mina.recorded("recordHousingStep", accept).await;
    assert_eq!(accepted["participantId"], json!(LYNG), "an answer is about whoever had the offer");
    assert_eq!(state_of(&mina, &dwelling).await, "HELD");

    let lease = json!({
        "dwellingId": dwelling, "landlord": "MUNICIPAL", "validFrom": "2026-12-01", "rentOre": 870_000,
        "contractNumber": "NK-1",
    });
    mina.recorded("recordTenancyStep", step("TENANCY_STARTED", LYNG, lease)).await;
    assert_eq!(state_of(&mina, &dwelling).await, "OCCUPIED");
    assert_eq!(row(&mina, LYNG).await["detail"]["housing"], "HOMELESS", "without keys nobody is housed");
    mina.recorded("recordTenancyStep", step("KEYS_HANDED_OVER", LYNG, json!({}))).await;
    assert_eq!(row(&mina, LYNG).await["detail"]["housing"], "HOUSED");
    let ended = step("TENANCY_ENDED", LYNG, json!({ "tenancyEnd": "VOLUNTARY" }));
    mina.recorded("recordTenancyStep", ended).await;
    service.caught_up().await;
    assert_eq!(state_of(&mina, &dwelling).await, "FREE");
    let row = row(&mina, LYNG).await;
    assert_eq!(
        (&row["status"], &row["alias"]),
        (&json!("HOMELESS"), &json!("Lyng")),
        "the follow-up goes on"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_dwellings_and_tenancies_of_another_team_are_unknown() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let mut by_other = contact(ROGN);
    by_other["staffIds"] = json!([LEADER_SORVIK]);
    let answer = mina.record("recordContact", by_other).await;
    assert_eq!(answer["fields"], json!([{ "path": "staffIds", "code": "UNKNOWN", "max": null }]));
    let lease = json!({
        "dwellingId": crate::support::GATE_9, "landlord": "PRIVATE", "validFrom": "2026-12-01", "rentOre": 1,
    });
    let answer = mina.record("recordTenancyStep", step("TENANCY_STARTED", LYNG, lease)).await;
    assert_eq!(answer["fields"], json!([{ "path": "dwellingId", "code": "UNKNOWN", "max": null }]));
    let offer = json!({ "dwellingId": GATE_1, "rentOre": 1, "housingType": "ORDINARY" });
    let answer = mina.record("recordHousingStep", step("HOUSING_OFFERED", SELJE, offer)).await;
    assert_eq!(answer["fields"], json!([{ "path": "participantId", "code": "UNKNOWN", "max": null }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_command_answers_the_same_and_writes_once_and_another_content_is_refused() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let mut input = contact(ROGN);
    input["commandId"] = command_id();
    let first = mina.recorded("recordContact", input.clone()).await;
    let events = service.written().await.len();
    service.clock.advance(chrono::TimeDelta::minutes(3));
    let again = mina.recorded("recordContact", input.clone()).await;
    assert_eq!(again, first);

    input["minutes"] = json!(46);
    let other = mina.record("recordContact", input.clone()).await;
    assert_eq!((&other["__typename"], &other["code"]), (&json!("Rejected"), &json!("COMMAND_REUSED")));
    assert_eq!(service.written().await.len(), events);
    let espen = service.sign_in("es").await;
    espen.recorded("recordContact", input).await;
    assert_eq!(service.written().await.len(), events + 1, "ids are each actor's own");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_on_another_revision_than_was_seen_is_a_conflict() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let first = mina.recorded("recordContact", contact(ROGN)).await;
    let mut seen = contact(ROGN);
    seen["expectedRevision"] = first["revision"].clone();
    let second = mina.recorded("recordContact", seen.clone()).await;
    let conflict = mina.record("recordContact", seen).await;
    assert_eq!(conflict["__typename"], "Conflict");
    assert_eq!(
        (&conflict["revision"], &conflict["current"]["entryId"]),
        (&second["revision"], &id_of(&second))
    );
}
