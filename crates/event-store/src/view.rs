//! The body of a look as JSON. The names here are the storage format.

use serde_json::{Map, Value as Json, json};
use tavle_domain::{
    access::{View, Whom},
    effective::AsOf,
    id::{EntryId, ParticipantId},
};
use uuid::Uuid;

use crate::{
    body::{object, read_instant, text, write_instant},
    codec::Unread,
};

/// The stored form.
pub fn write(view: &View) -> Map<String, Json> {
    let mut data = object([
        ("what", json!(view.what.name())),
        ("outcome", json!(if view.denied.is_none() { "SHOWN" } else { "DENIED" })),
        ("operation", json!(view.operation)),
        ("purpose", json!(view.purpose.name())),
        ("policy", json!(view.policy)),
    ]);
    let whom = match &view.whom {
        Whom::Exactly(who) => ("participants", json!(who.iter().map(|id| id.0).collect::<Vec<_>>())),
        Whom::SameAs(event) => ("sameAs", json!(event.0)),
    };
    data.extend(object([whom]));
    if let Some(denied) = view.denied {
        data.extend(object([("reason", json!(denied.name()))]));
    }
    for (name, at) in [("knownAt", view.as_of.known_at), ("happenedAt", view.as_of.happened_at)] {
        data.extend(at.map(|at| (name.to_owned(), write_instant(at))));
    }
    data
}

/// Reads the stored form.
///
/// # Errors
/// Why it cannot be read.
pub fn read(data: &Map<String, Json>) -> Result<View, Unread> {
    let denied = match text(data, "outcome")? {
        "SHOWN" => None,
        "DENIED" => Some(text(data, "reason")?.parse().map_err(|_| Unread::NotKnown)?),
        _ => return Err(Unread::NotKnown),
    };
    let instant = |name: &str| data.get(name).map(|_| read_instant(text(data, name)?)).transpose();
    Ok(View {
        what: text(data, "what")?.parse().map_err(|_| Unread::NotKnown)?,
        denied,
        whom: read_whom(data)?,
        as_of: AsOf { known_at: instant("knownAt")?, happened_at: instant("happenedAt")? },
        operation: text(data, "operation")?.to_owned(),
        purpose: text(data, "purpose")?.parse().map_err(|_| Unread::NotKnown)?,
        policy: text(data, "policy")?.to_owned(),
    })
}

fn read_whom(data: &Map<String, Json>) -> Result<Whom, Unread> {
    let id = |text: &str| Uuid::parse_str(text).map_err(|_| Unread::Malformed);
    if data.contains_key("sameAs") {
        return Ok(Whom::SameAs(EntryId(id(text(data, "sameAs")?)?)));
    }
    let who = data.get("participants").and_then(Json::as_array).ok_or(Unread::Malformed)?;
    let who = who.iter().map(|one| Ok(ParticipantId(id(one.as_str().ok_or(Unread::Malformed)?)?)));
    Ok(Whom::Exactly(who.collect::<Result<_, _>>()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use chrono::DateTime;
    use tavle_domain::access::{Action, Denied, Purpose};

    use super::*;
    use crate::testing::id;

    fn look(whom: Whom) -> View {
        View {
            what: Action::SeeBoard,
            denied: None,
            whom,
            as_of: AsOf::NOW,
            operation: "board".to_owned(),
            purpose: Purpose::FollowUp,
            policy: "2026-11".to_owned(),
        }
    }

    #[test]
    fn every_form_of_a_look_is_read_as_it_was_written() {
        let at = DateTime::from_timestamp_micros(1_795_507_200_123_456);
        let people = Whom::Exactly(vec![id(1).into(), id(2).into()]);
        for view in [
            look(people.clone()),
            look(Whom::Exactly(Vec::new())),
            look(Whom::SameAs(id(7).into())),
            View { as_of: AsOf { known_at: at, happened_at: None }, ..look(people.clone()) },
            View { as_of: AsOf { known_at: at, happened_at: at }, ..look(people.clone()) },
            View { denied: Some(Denied::Role), what: Action::Record, ..look(people) },
        ] {
            assert_eq!(read(&write(&view)), Ok(view));
        }
    }

    #[test]
    fn a_look_that_says_something_unknown_is_not_guessed_at() {
        let written = write(&look(Whom::SameAs(id(7).into())));
        let changed = |name: &str, json: Json| {
            let mut data = written.clone();
            data.insert(name.to_owned(), json);
            read(&data).unwrap_err()
        };
        for (name, json, why) in [
            ("what", json!("DREAMS"), Unread::NotKnown),
            ("outcome", json!("GUESSED"), Unread::NotKnown),
            ("outcome", json!("DENIED"), Unread::Malformed),
            ("purpose", json!("CURIOSITY"), Unread::NotKnown),
            ("sameAs", json!("x"), Unread::Malformed),
            ("knownAt", json!("yesterday"), Unread::Malformed),
            ("knownAt", json!(7), Unread::Malformed),
        ] {
            assert_eq!(changed(name, json), why, "{name}");
        }
        let mut nobody = written.clone();
        nobody.remove("sameAs");
        assert_eq!(read(&nobody), Err(Unread::Malformed));
    }
}
