//! Finding participants of a team.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use serde_json::{Value as Json, json};
use tavle_domain::{
    access::{Action, Permit},
    board::Status,
    id::{ParticipantId, StaffId, TeamId},
    risk::Level,
};
use tavle_projections::board::Line;

use crate::{
    api::{Api, api, caller, read_id, write_id},
    enums::Named,
    error::ApiError,
    order::{Place, SortDirection, collated, or_last},
    page::{Asked, connection},
};

/// A participant in short.
#[derive(SimpleObject, Clone, Debug)]
pub struct ParticipantRef {
    /// The participant.
    pub participant_id: ID,
    /// The name shown.
    pub alias: String,
    /// The primary status; none when nobody has decided, or when the team does not follow them.
    pub status: Option<Named<Status>>,
    /// Level of tenancy risk; none without an active tenancy.
    pub risk_level: Option<Named<Level>>,
    /// Whether the team follows them now.
    pub enrolled: bool,
}

/// Which participants to find. Everything given must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ParticipantFilter {
    /// The alias begins so, in small or capital letters.
    pub alias: Option<String>,
    /// The primary status is one of these.
    pub status: Option<Vec<Named<Status>>>,
    /// This member of staff has the main responsibility.
    pub responsible_id: Option<ID>,
    /// The level of tenancy risk is one of these.
    pub risk_level: Option<Vec<Named<Level>>>,
    /// Whether the team follows them now.
    pub enrolled: Option<bool>,
}

/// The order of participants.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParticipantOrder {
    /// By alias, as in a Norwegian list.
    #[default]
    Alias,
    /// By status, the most pressing first, then by alias.
    Status,
    /// By level of tenancy risk, red first, then by alias.
    Risk,
}

connection! {
    /// A page of a team's participants.
    ParticipantConnection, ParticipantEdge, ParticipantRef, total_count
}

/// Searches for participants.
#[derive(Default)]
pub struct SearchQuery;

#[Object]
impl SearchQuery {
    /// Participants of a team by alias, also those whose follow-up has ended.
    #[graphql(deprecation = "2026-11-22: use participantConnection, which filters, sorts and pages.")]
    async fn participants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
        #[graphql(desc = "How the alias begins; everyone where it is left out.")] alias: Option<String>,
    ) -> Result<Vec<ParticipantRef>> {
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let permit = api.permit(caller, Action::FindParticipants, read_id::<TeamId>(&team_id)?)?;
        let mut found = find(api, &permit, &ParticipantFilter { alias, ..ParticipantFilter::default() })?;
        found.sort_by_key(|found| collated(&found.alias));
        caller.shows(&permit, found.iter().map(|found| found.id));
        Ok(found.into_iter().map(Found::write).collect())
    }

    /// Participants of a team, found, sorted and paged; also those whose follow-up has ended.
    #[graphql(complexity = "50 + child_complexity")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn participant_connection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
        #[graphql(desc = "Whom to find; everyone where it is left out.")] filter: Option<ParticipantFilter>,
        #[graphql(desc = "The order; ALIAS where it is left out.")] sort: Option<ParticipantOrder>,
        #[graphql(desc = "Which way; FORWARD where it is left out.")] direction: Option<SortDirection>,
        #[graphql(desc = "Going on: how many, 1–100; 50 where it is left out.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "Going back: how many, 1–100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<ParticipantConnection>> {
        let (sort, direction) = (sort.unwrap_or_default(), direction.unwrap_or_default());
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let permit = api.permit(caller, Action::FindParticipants, read_id::<TeamId>(&team_id)?)?;
        let filter = filter.unwrap_or_default();
        let bound = json!([permit.team(), filter.bound(), sort as u8, direction as u8]);
        let cursors = api.cursors("participantConnection", &bound);
        let page = Asked { first, after, last, before }.page(&cursors)?;
        let found = find(api, &permit, &filter)?;
        let total_count = i32::try_from(found.len()).unwrap_or(i32::MAX);
        let (found, page_info) = page.of_all(found, &cursors, |found| found.place(sort, direction));
        caller.shows(&permit, found.iter().map(|found| found.id));
        let edge = |found: Found| ParticipantEdge {
            cursor: cursors.write(&found.place(sort, direction)),
            node: found.write(),
        };
        let edges = found.into_iter().map(edge).collect();
        Ok(Some(ParticipantConnection { edges, page_info, total_count }))
    }
}

/// A participant found, with their line where the team follows them.
struct Found {
    id: ParticipantId,
    alias: String,
    line: Option<Arc<Line>>,
}

impl Found {
    fn status(&self) -> Option<Status> {
        self.line.as_ref()?.row.primary().map(|standing| standing.status)
    }

    fn level(&self) -> Option<Level> {
        self.line.as_ref()?.risk.as_ref().map(|risk| risk.level)
    }

    fn place(&self, sort: ParticipantOrder, direction: SortDirection) -> Place {
        let rank = match sort {
            ParticipantOrder::Alias => 0,
            ParticipantOrder::Status => or_last(self.status().map(|status| status as i64)),
            ParticipantOrder::Risk => or_last(self.level().map(|level| -(level as i64))),
        };
        Place::new(direction, vec![rank], &self.alias, self.id)
    }

    fn write(self) -> ParticipantRef {
        ParticipantRef {
            participant_id: write_id(self.id),
            status: self.status().map(Named),
            risk_level: self.level().map(Named),
            enrolled: self.line.is_some(),
            alias: self.alias,
        }
    }
}

impl ParticipantFilter {
    /// What cursors of a filtered list are bound to.
    fn bound(&self) -> Json {
        let names = |status: &Named<Status>| <&str>::from(status.0);
        let levels = |level: &Named<Level>| <&str>::from(level.0);
        json!([
            self.alias,
            self.status.as_ref().map(|status| status.iter().map(names).collect::<Vec<_>>()),
            self.responsible_id.as_ref().map(|id| id.as_str()),
            self.risk_level.as_ref().map(|level| level.iter().map(levels).collect::<Vec<_>>()),
            self.enrolled,
        ])
    }

    fn has(&self, found: &Found, responsible: Option<StaffId>) -> bool {
        let line = found.line.as_ref();
        let in_status =
            |wanted: &Vec<Named<Status>>| found.status().is_some_and(|own| wanted.contains(&Named(own)));
        let in_level =
            |wanted: &Vec<Named<Level>>| found.level().is_some_and(|own| wanted.contains(&Named(own)));
        let held = |wanted: StaffId| line.is_some_and(|line| line.row.primary_contact == Some(wanted));
        self.enrolled.is_none_or(|wanted| wanted == line.is_some())
            && self.status.as_ref().is_none_or(in_status)
            && self.risk_level.as_ref().is_none_or(in_level)
            && responsible.is_none_or(held)
    }
}

/// Looks in memory alone: nothing of the log is read.
fn find(api: &Api, permit: &Permit, filter: &ParticipantFilter) -> Result<Vec<Found>, ApiError> {
    let responsible = filter.responsible_id.as_ref().map(read_id::<StaffId>).transpose()?;
    let board = api.board(permit)?;
    let directory = api.directory.get();
    let team = directory.team(permit.team()).ok_or(ApiError::NotFound)?;
    let lines: HashMap<ParticipantId, &Arc<Line>> =
        board.lines.iter().map(|line| (line.participant, line)).collect();
    let begins = filter.alias.as_deref().unwrap_or_default().trim().to_lowercase();
    let named = team.aliases().filter(|(_, alias)| alias.to_lowercase().starts_with(&begins));
    let found = named.map(|(id, alias)| {
        let line = lines.get(&id).map(|line| Arc::clone(line));
        Found { id, alias: alias.to_owned(), line }
    });
    Ok(found.filter(|found| filter.has(found, responsible)).collect())
}
