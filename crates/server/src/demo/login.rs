//! Who can sign in to a demo. The user name follows from what the log says about somebody, so that no table of
//! users is kept beside it.

use tavle_domain::access::Role;

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
    use super::*;

    #[test]
    fn a_user_name_follows_from_what_the_log_says() {
        assert_eq!(user_name(Role::TeamLeader, "MH", "ACT-team Nordlia"), "leder-nordlia");
        assert_eq!(user_name(Role::Kiosk, "V", "FACT-team Sørvik"), "vegg-sorvik");
        assert_eq!(user_name(Role::TeamMember, "ØÅ", "ACT-team Nordlia"), "oa");
        assert_eq!(user_name(Role::Auditor, "PN", "ACT-team Nordlia"), "revisor");
    }
}
