//! One's own sessions, the walls of one's team, and making a wall of this screen.

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tavle_domain::{
    access::Role,
    id::{StaffId, TeamId},
};
use uuid::Uuid;

use super::{
    answer::{forbidden, foreign_origin, not_durable, not_found, unauthenticated, unread},
    origin::{is_ours, reading_is_ours},
    session::{signed_in, today},
};
use crate::{
    auth::{self, NotDurable, Proof, Session},
    service::Service,
};

/// A session as it is listed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    id: Uuid,
    began: DateTime<Utc>,
    used: DateTime<Utc>,
    this: bool,
    unattended: bool,
    /// The wall's name and its team's; nothing for a session of one's own.
    name: Option<String>,
    team: Option<String>,
}

/// Which screen becomes a wall.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wall {
    staff_id: StaffId,
}

/// One's own sessions, and the walls of teams that one leads or administers.
pub async fn list(State(service): State<Service>, headers: HeaderMap) -> Response {
    let Some((_, proof)) = auth::caller(&service, &headers) else { return unauthenticated() };
    if !reading_is_ours(&service, &headers) {
        return foreign_origin();
    }
    let Proof::Cookie(this) = proof else { return forbidden() };
    if this.is_unattended() {
        return forbidden();
    }
    let (own, walls): (Vec<_>, Vec<_>) =
        mine(&service, &this).into_iter().partition(|session| !session.is_unattended());
    let listed = |sessions: Vec<Session>| {
        sessions.iter().map(|session| describe(&service, session, session.id == this.id)).collect::<Vec<_>>()
    };
    Json(json!({ "sessions": listed(own), "walls": listed(walls) })).into_response()
}

/// Ends one of them, for good before this is answered. What is open in it closes at once.
pub async fn end(State(service): State<Service>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let Some((_, proof)) = auth::caller(&service, &headers) else { return unauthenticated() };
    if !is_ours(&service, &headers, Some(proof)) {
        return foreign_origin();
    }
    let Proof::Cookie(this) = proof else { return forbidden() };
    if this.is_unattended() {
        return forbidden();
    }
    let meant = mine(&service, &this).into_iter().find(|session| session.id.to_string() == id);
    let meant = meant.map(|session| session.id);
    // One that has ended is not there any more, but whoever ends it again must hear that it may come back.
    match service.sessions.end(|session| Some(session.id) == meant) {
        Ok(()) if meant.is_some() => StatusCode::NO_CONTENT.into_response(),
        Ok(()) => not_found(),
        Err(NotDurable) => not_durable(),
    }
}

/// Turns this browser's session into a wall's. The leader's own session in it ends.
pub async fn wall(
    State(service): State<Service>,
    headers: HeaderMap,
    wall: Result<Json<Wall>, JsonRejection>,
) -> Response {
    let Some((_, proof)) = auth::caller(&service, &headers) else { return unauthenticated() };
    if !is_ours(&service, &headers, Some(proof)) {
        return foreign_origin();
    }
    let wall = match wall {
        Ok(Json(wall)) => wall,
        Err(error) => return unread(&error),
    };
    let Proof::Cookie(this) = proof else { return forbidden() };
    if this.is_unattended() {
        return forbidden();
    }
    let led = teams_where(&service, this.staff, |role| role == Role::TeamLeader);
    if led.is_empty() {
        return forbidden();
    }
    let shows = teams_where(&service, wall.staff_id, |role| role == Role::Kiosk);
    match led.into_iter().find(|team| shows.contains(team)) {
        Some(team) => signed_in(&service, &headers, wall.staff_id, Some(team)),
        None => not_found(),
    }
}

/// Sessions that the holder of this one may end.
fn mine(service: &Service, this: &Session) -> Vec<Session> {
    let watched =
        teams_where(service, this.staff, |role| matches!(role, Role::TeamLeader | Role::Administrator));
    let may_end = |session: &Session| match session.wall {
        Some(team) => watched.contains(&team),
        None => session.staff == this.staff,
    };
    service.sessions.all(service.now()).into_iter().filter(may_end).collect()
}

fn describe(service: &Service, session: &Session, this: bool) -> Listed {
    let directory = service.directory.get();
    let team = session.wall.and_then(|team| directory.team(team));
    let member = team.and_then(|team| team.staff().find(|member| member.id == session.staff));
    Listed {
        id: session.id,
        began: session.began_at,
        used: session.used_at,
        this,
        unattended: session.is_unattended(),
        name: member.and_then(|member| member.name.clone()),
        team: team.and_then(|team| team.name().map(str::to_owned)),
    }
}

/// Teams in which somebody may act today in one of these roles.
pub fn teams_where(service: &Service, staff: StaffId, is_meant: impl Fn(Role) -> bool) -> Vec<TeamId> {
    let today = today(service);
    let actor = service.directory.get().actor(staff, &service.organisation);
    let held = actor.grants.iter().filter(|grant| grant.until.is_none_or(|until| today <= until));
    held.filter(|grant| is_meant(grant.role)).map(|grant| grant.team).collect()
}
