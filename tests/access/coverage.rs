//! Whether `crates/graphql/access.csv` is true: every query, mutation and subscription as every role, for the own
//! team, for another one and for nothing; and on a full seed, whatever a role is not to have of what it may see.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use serde_json::{Map, Value as Json, json};
use tavle_domain::kind::FAMILIES;

use super::TestClock;
use crate::support::{
    Client, GATE_1, GATE_9, Heard, LYNG, MORNING, NORDLIA, Options, ROGN, Running, SELJE, SORVIK, Seed,
    Socket, command_id, contact, id_of, step,
    team::{ESPEN, MINA},
};

const ROWS: &str = include_str!("../../crates/graphql/access.csv");
/// The columns with whoever stands for them.
const USERS: [&str; 6] = ["leder-nordlia", "mh", "fagleder", "revisor", "admin", "vegg-nordlia"];
const NOBODY: usize = 6;
const NOTHING: &str = "00000000-0000-4000-8000-00000000abcd";

fn cells() -> BTreeMap<&'static str, Vec<&'static str>> {
    let rows = ROWS.lines().skip(1).filter_map(|line| line.split_once(','));
    rows.map(|(field, cells)| (field, cells.split(',').collect())).collect()
}

/// A type of the schema: its fields with their types and whether arguments must be given, or its members.
struct Type {
    fields: Vec<(String, String)>,
    members: Vec<String>,
}

/// What the service says that it has.
async fn schema(client: &Client) -> BTreeMap<String, Type> {
    let query = "{ __schema { types { name kind possibleTypes { name }
        fields { name type { name ofType { name ofType { name ofType { name } } } } } } } }";
    let answer = client.query(query, json!({})).await;
    let name = |of: &Json| {
        let mut of = of.clone();
        while of["name"].is_null() {
            of = of["ofType"].take();
        }
        of["name"].as_str().unwrap().to_owned()
    };
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    let types = answer["__schema"]["types"].as_array().unwrap().iter();
    types
        .map(|of| {
            let fields = of["fields"].as_array().into_iter().flatten();
            let fields = fields.map(|field| (text(&field["name"]), name(&field["type"]))).collect();
            // An object is a possible type of itself.
            let members =
                of["possibleTypes"].as_array().into_iter().flatten().filter(|_| of["kind"] == "UNION");
            (
                text(&of["name"]),
                Type { fields, members: members.map(|member| text(&member["name"])).collect() },
            )
        })
        .collect()
}

/// Everything of a type, with its name.
fn everything(types: &BTreeMap<String, Type>, name: &str) -> String {
    let Some(of) = types.get(name).filter(|of| !of.fields.is_empty() || !of.members.is_empty()) else {
        return String::new();
    };
    let mut selection = String::from(" { __typename");
    for member in &of.members {
        write!(selection, " ... on {member}{}", everything(types, member)).unwrap();
    }
    for (field, of) in &of.fields {
        // The same nodes twice would only make the query longer.
        if field != "edges" {
            write!(selection, " {field}{}", everything(types, of)).unwrap();
        }
    }
    selection + " }"
}

/// What is asked for: something of the own team, of another, or nothing that there is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Of {
    Own,
    Other,
    Nothing,
}

impl Of {
    fn pick(self, own: impl serde::Serialize, other: impl serde::Serialize) -> Json {
        match self {
            Self::Own => json!(own),
            Self::Other => json!(other),
            Self::Nothing => json!(NOTHING),
        }
    }
}

/// Entries of both teams that can be amended, and the teams themselves.
struct Entries {
    of_care: [Json; 2],
    of_team: [Json; 2],
    /// The global ids of both teams.
    nodes: [Json; 2],
}

/// What a query asks about, and by which argument.
fn query_of(root: &str, selection: &str) -> String {
    let arguments = match root {
        "me" => return format!("{{ it: me{selection} }}"),
        "participant" | "timeline" | "participantViews" | "arrearsOverTime" => "participantId: $id",
        "entry" => "entryId: $id",
        "node" => "id: $id",
        "boardDiff" => "teamId: $id, from: { knownAt: \"2026-11-20T07:00:00Z\" }",
        _ => "teamId: $id",
    };
    format!("query($id: ID!) {{ it: {root}({arguments}){selection} }}")
}

/// The id that a query asks about. Who works with participants asks for entries about them, others for those of
/// the team.
fn about(root: &str, of: Of, entries: &Entries, user: &str) -> Json {
    let id = match root {
        "participant" | "timeline" | "participantViews" | "arrearsOverTime" => of.pick(LYNG, SELJE),
        "entry" if ["revisor", "admin"].contains(&user) => of.pick(&entries.of_team[0], &entries.of_team[1]),
        "entry" => of.pick(&entries.of_care[0], &entries.of_care[1]),
        "node" => of.pick(&entries.nodes[0], &entries.nodes[1]),
        _ => of.pick(NORDLIA, SORVIK),
    };
    json!({ "id": id })
}

/// The input of a mutation, as far as it is needed to be permitted or denied.
fn input(mutation: &str, of: Of, entries: &Entries, by_admin: bool) -> Json {
    let amended = if by_admin { &entries.of_team } else { &entries.of_care };
    let mut input = match mutation {
        "correctEntry" => json!({ "entryId": of.pick(&amended[0], &amended[1]), "reason": "Feil" }),
        "markEnteredInError" => json!({ "entryId": of.pick(&amended[0], &amended[1]), "reason": "Feil" }),
        "recordTeamStep" => json!({ "kind": "STAFF_LEFT", "teamId": of.pick(NORDLIA, SORVIK) }),
        "recordHousingStep" => {
            json!({ "kind": "DWELLING_WITHDRAWN", "dwellingId": of.pick(GATE_1, GATE_9) })
        }
        _ => {
            let family = FAMILIES.iter().find(|family| family.command == mutation).expect("a family");
            let kind = family.rows.iter().find(|row| !row.by_service).expect("a kind").kind.name();
            json!({ "kind": kind, "participantId": of.pick(ROGN, SELJE) })
        }
    };
    input["commandId"] = command_id();
    input
}

fn input_type(mutation: &str) -> String {
    match FAMILIES.iter().find(|family| family.command == mutation) {
        Some(family) => family.input.to_owned(),
        None => format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]),
    }
}

async fn mutate(client: &Client, mutation: &str, input: Json) -> Json {
    let query = format!(
        "mutation($input: {}!) {{ it: {mutation}(input: $input) {{ __typename ... on Forbidden {{ code }}
            ... on Invalid {{ fields {{ path code max }} }} }} }}",
        input_type(mutation)
    );
    let body = client.ask(&query, json!({ "input": input })).await.json();
    assert!(body["errors"].is_null(), "{mutation}: {body}");
    body["data"]["it"].clone()
}

async fn service() -> Running {
    let mut seed = Seed::teams();
    seed.tenancy(NORDLIA, LYNG, GATE_1, "NK-1");
    Running::with(Options { seed, ..Options::default() }).await
}

async fn entries(service: &Running) -> Entries {
    let own = id_of(&service.with_token("mh").recorded("recordContact", contact(ROGN)).await);
    let other = id_of(&service.with_token("tv").recorded("recordContact", contact(SELJE)).await);
    let of_team = async |team| {
        let log = service.log().await;
        let joined = log.iter().find(|event| event.team == team && event.body.event_type() == "StaffJoined");
        json!(joined.unwrap().id)
    };
    let node = async |user, team: tavle_domain::id::TeamId| {
        let query = "query($id: ID!) { team(teamId: $id) { id } }";
        service.with_token(user).query(query, json!({ "id": team })).await["team"]["id"].clone()
    };
    Entries {
        of_care: [own, other],
        of_team: [of_team(NORDLIA).await, of_team(SORVIK).await],
        nodes: [node("mh", NORDLIA).await, node("tv", SORVIK).await],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_query_answers_every_role_as_its_row_says_and_hides_what_is_not_theirs() {
    let service = service().await;
    let types = schema(&service.with_token("mh")).await;
    let (cells, entries) = (cells(), entries(&service).await);
    for (root, of) in &types["Query"].fields {
        let row = &cells[format!("Query.{root}").as_str()];
        let query = query_of(root, if types[of].fields.is_empty() { "" } else { " { __typename }" });
        for (column, user) in USERS.into_iter().enumerate() {
            let client = service.with_token(user);
            let own = client.ask(&query, about(root, Of::Own, &entries, user)).await;
            match row[column] {
                "yes" => {
                    assert!(own.json()["errors"].is_null(), "{user} {root}: {}", own.text);
                    assert!(!own.json()["data"]["it"].is_null(), "{user} {root}: {}", own.text);
                }
                "no" => {
                    assert_eq!(own.code(), "FORBIDDEN", "{user} {root}: {}", own.text);
                    assert!(is_empty(&own.json()["data"]), "{user} {root}: {}", own.text);
                }
                cell => panic!("{root}: a query is open or closed, not {cell}"),
            }
            if root == "me" {
                continue;
            }
            let other = client.ask(&query, about(root, Of::Other, &entries, user)).await;
            let nothing = client.ask(&query, about(root, Of::Nothing, &entries, user)).await;
            assert_eq!(other.but_its_id(), nothing.but_its_id(), "{user} {root}");
            // Looking something up by its global id finds nothing, and that is no error.
            let code = if root == "node" { "" } else { "NOT_FOUND" };
            assert_eq!(other.code(), code, "{user} {root}: {}", other.text);
            assert!(is_empty(&other.json()["data"]), "{user} {root}: {}", other.text);
        }
        let nobody = Client::nobody(&service.host).ask(&query, about(root, Of::Own, &entries, "mh")).await;
        assert_eq!((row[NOBODY], nobody.refusal()), ("no", (401, "UNAUTHENTICATED".to_owned())), "{root}");
    }
}

fn is_empty(data: &Json) -> bool {
    data.as_object().is_none_or(|fields| fields.values().all(Json::is_null))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mutation_answers_every_role_as_its_row_says_and_hides_what_is_not_theirs() {
    let service = service().await;
    let types = schema(&service.with_token("mh")).await;
    let (cells, entries) = (cells(), entries(&service).await);
    for (mutation, _) in &types["Mutation"].fields {
        let row = &cells[format!("Mutation.{mutation}").as_str()];
        for (column, user) in USERS.into_iter().enumerate() {
            let client = service.with_token(user);
            let ask =
                async |of| mutate(&client, mutation, input(mutation, of, &entries, user == "admin")).await;
            let before = service.written().await.len();
            let (other, nothing) = (ask(Of::Other).await, ask(Of::Nothing).await);
            assert_eq!(other, nothing, "{user} {mutation}");
            assert!(["Invalid", "Forbidden"].contains(&other["__typename"].as_str().unwrap()), "{other}");
            assert_eq!(service.written().await.len(), before, "{user} {mutation}");
            // Last: an entry that is marked in error cannot be marked twice.
            let own = ask(Of::Own).await;
            let forbidden = json!({ "__typename": "Forbidden", "code": "FORBIDDEN" });
            assert_eq!(own == forbidden, row[column] == "no", "{user} {mutation}: {own}");
            assert!(own != other, "{user} {mutation}: {own}");
        }
        let query = format!(
            "mutation($input: {}!) {{ {mutation}(input: $input) {{ __typename }} }}",
            input_type(mutation)
        );
        let input = json!({ "input": input(mutation, Of::Own, &entries, false) });
        let nobody = Client::nobody(&service.host).ask(&query, input).await;
        assert_eq!((row[NOBODY], nobody.status.as_u16()), ("no", 401), "{mutation}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_subscription_answers_every_role_as_its_row_says_and_hides_what_is_not_theirs() {
    let service = service().await;
    let types = schema(&service.with_token("mh")).await;
    let names: Vec<_> = types["Subscription"].fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["boardEvents"], "add here how another one is asked");
    let row = &cells()["Subscription.boardEvents"];
    for (column, user) in USERS.into_iter().enumerate() {
        let mut told = Vec::new();
        for of in [Of::Own, Of::Other, Of::Nothing] {
            let mut socket = Socket::open(&service.with_token(user)).await;
            socket.init().await;
            socket.watch_board("it", of.pick(NORDLIA, SORVIK)).await;
            told.push(socket.message().await);
        }
        let code = |told: &Json| told["payload"]["errors"][0]["extensions"]["code"].clone();
        for told in &mut told {
            // The only thing that no two have in common.
            let error = told.pointer_mut("/payload/errors/0/extensions").and_then(Json::as_object_mut);
            let _ = error.map(|extensions| extensions.remove("requestId"));
        }
        assert_eq!(told[1], told[2], "{user}");
        assert_eq!(code(&told[1]), "NOT_FOUND", "{user}");
        let expected = if row[column] == "yes" { Json::Null } else { json!("FORBIDDEN") };
        assert_eq!(code(&told[0]), expected, "{user}: {}", told[0]);
        assert_eq!(told[0]["payload"]["data"]["boardEvents"].is_null(), row[column] == "no", "{user}");
    }
    let mut nobody = Socket::open(&Client::nobody(&service.host)).await;
    nobody.send(&json!({ "type": "connection_init" })).await;
    assert_eq!((row[NOBODY], nobody.closed().await), ("no", Heard::Closed(4401)));
}

/// `Type.field` of every object in an answer, and whether it has a value anywhere.
fn met(json: &Json, found: &mut BTreeMap<String, bool>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| met(item, found)),
        Json::Object(fields) => fields_met(fields, found),
        _ => {}
    }
}

fn fields_met(fields: &Map<String, Json>, found: &mut BTreeMap<String, bool>) {
    for (name, value) in fields {
        if let Some(of) = fields.get("__typename").and_then(Json::as_str).filter(|_| name != "__typename") {
            let has_value = !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty());
            *found.entry(format!("{of}.{name}")).or_default() |= has_value;
        }
        met(value, found);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_role_is_sent_a_field_that_its_row_denies_or_leaves_empty() {
    let mut seed = Seed::teams();
    seed.tenancy(NORDLIA, LYNG, GATE_1, "NK-1");
    let service = Running::with(Options { seed, clock: TestClock::at(MORNING), ..Options::default() }).await;
    let mina = service.with_token("mh");
    let warning = json!({ "sentOn": "2026-11-20", "receivedOn": "2026-11-23" });
    mina.recorded("recordArrearsStep", step("EVICTION_WARNING_RECEIVED", LYNG, warning)).await;
    let notice = json!({ "sentOn": "2026-11-20", "receivedOn": "2026-11-23", "payBy": "2026-11-26" });
    mina.recorded("recordArrearsStep", step("DEBT_COLLECTION_NOTICE_RECEIVED", LYNG, notice)).await;
    let visit = json!({ "windowStart": "2026-11-24T12:00:00Z", "staffIds": [MINA, ESPEN], "place": "HOME" });
    mina.recorded("recordContact", step("CONTACT_PLANNED", LYNG, visit)).await;
    let met_him = id_of(&mina.recorded("recordContact", contact(LYNG)).await);
    mina.correct(&met_him, json!({ "set": { "minutes": 30 } })).await;

    let types = schema(&mina).await;
    let cells = cells();
    let entries = entries(&service).await;
    let mut seen: Vec<BTreeMap<String, bool>> = Vec::new();
    for (column, user) in USERS.into_iter().enumerate() {
        let client = service.with_token(user);
        let mut found = BTreeMap::new();
        for (root, of) in &types["Query"].fields {
            if cells[format!("Query.{root}").as_str()][column] == "no" {
                continue;
            }
            let query = query_of(root, &everything(&types, of));
            met(&client.query(&query, about(root, Of::Own, &entries, user)).await, &mut found);
        }
        for (field, has_value) in &found {
            match cells[field.as_str()][column] {
                "no" => panic!("{user} is sent {field}, which its row denies"),
                "null" => assert!(!has_value, "{user} is sent {field}, which its row leaves empty"),
                _ => {}
            }
        }
        seen.push(found);
    }
    // What is left empty for one is there for another: the seed has it.
    let emptied: BTreeSet<_> = cells.iter().filter(|(_, cells)| cells.contains(&"null")).collect();
    assert!(emptied.len() >= 5);
    for (field, _) in emptied {
        assert!(seen[1].get(*field).copied().unwrap_or_default(), "the seed says nothing of {field}");
    }
    for (field, column) in
        [("BoardRow.alias", 5), ("FieldChange.old", 3), ("Participant.name", 2), ("Team.staff", 4)]
    {
        assert!(seen[column].contains_key(field), "{field}");
    }
}
