//! Corrections and error marks: the entry stays, and old and new are both shown.

use serde_json::{Value as Json, json};

use crate::support::{Client, GATE_1, LYNG, NORDLIA, ROGN, contact, id_of, start, step};

const ENTRY: &str = "query($participant: ID!) { timeline(participantId: $participant, first: 50) { nodes {
    entryId kind stands occurredAt errorMark { entryId reason } fields { name value } original { name value }
    corrections { entryId reason changes { name old new } } } } }";
const AUDIT: &str =
    "query($team: ID!) { auditTrail(teamId: $team, first: 1) { nodes { kind targetId targetKind
    reasonConcealed changes { name old new concealed } } } }";

async fn entry(client: &Client, participant: impl serde::Serialize, id: &Json) -> Json {
    let found = client.query(ENTRY, json!({ "participant": participant })).await;
    let nodes = found["timeline"]["nodes"].as_array().unwrap();
    nodes.iter().find(|node| node["entryId"] == *id).cloned().unwrap()
}

async fn last_audited(client: &Client) -> Json {
    client.query(AUDIT, json!({ "team": NORDLIA })).await["auditTrail"]["nodes"][0].take()
}

fn value(fields: &Json, name: &str) -> Json {
    let fields = fields.as_array().unwrap();
    fields.iter().find(|field| field["name"] == name).map_or(Json::Null, |field| field["value"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_shows_old_and_new_in_timeline_and_audit() {
    let service = start().await;
    let (mina, auditor) = (service.sign_in("mh").await, service.sign_in("revisor").await);
    let mut input = contact(ROGN);
    input["note"] = json!("Kaffe og post");
    let recorded = mina.recorded("recordContact", input).await;
    let id = id_of(&recorded);

    let corrected = mina.correct(&id, json!({
        "set": { "minutes": 30, "note": "Kaffe" }, "clear": ["place"], "occurredAt": "2026-11-23T10:00:00Z",
        "reason": "Skrev feil dag",
    })).await;
    assert_eq!(id_of(&corrected), id, "the answer shows the entry corrected");
    let changes = json!([
        { "name": "occurredAt", "old": "2026-11-24T07:00:00Z", "new": "2026-11-23T10:00:00Z" },
        { "name": "minutes", "old": 45, "new": 30 },
        { "name": "place", "old": "HOME", "new": null },
        { "name": "note", "old": "Kaffe og post", "new": "Kaffe" },
    ]);
    let shown = entry(&mina, ROGN, &id).await;
    assert_eq!(shown["corrections"][0]["changes"], changes);
    assert_eq!(shown["corrections"][0]["reason"], "Skrev feil dag");
    assert_eq!(shown["occurredAt"], "2026-11-23T10:00:00Z");
    assert_eq!(
        (value(&shown["fields"], "minutes"), value(&shown["original"], "minutes")),
        (json!(30), json!(45))
    );
    assert_eq!(value(&shown["fields"], "place"), Json::Null);

    let audited = last_audited(&auditor).await;
    assert_eq!((&audited["kind"], &audited["targetId"]), (&json!("ENTRY_CORRECTED"), &id));
    assert_eq!(audited["reasonConcealed"], true);
    let concealed = |change: &Json| change["concealed"].as_bool().unwrap();
    let audited = audited["changes"].as_array().unwrap();
    let open: Vec<_> =
        audited.iter().filter(|change| !concealed(change)).map(|change| &change["name"]).collect();
    assert_eq!(open, ["occurredAt", "minutes", "place"]);
    let note = audited.iter().find(|change| change["name"] == "note").unwrap();
    assert_eq!(note, &json!({ "name": "note", "old": null, "new": null, "concealed": true }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_correction_goes_from_what_the_first_one_left() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let id = id_of(&mina.recorded("recordContact", contact(ROGN)).await);
    mina.correct(&id, json!({ "set": { "minutes": 30 } })).await;
    let second = mina.correct(&id, json!({ "set": { "minutes": 20 } })).await;
    let shown = entry(&mina, ROGN, &id).await;
    let of = |n: usize| shown["corrections"][n]["changes"].clone();
    assert_eq!(of(0), json!([{ "name": "minutes", "old": 45, "new": 30 }]));
    assert_eq!(of(1), json!([{ "name": "minutes", "old": 30, "new": 20 }]));
    assert_eq!(value(&second["entry"]["fields"], "minutes"), 20);

    mina.mark(&shown["corrections"][1]["entryId"]).await;
    assert_eq!(
        value(&entry(&mina, ROGN, &id).await["fields"], "minutes"),
        30,
        "a correction can be taken back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_mark_takes_an_entry_out_of_account_and_can_be_taken_back() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let id = id_of(&mina.recorded("recordContact", contact(ROGN)).await);
    let met = async || {
        let query = "query($p: ID!) { participant(participantId: $p) { row { lastMetDays } } }";
        mina.query(query, json!({ "p": ROGN })).await["participant"]["row"]["lastMetDays"].take()
    };
    assert_eq!(met().await, 0);
    let marked = mina.mark(&id).await;
    assert_eq!((&marked["entry"]["stands"], met().await), (&json!(false), Json::Null));
    let events = service.written().await.len();
    let again = mina.mark(&id).await;
    assert_eq!(again["__typename"], "Recorded", "marking twice changes nothing");
    assert_eq!(service.written().await.len(), events);

    let shown = entry(&mina, ROGN, &id).await;
    assert_eq!((&shown["stands"], &shown["errorMark"]["reason"]), (&json!(false), &json!("Feil person")));
    let refused = mina.correct(&id, json!({ "set": { "minutes": 10 } })).await;
    assert_eq!(refused["code"], "ENTERED_IN_ERROR");
    mina.mark(&shown["errorMark"]["entryId"]).await;
    assert_eq!((entry(&mina, ROGN, &id).await["stands"].clone(), met().await), (json!(true), json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_entry_points_to_and_what_a_later_entry_rests_on_cannot_be_corrected_away() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let lease = json!({
        "dwellingId": GATE_1, "landlord": "MUNICIPAL", "validFrom": "2026-11-01", "rentOre": 900_000,
    });
    let tenancy = id_of(&mina.recorded("recordTenancyStep", step("TENANCY_STARTED", LYNG, lease)).await);
    let other = json!({ "set": { "dwellingId": crate::support::GATE_2 } });
    let answer = mina.correct(&tenancy, other).await;
    assert_eq!(
        answer["fields"],
        json!([{ "path": "set.dwellingId", "code": "NOT_FOR_THIS_KIND", "max": null }])
    );
    let answer = mina.correct(&tenancy, json!({ "clear": ["dwellingId"] })).await;
    assert_eq!(answer["fields"][0]["path"], "clear.dwellingId");

    let keys = mina.recorded("recordTenancyStep", step("KEYS_HANDED_OVER", LYNG, json!({}))).await;
    let answer = mina.mark(&tenancy).await;
    assert_eq!(
        (&answer["code"], &answer["current"]["entryId"]),
        (&json!("WOULD_BREAK_ANOTHER_ENTRY"), &id_of(&keys))
    );
    let unknown = mina.correct(&json!("00000000-0000-4000-8000-000000000000"), json!({ "set": {} })).await;
    assert_eq!(unknown["fields"], json!([{ "path": "entryId", "code": "UNKNOWN", "max": null }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_marked_in_error_holds_the_dwelling_again_unless_somebody_else_lives_there_now() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let lease = |who| {
        let lease = json!({
            "dwellingId": GATE_1, "landlord": "MUNICIPAL", "validFrom": "2026-11-01", "rentOre": 900_000,
        });
        step("TENANCY_STARTED", who, lease)
    };
    let end = |who| step("TENANCY_ENDED", who, json!({ "tenancyEnd": "VOLUNTARY" }));
    let home = async || {
        service.caught_up().await;
        let query = "query($team: ID!) { dwellings(teamId: $team) { dwellingId state occupantAlias } }";
        let found = mina.query(query, json!({ "team": NORDLIA })).await;
        let all = found["dwellings"].as_array().unwrap().clone();
        let gate = all.into_iter().find(|dwelling| dwelling["dwellingId"] == json!(GATE_1)).unwrap();
        (gate["state"].clone(), gate["occupantAlias"].clone())
    };
    mina.recorded("recordTenancyStep", lease(LYNG)).await;
    let ended = id_of(&mina.recorded("recordTenancyStep", end(LYNG)).await);
    assert_eq!(home().await, (json!("FREE"), Json::Null));
    let marked = mina.mark(&ended).await;
    assert_eq!(marked["__typename"], "Recorded", "{marked}");
    assert_eq!(home().await, (json!("OCCUPIED"), json!("Lyng")));

    let ended = id_of(&mina.recorded("recordTenancyStep", end(LYNG)).await);
    mina.recorded("recordTenancyStep", lease(ROGN)).await;
    let refused = mina.mark(&ended).await;
    assert_eq!((&refused["__typename"], &refused["code"]), (&json!("Rejected"), &json!("DWELLING_OCCUPIED")));
    assert_eq!(home().await, (json!("OCCUPIED"), json!("Rogn")));
}
