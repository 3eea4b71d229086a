//! Every cell of the table, written out.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use strum::IntoEnumIterator;
use uuid::Uuid;

use super::*;
use crate::id::{StaffId, TeamId};

const OWN: TeamId = TeamId(Uuid::from_u128(1));
const OTHER: TeamId = TeamId(Uuid::from_u128(2));
const UNKNOWN: TeamId = TeamId(Uuid::from_u128(3));

const ROLES: [Role; 7] = [
    Role::TeamLeader,
    Role::TeamMember,
    Role::Supervisor,
    Role::Auditor,
    Role::Administrator,
    Role::Kiosk,
    Role::Service,
];

const YES: bool = true;
const NO: bool = false;

/// In the own team, by an authorisation that holds. Columns as in [`ROLES`]. In any other relation every cell
/// is no.
#[rustfmt::skip]
const CELLS: [(Action, &str, [bool; 7]); 12] = [
    //                                         leader member superv audit admin kiosk service
    (Action::SeeBoard,         "BOARD",        [YES,  YES,   YES,   NO,   NO,   NO,   NO]),
    (Action::SeeWall,          "WALL",         [YES,  YES,   YES,   NO,   NO,   YES,  NO]),
    (Action::FindParticipants, "PARTICIPANTS", [YES,  YES,   YES,   NO,   NO,   NO,   NO]),
    (Action::SeeParticipant,   "PARTICIPANT",  [YES,  YES,   YES,   NO,   NO,   NO,   NO]),
    (Action::SeeTimeline,      "TIMELINE",     [YES,  YES,   YES,   NO,   NO,   NO,   NO]),
    (Action::SeeRisk,          "RISK",         [YES,  YES,   YES,   NO,   NO,   NO,   NO]),
    (Action::SeeStaff,         "STAFF",        [YES,  YES,   YES,   YES,  YES,  NO,   NO]),
    (Action::SeeDwellings,     "DWELLINGS",    [YES,  YES,   YES,   NO,   NO,   NO,   NO]),
    (Action::Record,           "RECORD",       [YES,  YES,   NO,    NO,   NO,   NO,   NO]),
    (Action::ManageTeam,       "TEAM",         [NO,   NO,    NO,    NO,   YES,  NO,   NO]),
    (Action::SeeAudit,         "AUDIT",        [YES,  NO,    NO,    YES,  NO,   NO,   NO]),
    (Action::SeeViews,         "VIEWS",        [YES,  NO,    YES,   YES,  NO,   NO,   NO]),
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date")
}

fn grant(team: TeamId, role: Role, until: Option<&str>) -> Grant {
    Grant { team, role, until: until.map(|date| date.parse().expect("a date")) }
}

fn actor(grants: &[Grant]) -> Actor {
    Actor { staff: StaffId(Uuid::from_u128(9)), organisation: "Nordlia".into(), grants: grants.to_vec() }
}

#[test]
fn every_cell_is_as_it_is_written_here() {
    for (action, _, cells) in CELLS {
        for (role, permitted) in ROLES.into_iter().zip(cells) {
            let own = actor(&[grant(OWN, role, None)]);
            let decision = decide(&own, action, OWN, today());
            match decision {
                Ok(permit) => {
                    assert!(permitted, "{role:?} {action:?}");
                    assert_eq!((permit.action(), permit.team(), permit.role()), (action, OWN, role));
                    assert_eq!((permit.relation(), permit.policy()), (Relation::OwnTeam, "2026-11"));
                    assert_eq!(permit.grant(), own.grants[0]);
                }
                Err(denied) => {
                    assert!(!permitted, "{role:?} {action:?}");
                    assert_eq!(denied, Denied::Role);
                }
            }
            for elsewhere in [OTHER, UNKNOWN] {
                let decision = decide(&own, action, elsewhere, today());
                assert_eq!(decision, Err(Denied::OutsideTeam), "{role:?} {action:?}");
            }
        }
    }
}

#[test]
fn the_table_has_every_action_once_and_nothing_for_whoever_holds_no_grant() {
    let named: Vec<_> = CELLS.iter().map(|(action, ..)| *action).collect();
    assert_eq!(named, Action::iter().collect::<Vec<_>>());
    assert_eq!(ROLES.into_iter().collect::<BTreeSet<_>>(), Role::iter().collect());
    assert_eq!(TABLE.iter().map(|rule| rule.action).collect::<Vec<_>>(), named);
    assert!(TABLE.iter().all(|rule| rule.relation == Relation::OwnTeam));
}

#[test]
fn somebody_without_any_authorisation_is_outside_everywhere() {
    for action in Action::iter() {
        assert_eq!(decide(&actor(&[]), action, OWN, today()), Err(Denied::OutsideTeam));
    }
}

#[test]
fn an_authorisation_ends_after_its_last_day() {
    let until = |date| actor(&[grant(OWN, Role::TeamMember, Some(date))]);
    assert!(decide(&until("2026-11-24"), Action::Record, OWN, today()).is_ok());
    assert!(decide(&until("2026-11-25"), Action::Record, OWN, today()).is_ok());
    assert_eq!(decide(&until("2026-11-23"), Action::Record, OWN, today()), Err(Denied::OutsideTeam));
    assert!(grant(OWN, Role::Kiosk, None).holds(NaiveDate::MAX));
}

#[test]
fn one_that_has_run_out_leaves_what_the_others_give() {
    let both = actor(&[grant(OWN, Role::TeamLeader, Some("2026-11-23")), grant(OWN, Role::Supervisor, None)]);
    let permit = decide(&both, Action::SeeBoard, OWN, today()).expect("permitted");
    assert_eq!((permit.role(), permit.grant()), (Role::Supervisor, both.grants[1]));
    assert_eq!(decide(&both, Action::Record, OWN, today()), Err(Denied::Role));
}

#[test]
fn of_several_roles_the_one_that_the_table_names_first_is_acted_in() {
    let both = actor(&[grant(OWN, Role::Auditor, None), grant(OWN, Role::TeamLeader, None)]);
    let role = |action| decide(&both, action, OWN, today()).map(|permit| permit.role());
    assert_eq!(role(Action::SeeAudit), Ok(Role::Auditor));
    assert_eq!(role(Action::SeeBoard), Ok(Role::TeamLeader));
}

#[test]
fn a_role_in_one_team_is_none_in_another() {
    let leader_there = actor(&[grant(OWN, Role::Kiosk, None), grant(OTHER, Role::TeamLeader, None)]);
    assert_eq!(decide(&leader_there, Action::SeeParticipant, OWN, today()), Err(Denied::Role));
    assert!(decide(&leader_there, Action::SeeParticipant, OTHER, today()).is_ok());
}

#[test]
fn the_names_that_the_log_keeps_are_these() {
    for (action, name, _) in CELLS {
        assert_eq!((action.name(), name.parse()), (name, Ok(action)));
    }
    let denied = [
        (Denied::OutsideTeam, "OUTSIDE_TEAM", "NOT_FOUND", "not found"),
        (Denied::Role, "ROLE", "FORBIDDEN", "the role does not include this"),
    ];
    for (reason, name, code, says) in denied {
        assert_eq!((reason.name(), reason.code(), reason.to_string().as_str()), (name, code, says));
        assert_eq!((name.parse(), reason.policy()), (Ok(reason), "2026-11"));
    }
    let roles = ["TEAM_LEADER", "TEAM_MEMBER", "SUPERVISOR", "AUDITOR", "ADMINISTRATOR", "KIOSK", "SERVICE"];
    assert_eq!(ROLES.map(Role::name), roles);
    let purposes = ["FOLLOW_UP", "SUPERVISION", "AUDIT", "ADMINISTRATION"];
    assert_eq!(Purpose::iter().map(Purpose::name).collect::<Vec<_>>(), purposes);
}

#[test]
fn what_a_look_is_for_follows_from_the_role_and_from_what_is_opened() {
    use Purpose::{Administration, Audit, FollowUp, Supervision};
    for action in Action::iter() {
        let purposes = if matches!(action, Action::SeeAudit | Action::SeeViews) {
            [Audit; 7]
        } else {
            [FollowUp, FollowUp, Supervision, Audit, Administration, FollowUp, Administration]
        };
        assert_eq!(ROLES.map(|role| Purpose::of(role, action)), purposes, "{action:?}");
    }
}

#[test]
fn whatever_says_something_about_participants_is_logged() {
    let logged: Vec<_> = Action::iter().filter(|action| action.shows_participants()).collect();
    let open = [Action::SeeStaff, Action::Record, Action::ManageTeam];
    assert!(Action::iter().all(|action| logged.contains(&action) != open.contains(&action)));
}
