//! Queries of staff and teams.

use async_graphql::{Context, ID, Object, Result};
use tavle_domain::{
    access::{Action, Role},
    calendar,
    id::TeamId,
    team::{self, TeamModel, TeamState},
};

use super::types::{Authorisation, Me, StaffMember, Team};
use crate::{
    api::{api, caller, read_id, write_id},
    enums::Named,
    error::ApiError,
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
        let grants = api.actor(caller.staff).grants;
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
        let member = known.find(|member| member.id == caller.staff);
        Ok(Me {
            staff_id: write_id(caller.staff),
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
        let api = api(ctx)?;
        let permit = api.permit(caller(ctx)?, Action::SeeStaff, read_id::<TeamId>(&team_id)?)?;
        let directory = api.directory.get();
        let team = directory.team(permit.team()).ok_or(ApiError::NotFound)?;
        Ok(Some(Team {
            team_id,
            name: team.name().unwrap_or_default().to_owned(),
            model: Named(team.model().unwrap_or(TeamModel::Act)),
            staff: staff(team),
        }))
    }
}

/// Those who work with participants. A wall screen, an auditor or an administrator holds no visits.
fn staff(team: &TeamState) -> Vec<StaffMember> {
    let works_here = |member: &&team::StaffMember| {
        let mut roles =
            team.grants().filter(|(staff, ..)| *staff == member.id).map(|(_, role, _)| role).peekable();
        roles.peek().is_none() || roles.any(|role| matches!(role, Role::TeamLeader | Role::TeamMember))
    };
    let shown = team.staff().filter(works_here).map(|member| StaffMember {
        staff_id: write_id(member.id),
        name: member.name.clone(),
        initials: member.initials.clone(),
        discipline: member.discipline.map(Into::into),
        active: member.active,
    });
    shown.collect()
}
