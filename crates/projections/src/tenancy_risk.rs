//! The tenancy-risk view: everyone with an active tenancy, the most pressing first.

use std::sync::Arc;

use crate::board::{Board, Line};

/// Lines with a tenancy risk: highest level first, then the nearest deadline, then points, then alias.
#[must_use]
pub fn by_urgency(board: &Board) -> Vec<Arc<Line>> {
    let mut lines: Vec<_> = board.lines.iter().filter(|line| line.risk.is_some()).cloned().collect();
    lines.sort_by_cached_key(|line| {
        let risk = line.risk.as_ref();
        let deadline = risk.and_then(|risk| risk.next.as_ref()).map(|next| next.on);
        let level = risk.map(|risk| risk.level);
        let points = risk.map_or(0, |risk| risk.points);
        (
            std::cmp::Reverse(level),
            deadline.is_none(),
            deadline,
            std::cmp::Reverse(points),
            line.alias.clone(),
        )
    });
    lines
}
