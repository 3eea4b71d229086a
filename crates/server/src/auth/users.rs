//! Users, as the log tells of them: everyone with an authorisation, by a name that follows from it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use tavle_domain::{access::Role, id::StaffId, id::TeamId};
use tavle_projections::directory::Directory;

use crate::demo::user_name;

/// Somebody who can sign in.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// User name.
    pub user: String,
    /// Who.
    #[serde(rename = "staffId")]
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// Initials.
    pub initials: String,
    /// The role, the first one where there are several.
    pub role: &'static str,
    /// Where.
    pub teams: Vec<UserTeam>,
    /// Whether nobody sits at its session.
    pub unattended: bool,
    #[serde(skip)]
    rank: Role,
}

impl User {
    /// The team whose wall this user is, in a demonstration.
    #[must_use]
    pub fn wall(&self) -> Option<TeamId> {
        if self.rank == Role::Kiosk { self.teams.first().map(|team| team.team_id) } else { None }
    }

    /// The same as the session of a wall shows it: in its team, and in no other role.
    #[must_use]
    pub fn at_wall(mut self, team: TeamId) -> Self {
        self.teams.retain(|other| other.team_id == team);
        (self.unattended, self.rank, self.role) = (true, Role::Kiosk, Role::Kiosk.name());
        self
    }
}

/// A team in which somebody may act.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserTeam {
    /// The team.
    pub team_id: TeamId,
    /// Its name.
    pub name: String,
}

/// Everyone with an authorisation on this day: by team, leaders first, and last those who belong to several
/// teams.
#[must_use]
pub fn users(directory: &Directory, today: NaiveDate) -> Vec<User> {
    let mut users: BTreeMap<StaffId, User> = BTreeMap::new();
    for (team, state) in directory.teams() {
        let team_name = state.name().unwrap_or_default();
        for (staff, role, until) in state.grants() {
            if until.is_some_and(|until| until < today) {
                continue;
            }
            let member = state.staff().find(|member| member.id == staff);
            if member.is_some_and(|member| !member.active) {
                continue;
            }
            let initials = member.and_then(|member| member.initials.clone()).unwrap_or_default();
            let user = users.entry(staff).or_insert_with(|| User {
                user: user_name(role, &initials, team_name),
                staff,
                name: member.and_then(|member| member.name.clone()).unwrap_or_default(),
                initials: initials.clone(),
                role: role.name(),
                teams: Vec::new(),
                unattended: false,
                rank: role,
            });
            if user.teams.iter().all(|known| known.team_id != team) {
                user.teams.push(UserTeam { team_id: team, name: team_name.to_owned() });
            }
        }
    }
    let mut users: Vec<User> = users.into_values().collect();
    users.sort_by_cached_key(|user| {
        let team = user.teams.first().map(|team| team.name.clone());
        (user.teams.len() > 1, team, user.rank, user.initials.clone())
    });
    users
}

/// The user of this name. A name that fits several is nobody's.
#[must_use]
pub fn user(directory: &Directory, name: &str, today: NaiveDate) -> Option<User> {
    let mut named = users(directory, today).into_iter().filter(|user| user.user.eq_ignore_ascii_case(name));
    named.next().filter(|_| named.next().is_none())
}
