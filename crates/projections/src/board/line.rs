//! A participant's line on the board, derived for an instant.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use tavle_domain::{
    board::{BoardRules, Row, derive},
    id::{EntryId, ParticipantId, StaffId},
    kind::Kind,
    risk::{Assessment, RiskRules, assess},
    team::{TeamModel, TeamState},
};

use super::Person;

/// A participant's line: the derived row, the risk behind it, and the words that a wall needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The participant.
    pub participant: ParticipantId,
    /// The name shown.
    pub alias: String,
    /// What the board derives.
    pub row: Row,
    /// The tenancy risk; `None` without an active tenancy.
    pub risk: Option<Assessment>,
    /// Initials of the staff that the row names.
    pub initials: BTreeMap<StaffId, String>,
    /// Kinds of the entries behind its statuses.
    pub reasons: BTreeMap<EntryId, Kind>,
    /// Something in the history could not be read or not be folded: the line may not be the whole truth.
    pub incomplete: bool,
}

impl Line {
    /// Hash of everything that a screen could show of the line.
    pub(super) fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.participant.0.as_bytes());
        let shown =
            serde_json::to_vec(&(&self.alias, &self.row, &self.risk, &self.initials, self.incomplete));
        hash.update(shown.unwrap_or_default());
        hash.finalize().into()
    }
}

impl Person {
    /// The line that this person has on their team's board; `None` when they are not followed.
    #[must_use]
    pub fn line(&self, id: ParticipantId, team: &TeamState, now: DateTime<Utc>) -> Option<Line> {
        let model = team.model().unwrap_or(TeamModel::Act);
        let risk = assess(&self.risk, &RiskRules::default(), now);
        let row = derive(&self.board, risk.as_ref(), &BoardRules::default(), model, now)?;
        let alias = team.alias_of(id).unwrap_or("–").to_owned();
        let named: BTreeSet<StaffId> = staff_of(&row).collect();
        let initials = team.staff().filter(|member| named.contains(&member.id));
        let initials = initials.filter_map(|member| Some((member.id, member.initials.clone()?))).collect();
        let because = row.statuses.iter().filter_map(|standing| standing.because);
        let reasons = because.filter_map(|entry| Some((entry, *self.reasons.get(&entry)?))).collect();
        Some(Line { participant: id, alias, row, risk, initials, reasons, incomplete: false })
    }
}

/// Everyone whom a row names.
fn staff_of(row: &Row) -> impl Iterator<Item = StaffId> {
    let visits = row.today.iter().chain(&row.week).flat_map(|visit| visit.staff.iter().copied());
    let met = row.last_met.iter().chain(&row.last_kept).flat_map(|met| met.staff.iter().copied());
    row.primary_contact.into_iter().chain(visits).chain(met)
}

/// Puts lines in the order of the meeting and gives the version of the whole.
#[must_use]
pub fn arrange(mut lines: Vec<Arc<Line>>) -> (Vec<Arc<Line>>, String) {
    lines.sort_by_cached_key(|line| {
        let status = line.row.statuses.first().map(|standing| standing.status);
        let deadline = line.risk.as_ref().and_then(|risk| risk.next.as_ref()).map(|next| next.on);
        // Nobody decided: after the derived statuses, before the decided ones would be hidden at the end.
        (status.is_none(), status, deadline.is_none(), deadline, line.alias.clone())
    });
    let mut hash = Sha256::new();
    for line in &lines {
        hash.update(line.digest());
    }
    let digest: [u8; 32] = hash.finalize().into();
    (lines, digest[..9].iter().map(|byte| format!("{byte:02x}")).collect())
}
