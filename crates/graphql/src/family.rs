//! The inputs of the mutations, registered from the tables of kinds: a new kind or field needs no line here.

use std::{borrow::Cow, marker::PhantomData};

use async_graphql::{
    InputType, InputValueError, InputValueResult, Value,
    registry::{Deprecation, MetaInputValue, MetaType, MetaTypeId, Registry},
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};
use tavle_domain::{
    field::{FieldDef, FieldProblem, FieldType, Problem},
    id::{CommandId, DwellingId, ParticipantId, TeamId},
    kind::{Family, KindRow, Target},
};
use uuid::{Uuid, Variant};

use crate::{enums::meta_enum, scalars};

/// Names one family at the type level, so that each input is a type of its own.
pub trait FamilyOf: Send + Sync + 'static {
    /// The family.
    const FAMILY: &'static Family;
}

/// What a client sends to record a step of family `F`.
#[derive(Debug)]
pub struct StepInput<F> {
    /// The command's id.
    pub command: CommandId,
    /// The kind's row.
    pub row: &'static KindRow,
    /// The team, where the step makes something that a team will own.
    pub team: Option<TeamId>,
    /// The participant it is about.
    pub participant: Option<ParticipantId>,
    /// The dwelling it is aimed at.
    pub dwelling: Option<DwellingId>,
    /// When it occurred.
    pub occurred_at: Option<DateTime<Utc>>,
    /// The revision that the client saw.
    pub expected_revision: Option<u64>,
    /// The fields, still to be checked against the row.
    pub fields: Map<String, Json>,
    /// What cannot be read beside the fields: ids that are none, a command's id of another version, a revision below 0.
    pub problems: Vec<FieldProblem>,
    family: PhantomData<fn() -> F>,
}

/// A field that every step has, beside those of its kind.
struct Common {
    name: &'static str,
    ty: &'static str,
    doc: &'static str,
}

const COMMON: [Common; 3] = [
    Common {
        name: "commandId",
        ty: "UUID!",
        doc: "Made by the client, UUID version 7. The same id with the same content records once.",
    },
    Common { name: "occurredAt", ty: "DateTime", doc: "When it occurred; now where it is left out." },
    Common {
        name: "expectedRevision",
        ty: "Int",
        doc: "The revision of the stream that the client saw; another one answers Conflict.",
    },
];

/// What a family's step is aimed at, as fields of its input.
const fn targets(target: Target) -> &'static [Common] {
    const TEAM: Common = Common {
        name: "teamId",
        ty: "ID",
        doc: "The team. Needed where the step makes a participant or a dwelling.",
    };
    const PARTICIPANT: Common =
        Common { name: "participantId", ty: "ID", doc: "The participant it is about." };
    const DWELLING: Common = Common { name: "dwellingId", ty: "ID", doc: "The dwelling it concerns." };
    match target {
        Target::Participant => &[TEAM, PARTICIPANT],
        Target::Dwelling => &[TEAM, PARTICIPANT, DWELLING],
        Target::Team => &[TEAM],
    }
}

impl<F: FamilyOf> InputType for StepInput<F> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(F::FAMILY.input)
    }

    fn create_type_info(registry: &mut Registry) -> String {
        scalars::Uuid::create_type_info(registry);
        scalars::DateTime::create_type_info(registry);
        scalars::LocalDate::create_type_info(registry);
        scalars::Ore::create_type_info(registry);
        registry.create_input_type::<Self, _>(MetaTypeId::InputObject, |registry| {
            register_kinds(registry, F::FAMILY);
            input_object(registry, F::FAMILY)
        })
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let json = value.unwrap_or_default().into_json();
        let Ok(Json::Object(fields)) = json else {
            return Err(InputValueError::custom("an input object is needed"));
        };
        read(fields)
    }

    fn to_value(&self) -> Value {
        Value::Null
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}

fn read<F: FamilyOf>(mut fields: Map<String, Json>) -> InputValueResult<StepInput<F>> {
    let needed = |name: &str| InputValueError::custom(format!("{name} is missing or has the wrong form"));
    let kind = fields.remove("kind");
    let row = kind.as_ref().and_then(Json::as_str).and_then(|kind| F::FAMILY.row_named(kind));
    let command = fields.remove("commandId");
    let command = command.as_ref().and_then(Json::as_str).and_then(|id| Uuid::parse_str(id).ok());
    let command = command.ok_or_else(|| needed("commandId"))?;
    let occurred_at = match fields.remove("occurredAt") {
        None | Some(Json::Null) => None,
        Some(json) => {
            let at = json.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
            Some(at.ok_or_else(|| needed("occurredAt"))?.with_timezone(&Utc))
        }
    };
    let mut problems = Vec::new();
    problems.extend(command_id(command).err());
    let expected_revision = match fields.remove("expectedRevision") {
        None | Some(Json::Null) => None,
        Some(json) => {
            let below = FieldProblem { path: "expectedRevision", problem: Problem::TooSmall };
            json.as_u64().or_else(|| {
                problems.push(below);
                None
            })
        }
    };
    let targets: Vec<_> = targets(F::FAMILY.target).iter().map(|common| common.name).collect();
    let mut target = |name: &'static str| {
        // Elsewhere a field of the kind may have the same name.
        let given = targets.contains(&name).then(|| fields.remove(name))??;
        if given.is_null() {
            return None;
        }
        let id = given.as_str().and_then(|text| Uuid::parse_str(text).ok());
        // What is no id names nothing, as an id that nobody has.
        id.or_else(|| {
            problems.push(FieldProblem { path: name, problem: Problem::Unknown });
            None
        })
    };
    let (team, participant, dwelling) = (target("teamId"), target("participantId"), target("dwellingId"));
    Ok(StepInput {
        command: CommandId(command),
        row: row.ok_or_else(|| needed("kind"))?,
        team: team.map(TeamId),
        participant: participant.map(ParticipantId),
        dwelling: dwelling.map(DwellingId),
        occurred_at,
        expected_revision,
        fields,
        problems,
        family: PhantomData,
    })
}

/// A command's id. The ids of what it makes follow from it, and are in the order of time as it is.
///
/// # Errors
/// A UUID of another version.
pub fn command_id(id: Uuid) -> Result<CommandId, FieldProblem> {
    let is_v7 = id.get_version_num() == 7 && id.get_variant() == Variant::RFC4122;
    is_v7.then_some(CommandId(id)).ok_or(FieldProblem { path: "commandId", problem: Problem::WrongType })
}

/// The kinds that a person may choose, as an enum.
fn register_kinds(registry: &mut Registry, family: &'static Family) {
    let rows = family.rows.iter().filter(|row| !row.by_service);
    let names: Vec<_> = rows.map(|row| row.kind.name()).collect();
    let meta = meta_enum(family.kinds, &format!("Steps of {}.", family.command), &names);
    registry.types.insert(family.kinds.to_owned(), meta);
}

fn input_object(registry: &mut Registry, family: &'static Family) -> MetaType {
    let mut fields: Vec<MetaInputValue> = Vec::new();
    let mut add = |name: &str, ty: String, doc: String| {
        if fields.iter().all(|field| field.name != name) {
            fields.push(input_value(name, ty, doc));
        }
    };
    add("kind", format!("{}!", family.kinds), "Which step.".to_owned());
    for common in COMMON.iter().chain(targets(family.target)) {
        add(common.name, common.ty.to_owned(), common.doc.to_owned());
    }
    let chosen = family.rows.iter().filter(|row| !row.by_service);
    for def in chosen.flat_map(KindRow::fields) {
        add(def.name, type_of(registry, def), format!("{} {}", def.doc, used_by(family, def)));
    }
    MetaType::InputObject {
        name: family.input.to_owned(),
        description: Some(family.doc.to_owned()),
        input_fields: fields.into_iter().map(|field| (field.name.clone(), field)).collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        oneof: false,
        directive_invocations: Vec::new(),
    }
}

/// Which kinds need the field and which may have it.
fn used_by(family: &Family, def: &FieldDef) -> String {
    let names = |pick: fn(&KindRow) -> &'static [&'static FieldDef]| {
        let rows = family.rows.iter().filter(|row| pick(row).contains(&def));
        rows.map(|row| row.kind.name()).collect::<Vec<_>>().join(", ")
    };
    match (names(|row| row.required), names(|row| row.optional)) {
        (required, optional) if required.is_empty() && optional.is_empty() => {
            "Optional for every kind.".into()
        }
        (required, optional) if optional.is_empty() => format!("Required for {required}."),
        (required, optional) if required.is_empty() => format!("Optional for {optional}."),
        (required, optional) => format!("Required for {required}. Optional for {optional}."),
    }
}

fn input_value(name: &str, ty: String, doc: String) -> MetaInputValue {
    MetaInputValue {
        name: name.to_owned(),
        description: Some(doc),
        ty,
        deprecation: Deprecation::NoDeprecated,
        default_value: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        is_secret: false,
        directive_invocations: Vec::new(),
    }
}

/// The API type of a field. Choices become an enum named after the field.
fn type_of(registry: &mut Registry, def: &'static FieldDef) -> String {
    match def.ty {
        FieldType::Line(_) | FieldType::Prose(_) | FieldType::Month => "String".to_owned(),
        FieldType::Ore { .. } => "Ore".to_owned(),
        FieldType::Minutes(_) | FieldType::Count(..) => "Int".to_owned(),
        FieldType::Date | FieldType::PastDate => "LocalDate".to_owned(),
        FieldType::Instant => "DateTime".to_owned(),
        FieldType::Flag => "Boolean".to_owned(),
        FieldType::Id(_) => "ID".to_owned(),
        FieldType::Ids(_) => "[ID!]".to_owned(),
        FieldType::Choice(names) => choice(registry, def, names),
        FieldType::Choices(names) => format!("[{}!]", choice(registry, def, names)),
    }
}

fn choice(registry: &mut Registry, def: &FieldDef, names: &'static [&'static str]) -> String {
    let mut name = def.name.to_owned();
    name[..1].make_ascii_uppercase();
    // The team's model and the role are also read, under these names.
    let name = if name == "Model" { "TeamModel".to_owned() } else { name };
    registry.types.entry(name.clone()).or_insert_with(|| meta_enum(&name, def.doc, names));
    name
}
