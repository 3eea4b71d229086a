//! Invitations, accounts and passwords. A demonstration has none.

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::Duration;
use serde::Deserialize;
use serde_json::json;
use tavle_domain::{access::Role, id::StaffId};

use super::{
    answer::{fault, forbidden, foreign_origin, invalid, not_found, refuse, unauthenticated, unread},
    origin::{is_ours, reading_is_ours},
    session::{
        LONGEST_USER, account_fault, check, overloaded, session_fault, signed_in, today, user_of,
        with_cookie, wrong_credentials,
    },
    sessions::teams_where,
};
use crate::{
    auth::{self, Proof, Session, Taken, code, password},
    service::Service,
};

/// How long an invitation holds.
const INVITED_FOR: Duration = Duration::days(7);
/// Groups of four letters in its code.
const GROUPS: usize = 5;

/// Whom to invite.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invite {
    staff_id: StaffId,
}

/// What an invitation is answered with.
#[derive(Deserialize)]
pub struct Accept {
    code: String,
    user: String,
    password: String,
}

/// Another password.
#[derive(Deserialize)]
pub struct Change {
    current: String,
    password: String,
}

/// Makes an invitation, also for somebody who has forgotten the password. Whoever holds the code becomes that
/// person, so it takes an administrator of every team that the person may act in.
pub async fn invite(
    State(service): State<Service>,
    headers: HeaderMap,
    whom: Result<Json<Invite>, JsonRejection>,
) -> Response {
    let (this, staff) = match who(&service, &headers, whom) {
        Ok((this, Invite { staff_id })) => (this, staff_id),
        Err(refused) => return refused,
    };
    let administered = teams_where(&service, this.staff, |role| role == Role::Administrator);
    if administered.is_empty() {
        return forbidden();
    }
    let is_known = administered.iter().any(|team| {
        let directory = service.directory.get();
        directory
            .team(*team)
            .is_some_and(|team| team.staff().any(|member| member.id == staff && member.active))
    });
    if !is_known {
        return not_found();
    }
    let acts_in = teams_where(&service, staff, |role| role != Role::Kiosk);
    if acts_in.is_empty() {
        return not_authorised();
    }
    if !acts_in.iter().all(|team| administered.contains(team)) {
        let message = "the person acts in a team that somebody else administers";
        return refuse(StatusCode::FORBIDDEN, "OTHER_TEAMS_PERSON", message);
    }
    let now = service.now();
    let Ok(code) = code::make(GROUPS) else { return fault() };
    match service.accounts.invite(staff, code::hash(&code), now + INVITED_FOR) {
        Ok(()) => Json(json!({ "code": code, "expiresAt": now + INVITED_FOR })).into_response(),
        Err(error) => account_fault(&error),
    }
}

/// Staff of the teams that one leads or administers, with their roles; to an administrator also who has an account.
pub async fn staff(State(service): State<Service>, headers: HeaderMap) -> Response {
    let Some((_, proof)) = auth::caller(&service, &headers) else { return unauthenticated() };
    if !reading_is_ours(&service, &headers) {
        return foreign_origin();
    }
    let Proof::Cookie(this) = proof else { return forbidden() };
    let administered = teams_where(&service, this.staff, |role| role == Role::Administrator);
    let watched =
        teams_where(&service, this.staff, |role| matches!(role, Role::Administrator | Role::TeamLeader));
    if this.is_unattended() || watched.is_empty() {
        return forbidden();
    }
    let directory = service.directory.get();
    let today = today(&service);
    let mut people = Vec::new();
    for (id, team) in directory.teams().filter(|(id, _)| watched.contains(id)) {
        for member in team.staff().filter(|member| member.active) {
            let held = team
                .grants()
                .filter(|(staff, _, until)| *staff == member.id && until.is_none_or(|until| today <= until));
            let roles: Vec<_> = held.map(|(_, role, _)| role.name()).collect();
            let user = if administered.contains(&id) {
                match service.accounts.of(member.id) {
                    Ok(account) => account.map(|account| account.user),
                    Err(error) => return account_fault(&error),
                }
            } else {
                None
            };
            people.push(json!({ "teamId": id, "staffId": member.id, "name": member.name,
                "initials": member.initials, "roles": roles, "user": user }));
        }
    }
    Json(json!({ "staff": people })).into_response()
}

/// Makes an account out of an invitation. Every session that the person had ends.
pub async fn accept(
    State(service): State<Service>,
    headers: HeaderMap,
    accept: Result<Json<Accept>, JsonRejection>,
) -> Response {
    if !is_ours(&service, &headers, None) {
        return foreign_origin();
    }
    if service.demo {
        return not_found();
    }
    let Accept { code, user, password } = match accept {
        Ok(Json(accept)) => accept,
        Err(error) => return unread(&error),
    };
    let hash = code::hash(&code);
    // Before anything costly: whoever has no code makes the service work for nothing.
    match service.accounts.invited(hash, service.now()) {
        Ok(Some(staff)) if user_of(&service, staff, None).is_none() => return not_authorised(),
        Ok(Some(_)) => {}
        Ok(None) => return wrong_code(),
        Err(error) => return account_fault(&error),
    }
    let mut fields = user_problems(&user);
    fields.extend(password::check(&password, &user).err().map(|code| ("password", code)));
    if !fields.is_empty() {
        return invalid(&fields);
    }
    let Ok(kept) = service.passwords.hash(password).await else { return overloaded() };
    match service.accounts.accept(hash, &user, &kept, service.now()) {
        Ok(Ok(staff)) => {
            // The account stands, whatever the disk takes of the sessions; what it does not is in the log.
            let _ = service.sessions.end(|session| session.staff == staff && !session.is_unattended());
            let _ = service.accounts.succeeded(&user, None);
            signed_in(&service, &headers, staff, None)
        }
        Ok(Err(Taken::User)) => invalid(&[("user", "TAKEN")]),
        Ok(Err(Taken::Invitation)) => wrong_code(),
        Err(error) => account_fault(&error),
    }
}

/// Changes one's password. The session gets another value, and the person's others end.
pub async fn change_password(
    State(service): State<Service>,
    headers: HeaderMap,
    change: Result<Json<Change>, JsonRejection>,
) -> Response {
    let (this, Change { current, password }) = match who(&service, &headers, change) {
        Ok(found) => found,
        Err(refused) => return refused,
    };
    let account = match service.accounts.of(this.staff) {
        Ok(Some(account)) => account,
        Ok(None) => return not_found(),
        Err(error) => return account_fault(&error),
    };
    match check(&service, &account.user, current, None).await {
        Ok(Some(staff)) if staff == this.staff => {}
        Ok(_) => return wrong_credentials(),
        Err(refused) => return refused,
    }
    if let Err(code) = password::check(&password, &account.user) {
        return invalid(&[("password", code)]);
    }
    let Ok(kept) = service.passwords.hash(password).await else { return overloaded() };
    let now = service.now();
    if let Err(error) = service.accounts.set_password(this.staff, &kept, now) {
        return account_fault(&error);
    }
    let is_other = |session: &Session| session.staff == this.staff && session.id != this.id;
    // The password is another one, whatever the disk takes of the sessions; what it does not is in the log.
    let _ = service.sessions.end(|session| is_other(session) && !session.is_unattended());
    match service.sessions.rotate(this.id, now) {
        Ok(Some(value)) => with_cookie(&service, &this, &value),
        Ok(None) => unauthenticated(),
        Err(error) => session_fault(&error),
    }
}

/// Problems of a user name.
pub fn user_problems(user: &str) -> Vec<(&'static str, &'static str)> {
    let user = user.trim();
    let problem = if user.is_empty() {
        Some("REQUIRED")
    } else if user.chars().count() > LONGEST_USER {
        Some("TOO_LONG")
    } else if user.chars().any(|c| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@'))) {
        Some("BAD_CHARACTERS")
    } else {
        None
    };
    problem.map(|code| ("user", code)).into_iter().collect()
}

/// Somebody at a screen of their own, with what was sent.
#[expect(clippy::result_large_err, reason = "it is the answer itself")]
fn who<T>(
    service: &Service,
    headers: &HeaderMap,
    sent: Result<Json<T>, JsonRejection>,
) -> Result<(Session, T), Response> {
    let (_, proof) = auth::caller(service, headers).ok_or_else(unauthenticated)?;
    if !is_ours(service, headers, Some(proof)) {
        return Err(foreign_origin());
    }
    if service.demo {
        return Err(not_found());
    }
    match proof {
        Proof::Cookie(session) if !session.is_unattended() => {
            sent.map(|Json(sent)| (session, sent)).map_err(|error| unread(&error))
        }
        _ => Err(forbidden()),
    }
}

fn wrong_code() -> Response {
    refuse(StatusCode::FORBIDDEN, "WRONG_CODE", "there is no open invitation with this code")
}

fn not_authorised() -> Response {
    refuse(StatusCode::CONFLICT, "NOT_AUTHORISED", "the person may not act in any team: grant a role first")
}
