//! `tavle demo`.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::Args;
use tavle_domain::calendar;
use tavle_event_store::SqliteStore;

use super::{Data, Failed};
use crate::{
    clock,
    demo::{Plan, generate},
    progress,
};

/// Write a new log with demonstration data.
#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    data: Data,
    /// Number of teams.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=100))]
    teams: u32,
    /// Number of years back.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=50))]
    years: u32,
    /// The same seed gives the same data.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// The last day; the morning meeting is about to begin on it. Now where it is left out.
    #[arg(long, value_name = "DATE")]
    until: Option<NaiveDate>,
}

impl Demo {
    /// Writes the log, all of it or nothing.
    pub fn run(self) -> Result<(), Failed> {
        std::fs::create_dir_all(&self.data.directory)?;
        let until = self.until.map_or_else(|| (clock::machine())(), morning);
        let plan = Plan { teams: self.teams, years: self.years, seed: self.seed, until };
        let bar = progress::bar("{bar:40} {human_pos} of about {human_len} events, {per_sec}, {eta} left");
        bar.set_length(plan.estimate());
        let events = generate(plan, |made| bar.set_position(made));
        let written = SqliteStore::bulk_load(&self.data.directory, events)?;
        bar.finish_and_clear();
        eprintln!("{written} events of {} team(s) until {until}", self.teams);
        Ok(())
    }
}

/// Shortly before the morning meeting.
fn morning(date: NaiveDate) -> DateTime<Utc> {
    let at = NaiveTime::from_hms_opt(8, 20, 0).unwrap_or_default();
    calendar::local_instant(date.and_time(at)).unwrap_or_else(|_| calendar::noon(date))
}
