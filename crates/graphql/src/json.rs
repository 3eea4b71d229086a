//! Answers as JSON. What was written before is copied as it stands.

use std::io;

use serde::Serialize;
use serde_json::{
    Serializer,
    ser::{CompactFormatter, Formatter},
};

/// Writes an answer. `None` for what has no JSON, which no answer of the schema is.
///
/// Bytes are a piece of the answer that was written before: no field of the schema is made of bytes.
pub fn to_json(answer: &impl Serialize) -> Option<Vec<u8>> {
    let mut json = Vec::with_capacity(1024);
    answer.serialize(&mut Serializer::with_formatter(&mut json, WithWritten(CompactFormatter))).ok()?;
    Some(json)
}

struct WithWritten(CompactFormatter);

impl Formatter for WithWritten {
    fn write_byte_array<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: &[u8]) -> io::Result<()> {
        writer.write_all(value)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use async_graphql::{Name, Value, indexmap::IndexMap};

    use super::*;

    #[test]
    fn what_was_written_before_stands_in_the_answer_as_the_same_json() {
        let rows = Value::List(vec![Value::from("Svale \"æ\""), Value::Null, Value::from(3)]);
        let answer = |rows| Value::Object(IndexMap::from_iter([(Name::new("rows"), rows)]));
        let written = Value::Binary(to_json(&rows).unwrap().into());
        assert_eq!(to_json(&answer(written)).unwrap(), serde_json::to_vec(&answer(rows)).unwrap());
    }
}
