//! What in a new schema breaks clients of an old one.

use std::{collections::BTreeMap, fmt::Display};

use async_graphql::{
    Positioned,
    parser::{
        parse_schema,
        types::{
            BaseType, ConstDirective, EnumValueDefinition, FieldDefinition, InputValueDefinition, Type,
            TypeDefinition, TypeKind, TypeSystemDefinition,
        },
    },
};

pub type Types = BTreeMap<String, TypeDefinition>;

/// Reads a schema.
pub fn types(sdl: &str) -> Types {
    let document = parse_schema(sdl).expect("a schema");
    let definitions = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some(definition.node),
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    definitions.map(|definition| (definition.name.to_string(), definition)).collect()
}

/// Everything that a client of the old schema could stumble over, a line each. What the old schema said was
/// deprecated may go.
pub fn breaking(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (types(old), types(new));
    let mut found = Vec::new();
    for (name, old) in &old {
        match new.get(name) {
            None => found.push(format!("{name} is gone")),
            Some(new) => compare(name, &old.kind, &new.kind, &mut found),
        }
    }
    found
}

fn compare(name: &str, old: &TypeKind, new: &TypeKind, found: &mut Vec<String>) {
    match (old, new) {
        (TypeKind::Scalar, TypeKind::Scalar) => {}
        (TypeKind::Object(old), TypeKind::Object(new)) => {
            fields(name, &old.fields, &new.fields, found);
            gone(name, "no longer implements", &old.implements, &new.implements, found);
        }
        (TypeKind::Interface(old), TypeKind::Interface(new)) => {
            fields(name, &old.fields, &new.fields, found);
        }
        (TypeKind::Union(old), TypeKind::Union(new)) => {
            gone(name, "no longer has the member", &old.members, &new.members, found);
        }
        (TypeKind::Enum(old), TypeKind::Enum(new)) => values(name, &old.values, &new.values, found),
        (TypeKind::InputObject(old), TypeKind::InputObject(new)) => {
            let at = |field: &str| format!("{name}.{field}");
            inputs(&at, &old.fields, &new.fields, found);
        }
        _ => found.push(format!("{name} is another sort of type")),
    }
}

fn gone<T: Display + PartialEq>(
    name: &str,
    what: &str,
    old: &[Positioned<T>],
    new: &[Positioned<T>],
    found: &mut Vec<String>,
) {
    let missing = old.iter().filter(|old| new.iter().all(|new| new.node != old.node));
    found.extend(missing.map(|missing| format!("{name} {what} {}", missing.node)));
}

fn fields(
    name: &str,
    old: &[Positioned<FieldDefinition>],
    new: &[Positioned<FieldDefinition>],
    found: &mut Vec<String>,
) {
    for old in old.iter().map(|field| &field.node) {
        let at = format!("{name}.{}", old.name.node);
        let Some(new) = new.iter().map(|field| &field.node).find(|new| new.name.node == old.name.node) else {
            if !is_deprecated(&old.directives) {
                found.push(format!("{at} is gone"));
            }
            continue;
        };
        if !answers_fit(&old.ty.node, &new.ty.node) {
            found.push(format!("{at} was {} and is {}", old.ty.node, new.ty.node));
        }
        let argument = |argument: &str| format!("{at}({argument})");
        inputs(&argument, &old.arguments, &new.arguments, found);
    }
}

fn values(
    name: &str,
    old: &[Positioned<EnumValueDefinition>],
    new: &[Positioned<EnumValueDefinition>],
    found: &mut Vec<String>,
) {
    for old in old.iter().map(|value| &value.node) {
        let is_there = new.iter().any(|new| new.node.value.node == old.value.node);
        if !is_there && !is_deprecated(&old.directives) {
            found.push(format!("{name}.{} is gone", old.value.node));
        }
    }
}

/// Arguments, or the fields of an input.
fn inputs(
    at: &dyn Fn(&str) -> String,
    old: &[Positioned<InputValueDefinition>],
    new: &[Positioned<InputValueDefinition>],
    found: &mut Vec<String>,
) {
    let find = |all: &[Positioned<InputValueDefinition>], name: &str| {
        all.iter().map(|value| value.node.clone()).find(|value| value.name.node == name)
    };
    for old in old.iter().map(|value| &value.node) {
        let name = old.name.node.as_str();
        let Some(new) = find(new, name) else {
            if !is_deprecated(&old.directives) {
                found.push(format!("{} is gone", at(name)));
            }
            continue;
        };
        if !sent_fits(&old.ty.node, &new.ty.node) {
            found.push(format!("{} was {} and is {}", at(name), old.ty.node, new.ty.node));
        }
        let text =
            |value: &InputValueDefinition| value.default_value.as_ref().map(|value| value.node.to_string());
        if text(old) != text(&new) {
            let shown = |value| text(value).unwrap_or_else(|| "nothing".to_owned());
            found.push(format!("{} meant {} when left out and means {}", at(name), shown(old), shown(&new)));
        }
    }
    for new in new.iter().map(|value| &value.node) {
        let name = new.name.node.as_str();
        if !new.ty.node.nullable && new.default_value.is_none() && find(old, name).is_none() {
            found.push(format!("{} is new and required", at(name)));
        }
    }
}

/// What is answered may promise more than before, never less.
fn answers_fit(old: &Type, new: &Type) -> bool {
    (old.nullable || !new.nullable)
        && match (&old.base, &new.base) {
            (BaseType::Named(old), BaseType::Named(new)) => old == new,
            (BaseType::List(old), BaseType::List(new)) => answers_fit(old, new),
            _ => false,
        }
}

/// What is taken may ask for less than before, never more.
fn sent_fits(old: &Type, new: &Type) -> bool {
    (new.nullable || !old.nullable)
        && match (&old.base, &new.base) {
            (BaseType::Named(old), BaseType::Named(new)) => old == new,
            (BaseType::List(old), BaseType::List(new)) => sent_fits(old, new),
            _ => false,
        }
}

fn is_deprecated(directives: &[Positioned<ConstDirective>]) -> bool {
    directives.iter().any(|directive| directive.node.name.node == "deprecated")
}
