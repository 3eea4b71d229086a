//! What a page of amendments amends, read for the whole page at once.

use std::collections::{BTreeSet, HashMap};

use tavle_domain::{
    id::EntryId,
    recorded::{Body, Recorded},
    stream::Stream,
};
use tavle_event_store::{Decoded, known};
use tavle_projections::timeline::entry_of;

use crate::{
    api::Api,
    error::ApiError,
    timeline::{Opened, open},
};

/// The entries that a page of events amends, each with everything that amends it.
#[derive(Default)]
pub struct Amended(Vec<Opened>);

impl Amended {
    /// Reads what these events amend. The number of reads does not follow from how many they are.
    ///
    /// # Errors
    /// The store or the read models.
    pub async fn by(api: &Api, events: &[Recorded]) -> Result<Self, ApiError> {
        let amending: Vec<&Recorded> = events.iter().filter(|event| target(event).is_some()).collect();
        let (of_people, others): (Vec<&Recorded>, Vec<_>) =
            amending.into_iter().partition(|event| event.subject.is_some());
        let mut amended = open(api, &entries_behind(api, &of_people).await?).await?;
        let streams: BTreeSet<Stream> = others.iter().map(|event| event.stream).collect();
        if !streams.is_empty() {
            let streams: Vec<Stream> = streams.into_iter().collect();
            let read = api.tavle.store().read_streams(&streams).await?;
            let read: Vec<Vec<Recorded>> = read.into_iter().map(known).collect();
            for event in others {
                let stream = read.iter().find(|stream| stream.iter().any(|own| own.id == event.id));
                let entry = stream.and_then(|stream| Some((stream, entry_of(stream, event)?.id)));
                amended.extend(entry.map(|(stream, entry)| Opened::of_entry(stream, entry)));
            }
        }
        Ok(Self(amended))
    }

    /// What this event amends, as it stood just before it.
    pub fn before(&self, event: &Recorded) -> Opened {
        let of_event = self.0.iter().find(|opened| opened.events().iter().any(|own| own.id == event.id));
        let earlier = of_event.into_iter().flat_map(Opened::events);
        Opened::of(earlier.filter(|other| other.position < event.position).cloned().collect())
    }
}

/// What an event amends; none for an entry.
pub const fn target(event: &Recorded) -> Option<EntryId> {
    match &event.body {
        Body::Entry(_) | Body::View(_) => None,
        Body::Correction(correction) => Some(correction.target),
        Body::ErrorMark(mark) => Some(mark.target),
    }
}

/// The positions of the entries that these amendments come down to: through marks of corrections and of marks,
/// a read for each step of the longest such chain.
async fn entries_behind(api: &Api, amending: &[&Recorded]) -> Result<Vec<u64>, ApiError> {
    let mut wanted: Vec<EntryId> = amending.iter().filter_map(|event| target(event)).collect();
    let mut found: HashMap<EntryId, Option<u64>> = HashMap::new();
    while !wanted.is_empty() {
        wanted.sort_unstable();
        wanted.dedup();
        let events = api.tavle.store().events(&wanted).await?;
        wanted.clear();
        for event in events.into_iter().filter_map(Decoded::known) {
            let next = target(&event);
            found.insert(event.id, next.is_none().then_some(event.position));
            wanted.extend(next.filter(|next| !found.contains_key(next)));
        }
    }
    Ok(found.into_values().flatten().collect())
}
