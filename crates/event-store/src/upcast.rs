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

/// Every step there is. Nothing has changed its form yet.
pub static UPCASTS: &[Upcast] = &[];

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
    fn a_missing_step_is_told() {
        assert_eq!(upcast(STEPS, "RentChanged", 0, 3, Map::new()), None);
        assert_eq!(upcast(STEPS, "RentMissed", 1, 2, Map::new()), None);
    }
}
