//! The API as a browser meets it: over loopback, from a process of its own.

mod client;
mod dearest;
mod load;
mod people;
mod walls;

use std::time::{Duration, Instant};

use bytes::Bytes;
use indicatif::ProgressBar;
use serde_json::json;
use tokio::{sync::mpsc, time::timeout};

use super::{BenchError, Report, Setting, child::Running, log, measure::Measured};
use load::{limit, load};
use people::{People, Team};
use walls::{Shown, Wall};

/// Participants on the board that is asked for.
const PARTICIPANTS: usize = 100;
/// Requests of each load.
const REQUESTS: u64 = 20_000;
/// Clients that keep two cores busy.
const CLIENTS: u64 = 16;
/// Walls that show a board while somebody writes.
const WALLS: usize = 100;
/// Commands whose way to the walls is timed.
const COMMANDS: u64 = 200;
/// Between two of them: a morning's pace, and beyond what is told as one.
const PAUSE: Duration = Duration::from_millis(300);
/// Walls that only listen.
const IDLE: usize = 5_000;
/// A wall that shows nothing new for so long has failed.
const PATIENCE: Duration = Duration::from_secs(10);

/// One address plays everybody here, so what one address may do is lifted; how much is done at a time is not.
const LIMITS_LIFTED: [(&str, &str); 6] = [
    ("TAVLE_CONNECTIONS", "30000"),
    ("TAVLE_CONNECTIONS_PER_ADDRESS", "30000"),
    ("TAVLE_REQUESTS_PER_SESSION", "0"),
    ("TAVLE_REQUESTS_PER_ADDRESS", "0"),
    ("TAVLE_SOCKETS_PER_SESSION", "30000"),
    ("TAVLE_SOCKETS_PER_ADDRESS", "30000"),
];

/// What a wall asks for.
const BOARD: &str = "query WallBoard($teamId: ID!, $asOf: AsOfInput) { board(teamId: $teamId, asOf: $asOf) {
    teamId teamName boardVersion position serverTime asOf { knownAt happenedAt }
    rows { participantId alias shown status marks riskLevel nextDeadline { deadline on passed daysLeft }
        lastMetDays lastMetOverdue responsible today { plannedContactId start end initials unassigned } } } }";

/// Runs the workload.
pub async fn api(setting: &Setting, bar: &ProgressBar) -> Result<Report, BenchError> {
    let mut report = Report::new("api");
    let (directory, _) = log::demo(setting, &mut report, bar)?;
    bar.set_message("starting the service");
    let mut service = Running::start(&directory, &["--demo"], &LIMITS_LIFTED).await?;
    let people = People::of(&service.address, &directory).await?;
    let team = people.teams.first().ok_or(BenchError::Service("has no team"))?;
    people::fill(team, PARTICIPANTS).await?;

    boards(team, &mut report, bar).await?;
    shown(&people, &mut report, bar).await?;
    idle(&people, &service, &mut report, bar).await?;
    dearest::dearest(team, &service, &mut report, bar).await?;
    overload(team, &service, &mut report, bar).await?;
    if !service.is_alive() {
        return Err(BenchError::Service("ended"));
    }
    service.stop().await?;
    Ok(report)
}

fn board_of(team: &Team) -> Bytes {
    json!({ "query": BOARD, "operationName": "WallBoard", "variables": { "teamId": team.id } })
        .to_string()
        .into()
}

/// The board of a hundred participants, one client alone and as many as keep the machine busy.
async fn boards(team: &Team, report: &mut Report, bar: &ProgressBar) -> Result<(), BenchError> {
    bar.set_message("boards");
    bar.set_length(4 * REQUESTS);
    bar.set_position(0);
    let body = board_of(team);
    let answer = team.wall.connect().await?.post(body.clone()).await?;
    report.under(format!("a board of {} B", answer.body.len()));
    for clients in [1, CLIENTS] {
        let what = format!("board of {PARTICIPANTS}, {clients} client(s)");
        let ours = report.add(load(what, &team.wall, &body, clients, REQUESTS, bar).await?.accepted);
        let bare = report.add(limit(answer.body.clone(), &body, clients, REQUESTS, bar).await?);
        if clients == 1 {
            report.at_most("board, 1 client: p99, ms", millis(ours.p99_us), 5.0);
        } else {
            report.at_least("board: requests a second", ours.per_second, 3_000.0);
            report.at_most("board, 16 clients: p99, ms", millis(ours.p99_us), 5.0);
        }
        let ratio = bare.per_second / ours.per_second;
        report.at_most(format!("bare handler to board, {clients} client(s), ×"), ratio, 10.0);
    }
    Ok(())
}

/// From a command sent to the boards that show it, with walls in every team and then all in one.
async fn shown(people: &People, report: &mut Report, bar: &ProgressBar) -> Result<(), BenchError> {
    bar.set_length(2 * COMMANDS);
    bar.set_position(0);
    let team = people.teams.first().ok_or(BenchError::Service("has no team"))?;
    let each_team = people.teams.iter().cycle().take(WALLS).collect::<Vec<_>>();
    bar.set_message("commands, walls in all teams");
    let spread = timed_commands(team, &each_team, bar).await?;
    let what = format!("sent → shown, {WALLS} walls in {} team(s)", people.teams.len());
    let spread = report.add(Measured::of(what, spread, Duration::from_secs(1)));
    bar.set_message("commands, walls in one team");
    let crowd = timed_commands(team, &vec![team; WALLS], bar).await?;
    report.add(Measured::of(
        format!("sent → shown, {WALLS} walls in one team"),
        crowd,
        Duration::from_secs(1),
    ));
    report.at_most("sent → shown: p50, ms", millis(spread.p50_us), 20.0);
    report.at_most("sent → shown: p99, ms", millis(spread.p99_us), 60.0);
    Ok(())
}

/// How long each wall of the team took to show each command.
async fn timed_commands(
    team: &Team,
    walls: &[&Team],
    bar: &ProgressBar,
) -> Result<Vec<Duration>, BenchError> {
    let (tell, mut told) = mpsc::unbounded_channel();
    let (tell_others, _others) = mpsc::unbounded_channel();
    let mut open = Vec::new();
    for of in walls {
        let tell = if of.id == team.id { &tell } else { &tell_others };
        open.push(Wall::showing(&of.wall, &of.id, board_of(of), tell.clone()).await?);
    }
    let watching = walls.iter().filter(|of| of.id == team.id).count();
    let mut writer = team.leader.connect().await?;
    let mut each = Vec::new();
    for n in 0..COMMANDS {
        tokio::time::sleep(PAUSE).await;
        while told.try_recv().is_ok() {}
        let begin = Instant::now();
        let position = people::hand_over(&mut writer, team, n).await?;
        for _ in 0..watching {
            loop {
                let Shown { position: shown, at } = timeout(PATIENCE, told.recv())
                    .await
                    .ok()
                    .flatten()
                    .ok_or(BenchError::Service("did not show a change on a wall"))?;
                if shown >= position {
                    each.push(at - begin);
                    break;
                }
            }
        }
        bar.inc(1);
    }
    Ok(each)
}

/// What thousands of walls that only listen cost, in memory and to whoever writes.
async fn idle(
    people: &People,
    service: &Running,
    report: &mut Report,
    bar: &ProgressBar,
) -> Result<(), BenchError> {
    bar.set_message("idle walls");
    bar.set_length(IDLE as u64 + 2 * COMMANDS);
    bar.set_position(0);
    let team = people.teams.first().ok_or(BenchError::Service("has no team"))?;
    let alone = report.add(written("commands, no wall", team, bar).await?);
    let before = service.memory();
    let mut walls = Vec::with_capacity(IDLE);
    for of in people.teams.iter().cycle().take(IDLE) {
        walls.push(Wall::idle(&of.wall, &of.id).await?);
        bar.inc(1);
    }
    // Every wall has had a heartbeat: its buffers are what they will be.
    tokio::time::sleep(Duration::from_secs(6)).await;
    let each = (service.memory() - before) / IDLE as f64;
    let among = report.add(written(&format!("commands, {IDLE} idle walls"), team, bar).await?);
    report.at_most(format!("{IDLE} idle walls: KiB each"), each, 20.0);
    let lag = among.p50_us.unwrap_or(f64::INFINITY) / alone.p50_us.unwrap_or(f64::NAN);
    report.at_most("a command among idle walls to one alone: p50, ×", lag, 1.25);
    Ok(())
}

/// Commands of one writer, one after the other.
async fn written(what: &str, team: &Team, bar: &ProgressBar) -> Result<Measured, BenchError> {
    let mut writer = team.leader.connect().await?;
    let mut each = Vec::new();
    let start = Instant::now();
    for n in 0..COMMANDS {
        let begin = Instant::now();
        people::contact(&mut writer, team, n).await?;
        each.push(begin.elapsed());
        bar.inc(1);
    }
    Ok(Measured::of(what, each, start.elapsed()))
}

/// Ten times as many clients as keep the machine busy, none of whom waits when told to.
async fn overload(
    team: &Team,
    service: &Running,
    report: &mut Report,
    bar: &ProgressBar,
) -> Result<(), BenchError> {
    bar.set_message("overload");
    bar.set_length(4 * REQUESTS);
    bar.set_position(0);
    let body = board_of(team);
    let busy = load(format!("board, {CLIENTS} clients"), &team.wall, &body, CLIENTS, REQUESTS, bar).await?;
    let busy = report.add(busy.accepted);
    let clients = 10 * CLIENTS;
    let much =
        load(format!("board, {clients} clients"), &team.wall, &body, clients, 3 * REQUESTS, bar).await?;
    report.under(format!("ten times overload: {} requests were told to come again", much.refused));
    let accepted = report.add(much.accepted);
    let ratio = accepted.p99_us.unwrap_or(f64::INFINITY) / busy.p99_us.unwrap_or(f64::NAN);
    report.at_most("ten times overload: p99 of what is accepted, ×", ratio, 3.0);
    report.at_most("most memory resident, MiB", service.most_memory() / 1_024.0, 1_024.0);
    Ok(())
}

fn millis(us: Option<f64>) -> f64 {
    us.unwrap_or(f64::INFINITY) / 1e3
}
