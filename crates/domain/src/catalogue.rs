//! The tables of kinds as JSON, for those who draw forms and timelines from them: `proto/kinds.json`.

use serde_json::{Map, Value as Json, json};

use crate::{
    field::{FieldDef, FieldType, Ref},
    kind::{FAMILIES, Family, KindRow},
    personal::Class,
};

/// Every family with its kinds, and every field with its type and limits.
#[must_use]
pub fn kinds() -> Json {
    let mut fields = Map::new();
    for def in FAMILIES.iter().flat_map(|family| family.fields()) {
        fields.insert(def.name.to_owned(), field(def));
    }
    let families: Vec<_> = FAMILIES.iter().map(|family| self::family(family)).collect();
    json!({ "families": families, "fields": fields })
}

fn family(family: &Family) -> Json {
    let kinds: Vec<_> = family.rows.iter().map(kind).collect();
    json!({
        "noun": family.noun,
        "command": family.command,
        "input": family.input,
        "kindsEnum": family.kinds,
        "target": <&str>::from(family.target),
        "kinds": kinds,
    })
}

fn kind(row: &KindRow) -> Json {
    let names = |defs: &[&FieldDef]| defs.iter().map(|def| def.name).collect::<Vec<_>>();
    json!({
        "kind": row.kind.name(),
        "eventType": row.event_type,
        "version": row.version,
        "class": row.class.name(),
        "mark": <&str>::from(row.mark),
        "required": names(row.required),
        "optional": names(row.optional),
        "occursOn": row.occurs_on.map(|def| def.name),
        "starts": row.starts.iter().map(|d| <&str>::from(*d)).collect::<Vec<_>>(),
        "ends": row.ends.iter().map(|d| <&str>::from(*d)).collect::<Vec<_>>(),
        "raises": row.raises.map(<&str>::from),
        "settles": row.settles.iter().map(|s| <&str>::from(*s)).collect::<Vec<_>>(),
        "turnsOn": row.turns_on.map(<&str>::from),
        "turnsOff": row.turns_off.map(<&str>::from),
        "byService": row.by_service,
    })
}

fn field(def: &FieldDef) -> Json {
    let mut json = json!({
        "type": type_name(def.ty),
        "class": def.class.map(Class::name),
        "doc": def.doc,
    });
    let extra = match def.ty {
        FieldType::Line(max) | FieldType::Prose(max) => json!({ "max": max }),
        FieldType::Ore { min } => json!({ "min": min }),
        FieldType::Minutes(max) => json!({ "min": 1, "max": max }),
        FieldType::Count(min, max) => json!({ "min": min, "max": max }),
        FieldType::Choice(names) | FieldType::Choices(names) => json!({ "choices": names }),
        FieldType::Id(target) | FieldType::Ids(target) => json!({ "ref": reference(target) }),
        FieldType::Date | FieldType::PastDate | FieldType::Month | FieldType::Instant | FieldType::Flag => {
            json!({})
        }
    };
    if let (Json::Object(json), Json::Object(extra)) = (&mut json, extra) {
        json.extend(extra);
    }
    json
}

fn reference(target: Ref) -> &'static str {
    target.into()
}

/// The name of a field's type, e.g. `PAST_DATE`.
#[must_use]
pub const fn type_name(ty: FieldType) -> &'static str {
    match ty {
        FieldType::Line(_) => "LINE",
        FieldType::Prose(_) => "PROSE",
        FieldType::Ore { .. } => "ORE",
        FieldType::Minutes(_) => "MINUTES",
        FieldType::Count(..) => "COUNT",
        FieldType::Date => "DATE",
        FieldType::PastDate => "PAST_DATE",
        FieldType::Month => "MONTH",
        FieldType::Instant => "INSTANT",
        FieldType::Flag => "FLAG",
        FieldType::Choice(_) => "CHOICE",
        FieldType::Choices(_) => "CHOICES",
        FieldType::Id(_) => "ID",
        FieldType::Ids(_) => "IDS",
    }
}
