//! Whether an id is another team's or nobody's cannot be told, whatever else a step says.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use tavle_domain::{
    kind::{FAMILIES, Target},
    stream::StreamKind,
};

use crate::support::{Client, GATE_1, GATE_9, LYNG, SELJE, command_id, start};

const NOTHING: &str = "00000000-0000-4000-8000-00000000abcd";

/// An id of the own team, of another, of nothing, or none at all.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Of {
    Own,
    Other,
    Nothing,
    Absent,
}

const EACH: [Of; 4] = [Of::Own, Of::Other, Of::Nothing, Of::Absent];

impl Of {
    fn set(self, input: &mut Map<String, Json>, name: &str, own: impl serde::Serialize, other: Json) {
        let id = match self {
            Self::Own => json!(own),
            Self::Other => other,
            Self::Nothing => json!(NOTHING),
            Self::Absent => return,
        };
        input.insert(name.to_owned(), id);
    }

    /// What one who may not know of it has to take for the same.
    fn hidden(self) -> Self {
        if self == Self::Other { Self::Nothing } else { self }
    }
}

async fn answer(client: &Client, command: &str, kind: &str, dwelling: Of, participant: Of) -> Json {
    let mut input = Map::new();
    input.insert("kind".to_owned(), kind.into());
    input.insert("commandId".to_owned(), command_id());
    dwelling.set(&mut input, "dwellingId", GATE_1, json!(GATE_9));
    participant.set(&mut input, "participantId", LYNG, json!(SELJE));
    client.record(command, Json::Object(input)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_another_team_answers_as_what_does_not_exist_whatever_else_is_given() {
    let service = start().await;
    let mut tried = 0;
    for user in ["mh", "revisor", "vegg-nordlia"] {
        let client = service.with_token(user);
        for family in FAMILIES.iter().filter(|family| family.target != Target::Team) {
            for row in family.rows.iter().filter(|row| !row.by_service) {
                // Elsewhere a dwelling is not looked at; where it is a field, it is one of these too.
                let has_dwelling =
                    row.stream == StreamKind::Dwelling || row.fields().any(|def| def.name == "dwellingId");
                let dwellings = if has_dwelling { &EACH[..] } else { &[Of::Absent] };
                let mut answers: Vec<((Of, Of), Json)> = Vec::new();
                for dwelling in dwellings {
                    for participant in EACH {
                        let told =
                            answer(&client, family.command, row.kind.name(), *dwelling, participant).await;
                        answers.push(((*dwelling, participant), told));
                    }
                }
                for ((dwelling, participant), told) in &answers {
                    let same = (dwelling.hidden(), participant.hidden());
                    let expected = &answers.iter().find(|(asked, _)| *asked == same).unwrap().1;
                    let asked = (user, row.kind.name(), dwelling, participant);
                    assert_eq!(told, expected, "{asked:?}");
                    tried += usize::from(same != (*dwelling, *participant));
                }
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_dwelling_is_unknown_before_anything_is_said_about_the_participant() {
    let service = start().await;
    let unknown = |path| json!([{ "path": path, "code": "UNKNOWN", "max": null }]);
    let offered = "HOUSING_OFFERED";
    let mut codes = BTreeMap::new();
    for user in ["mh", "vegg-nordlia"] {
        let client = service.with_token(user);
        for dwelling in [Of::Other, Of::Nothing] {
            for participant in EACH {
                let told = answer(&client, "recordHousingStep", offered, dwelling, participant).await;
                assert_eq!(told["fields"], unknown("dwellingId"), "{user} {dwelling:?} {participant:?}");
            }
        }
        for participant in [Of::Other, Of::Nothing, Of::Absent] {
            let told = answer(&client, "recordHousingStep", offered, Of::Own, participant).await;
            codes.insert((user, format!("{participant:?}")), told["__typename"].clone());
        }
    }
    let of = |user| codes.iter().filter(move |((whose, _), _)| *whose == user).map(|(_, code)| code);
    assert!(of("mh").all(|code| *code == json!("Invalid")), "{codes:?}");
    assert!(of("vegg-nordlia").all(|code| *code == json!("Forbidden")), "{codes:?}");
}
