//! From a decided event to what is stored, and back. Reading never panics: what cannot be read is told.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json, from_slice};
use tavle_domain::{
    id::{CommandId, EntryId, ParticipantId, StaffId, TeamId},
    recorded::{Body, By, Occurred, Precision, Recorded},
    stream::Stream,
};

use crate::{
    body,
    envelope::{Envelope, Stored},
    error::StoreError,
    store::NewEnvelope,
    upcast::{UPCASTS, Upcast},
};

/// An event read from the log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "nearly every event is known: a box each would cost a replay")]
pub enum Decoded {
    /// Read.
    Known(Recorded),
    /// Not read. A read model counts it and goes on; a decision stops.
    Unknown {
        /// Place in the log.
        position: u64,
        /// Name of its stream.
        stream: String,
        /// Stored type.
        event_type: String,
        /// Version of its stored form.
        version: u16,
        /// Why it was not read.
        why: Unread,
    },
}

/// Why an event was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A type, stream, role or precision that this version does not know.
    NotKnown,
    /// A known type in a later version.
    Newer,
    /// A known type whose data does not fit its form.
    Malformed,
    /// The digest is another: this is not what was written.
    Damaged,
}

impl Decoded {
    /// Place in the log.
    #[must_use]
    pub const fn position(&self) -> u64 {
        match self {
            Self::Known(event) => event.position,
            Self::Unknown { position, .. } => *position,
        }
    }

    /// The event where it was read.
    #[must_use]
    pub fn known(self) -> Option<Recorded> {
        match self {
            Self::Known(event) => Some(event),
            Self::Unknown { .. } => None,
        }
    }

    /// The event, or why nothing may be decided without it.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the event is damaged, else [`StoreError::UnknownEvent`].
    pub fn required(self) -> Result<Recorded, StoreError> {
        match self {
            Self::Known(event) => Ok(event),
            Self::Unknown { position, why: Unread::Damaged, .. } => Err(StoreError::Corrupt { position }),
            Self::Unknown { position, .. } => Err(StoreError::UnknownEvent { position }),
        }
    }
}

/// The events that were read: what a read model goes by.
#[must_use]
pub fn known(events: Vec<Decoded>) -> Vec<Recorded> {
    events.into_iter().filter_map(Decoded::known).collect()
}

/// All events: what a decision goes by.
///
/// # Errors
/// The first event that was not read, as [`Decoded::required`] tells it.
pub fn history(events: Vec<Decoded>) -> Result<Vec<Recorded>, StoreError> {
    events.into_iter().map(Decoded::required).collect()
}

/// Writes and reads the stored form, with the steps that bring old forms up to the present.
#[derive(Clone, Copy, Debug)]
pub struct Codec {
    steps: &'static [Upcast],
}

impl Default for Codec {
    fn default() -> Self {
        Self { steps: UPCASTS }
    }
}

impl Codec {
    /// A codec with other steps, for tests of old forms.
    #[must_use]
    pub const fn with_steps(steps: &'static [Upcast]) -> Self {
        Self { steps }
    }

    /// What is stored of a new event. Times lose what is below a microsecond.
    #[must_use]
    pub fn encode(&self, stream: Stream, new: &NewEnvelope) -> Envelope {
        let event = &new.event;
        let precision: &str = event.occurred.precision.into();
        Envelope {
            stream: stream.to_string(),
            id: event.id.0,
            event_type: event.body.event_type().to_owned(),
            version: event.body.version(),
            occurred_at: event.occurred.at.timestamp_micros(),
            precision: precision.to_owned(),
            actor: new.by.staff.0,
            role: new.by.role.name().to_owned(),
            organisation: new.by.organisation.clone(),
            team: new.team.0,
            subject: event.subject.map(|id| id.0),
            class: body::class(&event.body).name().to_owned(),
            legal_basis: None,
            command: new.command.0,
            ordinal: new.ordinal,
            correlation: new.correlation,
            causation: new.causation.map(|id| id.0),
            request_mac: new.request_mac.clone(),
            data: body::bytes(&event.body),
        }
    }

    /// Reads an event, and checks first that it is what was written.
    #[must_use]
    pub fn decode(&self, stored: Stored) -> Decoded {
        let read = if stored.is_intact() { self.read(&stored) } else { Err(Unread::Damaged) };
        match read {
            Ok(event) => Decoded::Known(event),
            Err(why) => Decoded::Unknown {
                position: stored.position,
                stream: stored.envelope.stream,
                event_type: stored.envelope.event_type,
                version: stored.envelope.version,
                why,
            },
        }
    }

    /// Reads an event without looking at its digest.
    ///
    /// # Errors
    /// Why it was not read.
    pub fn read(&self, stored: &Stored) -> Result<Recorded, Unread> {
        let envelope = &stored.envelope;
        let present = body::read_present(&envelope.event_type, envelope.version, &envelope.data);
        let body = present.map_or_else(|| self.read_body(envelope), Ok)?;
        let precision: Precision = envelope.precision.parse().map_err(|_| Unread::NotKnown)?;
        Ok(Recorded {
            id: EntryId(envelope.id),
            stream: envelope.stream.parse::<Stream>().map_err(|_| Unread::NotKnown)?,
            revision: stored.revision,
            position: stored.position,
            team: TeamId(envelope.team),
            subject: envelope.subject.map(ParticipantId),
            occurred: Occurred { at: instant(envelope.occurred_at)?, precision },
            recorded_at: instant(stored.recorded_at)?,
            by: By {
                staff: StaffId(envelope.actor),
                role: envelope.role.parse().map_err(|_| Unread::NotKnown)?,
                organisation: envelope.organisation.clone(),
            },
            command: CommandId(envelope.command),
            correlation: envelope.correlation,
            causation: envelope.causation.map(EntryId),
            body,
        })
    }

    fn read_body(&self, envelope: &Envelope) -> Result<Body, Unread> {
        let data: Map<String, Json> = from_slice(&envelope.data).map_err(|_| Unread::Malformed)?;
        body::read(&envelope.event_type, envelope.version, data, self.steps)
    }
}

fn instant(micros: i64) -> Result<DateTime<Utc>, Unread> {
    DateTime::from_timestamp_micros(micros).ok_or(Unread::Malformed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;
    use tavle_domain::entry::Entry;
    use tavle_domain::kind::{FAMILIES, row_of};

    use super::*;
    use crate::testing::{contact_body, contacts, envelope, filled, mark_body};

    fn stored(change: impl Fn(&mut Envelope)) -> Stored {
        let new = envelope(contacts(1), 1, 0, contact_body().unwrap());
        let mut envelope = Codec::default().encode(contacts(1), &new);
        change(&mut envelope);
        Stored::seal(envelope, 7, 3, 1_795_507_200_000_000)
    }

    fn why(stored: Stored) -> Option<Unread> {
        match Codec::default().decode(stored) {
            Decoded::Known(_) => None,
            Decoded::Unknown { why, .. } => Some(why),
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        assert_eq!(why(stored(|_| ())), None);
        assert_eq!(why(stored(|e| e.event_type = "ParticipantCloned".to_owned())), Some(Unread::NotKnown));
        assert_eq!(why(stored(|e| e.stream = "ward-7".to_owned())), Some(Unread::NotKnown));
        assert_eq!(why(stored(|e| e.role = "ASTRONAUT".to_owned())), Some(Unread::NotKnown));
        assert_eq!(why(stored(|e| e.version = 99)), Some(Unread::Newer));
        assert_eq!(why(stored(|e| e.version = 0)), Some(Unread::Malformed));
        assert_eq!(why(stored(|e| e.data = b"[]".to_vec())), Some(Unread::Malformed));
        assert_eq!(why(stored(|e| e.data = b"{\"minutes\":".to_vec())), Some(Unread::Malformed));
        assert_eq!(why(stored(|e| e.occurred_at = i64::MAX)), Some(Unread::Malformed));
        let mut damaged = stored(|_| ());
        damaged.envelope.data.push(b' ');
        assert_eq!(why(damaged), Some(Unread::Damaged));
    }

    #[test]
    fn a_decision_stops_at_what_a_read_model_skips() {
        let read = |stored| vec![Codec::default().decode(stored)];
        let unknown = read(stored(|e| e.version = 99));
        assert!(known(unknown.clone()).is_empty());
        assert!(matches!(history(unknown), Err(StoreError::UnknownEvent { position: 7 })));
        let mut damaged = stored(|_| ());
        damaged.digest[0] ^= 1;
        assert!(matches!(history(read(damaged)), Err(StoreError::Corrupt { position: 7 })));
    }

    #[test]
    fn bytes_say_the_same_as_json_both_ways() {
        let rows = FAMILIES.iter().flat_map(|family| family.rows);
        for (entry, row) in rows.map(|row| (filled(row).unwrap(), row)) {
            let stored = entry.to_stored();
            let bytes = |json: &Map<String, Json>| serde_json::to_vec(json).unwrap();
            assert_eq!(entry.to_bytes(), bytes(&stored), "{}", row.event_type);
            assert_eq!(Entry::from_bytes(row, &entry.to_bytes()), Some(entry), "{}", row.event_type);
            // Without its values, without a field, with one too many, with a wrong one: never another answer.
            let mut redacted = stored.clone();
            for field in redacted.values_mut().filter_map(Json::as_object_mut) {
                field.remove("value");
            }
            let without_values = Entry::from_stored(row, &redacted).unwrap();
            assert_eq!(without_values.to_bytes(), bytes(&without_values.to_stored()), "{}", row.event_type);
            let mut more = stored.clone();
            more.insert("færre".to_owned(), json!({"value": [1, {"a": null}]}));
            let mut forms = vec![redacted, more];
            for name in stored.keys() {
                for wrong in [None, Some(json!(null)), Some(json!("")), Some(json!({"value": {}}))] {
                    let mut form = stored.clone();
                    match wrong {
                        Some(json) => form.insert(name.clone(), json),
                        None => form.remove(name),
                    };
                    forms.push(form);
                }
            }
            for form in forms {
                let quick = Entry::from_bytes(row, &bytes(&form));
                let slow = Entry::from_stored(row, &form);
                assert!(quick.is_none() || quick == slow.ok(), "{} {form:?}", row.event_type);
            }
        }
    }

    #[test]
    fn old_forms_are_brought_up_also_inside_a_correction() {
        static STEPS: &[Upcast] = &[Upcast {
            event_type: "RentMissed",
            from: 0,
            apply: |mut fields| {
                if let Some(amount) = fields.remove("amount") {
                    fields.insert("amountOre".to_owned(), amount);
                }
                fields
            },
        }];
        let codec = Codec::with_steps(STEPS);
        let entry = filled(row_of("RentMissed").unwrap()).unwrap();
        let mut old = entry.to_stored();
        let amount = old.remove("amountOre").unwrap();
        old.insert("amount".to_owned(), amount.clone());
        let read = |event_type: &str, version, data: Json| {
            let stored = stored(|e| {
                e.event_type = event_type.to_owned();
                e.version = version;
                e.data = data.to_string().into_bytes();
            });
            codec.decode(stored).known().unwrap().body
        };
        assert_eq!(read("RentMissed", 0, Json::Object(old)), Body::Entry(entry.clone()));

        let correction = |set: Json, clear: Json| {
            json!({"target": contacts(1).participant().unwrap().0, "targetType": "RentMissed", "targetVersion": 0,
                "set": set, "clear": clear, "reason": {"class": "FREE_TEXT"}})
        };
        let Body::Correction(sets) =
            read(Body::CORRECTED, 1, correction(json!({"amount": amount}), json!([])))
        else {
            return assert_eq!("a correction", "something else");
        };
        assert_eq!(sets.set.get("amountOre"), entry.fields().get("amountOre"));
        let Body::Correction(clears) = read(Body::CORRECTED, 1, correction(json!({}), json!(["amount"])))
        else {
            return assert_eq!("a correction", "something else");
        };
        assert_eq!(clears.clear, ["amountOre"]);
    }

    #[test]
    fn times_below_a_microsecond_are_not_kept() {
        let mut new = envelope(contacts(1), 1, 0, mark_body("…"));
        new.event.occurred.at = DateTime::from_timestamp_nanos(1_795_507_200_123_456_789);
        let envelope = Codec::default().encode(contacts(1), &new);
        let read = Codec::default().decode(Stored::seal(envelope, 1, 0, 0)).known().unwrap();
        assert_eq!(read.occurred.at.timestamp_subsec_nanos(), 123_456_000);
    }
}
