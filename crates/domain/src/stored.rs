//! An entry's stored form straight to bytes and back, without a tree of JSON in between. Replaying the log and
//! loading one do little else.

use std::{borrow::Cow, fmt};

use serde::{
    Serialize, Serializer,
    de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::Value as Json;

use crate::{
    entry::Fields,
    field::{FieldDef, Value},
    kind::KindRow,
    personal::{Class, Personal},
};

/// The bytes of the stored form: the same that its JSON would be written as.
pub(crate) fn bytes(row: &'static KindRow, fields: &Fields) -> Vec<u8> {
    // Writing to memory does not fail, and no name or value here is one that JSON has no form for.
    serde_json::to_vec(&Written { row, fields }).unwrap_or_default()
}

/// Fields as they are stored: in the order of their names, the personal ones wrapped.
struct Written<'a> {
    row: &'static KindRow,
    fields: &'a Fields,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for (name, value) in self.fields {
            let class = self.row.field(name).and_then(|def| def.class);
            match (class, value) {
                (Some(class), value) => map.serialize_entry(name, &WithClass { class, value })?,
                (None, Personal::Known(value)) => map.serialize_entry(name, &value.to_json())?,
                (None, Personal::Redacted) => {}
            }
        }
        map.end()
    }
}

struct WithClass<'a> {
    class: Class,
    value: &'a Personal<Value>,
}

impl Serialize for WithClass<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("class", self.class.name())?;
        if let Personal::Known(value) = self.value {
            map.serialize_entry("value", &value.to_json())?;
        }
        map.end()
    }
}

/// The fields of a stored entry in its present version. `None` where anything is out of the ordinary: reading
/// it as JSON then says what.
pub(crate) fn fields(row: &'static KindRow, data: &[u8]) -> Option<Fields> {
    let mut read = serde_json::Deserializer::from_slice(data);
    let fields = read.deserialize_map(OfRow(row)).ok()?;
    read.end().ok()?;
    Some(fields)
}

/// The stored object of a row.
struct OfRow(&'static KindRow);

impl<'de> Visitor<'de> for OfRow {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the fields of an entry")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::new();
        while let Some(Name(name)) = map.next_key()? {
            let Some(def) = self.0.field(&name) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = match def.class {
                Some(_) => map.next_value_seed(Wrapped(def))?,
                None => Personal::Known(read(def, &map.next_value()?)?),
            };
            fields.insert(def.name, value);
        }
        Ok(fields)
    }
}

/// `{"class": …, "value": …}`; redacted without a value.
struct Wrapped(&'static FieldDef);

impl<'de> DeserializeSeed<'de> for Wrapped {
    type Value = Personal<Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wrapped {
    type Value = Personal<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field that says something about a person")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut value = Personal::Redacted;
        while let Some(Name(name)) = map.next_key()? {
            if name == "value" {
                value = Personal::Known(read(self.0, &map.next_value()?)?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(value)
    }
}

fn read<E: Error>(def: &FieldDef, json: &Json) -> Result<Value, E> {
    def.ty.read(json).map_err(|_| E::custom("not a value of the field"))
}

/// A name, borrowed from the bytes where nothing in it is escaped.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(name)))
            }
            fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }
        from.deserialize_str(Text)
    }
}
