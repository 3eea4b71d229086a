//! The entries behind signals, in short.

use std::collections::{BTreeSet, HashMap};

use tavle_domain::{
    effective::{AsOf, Effective, effective},
    id::{EntryId, TeamId},
};
use tavle_event_store::known;
use tavle_projections::directory::Directory;

use super::types::EntryRef;
use crate::{
    api::{Api, write_id},
    error::ApiError,
    scalars::DateTime,
    timeline::open,
};

/// Entries in short, by id.
#[derive(Default)]
pub struct EntryRefs(HashMap<EntryId, EntryRef>);

impl EntryRefs {
    /// Of entries that were read anyway.
    pub fn of_entries(entries: &[Effective<'_>], team: TeamId, directory: &Directory) -> Self {
        Self(entries.iter().map(|entry| reference(entry, team, directory)).collect())
    }

    /// Of these entries, whomever they are about, in as many reads for one as for a hundred.
    ///
    /// # Errors
    /// The store or the read models.
    pub async fn read(
        api: &Api,
        entries: impl Iterator<Item = EntryId>,
        team: TeamId,
    ) -> Result<Self, ApiError> {
        let wanted: Vec<EntryId> = entries.collect::<BTreeSet<_>>().into_iter().collect();
        if wanted.is_empty() {
            return Ok(Self::default());
        }
        let events = known(api.tavle.store().events(&wanted).await?);
        let positions: Vec<u64> = events.iter().map(|event| event.position).collect();
        // A correction may have moved what a signal rests on.
        let opened = open(api, &positions).await?;
        let directory = api.directory.get();
        let first = opened.iter().filter_map(|opened| {
            let entries = effective(opened.events(), AsOf::NOW);
            entries.first().map(|entry| reference(entry, team, &directory))
        });
        Ok(Self(first.collect()))
    }

    /// These entries, in their order.
    pub fn of(&self, entries: &[EntryId]) -> Vec<EntryRef> {
        entries.iter().filter_map(|id| self.0.get(id).cloned()).collect()
    }
}

fn reference(entry: &Effective<'_>, team: TeamId, directory: &Directory) -> (EntryId, EntryRef) {
    let reference = EntryRef {
        entry_id: write_id(entry.id()),
        kind: entry.entry.kind().name(),
        occurred_at: DateTime(entry.occurred.at),
        initials: directory.initials(team, entry.original.by.staff),
    };
    (entry.id(), reference)
}
