//! An entry: one kind with its fields. The only constructor validates, on command and on decoding alike.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::{
    field::{Field, FieldDef, FieldProblem, FieldType, FromValue, Problem, Value},
    kind::{Kind, KindRow},
    personal::{Class, Personal},
    stored,
};

/// Given with every entry older than the team's limit for backdating.
pub static BACKDATING_REASON: Field<String> = Field::personal(
    "backdatingReason",
    Class::FreeText,
    FieldType::Line(300),
    "Why the entry is recorded so long after it happened.",
);

/// Field name → value. Ordered, so that the stored bytes follow from the content alone.
pub type Fields = BTreeMap<&'static str, Personal<Value>>;

/// One validated entry of any family.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    row: &'static KindRow,
    fields: Fields,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct(self.row.event_type).field("fields", &self.fields.keys()).finish()
    }
}

impl Entry {
    /// Checks fields given in their JSON form against the kind's row.
    ///
    /// # Errors
    /// Every problem found, one a field.
    pub fn from_input(row: &'static KindRow, input: &Map<String, Json>) -> Result<Self, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut fields = Fields::new();
        for (name, json) in input.iter().filter(|(_, json)| !json.is_null()) {
            match row.field(name).map(|def| (def, def.ty.read(json))) {
                Some((def, Ok(value))) => {
                    fields.insert(def.name, Personal::Known(value));
                }
                // An empty box in a form is a box left out; a required one is reported below.
                Some((_, Err(Problem::Required))) => {}
                Some((def, Err(problem))) => problems.push(FieldProblem { path: def.name, problem }),
                None => problems
                    .push(FieldProblem { path: row.known_name(name), problem: Problem::NotForThisKind }),
            }
        }
        let reported: Vec<_> = problems.iter().map(|p| p.path).collect();
        problems.extend(
            (row.required.iter())
                .filter(|def| !fields.contains_key(def.name) && !reported.contains(&def.name))
                .map(|def| FieldProblem { path: def.name, problem: Problem::Required }),
        );
        if problems.is_empty() {
            problems.extend((row.check)(&fields));
        }
        if problems.is_empty() { Ok(Self { row, fields }) } else { Err(problems) }
    }

    /// Reads the stored form. Redacted fields are accepted as they are; a field that the row no longer knows
    /// is kept out, so an old entry never stops a fold.
    ///
    /// # Errors
    /// Every problem found, as for input.
    pub fn from_stored(row: &'static KindRow, stored: &Map<String, Json>) -> Result<Self, Vec<FieldProblem>> {
        let mut fields = Fields::new();
        let mut problems = Vec::new();
        for def in row.fields() {
            let Some(json) = stored.get(def.name) else { continue };
            match read_stored(def, json) {
                Ok(value) => {
                    fields.insert(def.name, value);
                }
                Err(problem) => problems.push(FieldProblem { path: def.name, problem }),
            }
        }
        let missing = row.required.iter().filter(|def| !stored.contains_key(def.name));
        problems.extend(missing.map(|def| FieldProblem { path: def.name, problem: Problem::Required }));
        if problems.is_empty() { Ok(Self { row, fields }) } else { Err(problems) }
    }

    /// Reads the stored form of the present version from its bytes. `None` where it is out of the ordinary in
    /// any way; [`from_stored`](Self::from_stored) then says whether it can be read, and what is wrong with it.
    #[must_use]
    pub fn from_bytes(row: &'static KindRow, data: &[u8]) -> Option<Self> {
        let fields = stored::fields(row, data)?;
        let is_whole = row.required.iter().all(|def| fields.contains_key(def.name));
        is_whole.then_some(Self { row, fields })
    }

    /// The stored form, with every personal field wrapped.
    #[must_use]
    pub fn to_stored(&self) -> Map<String, Json> {
        stored_fields(self.row, &self.fields)
    }

    /// The bytes of [`to_stored`](Self::to_stored).
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        stored::bytes(self.row, &self.fields)
    }

    /// A builder for entries that code writes, such as a reservation or an import.
    #[must_use]
    pub fn build(kind: Kind) -> EntryBuilder {
        EntryBuilder { row: kind.row(), input: Map::new() }
    }

    /// The same kind with other fields: what an entry says after a correction.
    ///
    /// # Errors
    /// Every problem found, as for input.
    pub fn corrected(&self, set: &Fields, clear: &[&'static str]) -> Result<Self, Vec<FieldProblem>> {
        let mut fields = self.fields.clone();
        fields.extend(set.iter().map(|(name, value)| (*name, value.clone())));
        fields.retain(|name, _| !clear.contains(name));
        let missing = self.row.required.iter().filter(|def| !fields.contains_key(def.name));
        let mut problems: Vec<_> =
            missing.map(|def| FieldProblem { path: def.name, problem: Problem::Required }).collect();
        if problems.is_empty() {
            problems.extend((self.row.check)(&fields));
        }
        if problems.is_empty() { Ok(Self { row: self.row, fields }) } else { Err(problems) }
    }

    /// The kind's row in its family's table.
    #[must_use]
    pub const fn row(&self) -> &'static KindRow {
        self.row
    }

    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.row.kind
    }

    /// All fields that were given.
    #[must_use]
    pub const fn fields(&self) -> &Fields {
        &self.fields
    }

    /// A field's value where it was given and is known. A redacted value reads as not known: every fold says
    /// what that means for it.
    pub fn get<T: FromValue>(&self, field: &Field<T>) -> Option<T> {
        get(&self.fields, field)
    }
}

/// A field's value where it was given and is known.
pub fn get<T: FromValue>(fields: &Fields, field: &Field<T>) -> Option<T> {
    fields.get(field.def.name)?.known().and_then(T::from_value)
}

/// Fields in their stored form.
#[must_use]
pub fn stored_fields(row: &KindRow, fields: &Fields) -> Map<String, Json> {
    let wrap = |(name, value): (&&'static str, &Personal<Value>)| {
        let json = match (row.field(name).and_then(|def| def.class), value) {
            (Some(class), Personal::Known(value)) => Personal::Known(value.to_json()).to_json(class),
            (Some(class), Personal::Redacted) => Personal::Redacted.to_json(class),
            (None, Personal::Known(value)) => value.to_json(),
            (None, Personal::Redacted) => return None,
        };
        Some(((*name).to_owned(), json))
    };
    fields.iter().filter_map(wrap).collect()
}

/// Reads one field's stored form.
///
/// # Errors
/// What is wrong with the value.
pub fn read_stored(def: &FieldDef, json: &Json) -> Result<Personal<Value>, Problem> {
    if def.class.is_none() {
        return def.ty.read(json).map(Personal::Known);
    }
    match json.get("value") {
        Some(value) => def.ty.read(value).map(Personal::Known),
        None => Ok(Personal::Redacted),
    }
}

/// Builds an entry in code from typed values; see [`Entry::build`].
#[derive(Debug)]
pub struct EntryBuilder {
    row: &'static KindRow,
    input: Map<String, Json>,
}

impl EntryBuilder {
    /// Sets a field from its JSON form.
    #[must_use]
    pub fn with<T>(mut self, field: &Field<T>, value: impl Into<Json>) -> Self {
        self.input.insert(field.def.name.to_owned(), value.into());
        self
    }

    /// Sets a field where there is a value.
    #[must_use]
    pub fn maybe<T>(self, field: &Field<T>, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(field, value),
            None => self,
        }
    }

    /// The fields as a client would send them.
    #[must_use]
    pub fn input(self) -> (&'static KindRow, Map<String, Json>) {
        (self.row, self.input)
    }

    /// Checks and builds.
    ///
    /// # Errors
    /// Every problem found.
    pub fn finish(self) -> Result<Entry, Vec<FieldProblem>> {
        Entry::from_input(self.row, &self.input)
    }
}
