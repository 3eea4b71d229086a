//! What is read: pages in both directions, single things by their ids, and what differs between two instants.

use serde_json::{Value as Json, json};

use crate::support::{
    Client, GATE_1, GATE_2, LYNG, NORDLIA, PORS, ROGN, Running, SELJE, SORVIK, TINDVED, contact, id_of,
    start, step,
};

const PAGE: &str =
    "query($p: ID!, $asOf: AsOfInput, $first: Int, $after: String, $last: Int, $before: String) {
    timeline(participantId: $p, asOf: $asOf, first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { entryId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
const FOUND: &str =
    "query($t: ID!, $filter: ParticipantFilter, $sort: ParticipantOrder, $way: SortDirection, $first: Int,
        $after: String) {
    it: participantConnection(teamId: $t, filter: $filter, sort: $sort, direction: $way, first: $first,
        after: $after) { totalCount nodes { alias } edges { cursor } pageInfo { hasNextPage endCursor } } }";

async fn seven_contacts() -> (Running, Client) {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    for day in 17..24 {
        let mut input = contact(ROGN);
        input["occurredAt"] = json!(format!("2026-11-{day}T10:00:00Z"));
        mina.recorded("recordContact", input).await;
    }
    (service, mina)
}

async fn refusal(client: &Client, query: &str, variables: Json) -> String {
    client.ask(query, variables).await.code()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_cursors_make_a_window_that_is_read_from_either_end() {
    let (_service, mina) = seven_contacts().await;
    for as_of in [Json::Null, json!({ "knownAt": "2026-11-24T07:00:00Z" })] {
        let ask = async |mut variables: Json| {
            (variables["p"], variables["asOf"]) = (json!(ROGN), as_of.clone());
            mina.query(PAGE, variables).await["timeline"].take()
        };
        let whole = ask(json!({ "first": 100 })).await;
        let edges = whole["edges"].as_array().unwrap();
        let cursor = |at: usize| edges[at]["cursor"].clone();
        let ids = |connection: &Json| -> Vec<usize> {
            let place = |edge: &Json| edges.iter().position(|own| own == edge).unwrap();
            connection["edges"].as_array().unwrap().iter().map(place).collect()
        };
        let page = ask(json!({ "first": 2, "after": cursor(1), "before": cursor(5) })).await;
        assert_eq!(ids(&page), [2, 3]);
        let page = ask(json!({ "last": 2, "after": cursor(1), "before": cursor(5) })).await;
        assert_eq!(ids(&page), [3, 4]);
        assert_eq!(page["pageInfo"]["hasPreviousPage"], true);
        let page = ask(json!({ "first": 3, "before": cursor(2) })).await;
        assert_eq!((ids(&page), &page["pageInfo"]["hasNextPage"]), (vec![0, 1], &json!(true)));
        assert_eq!(page["pageInfo"]["hasPreviousPage"], false);
        let page = ask(json!({ "last": 9, "after": cursor(4) })).await;
        assert_eq!(
            (ids(&page), &page["pageInfo"]["hasNextPage"]),
            ((5..edges.len()).collect(), &json!(false))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_is_good_for_its_own_connection_and_nothing_else() {
    let (service, mina) = seven_contacts().await;
    let page = mina.query(PAGE, json!({ "p": ROGN, "first": 2 })).await;
    let cursor = page["timeline"]["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
    let past = json!({ "knownAt": "2026-11-24T07:00:00Z" });
    let elsewhere =
        [json!({ "p": LYNG, "after": cursor }), json!({ "p": ROGN, "asOf": past, "after": cursor })];
    for variables in elsewhere {
        assert_eq!(refusal(&mina, PAGE, variables).await, "BAD_ARGUMENT");
    }
    assert_eq!(refusal(&mina, FOUND, json!({ "t": NORDLIA, "after": cursor })).await, "BAD_ARGUMENT");
    for at in [0, cursor.len() / 2, cursor.len() - 1] {
        let mut altered = cursor.clone().into_bytes();
        altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        assert_eq!(refusal(&mina, PAGE, json!({ "p": ROGN, "after": altered })).await, "BAD_ARGUMENT");
    }
    let elsewhere = start().await;
    let other = elsewhere.sign_in("mh").await;
    assert_eq!(refusal(&other, PAGE, json!({ "p": ROGN, "after": cursor })).await, "BAD_ARGUMENT");

    let filtered = json!({ "t": NORDLIA, "filter": { "alias": "" }, "first": 1 });
    let found = mina.query(FOUND, filtered).await;
    let cursor = &found["it"]["pageInfo"]["endCursor"];
    let by_status = json!({ "t": NORDLIA, "filter": { "alias": "" }, "sort": "STATUS", "after": cursor });
    assert_eq!(refusal(&mina, FOUND, by_status).await, "BAD_ARGUMENT", "another order");
    let other_filter = json!({ "t": NORDLIA, "filter": { "enrolled": true }, "after": cursor });
    assert_eq!(refusal(&mina, FOUND, other_filter).await, "BAD_ARGUMENT", "another filter");
    let again = service.again(|_| {}).await;
    let mina = again.sign_in("mh").await;
    let next = json!({ "t": NORDLIA, "filter": { "alias": "" }, "first": 9, "after": cursor });
    assert_eq!(mina.query(FOUND, next).await["it"]["nodes"].as_array().unwrap().len(), 3, "after a restart");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_holds_one_to_a_hundred_and_is_asked_for_from_one_end() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let wrong = [
        json!({ "first": 0 }),
        json!({ "first": -1 }),
        json!({ "last": -5 }),
        json!({ "first": 101 }),
        json!({ "first": 1, "last": 1 }),
        json!({ "after": "" }),
        json!({ "before": "e30" }),
    ];
    for mut variables in wrong {
        variables["p"] = json!(ROGN);
        assert_eq!(refusal(&mina, PAGE, variables.clone()).await, "BAD_ARGUMENT", "{variables}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn participants_are_found_and_sorted_as_a_norwegian_list() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    for alias in ["Ås", "Øre", "Ærfugl"] {
        let enrol = json!({
            "kind": "PARTICIPANT_ENROLLED", "teamId": NORDLIA, "alias": alias,
            "primaryContactId": crate::support::team::ESPEN,
        });
        mina.recorded("recordParticipantStep", enrol).await;
    }
    mina.recorded("recordCrisis", step("CRISIS_REPORTED", PORS, json!({}))).await;
    let aliases = async |mut variables: Json| -> Vec<String> {
        variables["t"] = json!(NORDLIA);
        let found = mina.query(FOUND, variables).await;
        let nodes = found["it"]["nodes"].as_array().unwrap().clone();
        nodes.iter().map(|node| node["alias"].as_str().unwrap().to_owned()).collect()
    };
    let all = ["Lyng", "Pors", "Rogn", "Tindved", "Ærfugl", "Øre", "Ås"];
    assert_eq!(aliases(json!({})).await, all);
    let mut reversed = all;
    reversed.reverse();
    assert_eq!(aliases(json!({ "way": "REVERSE" })).await, reversed);
    assert_eq!(aliases(json!({ "filter": { "alias": "ær" } })).await, ["Ærfugl"]);
    assert_eq!(aliases(json!({ "filter": { "status": ["CRISIS"] } })).await, ["Pors"]);
    let espen = json!({ "responsibleId": crate::support::team::ESPEN });
    assert_eq!(aliases(json!({ "filter": espen })).await, ["Ærfugl", "Øre", "Ås"]);
    assert_eq!(aliases(json!({ "sort": "STATUS" })).await[0], "Pors");
    let (mut walked, mut after) = (Vec::new(), Json::Null);
    loop {
        let page = mina.query(FOUND, json!({ "t": NORDLIA, "first": 2, "after": after })).await;
        assert_eq!(page["it"]["totalCount"], 7);
        let nodes = page["it"]["nodes"].as_array().unwrap();
        walked.extend(nodes.iter().map(|node| node["alias"].as_str().unwrap().to_owned()));
        after = page["it"]["pageInfo"]["endCursor"].clone();
        if page["it"]["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(walked, all);
}

#[tokio::test(flavor = "multi_thread")]
async fn dwellings_tenancies_at_risk_and_staff_are_pages_too() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let lease =
        json!({ "dwellingId": GATE_1, "landlord": "PRIVATE", "validFrom": "2026-11-01", "rentOre": 900_000 });
    mina.recorded("recordTenancyStep", step("TENANCY_STARTED", LYNG, lease)).await;
    let warning = json!({ "sentOn": "2026-11-20", "receivedOn": "2026-11-23" });
    let warned =
        id_of(&mina.recorded("recordArrearsStep", step("EVICTION_WARNING_RECEIVED", LYNG, warning)).await);
    let query = "query($t: ID!, $level: [RiskLevel!]) {
        free: dwellingConnection(teamId: $t, filter: { state: [FREE] }) { totalCount nodes { dwellingId } }
        risk: tenancyRiskConnection(teamId: $t, filter: { level: $level }, sort: ARREARS) { totalCount
            nodes { alias signals { signal because { entryId kind initials } } } }
        staff: staffConnection(teamId: $t, active: true, last: 1) { totalCount nodes { initials }
            pageInfo { hasPreviousPage } } }";
    let found = mina.query(query, json!({ "t": NORDLIA })).await;
    assert_eq!(found["free"], json!({ "totalCount": 1, "nodes": [{ "dwellingId": GATE_2 }] }));
    assert_eq!(
        (&found["risk"]["totalCount"], &found["risk"]["nodes"][0]["alias"]),
        (&json!(1), &json!("Lyng"))
    );
    let signals = found["risk"]["nodes"][0]["signals"].as_array().unwrap();
    let warning = signals.iter().find(|fired| fired["signal"] == "EVICTION_WARNING").unwrap();
    let because = json!([{ "entryId": warned, "kind": "EVICTION_WARNING_RECEIVED", "initials": "MH" }]);
    assert_eq!(warning["because"], because);
    assert_eq!(found["staff"]["nodes"], json!([{ "initials": "MH" }]), "Espen, Kari, Mina");
    assert_eq!(found["staff"]["pageInfo"]["hasPreviousPage"], true);
    let none = mina.query(query, json!({ "t": NORDLIA, "level": ["GREEN"] })).await;
    assert_eq!(none["risk"], json!({ "totalCount": 0, "nodes": [] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thing_is_found_again_by_its_global_id_and_a_foreign_one_is_none() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let entry = id_of(&mina.recorded("recordContact", contact(ROGN)).await);
    let query = "query($p: ID!, $t: ID!, $e: ID!) { participant(participantId: $p) { id }
        team(teamId: $t) { id staff { id initials } } dwellings(teamId: $t) { id } entry(entryId: $e) { id } }";
    let read = mina.query(query, json!({ "p": ROGN, "t": NORDLIA, "e": entry })).await;
    let node =
        "query($id: ID!) { node(id: $id) { __typename id ... on Participant { alias } ... on Entry { kind }
        ... on Team { name } ... on Dwelling { state } ... on StaffMember { initials } } }";
    let find =
        async |client: &Client, id: &Json| client.query(node, json!({ "id": id })).await["node"].take();
    let staff = &read["team"]["staff"][0];
    let things = [
        (&read["participant"]["id"], "Participant", "alias", "Rogn"),
        (&read["entry"]["id"], "Entry", "kind", "CONTACT_COMPLETED"),
        (&read["team"]["id"], "Team", "name", "ACT-team Nordlia"),
        (&read["dwellings"][0]["id"], "Dwelling", "state", "FREE"),
        (&staff["id"], "StaffMember", "initials", staff["initials"].as_str().unwrap()),
    ];
    let tore = service.sign_in("tv").await;
    for (id, ty, field, value) in things {
        assert_eq!(find(&mina, id).await, json!({ "__typename": ty, "id": id, field: value }));
        assert_eq!(find(&tore, id).await, Json::Null, "{ty} of another team");
    }
    for id in ["", "nonsense", "UGFydGljaXBhbnQ6", &ROGN.to_string()] {
        assert_eq!(find(&mina, &json!(id)).await, Json::Null, "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_entry_is_opened_by_its_id_with_what_it_said_first() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let id = id_of(&mina.recorded("recordContact", contact(ROGN)).await);
    mina.correct(&id, json!({ "set": { "minutes": 10 } })).await;
    let query = "query($e: ID!) { entry(entryId: $e) { entryId fields { name value } original { name value }
        corrections { entryId changes { name old new } } } }";
    let entry = mina.query(query, json!({ "e": id })).await["entry"].take();
    let value = |fields: &Json| {
        let fields = fields.as_array().unwrap().clone();
        fields.into_iter().find(|field| field["name"] == "minutes").unwrap()["value"].take()
    };
    assert_eq!((value(&entry["fields"]), value(&entry["original"])), (json!(10), json!(45)));
    assert_eq!(entry["corrections"][0]["changes"], json!([{ "name": "minutes", "old": 45, "new": 10 }]));
    let correction = &entry["corrections"][0]["entryId"];
    assert_eq!(mina.query(query, json!({ "e": correction })).await["entry"], entry, "by its correction");
    let of_dwelling = json!({
        "kind": "DWELLING_REGISTERED", "teamId": NORDLIA, "address": "Gate 5", "housingType": "ORDINARY",
    });
    let of_dwelling = id_of(&mina.recorded("recordHousingStep", of_dwelling).await);
    assert_eq!(mina.query(query, json!({ "e": of_dwelling })).await["entry"]["entryId"], of_dwelling);
    let tore = service.sign_in("tv").await;
    for entry in [&id, &of_dwelling, &json!("00000000-0000-4000-8000-00000000abcd"), &json!("no id")] {
        assert_eq!(refusal(&tore, query, json!({ "e": entry })).await, "NOT_FOUND");
    }
    let auditor = service.sign_in("revisor").await;
    assert_eq!(refusal(&auditor, query, json!({ "e": id })).await, "FORBIDDEN");
}

const DIFF: &str =
    "query($t: ID!, $from: AsOfInput!, $to: AsOfInput) { boardDiff(teamId: $t, from: $from, to: $to) {
    fromVersion toVersion rows { alias change changes { field old new } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn the_difference_of_two_boards_says_old_and_new_of_each_field() {
    let service = start().await;
    let mina = service.with_token("mh");
    let morning = "2026-11-24T07:00:00Z";
    service.clock.set("2026-11-24T08:00:00Z");
    mina.recorded("recordContact", contact(ROGN)).await;
    mina.recorded("recordCrisis", step("CRISIS_REPORTED", TINDVED, json!({}))).await;
    let enrol = json!({ "kind": "PARTICIPANT_ENROLLED", "teamId": NORDLIA, "alias": "Multe", "primaryContactId": crate::support::team::MINA });
    mina.recorded("recordParticipantStep", enrol).await;
    let ended = step(
        "FOLLOW_UP_ENDED",
        PORS,
        json!({ "followUpEnd": "MOVED", "deciderId": crate::support::team::MINA }),
    );
    let answer = mina.record("recordParticipantStep", ended).await;
    assert_eq!(answer["__typename"], "Recorded", "{answer}");
    service.clock.set("2026-11-24T09:00:00Z");

    let diff =
        mina.query(DIFF, json!({ "t": NORDLIA, "from": { "knownAt": morning } })).await["boardDiff"].take();
    let row = |alias: &str| diff["rows"].as_array().unwrap().iter().find(|row| row["alias"] == alias);
    let field = |alias: &str, field: &str| {
        let changes = row(alias).unwrap()["changes"].as_array().unwrap().clone();
        let found = changes.into_iter().find(|change| change["field"] == field);
        found.map(|change| (change["old"].clone(), change["new"].clone()))
    };
    assert_eq!(row("Rogn").unwrap()["change"], "CHANGED");
    assert_eq!(field("Rogn", "LAST_MET_ON"), Some((Json::Null, json!("2026-11-24"))));
    assert_eq!(field("Rogn", "ALIAS"), None);
    assert_eq!(field("Tindved", "STATUS").unwrap().1, "CRISIS");
    assert_eq!(
        (&row("Multe").unwrap()["change"], field("Multe", "ALIAS")),
        (&json!("ENTERED"), Some((Json::Null, json!("Multe"))))
    );
    assert_eq!(
        (&row("Pors").unwrap()["change"], field("Pors", "ALIAS")),
        (&json!("LEFT"), Some((json!("Pors"), Json::Null)))
    );
    assert_eq!(row("Lyng"), None, "nothing of Lyng's row differs");

    let same = json!({ "t": NORDLIA, "from": { "knownAt": morning }, "to": { "knownAt": morning } });
    let same = mina.query(DIFF, same).await["boardDiff"].take();
    assert_eq!((&same["rows"], &same["fromVersion"]), (&json!([]), &same["toVersion"]));
    let foreign = json!({ "t": SORVIK, "from": { "knownAt": morning } });
    assert_eq!(refusal(&mina, DIFF, foreign).await, "NOT_FOUND");
    let later = json!({ "t": NORDLIA, "from": { "knownAt": "2027-01-01T00:00:00Z" } });
    assert_eq!(refusal(&mina, DIFF, later).await, "BAD_ARGUMENT");
}

#[tokio::test(flavor = "multi_thread")]
async fn arrears_are_told_day_by_day_with_what_changed_them() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let lease =
        json!({ "dwellingId": GATE_1, "landlord": "PRIVATE", "validFrom": "2026-09-01", "rentOre": 900_000 });
    let mut lease = step("TENANCY_STARTED", LYNG, lease);
    lease["occurredAt"] = json!("2026-09-01T10:00:00Z");
    let tenancy = id_of(&mina.recorded("recordTenancyStep", lease).await);
    let mut missed = step("RENT_MISSED", LYNG, json!({ "period": "2026-10", "amountOre": 900_000 }));
    missed["occurredAt"] = json!("2026-10-05T10:00:00Z");
    let missed = id_of(&mina.recorded("recordArrearsStep", missed).await);
    let mut paid = step("RENT_PAID", LYNG, json!({ "period": "2026-10", "amountOre": 400_000 }));
    paid["occurredAt"] = json!("2026-10-20T10:00:00Z");
    let paid = id_of(&mina.recorded("recordArrearsStep", paid).await);
    let query = "query($p: ID!, $tenancy: ID, $from: LocalDate, $until: LocalDate) {
        arrearsOverTime(participantId: $p, tenancyId: $tenancy, from: $from, until: $until) { from until incomplete
            points { on tenancyId arrearsOre level points because { entryId } } } }";
    let ask = async |variables: Json| mina.query(query, variables).await["arrearsOverTime"].take();
    let series = ask(json!({ "p": LYNG, "from": "2026-08-01" })).await;
    assert_eq!((&series["until"], &series["incomplete"]), (&json!("2026-11-24"), &json!(false)));
    let points = series["points"].as_array().unwrap();
    let arrears: Vec<_> = points
        .iter()
        .map(|point| (point["on"].as_str().unwrap(), point["arrearsOre"].as_i64().unwrap()))
        .collect();
    let at = |day: &str| arrears.iter().rev().find(|(on, _)| *on <= day).unwrap().1;
    assert_eq!(arrears[0], ("2026-09-01", 0));
    assert_eq!(
        (at("2026-10-04"), at("2026-10-05"), at("2026-10-19"), at("2026-10-20")),
        (0, 900_000, 900_000, 500_000)
    );
    let because = |day: &str| points.iter().find(|point| point["on"] == day).unwrap()["because"].clone();
    assert_eq!(because("2026-10-05"), json!([{ "entryId": missed }]));
    assert_eq!(because("2026-10-20"), json!([{ "entryId": paid }]));
    assert!(points.iter().all(|point| point["tenancyId"] == tenancy), "{points:?}");
    let other = ask(json!({ "p": LYNG, "tenancy": missed })).await;
    assert_eq!(other["points"], json!([]), "no such tenancy");
    let backwards = json!({ "p": LYNG, "from": "2026-11-02", "until": "2026-11-01" });
    assert_eq!(refusal(&mina, query, backwards).await, "BAD_ARGUMENT");
    assert_eq!(refusal(&mina, query, json!({ "p": SELJE })).await, "NOT_FOUND");
}
