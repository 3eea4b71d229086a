//! Queries of staff and teams.

use std::collections::BTreeSet;

use async_graphql::{Context, ID, Object, Result};
use serde_json::json;
use tavle_domain::{
    access::{Action, Role},
    calendar,
    id::{StaffId, TeamId},
    team::{self, TeamModel, TeamState},
};

use super::types::{Authorisation, Me, StaffConnection, StaffEdge, StaffMember, Team};
use crate::{
    access::Asking,
    api::{Api, api, caller, read_id, write_id},
    enums::Named,
    error::ApiError,
    order::{Place, SortDirection},
    page::Asked,
    scalars::DateTime,
};

/// Queries of staff and teams.
#[derive(Default)]
pub struct TeamQuery;

#[Object]
impl TeamQuery {
    /// Whoever asks, with what they may do now.
    async fn me(&self, ctx: &Context<'_>) -> Result<Me> {
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let directory = api.directory.get();
        let today = calendar::date(api.now());
        let grants = api.actor(caller.who).grants;
        let valid = grants.iter().filter(|grant| grant.until.is_none_or(|until| today <= until));
        let authorisations = valid.filter_map(|grant| {
            let team = directory.team(grant.team)?;
            Some(Authorisation {
                team_id: write_id(grant.team),
                team_name: team.name().unwrap_or_default().to_owned(),
                model: Named(team.model().unwrap_or(TeamModel::Act)),
                role: Named(grant.role),
            })
        });
        let authorisations: Vec<_> = authorisations.collect();
        let mut known = directory.teams().flat_map(|(_, team)| team.staff().cloned().collect::<Vec<_>>());
        let member = known.find(|member| member.id == caller.who.staff);
        Ok(Me {
            staff_id: write_id(caller.who.staff),
            name: member.as_ref().and_then(|member| member.name.clone()).unwrap_or_default(),
            initials: member.and_then(|member| member.initials).unwrap_or_default(),
            demo: api.demo,
            server_time: DateTime(api.now()),
            authorisations,
        })
    }

    /// A team with its staff.
    async fn team(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
    ) -> Result<Option<Team>> {
        Ok(Some(one_team(api(ctx)?, caller(ctx)?, read_id(&team_id)?)?))
    }

    /// A team's staff, found, sorted and paged.
    #[graphql(complexity = "20 + child_complexity")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn staff_connection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
        #[graphql(desc = "Whether they work in the team now; everyone where it is left out.")] active: Option<
            bool,
        >,
        #[graphql(desc = "Which way by name, as in a Norwegian list; FORWARD where it is left out.")]
        direction: Option<SortDirection>,
        #[graphql(desc = "Going on: how many, 1–100; 50 where it is left out.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "Going back: how many, 1–100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<StaffConnection>> {
        let direction = direction.unwrap_or_default();
        let api = api(ctx)?;
        let permit = api.permit(caller(ctx)?, Action::SeeStaff, read_id::<TeamId>(&team_id)?)?;
        let cursors = api.cursors("staffConnection", &json!([permit.team(), active, direction as u8]));
        let page = Asked { first, after, last, before }.page(&cursors)?;
        let directory = api.directory.get();
        let team = directory.team(permit.team()).ok_or(ApiError::NotFound)?;
        let mut found: Vec<_> = staff(team).collect();
        found.retain(|member| active.is_none_or(|wanted| wanted == member.active));
        let total_count = i32::try_from(found.len()).unwrap_or(i32::MAX);
        let place = |member: &&team::StaffMember| {
            Place::new(direction, Vec::new(), member.name.as_deref().unwrap_or_default(), member.id)
        };
        let (found, page_info) = page.of_all(found, &cursors, place);
        let edge = |member| StaffEdge { cursor: cursors.write(&place(&member)), node: write_member(member) };
        let edges = found.into_iter().map(edge).collect();
        Ok(Some(StaffConnection { edges, page_info, total_count }))
    }
}

/// A team for whoever may see its staff.
///
/// # Errors
/// `NOT_FOUND` or `FORBIDDEN`.
pub fn one_team(api: &Api, caller: Asking<'_>, id: TeamId) -> Result<Team, ApiError> {
    let permit = api.permit(caller, Action::SeeStaff, id)?;
    let directory = api.directory.get();
    let team = directory.team(permit.team()).ok_or(ApiError::NotFound)?;
    Ok(Team {
        team_id: write_id(permit.team()),
        name: team.name().unwrap_or_default().to_owned(),
        model: Named(team.model().unwrap_or(TeamModel::Act)),
        staff: staff(team).map(write_member).collect(),
    })
}

/// A member of staff of any team whose staff the caller may see.
///
/// # Errors
/// `NOT_FOUND`.
pub fn one_member(api: &Api, caller: Asking<'_>, id: StaffId) -> Result<StaffMember, ApiError> {
    let directory = api.directory.get();
    let teams: BTreeSet<TeamId> = api.actor(caller.who).grants.iter().map(|grant| grant.team).collect();
    let mut permitted =
        teams.into_iter().filter(|team| api.decide(caller.who, Action::SeeStaff, *team).is_ok());
    let found = permitted.find_map(|team| staff(directory.team(team)?).find(|member| member.id == id));
    found.map(write_member).ok_or(ApiError::NotFound)
}

/// Those who work with participants. A wall screen, an auditor or an administrator holds no visits.
fn staff(team: &TeamState) -> impl Iterator<Item = &team::StaffMember> {
    let works_here = |member: &&team::StaffMember| {
        let mut roles =
            team.grants().filter(|(staff, ..)| *staff == member.id).map(|(_, role, _)| role).peekable();
        roles.peek().is_none() || roles.any(|role| matches!(role, Role::TeamLeader | Role::TeamMember))
    };
    team.staff().filter(works_here)
}

fn write_member(member: &team::StaffMember) -> StaffMember {
    StaffMember {
        staff_id: write_id(member.id),
        name: member.name.clone(),
        initials: member.initials.clone(),
        discipline: member.discipline.map(Into::into),
        active: member.active,
    }
}
