//! The row of one participant at one moment.

use chrono::{DateTime, Utc};

use super::{
    BoardFacts, BoardRules, Happened, LastContact, Mark, OpenOffer, Row, Standing, Status, StayNow,
    facts::Held, statuses::View,
};
use crate::{
    calendar::{date, iso_week, last_working_day_0830},
    risk::{Assessment, Signal, Stays},
    team::TeamModel,
};

/// The row at an instant; none for someone who is not enrolled, or whose follow-up has ended.
///
/// `risk` is the assessment of the same person at the same instant; without an active tenancy there is none.
#[must_use]
pub fn derive(
    facts: &BoardFacts,
    risk: Option<&Assessment>,
    rules: &BoardRules,
    model: TeamModel,
    now: DateTime<Utc>,
) -> Option<Row> {
    let view = View { facts, risk, rules, enrolled: facts.follow_up.enrolled?, today: date(now) };
    let statuses = view.statuses();
    let marks = marks(&view, &statuses);
    let today = view.today;
    Some(Row {
        shown: is_shown(model, &statuses, &marks),
        statuses,
        marks,
        primary_contact: facts.episode.primary_contact,
        last_met: facts.last_met.as_ref().map(|held| last_contact(held, &view)),
        last_kept: facts.last_kept.as_ref().map(|held| last_contact(held, &view)),
        no_contact_over: view.without_contact(rules.no_contact_days).is_some(),
        today: facts.plans.visits(|start| date(start) == today),
        week: facts.plans.visits(|start| date(start) > today && iso_week(date(start)) == iso_week(today)),
        last_day: last_day(facts, now),
        housing: facts.home.housing(view.enrolled),
        open_offers: open_offers(&view),
        admission: stay_now(&facts.stays),
        has_living_plan: facts.has_living_plan,
    })
}

fn marks(view: &View<'_>, statuses: &[Standing]) -> Vec<Mark> {
    let is_on = |status: Status| statuses.iter().any(|standing| standing.status == status);
    let decided = statuses.iter().any(|standing| standing.status.is_decided());
    let overdue = |standing: &Standing| standing.review_by.is_some_and(|by| by < view.today);
    let fixed_term = view.risk.is_some_and(|risk| risk.fired(Signal::FixedTermEnding).is_some());
    let marks = [
        (!decided && !is_on(Status::New), Mark::NeedsDecision),
        (statuses.iter().any(overdue), Mark::ReviewOverdue),
        (fixed_term, Mark::FixedTermEnding),
    ];
    marks.into_iter().filter(|(on, _)| *on).map(|(_, mark)| mark).collect()
}

/// ACT and Housing First show everyone. FACT shows those whose primary status is neither individual follow-up
/// nor step-down, and everyone who needs a decision.
fn is_shown(model: TeamModel, statuses: &[Standing], marks: &[Mark]) -> bool {
    let primary = statuses.first().map(|standing| standing.status);
    match model {
        TeamModel::Act | TeamModel::HousingFirst => true,
        TeamModel::Fact => {
            marks.contains(&Mark::NeedsDecision)
                || primary.is_some_and(|status| !matches!(status, Status::Base | Status::StepDown))
        }
    }
}

fn last_contact(held: &Held, view: &View<'_>) -> LastContact {
    LastContact {
        on: held.on,
        days: view.today.signed_duration_since(held.on).num_days(),
        staff: held.staff.clone(),
        because: held.because,
    }
}

fn last_day(facts: &BoardFacts, now: DateTime<Utc>) -> Vec<Happened> {
    let from = last_working_day_0830(now);
    let recent = facts.recent.iter().rev();
    recent.filter(|happened| happened.at >= from && happened.at <= now).copied().collect()
}

fn open_offers(view: &View<'_>) -> Vec<OpenOffer> {
    let open = view.facts.offers.open().iter();
    open.map(|offer| OpenOffer {
        offer: offer.id,
        respond_by: offer.respond_by,
        overdue: offer.respond_by.is_some_and(|by| by < view.today),
    })
    .collect()
}

fn stay_now(stays: &Stays) -> Option<StayNow> {
    let (hospital, prison) = (stays.in_hospital(), stays.in_prison());
    let stay = hospital.or(prison)?;
    Some(StayNow { since: stay.from, path: stay.path, prison: prison.is_some() })
}
