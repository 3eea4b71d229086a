//! What a workload came to, as a table for people and JSON for scripts.

use std::fmt;

use serde::Serialize;

use super::measure::Measured;

/// A goal and what was reached.
#[derive(Clone, Debug, Serialize)]
pub struct Goal {
    /// What is aimed at, in words.
    pub goal: String,
    /// What was reached, in the goal's unit.
    pub reached: f64,
    /// Whether that is enough.
    pub met: bool,
}

/// A workload's figures.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The workload.
    pub workload: &'static str,
    /// The conditions that the figures hold under: cores, durability, shape of the data.
    pub conditions: Vec<String>,
    /// The figures.
    pub figures: Vec<Measured>,
    /// The goals.
    pub goals: Vec<Goal>,
}

impl Report {
    /// An empty report. The number of cores is a condition of all.
    pub fn new(workload: &'static str) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let conditions = vec![format!("{cores} core(s)")];
        Self { workload, conditions, figures: Vec::new(), goals: Vec::new() }
    }

    /// Notes a condition.
    pub fn under(&mut self, condition: impl Into<String>) {
        self.conditions.push(condition.into());
    }

    /// Notes a figure and gives it back.
    pub fn add(&mut self, figure: Measured) -> Measured {
        self.figures.push(figure.clone());
        figure
    }

    /// A goal that is met by at least so much.
    pub fn at_least(&mut self, goal: impl Into<String>, reached: f64, wanted: f64) {
        self.goals.push(Goal { goal: goal.into(), reached, met: reached >= wanted });
    }

    /// A goal that is met by at most so much.
    pub fn at_most(&mut self, goal: impl Into<String>, reached: f64, wanted: f64) {
        self.goals.push(Goal { goal: goal.into(), reached, met: reached <= wanted });
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} ({})\n", self.workload, self.conditions.join(", "))?;
        writeln!(f, "{:<52} {:>12} {:>12} {:>12}", "", "per second", "p50 µs", "p99 µs")?;
        let micros = |us: Option<f64>| us.map_or_else(String::new, |us| format!("{us:.0}"));
        for Measured { what, per_second, p50_us, p99_us, .. } in &self.figures {
            writeln!(f, "{what:<52} {per_second:>12.0} {:>12} {:>12}", micros(*p50_us), micros(*p99_us))?;
        }
        writeln!(f)?;
        for Goal { goal, reached, met } in &self.goals {
            writeln!(f, "{} {goal}: {reached:.2}", if *met { "met   " } else { "missed" })?;
        }
        Ok(())
    }
}
