//! Set-up of a fresh installation: the first team, its first administrator and leader, and their account.

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode},
    response::{Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value as Json_, json};
use tavle_application::{Failure, Step};
use tavle_domain::{
    access::{Actor, Grant, Role},
    field::Problem,
    id::{CommandId, StaffId, TeamId},
    kind::{Kind, KindRow},
    team::{FAMILY, TeamKind},
};
use tavle_event_store::EventStore;

use super::{
    account::user_problems,
    answer::{fault, foreign_origin, invalid, refuse, unread},
    origin::is_ours,
    session::{account_fault, overloaded, signed_in},
};
use crate::{
    auth::{AccountError, Plan, Tried, ids, password},
    service::Service,
};

/// What the first person says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetUp {
    code: String,
    team_name: String,
    /// ACT, FACT or HOUSING_FIRST; FACT where it is left out, the most common one.
    model: Option<String>,
    name: String,
    initials: String,
    user: String,
    password: String,
}

/// Where the page of this name is.
pub async fn page() -> Redirect {
    Redirect::to("/oppsett")
}

/// Whether the installation waits for its set-up: nobody has an account, and the log is empty or holds no more
/// than a set-up that was begun.
///
/// # Errors
/// The accounts.
pub fn is_fresh(service: &Service) -> Result<bool, AccountError> {
    if service.demo || !service.accounts.is_empty()? {
        return Ok(false);
    }
    Ok(service.store.head() == 0 || service.accounts.plan()?.is_some())
}

/// Sets the installation up and signs the first person in. What a crash left half done is finished by doing it
/// again: what stands in the log then stays as it was said the first time.
pub async fn set_up(
    State(service): State<Service>,
    headers: HeaderMap,
    said: Result<Json<SetUp>, JsonRejection>,
) -> Response {
    if !is_ours(&service, &headers, None) {
        return foreign_origin();
    }
    let said = match said {
        Ok(Json(said)) => said,
        Err(error) => return unread(&error),
    };
    // Two at once are one after the other, and the second finds it done.
    let _turn = service.set_up.turn.lock().await;
    match is_fresh(&service) {
        Ok(true) => {}
        Ok(false) => return refuse(StatusCode::CONFLICT, "ALREADY_SET_UP", "the installation is set up"),
        Err(error) => return account_fault(&error),
    }
    match service.set_up.try_code(&said.code, service.now()) {
        Tried::Right => {}
        Tried::Wrong => return refuse(StatusCode::FORBIDDEN, "WRONG_CODE", "that is not the code"),
        Tried::Expired => {
            return refuse(
                StatusCode::GONE,
                "CODE_EXPIRED",
                "the code holds no more: see the terminal, or start again",
            );
        }
    }
    let problems = problems(&said);
    if !problems.is_empty() {
        return invalid(&problems);
    }
    let Ok(kept) = service.passwords.hash(said.password.clone()).await else { return overloaded() };
    let plan = match plan(&service, &said) {
        Ok(plan) => plan,
        Err(error) => return account_fault(&error),
    };
    let position = match record(&service, &plan).await {
        Ok(position) => position,
        Err(failure) => return refused(&failure),
    };
    if let Err(error) = service.accounts.finish_set_up(plan.staff, &said.user, &kept, service.now()) {
        return account_fault(&error);
    }
    service.set_up.close();
    tracing::info!("the installation was set up");
    // Whoever comes in reads what they have just said.
    service.readable.wait(position, std::time::Duration::from_secs(5)).await;
    signed_in(&service, &headers, plan.staff, None)
}

/// What is not right in what was said, by the rules of the entries that it becomes.
fn problems(said: &SetUp) -> Vec<(&'static str, &'static str)> {
    let mut problems = Vec::new();
    let sample = Plan {
        team: TeamId(uuid::Uuid::nil()),
        staff: StaffId(uuid::Uuid::nil()),
        commands: [CommandId(uuid::Uuid::nil()); 4],
        team_name: said.team_name.clone(),
        model: model(said),
        name: said.name.clone(),
        initials: said.initials.clone(),
    };
    for (row, input, _) in entries(&sample).into_iter().flatten() {
        if let Err(found) = tavle_domain::entry::Entry::from_input(row, &input) {
            problems.extend(found.iter().map(|found| (path(found.path), found.problem.code())));
        }
    }
    for (path, text) in [("teamName", &said.team_name), ("name", &said.name), ("initials", &said.initials)] {
        if text.trim().is_empty() && !problems.iter().any(|(known, _)| *known == path) {
            problems.push((path, Problem::Required.code()));
        }
    }
    problems.extend(user_problems(&said.user));
    problems.extend(password::check(&said.password, &said.user).err().map(|code| ("password", code)));
    problems
}

/// A field of an entry as this form calls it.
const fn path(field: &'static str) -> &'static str {
    match field.as_bytes() {
        b"staffName" => "name",
        _ => field,
    }
}

fn model(said: &SetUp) -> String {
    said.model.clone().unwrap_or_else(|| "FACT".to_owned())
}

/// What was begun, or what is begun now. While nothing is in the log, what was said before does not bind.
fn plan(service: &Service, said: &SetUp) -> Result<Plan, AccountError> {
    let begun = service.accounts.plan()?;
    if let Some(plan) = begun.clone().filter(|_| service.store.head() > 0) {
        return Ok(plan);
    }
    let [team, staff, commands @ ..] = ids(service.now())?;
    let plan = Plan {
        team: TeamId(team),
        staff: StaffId(staff),
        commands: commands.map(CommandId),
        team_name: said.team_name.trim().to_owned(),
        model: model(said),
        name: said.name.trim().to_owned(),
        initials: said.initials.trim().to_owned(),
    };
    service.accounts.keep_plan(&plan)?;
    Ok(plan)
}

type Planned = (&'static KindRow, Map<String, Json_>, CommandId);

/// The entries of a set-up, in order.
fn entries(plan: &Plan) -> [Option<Planned>; 4] {
    let [team, person, administrator, leader] = plan.commands;
    let grant = |role: Role| json!({ "staffId": plan.staff, "role": role.name() });
    [
        entry(TeamKind::TeamCreated, json!({ "teamName": plan.team_name, "model": plan.model }), team),
        entry(
            TeamKind::StaffJoined,
            json!({ "staffId": plan.staff, "staffName": plan.name, "initials": plan.initials }),
            person,
        ),
        entry(TeamKind::AuthorisationGranted, grant(Role::Administrator), administrator),
        entry(TeamKind::AuthorisationGranted, grant(Role::TeamLeader), leader),
    ]
}

fn entry(kind: TeamKind, input: Json_, command: CommandId) -> Option<Planned> {
    let row = FAMILY.rows.iter().find(|row| row.kind == Kind::Team(kind))?;
    let Json_::Object(input) = input else { return None };
    Some((row, input, command))
}

/// Records the entries, as the person that they are about: whoever has the code is the administrator. Gives the
/// position to wait for.
async fn record(service: &Service, plan: &Plan) -> Result<u64, Failure> {
    let grants = vec![Grant { team: plan.team, role: Role::Administrator, until: None }];
    let actor = Actor { staff: plan.staff, organisation: service.organisation.to_string(), grants };
    let mut position = 0;
    for (row, input, command) in entries(plan).into_iter().flatten() {
        let step = Step {
            command,
            row,
            team: Some(plan.team),
            participant: None,
            dwelling: None,
            input,
            occurred_at: None,
            expected_revision: None,
        };
        position = service.tavle.record(&actor, step).await?.position.max(position);
    }
    Ok(position)
}

fn refused(failure: &Failure) -> Response {
    match failure {
        Failure::Invalid(found) => {
            invalid(&found.iter().map(|found| (path(found.path), found.problem.code())).collect::<Vec<_>>())
        }
        Failure::Busy => overloaded(),
        failure => {
            tracing::error!(
                error = failure as &dyn std::error::Error,
                "the installation could not be set up"
            );
            fault()
        }
    }
}
