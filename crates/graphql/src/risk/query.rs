//! Queries of tenancy risk.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use chrono::NaiveDate;
use serde_json::json;
use tavle_domain::{
    access::{Action, Permit},
    calendar,
    id::{ParticipantId, TeamId},
    risk::Assessment,
};
use tavle_projections::{
    board::{Board, Line},
    tenancy_risk::by_urgency,
};

use super::{
    filter::{TenancyRiskConnection, TenancyRiskEdge, TenancyRiskFilter, TenancyRiskOrder},
    refs::EntryRefs,
    types::{FiredSignal, TenancyRisk},
};
use crate::{
    access::Asking,
    api::{Api, api, caller, read_id, write_id},
    board::deadline,
    enums::Named,
    error::ApiError,
    order::SortDirection,
    page::Asked,
    scalars::Ore,
};

/// Queries of tenancy risk.
#[derive(Default)]
pub struct RiskQuery;

#[Object]
impl RiskQuery {
    /// Everyone of a team with an active tenancy, the most pressing first.
    #[graphql(
        complexity = "100 + child_complexity",
        deprecation = "2026-11-22: use tenancyRiskConnection, which filters, sorts and pages."
    )]
    async fn tenancy_risk(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
    ) -> Result<Vec<TenancyRisk>> {
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let permit = api.permit(caller, Action::SeeRisk, read_id::<TeamId>(&team_id)?)?;
        let board = api.board(&permit)?;
        Ok(explain(api, caller, &permit, &board, &by_urgency(&board)).await?)
    }

    /// Everyone of a team with an active tenancy: the risk, explained.
    #[graphql(complexity = "100 + child_complexity")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn tenancy_risk_connection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team_id: ID,
        #[graphql(desc = "Which to find; all where it is left out.")] filter: Option<TenancyRiskFilter>,
        #[graphql(desc = "The order; RISK where it is left out.")] sort: Option<TenancyRiskOrder>,
        #[graphql(desc = "Which way; FORWARD where it is left out.")] direction: Option<SortDirection>,
        #[graphql(desc = "Going on: how many, 1–100; 50 where it is left out.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "Going back: how many, 1–100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<TenancyRiskConnection>> {
        let (sort, direction) = (sort.unwrap_or_default(), direction.unwrap_or_default());
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let permit = api.permit(caller, Action::SeeRisk, read_id::<TeamId>(&team_id)?)?;
        let filter = filter.unwrap_or_default();
        let bound = json!([permit.team(), filter.bound(), sort as u8, direction as u8]);
        let cursors = api.cursors("tenancyRiskConnection", &bound);
        let page = Asked { first, after, last, before }.page(&cursors)?;
        let board = api.board(&permit)?;
        let mut lines = by_urgency(&board);
        lines.retain(|line| filter.has(line));
        let total_count = i32::try_from(lines.len()).unwrap_or(i32::MAX);
        let (lines, page_info) = page.of_all(lines, &cursors, |line| sort.place(line, direction));
        let cursor = |line: &Arc<Line>| cursors.write(&sort.place(line, direction));
        let risks = explain(api, caller, &permit, &board, &lines).await?;
        let edges = lines.iter().zip(risks);
        let edges = edges.map(|(line, node)| TenancyRiskEdge { cursor: cursor(line), node }).collect();
        Ok(Some(TenancyRiskConnection { edges, page_info, total_count }))
    }
}

/// Explains the risk of these lines, one for each. The entries behind all signals are read together.
async fn explain(
    api: &Api,
    caller: Asking<'_>,
    permit: &Permit,
    board: &Board,
    lines: &[Arc<Line>],
) -> Result<Vec<TenancyRisk>, ApiError> {
    let today = calendar::date(board.at);
    let at_risk = || lines.iter().filter_map(|line| Some((line, line.risk.as_ref()?)));
    let behind =
        at_risk().flat_map(|(_, risk)| &risk.signals).flat_map(|fired| fired.because.iter().copied());
    let refs = EntryRefs::read(api, behind, permit.team()).await?;
    caller.shows(permit, at_risk().map(|(line, _)| line.participant));
    let write = |(line, risk): (&Arc<Line>, &Assessment)| {
        tenancy_risk(line.participant, &line.alias, risk, &refs, today)
    };
    Ok(at_risk().map(write).collect())
}

/// The risk of one participant, with the entries behind each signal.
pub fn tenancy_risk(
    participant: ParticipantId,
    alias: &str,
    risk: &Assessment,
    refs: &EntryRefs,
    today: NaiveDate,
) -> TenancyRisk {
    let mut signals: Vec<_> = risk
        .signals
        .iter()
        .map(|fired| FiredSignal {
            signal: Named(fired.signal),
            points: fired.points,
            source: fired.source,
            because: refs.of(&fired.because),
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
