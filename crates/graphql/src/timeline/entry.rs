//! Opens entries from the log, with corrections and marks folded in.

use std::collections::{BTreeSet, HashMap};

use tavle_domain::{
    effective::{AsOf, effective},
    entry::Fields,
    id::{EntryId, TeamId},
    kind::KindRow,
    personal::{Class, Personal},
    recorded::{Body, Occurred, Recorded},
};
use tavle_event_store::known;
use tavle_projections::{directory::Directory, timeline::entry_of};

use super::types::{Author, Entry, EntryCorrection, EntryErrorMark, FieldChange, FieldValue};
use crate::{
    api::{Api, write_id},
    enums::Named,
    error::ApiError,
    scalars::{DateTime, Json},
};

/// An entry with everything that amends it, in log order.
pub struct Opened(Vec<Recorded>);

/// Opens the entries at these positions with what amends them. The log is read once, however many they are.
///
/// # Errors
/// The store or the read models.
pub async fn open(api: &Api, positions: &[u64]) -> Result<Vec<Opened>, ApiError> {
    if positions.is_empty() {
        return Ok(Vec::new());
    }
    let amendments = api.timelines.amendments(positions)?;
    let groups = positions.iter().zip(amendments).map(|(entry, amendments)| {
        let mut group = vec![*entry];
        group.extend(amendments);
        group
    });
    let groups: Vec<Vec<u64>> = groups.collect();
    let wanted: Vec<u64> = groups.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let events = known(api.tavle.store().read_positions(&wanted).await?);
    let by_position: HashMap<u64, Recorded> =
        events.into_iter().map(|event| (event.position, event)).collect();
    let find = |position: &u64| by_position.get(position).cloned();
    Ok(groups.iter().map(|group| Opened(group.iter().filter_map(find).collect())).collect())
}

impl Opened {
    /// From a history that holds the entry and whatever amends it.
    pub const fn of(history: Vec<Recorded>) -> Self {
        Self(history)
    }

    /// An entry of a stream with what amends it.
    pub fn of_entry(stream: &[Recorded], entry: EntryId) -> Self {
        let amends = |other: &Recorded| entry_of(stream, other).is_some_and(|amended| amended.id == entry);
        let own = stream.iter().filter(|other| other.id == entry || amends(other));
        Self(own.cloned().collect())
    }

    /// The events.
    pub fn events(&self) -> &[Recorded] {
        &self.0
    }

    /// What the API shows of the first entry among the events.
    pub fn entry(&self, directory: &Directory) -> Option<Entry> {
        entries(&self.0, AsOf::NOW, directory).into_iter().next()
    }
}

/// What the API shows of every entry in a history, as of an instant.
pub fn entries(history: &[Recorded], as_of: AsOf, directory: &Directory) -> Vec<Entry> {
    effective(history, as_of)
        .iter()
        .filter_map(|effective| {
            let original = effective.original;
            let Body::Entry(first) = &original.body else { return None };
            let row = first.row();
            let author = |event: &Recorded| author(event, directory);
            let mut before = (first.clone(), original.occurred);
            let mut corrections = Vec::new();
            for event in &effective.corrections {
                let Body::Correction(correction) = &event.body else { continue };
                let Ok(after) = before.0.corrected(&correction.set, &correction.clear) else { continue };
                let after = (after, correction.occurred.unwrap_or(before.1));
                corrections.push(EntryCorrection {
                    entry_id: write_id(event.id),
                    recorded_at: DateTime(event.recorded_at),
                    by: author(event),
                    reason: correction.reason.known().cloned(),
                    changes: changes(
                        row,
                        before.0.fields(),
                        after.0.fields(),
                        Some((before.1, after.1)),
                        false,
                    ),
                });
                before = after;
            }
            let error_mark = effective.error_mark.map(|event| EntryErrorMark {
                entry_id: write_id(event.id),
                recorded_at: DateTime(event.recorded_at),
                by: author(event),
                reason: match &event.body {
                    Body::ErrorMark(mark) => mark.reason.known().cloned(),
                    Body::Entry(_) | Body::Correction(_) | Body::View(_) => None,
                },
            });
            Some(Entry {
                entry_id: write_id(original.id),
                kind: row.kind.name(),
                family: row.kind.family().noun,
                mark: Named(row.mark),
                class: Named(row.class),
                participant_id: original.subject.map(write_id),
                dwelling_id: match original.stream {
                    tavle_domain::stream::Stream::Dwelling(id) => Some(write_id(id)),
                    _ => None,
                },
                occurred_at: DateTime(effective.occurred.at),
                precision: Named(effective.occurred.precision),
                recorded_at: DateTime(original.recorded_at),
                backdated: effective.occurred.date() < tavle_domain::calendar::date(original.recorded_at),
                by: author(original),
                fields: values(row, effective.entry.fields()),
                original: values(row, first.fields()),
                corrections,
                stands: error_mark.is_none(),
                error_mark,
                correctable: !row.by_service,
                revision: i32::try_from(original.revision).unwrap_or(i32::MAX),
                position: original.position.to_string(),
            })
        })
        .collect()
}

/// Who wrote an event.
pub fn author(event: &Recorded, directory: &Directory) -> Author {
    let team: TeamId = event.team;
    let member =
        directory.team(team).and_then(|team| team.staff().find(|own| own.id == event.by.staff).cloned());
    Author {
        staff_id: write_id(event.by.staff),
        name: member.as_ref().and_then(|member| member.name.clone()),
        initials: member.and_then(|member| member.initials),
        role: Named(event.by.role),
    }
}

fn values(row: &KindRow, fields: &Fields) -> Vec<FieldValue> {
    let value = |(name, value): (&&'static str, &Personal<tavle_domain::field::Value>)| FieldValue {
        name,
        class: row.field(name).and_then(|def| def.class).map(Named),
        redacted: value.known().is_none(),
        value: value.known().map(|value| Json(value.to_json())),
    };
    fields.iter().map(value).collect()
}

/// Old → new of every field that differs. With `conceal`, health and free text show only that they changed.
pub fn changes(
    row: &KindRow,
    old: &Fields,
    new: &Fields,
    occurred: Option<(Occurred, Occurred)>,
    conceal: bool,
) -> Vec<FieldChange> {
    let moved = occurred.filter(|(old, new)| old != new).map(|(old, new)| FieldChange {
        name: "occurredAt",
        class: None,
        old: Some(DateTime(old.at).json()),
        new: Some(DateTime(new.at).json()),
        concealed: false,
    });
    let fields = row.fields().filter(|def| old.get(def.name) != new.get(def.name)).map(|def| {
        let concealed = conceal && matches!(def.class, Some(Class::Health | Class::FreeText));
        let shown = |fields: &Fields| {
            let value = fields.get(def.name).and_then(Personal::known).filter(|_| !concealed);
            value.map(|value| Json(value.to_json()))
        };
        FieldChange {
            name: def.name,
            class: def.class.map(Named),
            old: shown(old),
            new: shown(new),
            concealed,
        }
    });
    moved.into_iter().chain(fields).collect()
}

/// What one event changed, for the audit trail: structured values old → new, health and free text concealed.
pub fn change_of(event: &Recorded, before: &Opened) -> Vec<FieldChange> {
    match &event.body {
        Body::Entry(entry) => changes(entry.row(), &Fields::new(), entry.fields(), None, true),
        Body::Correction(correction) => {
            let known = effective(before.events(), AsOf::NOW);
            let Some(target) = known.first() else { return Vec::new() };
            let Ok(after) = target.entry.corrected(&correction.set, &correction.clear) else {
                return Vec::new();
            };
            let moved = (target.occurred, correction.occurred.unwrap_or(target.occurred));
            changes(correction.row, target.entry.fields(), after.fields(), Some(moved), true)
        }
        Body::ErrorMark(_) => marked(event, before),
        Body::View(_) => Vec::new(),
    }
}

/// What a mark changed: whether the entry counts, or, where it takes a correction back, what the entry says.
fn marked(mark: &Recorded, before: &Opened) -> Vec<FieldChange> {
    let mut after = before.events().to_vec();
    after.push(mark.clone());
    let (old, new) = (effective(before.events(), AsOf::NOW), effective(&after, AsOf::NOW));
    let (Some(old), Some(new)) = (old.first(), new.first()) else { return Vec::new() };
    if old.stands() == new.stands() {
        let moved = Some((old.occurred, new.occurred));
        return changes(old.entry.row(), old.entry.fields(), new.entry.fields(), moved, true);
    }
    let counts = |counts: bool| Some(Json(serde_json::Value::Bool(counts)));
    let (old, new) = (counts(old.stands()), counts(new.stands()));
    vec![FieldChange { name: "counts", class: None, old, new, concealed: false }]
}
