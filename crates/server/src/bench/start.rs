//! A cold start: a process of its own, with nothing but the log and then with snapshots.

use std::{fs::File, io};

use indicatif::ProgressBar;

use super::{
    BenchError, Report, Setting,
    child::Running,
    log,
    measure::{Measured, timed},
};

/// KiB in a MiB.
const MIB: f64 = 1_024.0;

/// Runs the workload.
pub async fn start(setting: &Setting, bar: &ProgressBar) -> Result<Report, BenchError> {
    let mut report = Report::new("start");
    let (directory, events) = log::demo(setting, &mut report, bar)?;
    bar.set_message("starting from nothing");
    let bare = Running::start(&directory, &[], &[]).await?;
    let of = |what: &str, started: &Running| Measured {
        p50_us: Some(started.took.as_secs_f64() * 1e6),
        ..Measured::whole(what, events, started.took)
    };
    report.add(of("Tavle: ready, from the log alone", &bare));
    let bare_memory = bare.most_memory() / MIB;
    let bare_took = bare.took;
    bare.stop().await?;
    bar.set_message("starting from snapshots");
    let warm = Running::start(&directory, &[], &[]).await?;
    report.add(of("Tavle: ready, from snapshots", &warm));
    let (read, took) = timed(|| {
        File::open(directory.join("log.db")).and_then(|mut file| io::copy(&mut file, &mut io::sink()))
    });
    read?;
    report.add(Measured::whole("limit: reading the log's file", events, took));
    report.at_most("ready from snapshots, s", warm.took.as_secs_f64(), 2.0);
    report.at_most("ready from the log alone, s", bare_took.as_secs_f64(), 30.0);
    report.at_most("most memory resident, from the log alone, MiB", bare_memory, 1_024.0);
    report.at_most("most memory resident, from snapshots, MiB", warm.most_memory() / MIB, 1_024.0);
    warm.stop().await?;
    Ok(report)
}
