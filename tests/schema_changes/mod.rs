//! The contract does not break those who keep to it, and says what everything in it means.

mod compare;

use std::{fs, path::Path};

use async_graphql::parser::types::{FieldDefinition, InputValueDefinition, TypeKind};

use compare::{breaking, types};

fn released() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../proto/schema.released.graphql");
    fs::read_to_string(path).unwrap()
}

#[test]
fn nothing_that_was_released_is_gone_or_narrower_without_a_word_beforehand() {
    let found = breaking(&released(), &tavle_graphql::sdl());
    assert!(
        found.is_empty(),
        "this breaks clients of the last release; mark it @deprecated with a date first:\n  {}",
        found.join("\n  ")
    );
}

const OLD: &str = "
    type Query { board(teamId: ID!, limit: Int, way: Way = UP): Board old: Int @deprecated(reason: \"2026-01-01\") rows: [Row!]! }
    type Board implements Node { id: ID! name: String! note: String }
    type Row { a: Int }
    interface Node { id: ID! }
    union Result = Board | Row
    enum Way { UP DOWN ASIDE @deprecated(reason: \"2026-01-01\") }
    input Input { kind: Way! note: String ids: [ID!] }
    scalar Ore";

/// The old schema with one thing other, and what is found.
fn found(from: &str, to: &str) -> Vec<String> {
    assert!(OLD.contains(from), "{from}");
    breaking(OLD, &OLD.replace(from, to))
}

#[test]
fn every_way_to_break_a_client_is_found() {
    let cases = [
        ("name: String! ", "", "Board.name is gone"),
        ("name: String!", "name: String", "Board.name was String! and is String"),
        ("note: String }", "note: Int }", "Board.note was String and is Int"),
        ("rows: [Row!]!", "rows: [Row]!", "Query.rows was [Row!]! and is [Row]!"),
        ("rows: [Row!]!", "rows: Row!", "Query.rows was [Row!]! and is Row!"),
        ("limit: Int, ", "", "Query.board(limit) is gone"),
        ("limit: Int,", "limit: Int!,", "Query.board(limit) was Int and is Int!"),
        ("limit: Int,", "limit: String,", "Query.board(limit) was Int and is String"),
        ("limit: Int,", "limit: Int, day: Int!,", "Query.board(day) is new and required"),
        ("Way = UP", "Way = DOWN", "Query.board(way) meant UP when left out and means DOWN"),
        ("Way = UP", "Way", "Query.board(way) meant UP when left out and means nothing"),
        ("UP DOWN", "UP", "Way.DOWN is gone"),
        ("Board | Row", "Board", "Result no longer has the member Row"),
        ("Board implements Node", "Board", "Board no longer implements Node"),
        ("note: String ids", "ids", "Input.note is gone"),
        ("note: String ids", "note: String! ids", "Input.note was String and is String!"),
        ("kind: Way!", "kind: Way! day: Int!", "Input.day is new and required"),
        ("ids: [ID!]", "ids: ID", "Input.ids was [ID!] and is ID"),
        ("kind: Way! note: String", "kind: Way! note: Int", "Input.note was String and is Int"),
        ("scalar Ore", "", "Ore is gone"),
        ("scalar Ore", "enum Ore { ONE }", "Ore is another sort of type"),
    ];
    for (from, to, expected) in cases {
        assert_eq!(found(from, to), [expected], "{from} → {to}");
    }
}

#[test]
fn what_breaks_nobody_is_let_through() {
    let cases = [
        ("old: Int @deprecated(reason: \"2026-01-01\") ", ""),
        (" ASIDE @deprecated(reason: \"2026-01-01\")", ""),
        ("note: String }", "note: String! }"),
        ("teamId: ID!", "teamId: ID"),
        ("limit: Int,", "limit: Int, day: Int, hour: Int! = 7,"),
        ("UP DOWN", "UP DOWN LEFT"),
        ("Board | Row", "Board | Row | Query"),
        ("kind: Way!", "kind: Way day: Int"),
        ("ids: [ID!]", "ids: [ID]"),
        ("type Row {", "type New { b: Int } type Row { c: Int"),
        ("name: String!", "name: String! @deprecated(reason: \"2026-11-22: use alias\")"),
    ];
    for (from, to) in cases {
        assert!(found(from, to).is_empty(), "{from} → {to}: {:?}", found(from, to));
    }
}

/// Words by which a description says in what a number is counted.
const UNITS: [&str; 10] =
    ["day", "minute", "second", "øre", "per cent", "point", "revision", "number of", "how many", "character"];

#[test]
fn everything_in_the_contract_is_described_and_quantities_say_their_unit() {
    let mut silent = Vec::new();
    for (name, definition) in types(&tavle_graphql::sdl()) {
        let mut say = |at: String, description: Option<String>, number: bool| {
            let text = description.unwrap_or_default().to_lowercase();
            if text.trim().len() < 3 {
                silent.push(format!("{at} has no description"));
            } else if number && !UNITS.iter().any(|unit| text.contains(unit)) {
                silent.push(format!("{at} does not say in what it is counted"));
            }
        };
        let text = |description: &Option<async_graphql::Positioned<String>>| {
            description.as_ref().map(|description| description.node.clone())
        };
        say(name.clone(), text(&definition.description), false);
        let is_number = |ty: String| ["Int", "Float", "Ore"].contains(&ty.trim_matches(['!', '[', ']']));
        let input =
            |value: &InputValueDefinition| (text(&value.description), is_number(value.ty.node.to_string()));
        let mut fields = |fields: &[async_graphql::Positioned<FieldDefinition>]| {
            for field in fields.iter().map(|field| &field.node) {
                let at = format!("{name}.{}", field.name.node);
                say(at.clone(), text(&field.description), is_number(field.ty.node.to_string()));
                for argument in field.arguments.iter().map(|argument| &argument.node) {
                    let (description, number) = input(argument);
                    say(format!("{at}({})", argument.name.node), description, number);
                }
            }
        };
        match &definition.kind {
            TypeKind::Object(object) => fields(&object.fields),
            TypeKind::Interface(interface) => fields(&interface.fields),
            TypeKind::Enum(values) => {
                for value in values.values.iter().map(|value| &value.node) {
                    say(format!("{name}.{}", value.value.node), text(&value.description), false);
                }
            }
            TypeKind::InputObject(object) => {
                for field in object.fields.iter().map(|field| &field.node) {
                    let (description, number) = input(field);
                    say(format!("{name}.{}", field.name.node), description, number);
                }
            }
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn what_is_deprecated_says_since_when_and_what_comes_instead() {
    let sdl = tavle_graphql::sdl();
    let reasons: Vec<&str> =
        sdl.split("@deprecated(reason: \"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    for reason in &reasons {
        let dated = reason.get(..10).is_some_and(|date| date.parse::<chrono::NaiveDate>().is_ok());
        assert!(dated && reason[10..].starts_with(": use "), "{reason}");
    }
    let used =
        sdl.lines().filter(|line| !line.starts_with("directive ") && line.contains("@deprecated")).count();
    assert_eq!(used, reasons.len(), "one has no reason");
}

#[test]
fn the_contract_is_sorted() {
    let names = |sdl: &str, head: &str| -> Vec<String> {
        let body = sdl.split(head).nth(1).unwrap().split("\n}").next().unwrap();
        let lines = body.split("\"\"\"").step_by(2).flat_map(str::lines);
        let own =
            lines.filter_map(|line| line.strip_prefix('\t')).filter(|line| !line.starts_with(['\t', ')']));
        own.map(|line| line.split(['(', ':']).next().unwrap().to_owned())
            .filter(|name| !name.is_empty())
            .collect()
    };
    let sdl = tavle_graphql::sdl();
    for head in ["\ntype Query {", "\ntype Entry implements Node {", "\nenum BoardStatus {"] {
        let names = names(&sdl, head);
        assert!(names.len() > 3 && names.is_sorted(), "{head} {names:?}");
    }
}
