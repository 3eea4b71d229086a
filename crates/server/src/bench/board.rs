//! The board of one team after ten years: as it is, and as it was at any instant of either time axis.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use async_graphql::{Request, Response, Variables};
use chrono::{DateTime, Days, Utc};
use indicatif::ProgressBar;
use serde_json::json;
use tavle_domain::{
    access::Role,
    id::{StaffId, TeamId},
};
use tavle_graphql::Caller;
use tokio::sync::watch;

use super::{BenchError, Report, Setting, log, measure::Measured};
use crate::{
    clock,
    service::{self, Service, Setup},
};

/// What the wall asks for.
const BOARD: &str =
    "query($team: ID!, $asOf: AsOfInput) { board(teamId: $team, asOf: $asOf) { teamName boardVersion
    rows { participantId alias shown status marks lastMetDays lastMetOverdue riskLevel responsible
        nextDeadline { deadline daysLeft } today { end initials } } } }";

/// Queries of the present, and of the past on each axis.
const PRESENT: usize = 3_000;
const PAST: u64 = 3;

/// Runs the workload.
pub async fn board(setting: &Setting, bar: &ProgressBar) -> Result<Report, BenchError> {
    let mut report = Report::new("board");
    let (directory, _) = log::one_team(setting, &mut report, bar)?;
    let (stop, stopping) = watch::channel(false);
    let setup = Setup::new(true, "Nordlia kommune");
    let (service, background) = service::open(&directory, clock::machine(), setup, stopping.clone())?;
    let background = tokio::spawn(background.run(stopping));
    bar.set_message("read models");
    while !service.is_ready() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    bar.set_message("boards");
    bar.set_length(PRESENT as u64 + 2 * PAST);
    bar.set_position(0);
    let (team, leader) =
        team_and_leader(&service).ok_or(BenchError::Service("did not answer with a board"))?;
    let ask = async |as_of: serde_json::Value| -> (Response, Duration) {
        let variables = Variables::from_json(json!({ "team": team, "asOf": as_of }));
        let request = Request::new(BOARD).variables(variables).data(Caller { staff: leader, only: None });
        let begin = Instant::now();
        let answer = tavle_graphql::execute(&service.schema, request).await;
        bar.inc(1);
        (answer, begin.elapsed())
    };
    let (answer, _) = ask(json!(null)).await;
    if !answer.errors.is_empty() {
        return Err(BenchError::Service("did not answer with a board"));
    }
    let shown = answer
        .data
        .clone()
        .into_json()
        .map_or(0, |data| data["board"]["rows"].as_array().map_or(0, Vec::len));
    report.under(format!("{shown} rows, in this process, without HTTP"));

    let start = Instant::now();
    let mut each = Vec::new();
    for _ in 0..PRESENT {
        each.push(ask(json!(null)).await.1);
    }
    let present = report.add(Measured::of("board as it is", each, start.elapsed()));
    let limit = report.add(serialised(&answer));
    let mut past = Vec::new();
    for axis in ["knownAt", "happenedAt"] {
        let start = Instant::now();
        let mut each = Vec::new();
        for instant in instants(service.now()) {
            each.push(ask(json!({ axis: instant })).await.1);
        }
        past.push(report.add(Measured::of(
            format!("board at an instant of ten years, {axis}"),
            each,
            start.elapsed(),
        )));
    }
    let millis = |measured: &Measured| measured.p99_us.unwrap_or(f64::INFINITY) / 1e3;
    report.at_most("board as it is: p99, ms", millis(&present), 5.0);
    report.at_least("board as it is: per second", present.per_second, 3_000.0);
    report.at_most("board as it is, to writing the same answer", limit.per_second / present.per_second, 10.0);
    report.at_most("board as it was known: p99, ms", millis(&past[0]), 25.0);
    report.at_most("board as it was: p99, ms", millis(&past[1]), 50.0);
    stop.send_replace(true);
    background.await?;
    Ok(report)
}

/// The limit: the answer that is there already, written as JSON.
fn serialised(answer: &Response) -> Measured {
    let start = Instant::now();
    for _ in 0..PRESENT {
        let _ = black_box(serde_json::to_vec(answer));
    }
    Measured::whole("limit: the same answer written as JSON", PRESENT as u64, start.elapsed())
}

/// Evenly over the ten years, the oldest last.
fn instants(now: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
    (1..=PAST).filter_map(move |n| now.checked_sub_days(Days::new(n * 3_640 / PAST)))
}

fn team_and_leader(service: &Service) -> Option<(TeamId, StaffId)> {
    let directory = service.directory.get();
    let (team, state) = directory.teams().next()?;
    let leader = state.grants().find(|(_, role, _)| *role == Role::TeamLeader).map(|(staff, ..)| staff);
    leader.map(|staff| (team, staff))
}
