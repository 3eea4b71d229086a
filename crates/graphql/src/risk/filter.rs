//! Which tenancies to show, and in which order.

use async_graphql::{Enum, InputObject};
use chrono::Datelike;
use serde_json::{Value as Json, json};
use tavle_domain::risk::Level;
use tavle_projections::board::Line;

use super::types::TenancyRisk;
use crate::{
    enums::Named,
    order::{Place, SortDirection, or_last},
    page::connection,
};

/// Which tenancies to find. Everything given must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct TenancyRiskFilter {
    /// The level is one of these.
    pub level: Option<Vec<Named<Level>>>,
    /// Whether rent is unpaid.
    pub in_arrears: Option<bool>,
}

/// The order of tenancies at risk.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TenancyRiskOrder {
    /// The most pressing first: by level, then by the next deadline, then by points.
    #[default]
    Risk,
    /// By the next deadline, the earliest first.
    Deadline,
    /// By unpaid rent, the most first.
    Arrears,
    /// By alias, as in a Norwegian list.
    Alias,
}

connection! {
    /// A page of a team's tenancies, each with its risk explained.
    TenancyRiskConnection, TenancyRiskEdge, TenancyRisk, total_count
}

impl TenancyRiskFilter {
    /// What cursors of a filtered list are bound to.
    pub fn bound(&self) -> Json {
        let names = |level: &Named<Level>| <&str>::from(level.0);
        json!([
            self.level.as_ref().map(|levels| levels.iter().map(names).collect::<Vec<_>>()),
            self.in_arrears
        ])
    }

    /// Whether a line is wanted.
    pub fn has(&self, line: &Line) -> bool {
        line.risk.as_ref().is_some_and(|risk| {
            self.level.as_ref().is_none_or(|wanted| wanted.contains(&Named(risk.level)))
                && self.in_arrears.is_none_or(|wanted| wanted == (risk.arrears.0 > 0))
        })
    }
}

impl TenancyRiskOrder {
    /// Where a line stands.
    pub fn place(self, line: &Line, direction: SortDirection) -> Place {
        let risk = line.risk.as_ref();
        let deadline = risk.and_then(|risk| risk.next.as_ref()).map(|next| next.on.num_days_from_ce());
        let deadline = or_last(deadline.map(i64::from));
        let rank = match self {
            Self::Risk => vec![
                or_last(risk.map(|risk| -(risk.level as i64))),
                deadline,
                or_last(risk.map(|risk| -i64::from(risk.points))),
            ],
            Self::Deadline => vec![deadline],
            Self::Arrears => vec![or_last(risk.map(|risk| -risk.arrears.0))],
            Self::Alias => Vec::new(),
        };
        Place::new(direction, rank, &line.alias, line.participant)
    }
}
