//! Arrears and risk over time: what the chart and its table show.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{Days, NaiveDate, NaiveTime};
use tavle_domain::{
    access::Action,
    calendar,
    effective::{AsOf, Effective, by_occurrence},
    id::{EntryId, ParticipantId, TeamId},
    kind::Kind,
    recorded::Recorded,
    risk::{Assessment, Level, RiskFacts, RiskRules, assess},
};
use tavle_projections::{History, directory::Directory};

use super::{refs::EntryRefs, types::EntryRef};
use crate::{
    api::{api, caller, read_id, write_id},
    enums::Named,
    error::ApiError,
    scalars::{LocalDate, Ore},
};

/// The longest stretch, in days: eleven years.
const LONGEST: i64 = 11 * 366;
/// The stretch where none is asked for, in days.
const USUAL: u64 = 365;

/// Arrears and risk of a participant's tenancies over a stretch of days.
#[derive(SimpleObject, Clone, Debug)]
pub struct ArrearsOverTime {
    /// The participant.
    pub participant_id: ID,
    /// The first day of the stretch.
    pub from: LocalDate,
    /// The last day of the stretch.
    pub until: LocalDate,
    /// A point for the first day with a tenancy and for every day on which something is other than the day before,
    /// earliest first. What a point says holds until the next one.
    pub points: Vec<ArrearsPoint>,
    /// Something recorded about the participant could not be read, so the series may not be the whole truth.
    pub incomplete: bool,
}

/// Arrears and risk as they stood at the end of a day, by everything that is known now.
#[derive(SimpleObject, Clone, Debug)]
pub struct ArrearsPoint {
    /// The day, in Oslo.
    pub on: LocalDate,
    /// The tenancy; none from the day on which there was no active one.
    pub tenancy_id: Option<ID>,
    /// Unpaid rent, in øre; 0 without a tenancy.
    pub arrears_ore: Ore,
    /// Level of tenancy risk; none without a tenancy.
    pub level: Option<Named<Level>>,
    /// Points of tenancy risk. Not validated.
    pub points: i32,
    /// What was recorded about the home or the rent as of that day; empty where the passing of days alone changed
    /// something, as when a due date goes by.
    pub because: Vec<EntryRef>,
}

/// Queries of arrears.
#[derive(Default)]
pub struct ArrearsQuery;

#[Object]
impl ArrearsQuery {
    /// Unpaid rent and the level of risk day by day, with the entries behind each change.
    #[graphql(complexity = "300 + child_complexity")]
    async fn arrears_over_time(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participant.")] participant_id: ID,
        #[graphql(desc = "This tenancy alone; all of them where it is left out.")] tenancy_id: Option<ID>,
        #[graphql(desc = "The first day; a year before the last one where it is left out.")] from: Option<
            LocalDate,
        >,
        #[graphql(desc = "The last day; today where it is left out, and never later.")] until: Option<
            LocalDate,
        >,
    ) -> Result<Option<ArrearsOverTime>> {
        let api = api(ctx)?;
        let participant: ParticipantId = read_id(&participant_id)?;
        let tenancy = tenancy_id.as_ref().map(read_id::<EntryId>).transpose()?;
        let permit = api.permit_participant(caller(ctx)?, Action::SeeRisk, participant).await?;
        let days = stretch(from, until, calendar::date(api.now()))?;
        let history = History::read(api.tavle.store().read_subject(participant, None).await?);
        let points = points(&history.events, tenancy, days, permit.team(), &api.directory.get());
        Ok(Some(ArrearsOverTime {
            participant_id: write_id(participant),
            from: LocalDate(days.0),
            until: LocalDate(days.1),
            points,
            incomplete: history.is_incomplete(AsOf::NOW),
        }))
    }
}

fn stretch(
    from: Option<LocalDate>,
    until: Option<LocalDate>,
    today: NaiveDate,
) -> Result<(NaiveDate, NaiveDate), ApiError> {
    let until = until.map_or(today, |until| until.0.min(today));
    let from = match from {
        Some(from) => from.0,
        None => until.checked_sub_days(Days::new(USUAL)).ok_or(ApiError::BadArgument)?,
    };
    if from > until || (until - from).num_days() > LONGEST {
        return Err(ApiError::BadArgument);
    }
    Ok((from, until))
}

fn points(
    history: &[Recorded],
    tenancy: Option<EntryId>,
    (from, until): (NaiveDate, NaiveDate),
    team: TeamId,
    directory: &Directory,
) -> Vec<ArrearsPoint> {
    let entries = by_occurrence(history, AsOf::NOW);
    let refs = EntryRefs::of_entries(&entries, team, directory);
    let (mut facts, rules) = (RiskFacts::default(), RiskRules::default());
    let mut left = entries.iter().peekable();
    let mut points: Vec<ArrearsPoint> = Vec::new();
    for day in from.iter_days().take_while(|day| *day <= until) {
        let mut because = Vec::new();
        while let Some(entry) = left.next_if(|entry| entry.occurred.date() <= day) {
            facts.evolve(entry);
            if entry.occurred.date() == day && is_about_rent(entry) {
                because.push(entry.id());
            }
        }
        let risk = assess(&facts, &rules, end_of(day))
            .filter(|risk| tenancy.is_none_or(|wanted| risk.tenancy == wanted));
        let point = point(day, risk.as_ref(), refs.of(&because));
        let same = points.last().map_or(risk.is_none(), |last| is_same(last, &point));
        if !same {
            points.push(point);
        }
    }
    points
}

/// The last minute of a day in Oslo.
fn end_of(day: NaiveDate) -> chrono::DateTime<chrono::Utc> {
    let last_minute = NaiveTime::from_hms_opt(23, 59, 0).map(|time| day.and_time(time));
    last_minute.and_then(|at| calendar::local_instant(at).ok()).unwrap_or_else(|| calendar::noon(day))
}

fn is_about_rent(entry: &Effective<'_>) -> bool {
    matches!(entry.entry.kind(), Kind::Tenancy(_) | Kind::Arrears(_))
}

fn point(day: NaiveDate, risk: Option<&Assessment>, because: Vec<EntryRef>) -> ArrearsPoint {
    ArrearsPoint {
        on: LocalDate(day),
        tenancy_id: risk.map(|risk| write_id(risk.tenancy)),
        arrears_ore: Ore(risk.map_or(0, |risk| risk.arrears.0)),
        level: risk.map(|risk| Named(risk.level)),
        points: risk.map_or(0, |risk| i32::try_from(risk.points).unwrap_or(i32::MAX)),
        because,
    }
}

fn is_same(a: &ArrearsPoint, b: &ArrearsPoint) -> bool {
    (&a.tenancy_id, a.arrears_ore, a.level, a.points) == (&b.tenancy_id, b.arrears_ore, b.level, b.points)
}
