//! Demo data: teams, participants and their lives, as a log that could have been written.
//!
//! The same plan gives the same bytes on every machine. Nothing is kept beyond the day that is being lived, so
//! ten teams of ten years stream through. Every entry is one that the deciders accept. The last weeks are shaped
//! so that the wall at the end shows what a team meets: crises, stays, homes at risk with deadlines this week.
//!
//! All people, places and words are invented.

mod act;
mod cast;
mod contact;
mod day;
mod episode;
mod home;
mod login;
mod office;
mod person;
mod plot;
mod rng;
mod staff;
mod step;
mod team;
#[cfg(test)]
mod tests;
mod words;

use std::vec::IntoIter;

use chrono::{DateTime, Months, NaiveDate, Utc};
use tavle_domain::calendar;
use tavle_event_store::BulkEvent;

use day::{Day, plus};
pub use login::user_name;
use team::TeamDays;

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many teams.
    pub teams: u32,
    /// Over how many years.
    pub years: u32,
    /// From which seed.
    pub seed: u64,
    /// The instant after which nothing is written.
    pub until: DateTime<Utc>,
}

impl Plan {
    fn last(self) -> NaiveDate {
        calendar::date(self.until)
    }

    fn first(self) -> NaiveDate {
        let years = Months::new(self.years.max(1).saturating_mul(12));
        self.last().checked_sub_months(years).unwrap_or(NaiveDate::MIN)
    }

    /// About how many events it will be, for a progress bar.
    #[must_use]
    pub fn estimate(self) -> u64 {
        let days = (self.last() - self.first()).num_days().unsigned_abs();
        days * u64::from(self.teams) * EVENTS_A_DAY
    }
}

/// What a team writes a day, weekends and holidays counted.
const EVENTS_A_DAY: u64 = 300;

/// How often progress is told: after so many events.
const PROGRESS_STEP: u64 = 10_000;

/// The events of a plan, in the order in which they were recorded.
pub struct Demo<F> {
    plan: Plan,
    teams: Vec<TeamDays>,
    next: NaiveDate,
    today: IntoIter<BulkEvent>,
    told: u64,
    progress: F,
}

/// The events of a plan. `progress` is told from time to time how many have been made.
pub fn generate<F: Fn(u64)>(plan: Plan, progress: F) -> Demo<F> {
    let teams =
        (0..plan.teams as usize).map(|team| TeamDays::new(plan.seed, team, plan.first(), plan.last()));
    let teams = teams.collect();
    Demo { plan, teams, next: plan.first(), today: Vec::new().into_iter(), told: 0, progress }
}

impl<F: Fn(u64)> Demo<F> {
    /// Lives the next day. False when the last one is over.
    fn live(&mut self) -> bool {
        if self.next > self.plan.last() {
            return false;
        }
        let day = Day::new(self.next);
        let mut written = Vec::with_capacity(self.teams.len() * 450);
        for team in &mut self.teams {
            team.live(day, &mut written);
        }
        written.retain(|event| event.recorded_at <= self.plan.until);
        written.sort_by_key(|event| event.recorded_at);
        self.today = written.into_iter();
        self.next = plus(self.next, 1);
        true
    }

    /// Fields that a table of kinds did not accept. There are none.
    #[cfg(test)]
    fn flaws(&self) -> Vec<&'static str> {
        self.teams.iter().flat_map(TeamDays::flaws).copied().collect()
    }
}

impl<F: Fn(u64)> Iterator for Demo<F> {
    type Item = BulkEvent;

    fn next(&mut self) -> Option<BulkEvent> {
        loop {
            if let Some(event) = self.today.next() {
                self.told += 1;
                if self.told.is_multiple_of(PROGRESS_STEP) {
                    (self.progress)(self.told);
                }
                return Some(event);
            }
            if !self.live() {
                return None;
            }
        }
    }
}
