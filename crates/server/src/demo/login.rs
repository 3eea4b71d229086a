//! Who can sign in to a demo. The user name follows from what the log says about somebody, so that no table of
//! users is kept beside it.

use tavle_domain::{access::Role, id::StaffId};

use super::{
    Plan,
    cast::Model,
    staff::{Member, Staff},
    words::place,
};

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// User name, e.g. `leder-nordlia`.
    pub user: String,
    /// Who.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// Initials as on the wall.
    pub initials: String,
    /// Role.
    pub role: Role,
    /// Name of the team; `None` for those who belong to every team.
    pub team: Option<String>,
}

/// The user name of somebody with these initials and this role in a team of this name. Members have their
/// initials; a leader and a wall screen have their team's place; the others have their task.
#[must_use]
pub fn user_name(role: Role, initials: &str, team: &str) -> String {
    let team = || slug(team.split_once(' ').map_or(team, |(_, place)| place));
    match role {
        Role::TeamLeader => format!("leder-{}", team()),
        Role::Kiosk => format!("vegg-{}", team()),
        Role::Supervisor => "fagleder".to_owned(),
        Role::Auditor => "revisor".to_owned(),
        Role::Administrator => "admin".to_owned(),
        Role::TeamMember | Role::Service => slug(initials),
    }
}

/// Everyone who can sign in on the first day of a plan, team by team.
#[must_use]
pub fn logins(plan: Plan) -> Vec<Login> {
    let mut logins: Vec<Login> = Vec::new();
    for team in 0..plan.teams as usize {
        let model = Model::of(team);
        let name = format!("{} {}", model.title(), place(team));
        let staff = Staff::new(plan.seed, team, model);
        for member in staff.desks.iter().chain(&staff.others) {
            let login = login(member, &name);
            if !logins.iter().any(|known| known.staff == login.staff) {
                logins.push(login);
            }
        }
    }
    logins
}

fn login(member: &Member, team: &str) -> Login {
    let belongs_to_all = matches!(member.role, Role::Supervisor | Role::Auditor | Role::Administrator);
    Login {
        user: user_name(member.role, &member.name.initials, team),
        staff: member.id,
        name: member.name.name.clone(),
        initials: member.name.initials.clone(),
        role: member.role,
        team: (!belongs_to_all).then(|| team.to_owned()),
    }
}

/// Lower case, without the letters that a keyboard may not have.
fn slug(text: &str) -> String {
    let letter = |c: char| match c {
        'æ' => "ae".to_owned(),
        'ø' => "o".to_owned(),
        'å' => "a".to_owned(),
        ' ' => "-".to_owned(),
        other => other.to_string(),
    };
    text.to_lowercase().chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use chrono::DateTime;

    use super::*;

    #[test]
    fn everybody_has_a_user_name_of_their_own() {
        let plan = Plan { teams: 10, years: 1, seed: 7, until: DateTime::UNIX_EPOCH };
        let logins = logins(plan);
        assert_eq!(logins.iter().map(|login| &login.user).collect::<HashSet<_>>().len(), logins.len());
        assert!(logins.iter().any(|login| login.user == "leder-nordlia"));
        assert!(logins.iter().any(|login| login.user == "vegg-sorvik"));
        assert_eq!(logins.iter().filter(|login| login.user == "fagleder").count(), 1);
    }
}
