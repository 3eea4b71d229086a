//! What is published to others is what the service speaks.

use std::{collections::HashSet, fs, path::Path};

use serde_json::{Value as Json, json};
use tavle_domain::kind::{FAMILIES, KindRow};

use crate::support::{ROGN, contact, id_of, start};

fn kept(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../proto").join(name);
    fs::read_to_string(&path).unwrap_or_else(|_| panic!("proto/{name} is missing: run `cargo xtask sdl`"))
}

/// The first line that differs says more than two whole files.
fn same(name: &str, printed: &str) {
    let kept = kept(name);
    let differs = kept.lines().zip(printed.lines()).position(|(kept, printed)| kept != printed);
    let line = differs.unwrap_or_else(|| kept.lines().count().min(printed.lines().count()));
    let [old, new] = [&kept, printed].map(|text| text.lines().nth(line).unwrap_or("(the end)"));
    let at = line + 1;
    assert!(
        kept == printed,
        "proto/{name} differs at line {at}: kept {old}, now {new}. Run `cargo xtask sdl`."
    );
}

#[test]
fn the_schema_that_is_kept_is_the_one_that_is_served() {
    same("schema.graphql", &tavle_graphql::sdl());
}

#[test]
fn the_table_of_kinds_that_is_kept_is_the_one_that_decides() {
    same("kinds.json", &tavle_server::command::kinds());
}

/// The names of the fields or values of a type in the schema.
fn members(sdl: &str, head: &str) -> HashSet<String> {
    let after = sdl.split(&format!("{head} {{")).nth(1).unwrap_or_else(|| panic!("no {head} in the schema"));
    let body = after.split("\n}").next().unwrap();
    // Every other part between triple quotes is a description.
    let members = body.split("\"\"\"").step_by(2).flat_map(str::lines).map(str::trim);
    members.filter(|line| !line.is_empty()).map(|line| line.split(':').next().unwrap().to_owned()).collect()
}

#[test]
fn every_field_and_kind_of_every_family_stands_in_the_schema() {
    let sdl = tavle_graphql::sdl();
    let mutations = members(&sdl, "type Mutation");
    for family in FAMILIES {
        let (fields, kinds) = (
            members(&sdl, &format!("input {}", family.input)),
            members(&sdl, &format!("enum {}", family.kinds)),
        );
        assert!(mutations.iter().any(|name| name.starts_with(family.command)), "{}", family.command);
        let chosen: Vec<&KindRow> = family.rows.iter().filter(|row| !row.by_service).collect();
        for def in chosen.iter().flat_map(|row| row.fields()) {
            assert!(fields.contains(def.name), "{} lacks {}", family.input, def.name);
        }
        let names: HashSet<String> = chosen.iter().map(|row| row.kind.name().to_owned()).collect();
        assert_eq!(names, kinds, "{}", family.kinds);
        for common in ["kind", "commandId", "occurredAt", "expectedRevision", "teamId", "backdatingReason"] {
            assert!(fields.contains(common), "{} lacks {common}", family.input);
        }
    }
}

#[test]
fn no_input_has_a_bare_id() {
    let sdl = tavle_graphql::sdl();
    let inputs = sdl.split("\ninput ").skip(1).map(|rest| rest.split(" {").next().unwrap());
    for input in inputs {
        assert!(!members(&sdl, &format!("input {input}")).contains("id"), "{input}");
    }
}

const PAGE: &str = "query($p: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    timeline(participantId: $p, first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { entryId } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

fn ids(connection: &Json) -> Vec<Json> {
    let edges = connection["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"]["entryId"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_timeline_cover_everything_once_in_both_directions() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let mut expected = Vec::new();
    // Three at the same instant, and others before and after: the order is by time, then by place in the log.
    for day in [20, 22, 22, 22, 19, 23, 21] {
        let mut input = contact(ROGN);
        input["occurredAt"] = json!(format!("2026-11-{day}T10:00:00Z"));
        let id = id_of(&mina.recorded("recordContact", input).await);
        expected.push((day, expected.len(), id));
    }
    expected.sort_by_key(|(day, place, _)| std::cmp::Reverse((*day, *place)));
    let expected: Vec<Json> = expected.into_iter().map(|(_, _, id)| id).collect();
    let whole = mina.query(PAGE, json!({ "p": ROGN, "first": 100 })).await;
    assert_eq!(ids(&whole["timeline"])[..7], expected, "the enrolment comes last");

    for size in [1, 2, 3, 7, 8, 9] {
        let (mut forward, mut after) = (Vec::new(), Json::Null);
        loop {
            let page = mina.query(PAGE, json!({ "p": ROGN, "first": size, "after": after })).await;
            let page = &page["timeline"];
            forward.extend(ids(page));
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(forward, ids(&whole["timeline"]), "forward by {size}");
        let (mut backward, mut before) = (Vec::new(), Json::Null);
        loop {
            let page = mina.query(PAGE, json!({ "p": ROGN, "last": size, "before": before })).await;
            let page = &page["timeline"];
            backward.splice(0..0, ids(page));
            before = page["pageInfo"]["startCursor"].clone();
            if page["pageInfo"]["hasPreviousPage"] == false {
                break;
            }
        }
        assert_eq!(backward, forward, "backward by {size}");
    }
}
