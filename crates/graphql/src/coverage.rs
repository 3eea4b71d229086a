//! `access.csv` says of every field, argument and input field who may have it: `yes`, `part` of it, `null` where
//! the object is shown without it, `no`. A field without a row and a row without a field fail here; whether the
//! rows are true is asked of the running service, in `tests/access/coverage.rs`.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::{
    parse_schema,
    types::{FieldDefinition, InputValueDefinition, TypeKind, TypeSystemDefinition},
};

const ROWS: &str = include_str!("../access.csv");
const HEADER: &str = "field,TEAM_LEADER,TEAM_MEMBER,SUPERVISOR,AUDITOR,ADMINISTRATOR,KIOSK,nobody";
const CELLS: [&str; 4] = ["yes", "part", "null", "no"];

fn rows() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut lines = ROWS.lines();
    assert_eq!(lines.next(), Some(HEADER));
    let mut rows = BTreeMap::new();
    for line in lines {
        let (field, cells) = line.split_once(',').expect("a row");
        let cells: Vec<_> = cells.split(',').collect();
        assert_eq!(cells.len(), 7, "{line}");
        assert!(cells.iter().all(|cell| CELLS.contains(cell)), "{line}");
        assert!(rows.insert(field, cells).is_none(), "two rows of {field}");
    }
    rows
}

/// `Type.field`, `Type.field(argument)` and `Input.field` of the whole schema.
fn fields() -> BTreeSet<String> {
    let schema = parse_schema(crate::schema::sdl()).expect("the schema parses");
    let types = schema.definitions.iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(of) => Some(&of.node),
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    let mut names = BTreeSet::new();
    for of in types {
        let of_type = &of.name.node;
        let name = |field: &InputValueDefinition| format!("{of_type}.{}", field.name.node);
        match &of.kind {
            TypeKind::Object(object) => object.fields.iter().for_each(|field| {
                let FieldDefinition { name, arguments, .. } = &field.node;
                names.insert(format!("{of_type}.{}", name.node));
                let of_argument = |argument: &InputValueDefinition| argument.name.node.to_string();
                let arguments = arguments.iter().map(|argument| of_argument(&argument.node));
                names.extend(arguments.map(|argument| format!("{of_type}.{}({argument})", name.node)));
            }),
            TypeKind::InputObject(input) => names.extend(input.fields.iter().map(|field| name(&field.node))),
            TypeKind::Interface(interface) => {
                assert!(interface.fields.iter().all(|field| field.node.arguments.is_empty()), "{of_type}");
                names.extend(
                    interface.fields.iter().map(|field| format!("{of_type}.{}", field.node.name.node)),
                );
            }
            TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) => {}
        }
    }
    names
}

#[test]
fn every_field_argument_and_input_has_a_row_and_every_row_has_a_field() {
    let (rows, fields) = (rows(), fields());
    let without_row: Vec<_> = fields.iter().filter(|field| !rows.contains_key(field.as_str())).collect();
    assert!(without_row.is_empty(), "add to access.csv who may have: {without_row:?}");
    let without_field: Vec<_> = rows.keys().filter(|row| !fields.contains(**row)).collect();
    assert!(without_field.is_empty(), "access.csv has rows of nothing: {without_field:?}");
    assert!(fields.len() > 400 && ROWS.lines().skip(1).is_sorted());
}

#[test]
fn an_argument_is_open_to_no_more_than_its_field_and_nothing_is_open_to_whoever_has_not_signed_in() {
    let rows = rows();
    for (row, cells) in &rows {
        assert_eq!(cells[6], "no", "{row}");
        assert!(cells.iter().any(|cell| *cell != "no"), "{row} is for no role: why is it there?");
        if let Some((field, _)) = row.split_once('(') {
            let of_field = &rows[field];
            let wider = cells.iter().zip(of_field).any(|(cell, field)| *cell != "no" && *field == "no");
            assert!(!wider, "{row} is open to more than {field}");
        }
    }
}
