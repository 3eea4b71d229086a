//! Older stored forms, brought up to the present one step at a time.

use serde_json::{Map, Value as Json};

/// Turns the stored fields of one version into those of the next.
///
/// It also sees the fields that a correction sets or clears: a part of them only, with `null` for a field
/// that is cleared. It must leave alone what is not there.
pub type Upcaster = fn(Map<String, Json>) -> Map<String, Json>;

/// One step for one type.
#[derive(Clone, Copy, Debug)]
pub struct Upcast {
    /// The stored type.
    pub event_type: &'static str,
    /// The version it reads; it gives the next one.
    pub from: u16,
    /// The step.
    pub apply: Upcaster,
}

/// Every step there is, in the order of types and versions.
pub static UPCASTS: &[Upcast] = &[
    Upcast { event_type: "ParticipantDischargedFromWard", from: 1, apply: discharged_to },
    Upcast { event_type: "ParticipantDischargedFromWard", from: 2, apply: team_part },
];

/// Having a home or not became where to. What was said to be no home may have been a temporary stay.
fn discharged_to(mut fields: Map<String, Json>) -> Map<String, Json> {
    flag_to_choice(&mut fields, "housedAtDischarge", "dischargedTo", ["NO_HOME", "HOME"]);
    fields
}

/// Being involved or not became what part the team had. Who was not involved may have been told.
fn team_part(mut fields: Map<String, Json>) -> Map<String, Json> {
    flag_to_choice(&mut fields, "teamInvolved", "teamPart", ["NO_PART", "TOOK_PART"]);
    fields
}

/// A personal yes or no that became one of several, under another name: what no became, then what yes became.
/// What was erased or cleared stays so, and what is neither yes nor no is left for the reading to refuse.
fn flag_to_choice(fields: &mut Map<String, Json>, from: &str, to: &str, [no, yes]: [&str; 2]) {
    let Some(mut stored) = fields.remove(from) else { return };
    if let Some(value) = stored.get_mut("value")
        && let Some(flag) = value.as_bool()
    {
        *value = Json::from(if flag { yes } else { no });
    }
    fields.insert(to.to_owned(), stored);
}

/// The fields in version `to`. `None` when a step is missing.
#[must_use]
pub fn upcast(
    steps: &[Upcast],
    event_type: &str,
    from: u16,
    to: u16,
    fields: Map<String, Json>,
) -> Option<Map<String, Json>> {
    (from..to).try_fold(fields, |fields, version| {
        let step = steps.iter().find(|step| step.from == version && step.event_type == event_type)?;
        Some((step.apply)(fields))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tavle_domain::kind::row_of;

    use super::*;

    const STEPS: &[Upcast] = &[
        Upcast { event_type: "RentChanged", from: 1, apply: kroner_to_ore },
        Upcast { event_type: "RentChanged", from: 2, apply: rename },
        Upcast { event_type: "RentPaid", from: 1, apply: |_| Map::new() },
    ];

    fn kroner_to_ore(mut fields: Map<String, Json>) -> Map<String, Json> {
        if let Some(rent) = fields.remove("rent") {
            fields.insert("ore".to_owned(), rent.as_i64().map_or(Json::Null, |kroner| json!(kroner * 100)));
        }
        fields
    }

    fn rename(mut fields: Map<String, Json>) -> Map<String, Json> {
        if let Some(ore) = fields.remove("ore") {
            fields.insert("rentOre".to_owned(), ore);
        }
        fields
    }

    fn fields(json: &Json) -> Map<String, Json> {
        json.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn steps_follow_each_other() {
        let old = fields(&json!({"rent": 9200, "from": "2026-11-01"}));
        let new = fields(&json!({"rentOre": 920_000, "from": "2026-11-01"}));
        assert_eq!(upcast(STEPS, "RentChanged", 1, 3, old), Some(new.clone()));
        assert_eq!(upcast(STEPS, "RentChanged", 3, 3, new.clone()), Some(new));
    }

    #[test]
    fn a_part_of_the_fields_passes_too() {
        assert_eq!(upcast(STEPS, "RentChanged", 1, 3, Map::new()), Some(Map::new()));
        let cleared = fields(&json!({"rent": null}));
        assert_eq!(upcast(STEPS, "RentChanged", 1, 3, cleared), Some(fields(&json!({"rentOre": null}))));
    }

    #[test]
    fn every_step_leads_on_to_the_present_version() {
        for step in UPCASTS {
            let row = row_of(step.event_type).map_or(0, |row| row.version);
            let follows = |from: u16| {
                UPCASTS.iter().any(|next| (next.event_type, next.from) == (step.event_type, from))
            };
            assert!(
                step.from + 1 == row || follows(step.from + 1),
                "{} stops at {}",
                step.event_type,
                step.from + 1
            );
        }
    }

    #[test]
    fn a_yes_a_no_and_what_is_gone_keep_their_meaning() {
        let discharge = |v1: Json| {
            let fields = fields(&json!({"housedAtDischarge": v1}));
            upcast(UPCASTS, "ParticipantDischargedFromWard", 1, 3, fields)
        };
        for (v1, v3) in [
            (json!({"class": "SOCIAL", "value": true}), json!({"class": "SOCIAL", "value": "HOME"})),
            (json!({"class": "SOCIAL", "value": false}), json!({"class": "SOCIAL", "value": "NO_HOME"})),
            (json!({"class": "SOCIAL"}), json!({"class": "SOCIAL"})),
            (json!({"class": "SOCIAL", "value": "maybe"}), json!({"class": "SOCIAL", "value": "maybe"})),
            (Json::Null, Json::Null),
        ] {
            assert_eq!(discharge(v1), Some(fields(&json!({"dischargedTo": v3}))));
        }
    }

    #[test]
    fn a_missing_step_is_told() {
        assert_eq!(upcast(STEPS, "RentChanged", 0, 3, Map::new()), None);
        assert_eq!(upcast(STEPS, "RentMissed", 1, 2, Map::new()), None);
    }
}
