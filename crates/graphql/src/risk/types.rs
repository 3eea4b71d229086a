//! Tenancy risk as the API shows it.

use async_graphql::{ID, SimpleObject};
use tavle_domain::risk::{Flag, Level, Signal};

use crate::{
    board::Deadline,
    enums::Named,
    scalars::{DateTime, Ore},
};

/// The risk of losing a tenancy, explained. The points are not validated: decision support only.
#[derive(SimpleObject, Clone, Debug)]
pub struct TenancyRisk {
    /// The participant.
    pub participant_id: ID,
    /// The name shown.
    pub alias: String,
    /// The tenancy at risk.
    pub tenancy_id: ID,
    /// The level.
    pub level: Named<Level>,
    /// The sum of all points, never below 0.
    pub points: i32,
    /// A legal step that can be executed makes it red whatever the points.
    pub forced_red: bool,
    /// What fired, in the order of the points.
    pub signals: Vec<FiredSignal>,
    /// Every deadline that runs, earliest first.
    pub deadlines: Vec<Deadline>,
    /// The earliest that has not passed.
    pub next_deadline: Option<Deadline>,
    /// Unpaid rent, in øre.
    pub arrears_ore: Ore,
    /// Today's rent per month, in øre.
    pub monthly_rent_ore: Option<Ore>,
    /// The deposit of disputed rent that suspends the arrears signals (husleieloven § 3-8).
    pub suspended_by: Option<ID>,
    /// Version of the rules.
    pub rules_version: String,
}

/// A signal that fired, with the entries behind it.
#[derive(SimpleObject, Clone, Debug)]
pub struct FiredSignal {
    /// The signal.
    pub signal: Named<Signal>,
    /// Its points; below 0 for what helps.
    pub points: i32,
    /// The legal source, or the team's rule.
    pub source: &'static str,
    /// The entries behind it.
    pub because: Vec<EntryRef>,
    /// What to notice about it.
    pub flags: Vec<Named<Flag>>,
}

/// An entry in short.
#[derive(SimpleObject, Clone, Debug)]
pub struct EntryRef {
    /// The entry.
    pub entry_id: ID,
    /// Its kind.
    pub kind: &'static str,
    /// When it occurred.
    pub occurred_at: DateTime,
    /// Who recorded it.
    pub initials: Option<String>,
}
