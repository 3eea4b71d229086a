//! Queries of the audit trail.

use std::{cmp::Reverse, collections::BTreeSet};

use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime as Instant, NaiveDate, NaiveTime, Utc};
use serde_json::json;
use tavle_domain::{
    access::{Action, Permit},
    calendar,
    id::{ParticipantId, StaffId, TeamId},
    kind::FAMILIES,
    recorded::{Body, Recorded},
};
use tavle_event_store::known;
use tavle_projections::{
    audit_trail::{Filter, Side},
    directory::Directory,
};

use super::{
    before::{Amended, target},
    types::{AuditConnection, AuditEdge, AuditFilter, AuditRecord, RecordView, ViewedParticipant},
};
use crate::{
    api::{Api, api, caller, read_id, write_id},
    cursor::Cursors,
    enums::Named,
    error::ApiError,
    page::{Asked, Page},
    scalars::DateTime,
    timeline::{author, change_of},
};

/// The kinds of the events that are no entries, as the audit trail names them.
const OTHER_KINDS: [(&str, &str); 3] = [
    ("ENTRY_CORRECTED", Body::CORRECTED),
    ("ENTRY_ENTERED_IN_ERROR", Body::IN_ERROR),
    ("RECORD_VIEWED", Body::VIEWED),
];

/// Queries of the audit trail.
#[derive(Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// Who changed what in a team's log, latest first.
    #[graphql(complexity = "200 + child_complexity")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn audit_trail(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
        #[graphql(desc = "What to look for.")] filter: Option<AuditFilter>,
        #[graphql(desc = "Going on: how many events, 1–100; 50 where it is left out.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "Going back: how many events, 1–100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<AuditConnection>> {
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let permit = api.permit(caller, Action::SeeAudit, read_id::<TeamId>(&team_id)?)?;
        let filter = filter.unwrap_or_default();
        let cursors = api.cursors("auditTrail", &json!([permit.team(), filter.bound()]));
        let page = Asked { first, after, last, before }.page(&cursors)?;
        let (connection, shown) =
            connection(api, &permit, &read_filter(filter)?, (&page, &cursors), None).await?;
        caller.shows(&permit, shown);
        Ok(Some(connection))
    }

    /// Who has looked at a participant, latest first; nobody else whom the same look showed is named.
    #[graphql(complexity = "200 + child_complexity")]
    async fn participant_views(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participant.")] participant_id: ID,
        #[graphql(desc = "Going on: how many, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Going on: from here.")] after: Option<String>,
        #[graphql(desc = "Going back: how many, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Going back: from here.")] before: Option<String>,
    ) -> Result<Option<AuditConnection>> {
        let api = api(ctx)?;
        let participant: ParticipantId = read_id(&participant_id)?;
        let permit = api.permit_participant(caller(ctx)?, Action::SeeViews, participant).await?;
        let filter = Filter { side: Side::Views, participant: Some(participant), ..Filter::default() };
        let cursors = api.cursors("participantViews", &json!([permit.team(), participant]));
        let page = Asked { first, after, last, before }.page(&cursors)?;
        let (connection, _) = connection(api, &permit, &filter, (&page, &cursors), Some(participant)).await?;
        Ok(Some(connection))
    }
}

/// The place of an event in a trail whose latest comes first.
type Place = Reverse<u64>;

/// A page, and everyone whom it shows. With `only`, nobody else is.
async fn connection(
    api: &Api,
    permit: &Permit,
    filter: &Filter,
    (page, cursors): (&Page<Place>, &Cursors<Place>),
    only: Option<ParticipantId>,
) -> Result<(AuditConnection, BTreeSet<ParticipantId>), ApiError> {
    let from = page.from().map(|Reverse(position)| *position);
    let positions = api.audit.page(permit.team(), filter, from, page.is_backward(), page.to_read())?;
    // What lies on both sides follows from the places: an event that cannot be read ends no page.
    let (positions, page_info) = page.cut(positions, cursors, |position| Reverse(*position));
    let events = known(api.tavle.store().read_positions(&positions).await?);
    let amended = Amended::by(api, &events).await?;
    let directory = api.directory.get();
    let mut edges = Vec::with_capacity(events.len());
    let mut shown = BTreeSet::new();
    let views: Vec<u64> = events
        .iter()
        .filter(|event| matches!(event.body, Body::View(_)))
        .map(|event| event.position)
        .collect();
    let mut of_views = api.audit.whom(&views)?;
    for event in &events {
        let mut whom: Vec<ParticipantId> = match &event.body {
            Body::View(_) => of_views.remove(&event.position).unwrap_or_default(),
            _ => event.subject.into_iter().collect(),
        };
        whom.retain(|who| only.is_none_or(|only| *who == only));
        let cursor = cursors.write(&Reverse(event.position));
        edges.push(AuditEdge { cursor, node: record(event, &amended, &whom, &directory) });
        shown.extend(whom);
    }
    Ok((AuditConnection { edges, page_info }, shown))
}

fn read_filter(filter: AuditFilter) -> Result<Filter, ApiError> {
    Ok(Filter {
        side: filter.content.map_or(Side::Changes, Into::into),
        participant: filter.participant_id.as_ref().map(read_id).transpose()?,
        staff: filter.staff_id.as_ref().map(read_id::<StaffId>).transpose()?,
        event_type: filter.kind.map(|kind| stored_type(&kind)).transpose()?,
        from: filter.from.map(|date| start_of(date.0)),
        before: filter.until.and_then(|date| date.0.succ_opt()).map(start_of),
    })
}

/// Midnight in Oslo.
fn start_of(date: NaiveDate) -> Instant<Utc> {
    // The clock changes at night but never at midnight, so this instant exists once.
    calendar::local_instant(date.and_time(NaiveTime::MIN)).unwrap_or_else(|_| calendar::noon(date))
}

fn stored_type(kind: &str) -> Result<String, ApiError> {
    let mut rows = FAMILIES.iter().flat_map(|family| family.rows);
    let row = rows.find(|row| row.kind.name() == kind).map(|row| row.event_type);
    let amendment = OTHER_KINDS.iter().find(|(name, _)| *name == kind).map(|(_, stored)| *stored);
    row.or(amendment).map(str::to_owned).ok_or(ApiError::BadArgument)
}

fn record(event: &Recorded, amended: &Amended, whom: &[ParticipantId], directory: &Directory) -> AuditRecord {
    let (target, before) = (target(event), amended.before(event));
    let (kind, mark) = match &event.body {
        Body::Entry(entry) => (entry.kind().name(), Some(Named(entry.row().mark))),
        Body::Correction(_) => (OTHER_KINDS[0].0, None),
        Body::ErrorMark(_) => (OTHER_KINDS[1].0, None),
        Body::View(_) => (OTHER_KINDS[2].0, None),
    };
    let target_kind = before.events().first().and_then(|event| match &event.body {
        Body::Entry(entry) => Some(entry.kind().name()),
        Body::Correction(_) | Body::ErrorMark(_) | Body::View(_) => None,
    });
    AuditRecord {
        entry_id: write_id(event.id),
        position: event.position.to_string(),
        recorded_at: DateTime(event.recorded_at),
        occurred_at: DateTime(event.occurred.at),
        by: author(event, directory),
        participant_id: event.subject.map(write_id),
        alias: event.subject.and_then(|subject| alias(directory, event.team, subject)),
        kind,
        mark,
        target_id: target.map(write_id),
        target_kind,
        reason_concealed: target.is_some(),
        changes: change_of(event, &before),
        backdated: event.is_backdated(),
        view: view(event, whom, directory),
    }
}

fn view(event: &Recorded, whom: &[ParticipantId], directory: &Directory) -> Option<RecordView> {
    let Body::View(view) = &event.body else { return None };
    let participants = whom.iter().map(|who| ViewedParticipant {
        participant_id: write_id(*who),
        alias: alias(directory, event.team, *who),
    });
    Some(RecordView {
        part: Named(view.what),
        denied: view.denied.map(Named),
        participants: participants.collect(),
        known_at: view.as_of.known_at.map(DateTime),
        happened_at: view.as_of.happened_at.map(DateTime),
        operation: view.operation.clone(),
        purpose: Named(view.purpose),
        policy: view.policy.clone(),
    })
}

fn alias(directory: &Directory, team: TeamId, subject: ParticipantId) -> Option<String> {
    directory.alias(team, subject)
}
