//! Who may see and do what: another team does not exist, and no role sees more than its own.

mod coverage;
mod hidden;
mod views;

use serde_json::{Value as Json, json};
use tavle_domain::access::Role;

use crate::support::{
    Client, Heard, LYNG, MORNING, NORDLIA, Options, ROGN, Running, SELJE, SORVIK, Seed, TestClock, contact,
    id_of, start, step,
    team::{ESPEN, MINA},
};

const BOARD: &str = "query($team: ID!) { board(teamId: $team) { rows { participantId alias status
    nextDeadline { on because flags } today { initials place } detail { primaryContactId } } } }";
const PAGE: &str = "query($id: ID!) { participant(participantId: $id) { name alias } }";
const TIMELINE: &str = "query($id: ID!) { timeline(participantId: $id) { nodes { entryId } } }";
const AUDIT: &str = "query($id: ID!) { auditTrail(teamId: $id) { nodes { kind by { staffId }
    changes { name class old new concealed } } } }";
const PAST: &str =
    "query($id: ID!) { board(teamId: $id, asOf: { knownAt: \"2026-11-20T07:00:00Z\" }) { teamId } }";
const TEAM: &str = "query($id: ID!) { team(teamId: $id) { name } }";
const DWELLINGS: &str = "query($id: ID!) { dwellings(teamId: $id) { dwellingId } }";
const RISK: &str = "query($id: ID!) { tenancyRisk(teamId: $id) { alias } }";
const SEARCH: &str = "query($id: ID!) { participants(teamId: $id) { alias } }";
const WALL: &str = "query($id: ID!) { board(teamId: $id) { teamName } }";

async fn code(client: &Client, query: &str, id: impl serde::Serialize) -> String {
    let answer = client.ask(query, json!({ "id": id })).await;
    let body = answer.json();
    assert!(body["data"].as_object().is_none_or(|data| data.values().all(Json::is_null)), "{query}: {body}");
    answer.code()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_screen_sees_aliases_and_dates_and_no_reason() {
    let mut seed = Seed::teams();
    seed.tenancy(NORDLIA, LYNG, crate::support::GATE_1, "NK-1");
    let service = Running::with(Options { seed, ..Options::default() }).await;
    let mina = service.sign_in("mh").await;
    let warning = json!({ "sentOn": "2026-11-20", "receivedOn": "2026-11-23" });
    mina.recorded("recordArrearsStep", step("EVICTION_WARNING_RECEIVED", LYNG, warning)).await;
    let visit = json!({ "windowStart": "2026-11-24T12:00:00Z", "staffIds": [MINA], "place": "HOME" });
    mina.recorded("recordContact", step("CONTACT_PLANNED", LYNG, visit)).await;

    let of_lyng = async |user: &str| {
        let board = service.sign_in(user).await.query(BOARD, json!({ "team": NORDLIA })).await;
        let rows = board["board"]["rows"].as_array().unwrap();
        rows.iter().find(|row| row["participantId"] == json!(LYNG)).cloned().unwrap()
    };
    let (staff, wall) = (of_lyng("mh").await, of_lyng("vegg-nordlia").await);
    assert!(!staff["detail"].is_null() && !staff["nextDeadline"]["because"].is_null());
    assert_eq!(staff["today"][0], json!({ "initials": ["MH"], "place": "HOME" }));
    assert_eq!((&wall["alias"], &wall["status"]), (&staff["alias"], &json!("TENANCY_AT_RISK")));
    assert_eq!(wall["detail"], Json::Null);
    assert_eq!(
        wall["nextDeadline"],
        json!({ "on": staff["nextDeadline"]["on"], "because": null, "flags": [] })
    );
    assert_eq!(wall["today"][0], json!({ "initials": ["MH"], "place": null }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_screen_opens_nothing_but_the_wall() {
    let service = start().await;
    let wall = service.sign_in("vegg-nordlia").await;
    for (query, id) in [(PAGE, json!(ROGN)), (TIMELINE, json!(ROGN))] {
        assert_eq!(code(&wall, query, id).await, "FORBIDDEN", "{query}");
    }
    for query in [AUDIT, PAST, TEAM, DWELLINGS, RISK, SEARCH] {
        assert_eq!(code(&wall, query, NORDLIA).await, "FORBIDDEN", "{query}");
    }
    assert_eq!(wall.record("recordContact", contact(ROGN)).await["__typename"], "Forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_auditor_sees_what_changed_but_neither_health_nor_free_text_nor_a_page() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let mut input = contact(ROGN);
    input["note"] = json!("Sov dårlig");
    input["topics"] = json!(["HEALTH"]);
    let id = id_of(&mina.recorded("recordContact", input).await);
    mina.correct(&id, json!({ "set": { "note": "Sov godt", "topics": ["HOUSING"], "minutes": 30 } })).await;

    let auditor = service.sign_in("revisor").await;
    let answer = auditor.ask(AUDIT, json!({ "id": NORDLIA })).await;
    assert!(!answer.text.contains("Sov"), "{}", answer.text);
    let records = answer.json()["data"]["auditTrail"]["nodes"].clone();
    let change = |record: usize, name: &str| {
        let changes = records[record]["changes"].as_array().unwrap();
        changes.iter().find(|change| change["name"] == name).cloned().unwrap()
    };
    for (record, name, class) in
        [(0, "note", "FREE_TEXT"), (0, "topics", "HEALTH"), (1, "note", "FREE_TEXT"), (1, "topics", "HEALTH")]
    {
        let expected = json!({ "name": name, "class": class, "old": null, "new": null, "concealed": true });
        assert_eq!(change(record, name), expected);
    }
    let minutes = json!({ "name": "minutes", "class": "SOCIAL", "old": 45, "new": 30, "concealed": false });
    assert_eq!(change(0, "minutes"), minutes);
    for (query, id) in
        [(PAGE, json!(ROGN)), (TIMELINE, json!(ROGN)), (WALL, json!(NORDLIA)), (RISK, json!(NORDLIA))]
    {
        assert_eq!(code(&auditor, query, id).await, "FORBIDDEN", "{query}");
    }
    assert_eq!(auditor.record("recordContact", contact(ROGN)).await["__typename"], "Forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_reads_no_participant_and_a_supervisor_records_nothing() {
    let service = start().await;
    let administrator = service.sign_in("admin").await;
    for (query, id) in
        [(PAGE, json!(ROGN)), (TIMELINE, json!(ROGN)), (WALL, json!(NORDLIA)), (AUDIT, json!(NORDLIA))]
    {
        assert_eq!(code(&administrator, query, id).await, "FORBIDDEN", "{query}");
    }
    assert_eq!(administrator.record("recordContact", contact(ROGN)).await["__typename"], "Forbidden");
    let supervisor = service.sign_in("fagleder").await;
    supervisor.query(PAGE, json!({ "id": ROGN })).await;
    let events = service.written().await.len();
    let refused = supervisor.record("recordContact", contact(ROGN)).await;
    assert_eq!(refused, json!({ "__typename": "Forbidden", "code": "FORBIDDEN" }));
    assert_eq!(code(&supervisor, AUDIT, NORDLIA).await, "FORBIDDEN");
    let grant = json!({ "kind": "AUTHORISATION_GRANTED", "teamId": NORDLIA, "staffId": ESPEN, "role": "TEAM_LEADER" });
    let leader = service.sign_in("leder-nordlia").await;
    assert_eq!(leader.record("recordTeamStep", grant).await["__typename"], "Forbidden");
    assert_eq!(service.written().await.len(), events);
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_of_another_team_answer_as_ids_of_nothing() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let nothing = json!("00000000-0000-4000-8000-00000000abcd");
    for query in [PAGE, TIMELINE] {
        for id in [json!(SELJE), nothing.clone(), json!("not an id")] {
            assert_eq!(code(&mina, query, id).await, "NOT_FOUND", "{query}");
        }
    }
    for query in [WALL, PAST, AUDIT, TEAM, DWELLINGS, RISK, SEARCH] {
        for id in [json!(SORVIK), nothing.clone()] {
            assert_eq!(code(&mina, query, id).await, "NOT_FOUND", "{query}");
        }
    }
    let elsewhere = service.sign_in("tv").await;
    let theirs = id_of(&elsewhere.recorded("recordContact", contact(SELJE)).await);
    let of_another = mina.correct(&theirs, json!({ "set": { "minutes": 1 } })).await;
    let of_nothing = mina.correct(&nothing, json!({ "set": { "minutes": 1 } })).await;
    assert_eq!(of_another, of_nothing);
    assert_eq!(mina.mark(&theirs).await["fields"][0]["code"], "UNKNOWN");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_not_signed_in_gets_nothing() {
    let service = start().await;
    let nobody = Client::nobody(&service.host);
    let stale = nobody.but("cookie", "__Host-tavle=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let forged = nobody.but("authorization", "Bearer tavle_bWg.99999999999.AAAA");
    for client in [nobody, stale, forged] {
        let answer = client.ask("{ me { name } }", json!({})).await;
        assert_eq!(answer.refusal(), (401, "UNAUTHENTICATED".to_owned()));
        let import = client.request(reqwest::Method::POST, "/import/arrears", "").await;
        assert_eq!(import.status, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authorisation_holds_to_the_end_of_its_last_day() {
    let mut seed = Seed::teams();
    let guest = tavle_domain::id::StaffId(uuid::Uuid::from_u128(0x5099));
    seed.member(NORDLIA, guest, "Gro Ask", "GA").grant(NORDLIA, guest, Role::TeamMember, Some("2026-11-24"));
    let service = Running::with(Options { seed, ..Options::default() }).await;
    let guest = service.with_token("ga");
    guest.query(WALL, json!({ "id": NORDLIA })).await;
    service.clock.set("2026-11-24T22:59:59Z");
    guest.query(WALL, json!({ "id": NORDLIA })).await;
    service.clock.set("2026-11-24T23:00:00Z");
    assert_eq!(code(&guest, WALL, NORDLIA).await, "NOT_FOUND");
    let refused = guest.record("recordContact", contact(ROGN)).await;
    assert_eq!(refused["fields"], json!([{ "path": "participantId", "code": "UNKNOWN", "max": null }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_authorisation_ends_a_running_subscription_and_the_next_query() {
    let service = start().await;
    let mut socket = service.socket("es").await;
    socket.watch_board("wall", NORDLIA).await;
    socket.board_event().await;
    let revoke = json!({ "kind": "AUTHORISATION_REVOKED", "teamId": NORDLIA, "staffId": ESPEN, "role": "TEAM_MEMBER" });
    let revoked = service.sign_in("admin").await.record("recordTeamStep", revoke).await;
    assert_eq!(revoked["__typename"], "Recorded");
    // The subscription is refused at its next delivery, and whoever may act nowhere is signed out.
    let end = loop {
        match socket.hear().await {
            Heard::Message(last) if last["type"] == "complete" => {}
            Heard::Message(last) => {
                let error =
                    if last["type"] == "error" { &last["payload"][0] } else { &last["payload"]["errors"][0] };
                assert_eq!(error["extensions"]["code"], "NOT_FOUND", "{last}");
            }
            end => break end,
        }
    };
    assert_eq!(end, Heard::Closed(4403));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_demonstration_nobody_signs_in_by_choosing_a_user_but_a_token_is_accepted() {
    let options = Options { demo: false, clock: TestClock::at(MORNING), ..Options::default() };
    let service = Running::with(options).await;
    let nobody = Client::nobody(&service.host);
    let refused = nobody.request(reqwest::Method::POST, "/session", r#"{"user":"mh"}"#).await;
    assert_eq!(refused.refusal(), (401, "WRONG_CREDENTIALS".to_owned()));
    assert_eq!(nobody.get("/demo/logins").await.status, 404);
    let mina = service.with_token("mh");
    let me = mina.query("{ me { initials demo } }", json!({})).await;
    assert_eq!(me["me"], json!({ "initials": "MH", "demo": false }));
    service.clock.advance(chrono::TimeDelta::days(366));
    assert_eq!(mina.ask("{ me { name } }", json!({})).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_with_sign_out_and_when_it_lies_idle_but_a_wall_goes_on() {
    let service = start().await;
    let (mina, wall) = (service.sign_in("mh").await, service.sign_in("vegg-nordlia").await);
    assert_eq!(mina.send(mina.prepare(reqwest::Method::DELETE, "/session")).await.status, 204);
    assert_eq!(mina.ask("{ me { name } }", json!({})).await.status, 401);
    let espen = service.sign_in("es").await;
    service.clock.advance(chrono::TimeDelta::minutes(31));
    assert_eq!(espen.ask("{ me { name } }", json!({})).await.status, 401);
    wall.query(WALL, json!({ "id": NORDLIA })).await;
}
