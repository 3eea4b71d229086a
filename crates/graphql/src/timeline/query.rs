//! The timeline of a participant.

use async_graphql::{Context, ID, Object, Result};
use tavle_domain::{access::Action, effective::AsOf, id::ParticipantId, recorded::Recorded};
use tavle_event_store::known;
use tavle_projections::{
    directory::Directory,
    timeline::{Cursor, Direction},
};

use super::{
    entry::{entries, open},
    types::{Entry, EntryConnection, EntryEdge},
};
use crate::{
    api::{Api, api, caller, read_id},
    as_of::{AsOfInput, read_as_of},
    error::ApiError,
    page::{Page, PageInfo, cut, encode, read_page},
};

/// Queries of timelines.
#[derive(Default)]
pub struct TimelineQuery;

#[Object]
impl TimelineQuery {
    /// A participant's entries, latest first, with corrections folded in and entries in error kept visible.
    #[graphql(complexity = "100 + child_complexity")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn timeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participant.")] participant_id: ID,
        #[graphql(desc = "The instant to look at; now where it is left out.")] as_of: Option<AsOfInput>,
        #[graphql(desc = "Going on: how many, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Going on: from here.")] after: Option<String>,
        #[graphql(desc = "Going back: how many, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Going back: from here.")] before: Option<String>,
    ) -> Result<Option<EntryConnection>> {
        let api = api(ctx)?;
        let participant: ParticipantId = read_id(&participant_id)?;
        let as_of = read_as_of(as_of, api.now())?;
        api.permit_participant(caller(ctx)?.at(as_of), Action::SeeTimeline, participant).await?;
        let page = read_page(first, after.as_deref(), last, before.as_deref(), read_cursor)?;
        let (edges, page_info) = if as_of.is_past() {
            past_page(api, participant, as_of, &page).await?
        } else {
            page_now(api, participant, &page).await?
        };
        let nodes = edges.iter().map(|edge| edge.node.clone()).collect();
        Ok(Some(EntryConnection { edges, nodes, page_info }))
    }
}

/// What lies on both sides follows from the places, also of entries that this version cannot read: a page that
/// lacks some goes on all the same.
async fn page_now(
    api: &Api,
    participant: ParticipantId,
    page: &Page<Cursor>,
) -> Result<(Vec<EntryEdge>, PageInfo), ApiError> {
    let direction = if page.backward { Direction::Newer } else { Direction::Older };
    let places = api.timelines.page(participant, page.cursor, direction, page.size + 1)?;
    let (places, page_info) = cut(places, page, |place| write_cursor(place.cursor));
    let positions: Vec<u64> = places.iter().map(|place| place.position).collect();
    let opened = open(api, &positions, u64::MAX).await?;
    let directory = api.directory.get();
    let edges = places.iter().zip(&opened).filter_map(|(place, opened)| {
        Some(EntryEdge { cursor: write_cursor(place.cursor), node: opened.entry(&directory)? })
    });
    Ok((edges.collect(), page_info))
}

/// A page of the past takes the whole history: what was known then follows from all of it.
async fn past_page(
    api: &Api,
    participant: ParticipantId,
    as_of: AsOf,
    page: &Page<Cursor>,
) -> Result<(Vec<EntryEdge>, PageInfo), ApiError> {
    let history = known(api.tavle.store().read_subject(participant, None).await?);
    let mut edges = edges(&history, as_of, &api.directory.get());
    edges.sort_by_key(|(cursor, _)| std::cmp::Reverse(*cursor));
    if page.backward {
        edges.reverse();
    }
    let beyond = |cursor: &Cursor| {
        page.cursor.is_none_or(|from| if page.backward { *cursor > from } else { *cursor < from })
    };
    let nearest = edges.into_iter().filter(|(cursor, _)| beyond(cursor)).take(page.size + 1);
    let nearest = nearest.map(|(cursor, node)| EntryEdge { cursor: write_cursor(cursor), node }).collect();
    Ok(cut(nearest, page, |edge| edge.cursor.clone()))
}

fn edges(history: &[Recorded], as_of: AsOf, directory: &Directory) -> Vec<(Cursor, Entry)> {
    let cursor =
        |entry: &Entry| (entry.occurred_at.0.timestamp_micros(), entry.position.parse().unwrap_or(0));
    entries(history, as_of, directory).into_iter().map(|entry| (cursor(&entry), entry)).collect()
}

fn write_cursor((occurred_at, position): Cursor) -> String {
    encode(&format!("{occurred_at}:{position}"))
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let (occurred_at, position) = text.split_once(':')?;
    Some((occurred_at.parse().ok()?, position.parse().ok()?))
}
