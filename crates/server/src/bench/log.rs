//! A log of the size asked for.

use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use tavle_event_store::{Codec, SqliteStore};

use super::{
    BenchError, Report, Setting,
    measure::{Measured, timed},
};
use crate::{
    clock,
    demo::{Plan, generate},
};

/// What a team writes in a year, about.
const OF_A_YEAR: u64 = 105_000;
/// Enough to time a decoder by.
const PAYLOADS: usize = 1_000_000;

/// Ten teams where there are enough events for them, else one; as many years as that takes.
fn plan(events: u64) -> Plan {
    let years = events.div_ceil(OF_A_YEAR).max(1);
    let (teams, years) = if years >= 10 { (10, years / 10) } else { (1, years) };
    let size = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    Plan { teams: size(teams), years: size(years), seed: 7, until: clock::machine()() }
}

/// Writes demonstration data of about the size asked for, and reports how fast that went.
pub fn demo(setting: &Setting, report: &mut Report, bar: &ProgressBar) -> Result<(PathBuf, u64), BenchError> {
    of_plan(plan(setting.events), &setting.directory.join("log"), report, bar)
}

/// One team's work of ten years.
pub fn one_team(
    setting: &Setting,
    report: &mut Report,
    bar: &ProgressBar,
) -> Result<(PathBuf, u64), BenchError> {
    let plan = Plan { teams: 1, years: 10, ..plan(setting.events) };
    of_plan(plan, &setting.directory.join("log"), report, bar)
}

fn of_plan(
    plan: Plan,
    directory: &Path,
    report: &mut Report,
    bar: &ProgressBar,
) -> Result<(PathBuf, u64), BenchError> {
    bar.set_message("writing the log");
    bar.set_length(plan.estimate());
    let events = generate(plan, |made| bar.set_position(made));
    let (written, took) = timed(|| SqliteStore::bulk_load(directory, events));
    let written = written?;
    let bytes = std::fs::metadata(directory.join("log.db"))?.len();
    report.under(format!(
        "{written} events of {} team(s), {} B an event",
        plan.teams,
        bytes / written.max(1)
    ));
    report.add(Measured::whole("written as demonstration data, indexes included", written, took));
    Ok((directory.to_owned(), written))
}

/// What the first of those events store as their data.
pub fn payloads(setting: &Setting, bar: &ProgressBar) -> Vec<Vec<u8>> {
    bar.set_message("payloads for the decoder");
    let codec = Codec::default();
    let events = generate(plan(setting.events), |_| {}).take(PAYLOADS);
    events.map(|event| codec.encode(event.stream, &event.event).data).collect()
}
