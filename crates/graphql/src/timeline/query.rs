//! The timeline of a participant, and single entries.

use std::cmp::Reverse;

use async_graphql::{Context, ID, Object, Result};
use serde_json::json;
use tavle_domain::{
    access::Action,
    effective::AsOf,
    id::{EntryId, ParticipantId},
    recorded::{Body, Recorded},
    stream::Stream,
};
use tavle_event_store::known;
use tavle_projections::{
    directory::Directory,
    timeline::{self, Direction},
};

use super::{
    entry::{Opened, entries, open},
    types::{Entry, EntryConnection, EntryEdge},
};
use crate::{
    access::Asking,
    api::{Api, api, caller, event, read_id},
    as_of::{AsOfInput, read_as_of},
    cursor::Cursors,
    error::ApiError,
    page::{Asked, Page, PageInfo},
};

/// A timeline's order: what occurred last comes first.
type Place = Reverse<timeline::Cursor>;

/// Queries of timelines.
#[derive(Default)]
pub struct TimelineQuery;

#[Object]
impl TimelineQuery {
    /// A participant's entries, latest first, with corrections folded in and entries in error kept visible.
    #[graphql(complexity = "if as_of.is_some() { 300 + child_complexity } else { 100 + child_complexity }")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn timeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participant.")] participant_id: ID,
        #[graphql(desc = "The instant to look at; now where it is left out.")] as_of: Option<AsOfInput>,
        #[graphql(desc = "Going on: how many entries, 1–100; 50 where it is left out.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "Going back: how many entries, 1–100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<EntryConnection>> {
        let api = api(ctx)?;
        let participant: ParticipantId = read_id(&participant_id)?;
        let as_of = read_as_of(as_of, api.now())?;
        api.permit_participant(caller(ctx)?.at(as_of), Action::SeeTimeline, participant).await?;
        let cursors = api.cursors("timeline", &json!([participant, as_of.known_at, as_of.happened_at]));
        let page = Asked { first, after, last, before }.page(&cursors)?;
        let (found, page_info) = if as_of.is_past() {
            past_page(api, participant, as_of, &page, &cursors).await?
        } else {
            page_now(api, participant, &page, &cursors).await?
        };
        let edge = |(place, node)| EntryEdge { cursor: cursors.write(&place), node };
        Ok(Some(EntryConnection { edges: found.into_iter().map(edge).collect(), page_info }))
    }

    /// One entry as it reads now, with its corrections folded in and what it said first. The id of a correction
    /// or a mark gives the entry that it amends.
    #[graphql(complexity = "50 + child_complexity")]
    async fn entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The entry.")] entry_id: ID,
    ) -> Result<Option<Entry>> {
        Ok(one_entry(api(ctx)?, caller(ctx)?, read_id(&entry_id)?).await.map(Some)?)
    }
}

/// Opens an entry for whoever may see what it is about. One of another team answers as one that does not exist.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, or a fault of the store.
pub async fn one_entry(api: &Api, caller: Asking<'_>, id: EntryId) -> Result<Entry, ApiError> {
    // A look is no entry.
    let found = event(api, id).await?.filter(|event| !matches!(event.body, Body::View(_)));
    let mut found = found.ok_or(ApiError::NotFound)?;
    permit_entry(api, caller, &found)?;
    // A target always lies earlier, so this ends.
    while let Body::Correction(_) | Body::ErrorMark(_) = &found.body {
        let target = match &found.body {
            Body::Correction(correction) => correction.target,
            Body::ErrorMark(mark) => mark.target,
            Body::Entry(_) | Body::View(_) => break,
        };
        found = event(api, target).await?.ok_or(ApiError::NotFound)?;
    }
    let opened = if found.subject.is_some() {
        open(api, &[found.position]).await?.pop()
    } else {
        let stream = known(api.tavle.store().read_stream(found.stream, 0).await?);
        Some(Opened::of_entry(&stream, found.id))
    };
    opened.and_then(|opened| opened.entry(&api.directory.get())).ok_or(ApiError::NotFound)
}

/// Entries of the team's own stream say who may do what: for those who may audit or administer it.
fn permit_entry(api: &Api, caller: Asking<'_>, event: &Recorded) -> Result<(), ApiError> {
    let team = event.team;
    if let Some(subject) = event.subject {
        let decision = api.decide(caller.who, Action::SeeTimeline, team);
        caller.decided(Action::SeeTimeline, team, Some(subject), decision);
        return Ok(decision.map(|_| ())?);
    }
    let (action, others): (_, &[Action]) = match event.stream {
        Stream::Dwelling(_) => (Action::SeeDwellings, &[]),
        _ => (Action::SeeAudit, &[Action::ManageTeam]),
    };
    let permit = api.permit_first(caller, action, others, team)?;
    caller.shows(&permit, []);
    Ok(())
}

/// What lies on both sides follows from the places, also of entries that this version cannot read: a page that
/// lacks some goes on all the same.
async fn page_now(
    api: &Api,
    participant: ParticipantId,
    page: &Page<Place>,
    cursors: &Cursors<Place>,
) -> Result<(Vec<(Place, Entry)>, PageInfo), ApiError> {
    let direction = if page.is_backward() { Direction::Newer } else { Direction::Older };
    let from = page.from().map(|place| place.0);
    let places = api.timelines.page(participant, from, direction, page.to_read())?;
    let (places, page_info) = page.cut(places, cursors, |place| Reverse(place.cursor));
    let positions: Vec<u64> = places.iter().map(|place| place.position).collect();
    let opened = open(api, &positions).await?;
    let directory = api.directory.get();
    let entries = places
        .iter()
        .zip(&opened)
        .filter_map(|(place, opened)| Some((Reverse(place.cursor), opened.entry(&directory)?)));
    Ok((entries.collect(), page_info))
}

/// A page of the past takes the whole history: what was known then follows from all of it.
async fn past_page(
    api: &Api,
    participant: ParticipantId,
    as_of: AsOf,
    page: &Page<Place>,
    cursors: &Cursors<Place>,
) -> Result<(Vec<(Place, Entry)>, PageInfo), ApiError> {
    let history = known(api.tavle.store().read_subject(participant, None).await?);
    let all = placed(&history, as_of, &api.directory.get());
    Ok(page.of_all(all, cursors, |(place, _)| *place))
}

fn placed(history: &[Recorded], as_of: AsOf, directory: &Directory) -> Vec<(Place, Entry)> {
    let place = |entry: &Entry| {
        Reverse((entry.occurred_at.0.timestamp_micros(), entry.position.parse().unwrap_or(0)))
    };
    entries(history, as_of, directory).into_iter().map(|entry| (place(&entry), entry)).collect()
}
