//! What the entries say once corrections and error marks are applied. The only place that applies them.

use std::{borrow::Cow, collections::HashMap};

use chrono::{DateTime, Utc};

use crate::{
    entry::Entry,
    id::EntryId,
    recorded::{Body, Correction, Occurred, Recorded},
};

/// The instant of both time axes. `None` means now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsOf {
    /// Only what was recorded by then.
    pub known_at: Option<DateTime<Utc>>,
    /// Only what had occurred by then, after every correction known.
    pub happened_at: Option<DateTime<Utc>>,
}

impl AsOf {
    /// Everything, as it is known now.
    pub const NOW: Self = Self { known_at: None, happened_at: None };

    /// Whether this is a look at the past.
    #[must_use]
    pub const fn is_past(self) -> bool {
        self.known_at.is_some() || self.happened_at.is_some()
    }
}

/// An entry with what it says now.
#[derive(Clone, Debug)]
pub struct Effective<'a> {
    /// As it was first recorded.
    pub original: &'a Recorded,
    /// What it says after corrections.
    pub entry: Cow<'a, Entry>,
    /// When it occurred, after corrections.
    pub occurred: Occurred,
    /// The corrections that stand, in log order.
    pub corrections: Vec<&'a Recorded>,
    /// The mark that it does not count.
    pub error_mark: Option<&'a Recorded>,
}

impl Effective<'_> {
    /// Whether it counts.
    #[must_use]
    pub const fn stands(&self) -> bool {
        self.error_mark.is_none()
    }

    /// The entry's id.
    #[must_use]
    pub const fn id(&self) -> EntryId {
        self.original.id
    }
}

/// Applies corrections and error marks to a history in log order and gives every entry, also those that do
/// not count, in log order.
///
/// The last correction of a field wins. Corrections and marks can themselves be marked in error; a mark only
/// ever points back, so one pass from the end knows of every mark whether it stands.
#[must_use]
pub fn effective(history: &[Recorded], as_of: AsOf) -> Vec<Effective<'_>> {
    let known = known_at(history, as_of.known_at);
    let marks = standing_marks(known);
    let mut corrections: HashMap<EntryId, Vec<(&Recorded, &Correction)>> = HashMap::new();
    for event in known {
        if let Body::Correction(correction) = &event.body
            && !marks.contains_key(&event.id)
        {
            corrections.entry(correction.target).or_default().push((event, correction));
        }
    }
    let entries = known.iter().filter_map(|event| match &event.body {
        Body::Entry(entry) => {
            let corrections = corrections.remove(&event.id).unwrap_or_default();
            Some(apply(event, entry, &corrections, marks.get(&event.id).copied()))
        }
        Body::Correction(_) | Body::ErrorMark(_) | Body::View(_) => None,
    });
    entries.filter(|entry| as_of.happened_at.is_none_or(|instant| entry.occurred.at <= instant)).collect()
}

/// The entries that count, by when they occurred and then by position: the order of read models.
#[must_use]
pub fn by_occurrence(history: &[Recorded], as_of: AsOf) -> Vec<Effective<'_>> {
    let mut entries = effective(history, as_of);
    entries.retain(Effective::stands);
    entries.sort_by_key(|entry| (entry.occurred.at, entry.original.position));
    entries
}

/// The longest prefix recorded by then.
fn known_at(history: &[Recorded], instant: Option<DateTime<Utc>>) -> &[Recorded] {
    let end = instant.map_or(history.len(), |instant| {
        history.iter().position(|event| event.recorded_at > instant).unwrap_or(history.len())
    });
    &history[..end]
}

fn standing_marks(history: &[Recorded]) -> HashMap<EntryId, &Recorded> {
    let mut marks = HashMap::new();
    for event in history.iter().rev() {
        if let Body::ErrorMark(mark) = &event.body
            && !marks.contains_key(&event.id)
        {
            marks.insert(mark.target, event);
        }
    }
    marks
}

fn apply<'a>(
    original: &'a Recorded,
    entry: &'a Entry,
    corrections: &[(&'a Recorded, &'a Correction)],
    error_mark: Option<&'a Recorded>,
) -> Effective<'a> {
    let mut says = Cow::Borrowed(entry);
    let mut occurred = original.occurred;
    let mut applied = Vec::new();
    for (event, correction) in corrections {
        // A correction was checked when it was written; one that no longer fits its row changes nothing.
        if let Ok(corrected) = says.corrected(&correction.set, &correction.clear) {
            says = Cow::Owned(corrected);
            occurred = correction.occurred.unwrap_or(occurred);
            applied.push(*event);
        }
    }
    Effective { original, entry: says, occurred, corrections: applied, error_mark }
}

/// Whether a standing error mark points to this event.
#[must_use]
pub fn is_marked(history: &[Recorded], id: EntryId) -> bool {
    standing_marks(history).contains_key(&id)
}
