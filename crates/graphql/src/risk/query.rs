//! Queries of tenancy risk.

use std::collections::HashMap;

use async_graphql::{Context, ID, Object, Result};
use chrono::NaiveDate;
use tavle_domain::{
    access::Action,
    calendar,
    effective::{AsOf, effective},
    id::{EntryId, ParticipantId, TeamId},
    recorded::Recorded,
    risk::Assessment,
};
use tavle_event_store::known;
use tavle_projections::{board::Line, directory::Directory, tenancy_risk::by_urgency};

use super::types::{EntryRef, FiredSignal, TenancyRisk};
use crate::{
    api::{Api, api, caller, read_id, write_id},
    board::deadline,
    enums::Named,
    error::ApiError,
    scalars::{DateTime, Ore},
};

/// Queries of tenancy risk.
#[derive(Default)]
pub struct RiskQuery;

#[Object]
impl RiskQuery {
    /// Everyone of a team with an active tenancy, the most pressing first.
    async fn tenancy_risk(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
    ) -> Result<Vec<TenancyRisk>> {
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let permit = api.permit(caller, Action::SeeRisk, read_id::<TeamId>(&team_id)?)?;
        let board = api.board(&permit)?;
        let today = calendar::date(board.at);
        let mut risks = Vec::new();
        let mut shown = Vec::new();
        for line in by_urgency(&board) {
            if let Some(risk) = of_line(api, &line, permit.team(), today).await? {
                shown.push(line.participant);
                risks.push(risk);
            }
        }
        caller.shows(&permit, shown);
        Ok(risks)
    }
}

async fn of_line(
    api: &Api,
    line: &Line,
    team: TeamId,
    today: NaiveDate,
) -> Result<Option<TenancyRisk>, ApiError> {
    let Some(risk) = &line.risk else { return Ok(None) };
    let events = if risk.signals.iter().any(|fired| !fired.because.is_empty()) {
        known(api.tavle.store().read_subject(line.participant, None).await?)
    } else {
        Vec::new()
    };
    let directory = api.directory.get();
    Ok(Some(tenancy_risk(line.participant, &line.alias, risk, &events, team, today, &directory)))
}

/// The risk of one participant, with the entries of their history behind each signal.
pub fn tenancy_risk(
    participant: ParticipantId,
    alias: &str,
    risk: &Assessment,
    history: &[Recorded],
    team: TeamId,
    today: NaiveDate,
    directory: &Directory,
) -> TenancyRisk {
    let known: HashMap<EntryId, EntryRef> = effective(history, AsOf::NOW)
        .iter()
        .map(|entry| {
            let reference = EntryRef {
                entry_id: write_id(entry.id()),
                kind: entry.entry.kind().name(),
                occurred_at: DateTime(entry.occurred.at),
                initials: directory.initials(team, entry.original.by.staff),
            };
            (entry.id(), reference)
        })
        .collect();
    let mut signals: Vec<_> = risk
        .signals
        .iter()
        .map(|fired| FiredSignal {
            signal: Named(fired.signal),
            points: fired.points,
            source: fired.source,
            because: fired.because.iter().filter_map(|id| known.get(id).cloned()).collect(),
            flags: fired.flags.iter().copied().map(Named).collect(),
        })
        .collect();
    signals.sort_by_key(|fired| std::cmp::Reverse(fired.points));
    TenancyRisk {
        participant_id: write_id(participant),
        alias: alias.to_owned(),
        tenancy_id: write_id(risk.tenancy),
        level: Named(risk.level),
        points: i32::try_from(risk.points).unwrap_or(i32::MAX),
        forced_red: risk.forced_red,
        signals,
        deadlines: risk.deadlines.iter().map(|at| deadline(at, today)).collect(),
        next_deadline: risk.next.as_ref().map(|at| deadline(at, today)),
        arrears_ore: Ore(risk.arrears.0),
        monthly_rent_ore: risk.monthly_rent.map(|rent| Ore(rent.0)),
        suspended_by: risk.suspended.map(write_id),
        rules_version: risk.rules_version.clone(),
    }
}
