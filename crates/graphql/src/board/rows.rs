//! From a line of the read model to a row of the API, with no more than the reader's role may see.

use chrono::NaiveDate;
use tavle_domain::{
    board::{Housing, Mark, OpenOffer, Visit as PlannedVisit},
    id::StaffId,
    risk::{self, DeadlineAt},
};
use tavle_projections::{board::Line, dwellings::Dwellings};

use super::types::{BoardRow, BoardRowDetail, Deadline, Happened, HousingState, Standing, Visit};
use crate::{
    api::write_id,
    enums::Named,
    housing::{Offer, OfferState, offers_to},
    scalars::{DateTime, LocalDate, Ore},
};

/// A row. `detail` says whether the reader's role may see more than a wall shows.
pub fn board_row(line: &Line, today: NaiveDate, detail: Option<&Dwellings>) -> BoardRow {
    let row = &line.row;
    let initials = |id: &StaffId| line.initials.get(id).cloned();
    BoardRow {
        participant_id: write_id(line.participant),
        alias: line.alias.clone(),
        shown: row.shown,
        status: row.primary().map(|standing| Named(standing.status)),
        marks: row
            .marks
            .iter()
            .filter(|mark| wall_shows(**mark) || detail.is_some())
            .copied()
            .map(Named)
            .collect(),
        risk_level: line.risk.as_ref().map(|risk| Named(risk.level)),
        next_deadline: next_deadline(line, today, detail.is_some()),
        last_met_days: row.last_met.as_ref().map(|met| as_int(met.days)),
        last_met_overdue: row.no_contact_over,
        responsible: row.primary_contact.as_ref().and_then(initials),
        today: row.today.iter().map(|planned| visit(planned, line, detail.is_some())).collect(),
        incomplete: line.incomplete,
        detail: detail.map(|dwellings| row_detail(line, today, dwellings)),
    }
}

/// A wall asks for decisions. What a lease says is for those who work with it.
fn wall_shows(mark: Mark) -> bool {
    mark != Mark::FixedTermEnding
}

/// The earliest deadline that has not passed. Someone without a tenancy has no risk, but may have an offer to
/// answer.
fn next_deadline(line: &Line, today: NaiveDate, detail: bool) -> Option<Deadline> {
    let of_risk = line.risk.as_ref().and_then(|risk| risk.next.as_ref()).map(|next| deadline(next, today));
    let of_offers =
        line.row.open_offers.iter().filter_map(|offer| offer_deadline(offer, today)).min_by_key(|at| at.on.0);
    let mut shown = [of_risk, of_offers].into_iter().flatten().min_by_key(|at| at.on.0)?;
    if !detail {
        shown.because = None;
        shown.flags.clear();
    }
    Some(shown)
}

/// The same, as the day that it is.
pub fn next_deadline_at(line: &Line) -> Option<(risk::Deadline, NaiveDate)> {
    let of_risk = line.risk.as_ref().and_then(|risk| risk.next.as_ref()).map(|next| (next.deadline, next.on));
    let waiting = line.row.open_offers.iter().filter(|offer| !offer.overdue);
    let of_offers = waiting.filter_map(|offer| Some((risk::Deadline::OfferAnswer, offer.respond_by?)));
    of_risk.into_iter().chain(of_offers).min_by_key(|(_, on)| *on)
}

fn offer_deadline(offer: &OpenOffer, today: NaiveDate) -> Option<Deadline> {
    let on = offer.respond_by.filter(|on| *on >= today)?;
    let at = DeadlineAt {
        deadline: risk::Deadline::OfferAnswer,
        on,
        passed: false,
        because: offer.offer,
        flags: Vec::new(),
    };
    Some(deadline(&at, today))
}

/// A deadline with its distance from today.
pub fn deadline(at: &DeadlineAt, today: NaiveDate) -> Deadline {
    Deadline {
        deadline: Named(at.deadline),
        on: LocalDate(at.on),
        passed: at.passed,
        days_left: as_int((at.on - today).num_days()),
        because: Some(write_id(at.because)),
        flags: at.flags.iter().copied().map(Named).collect(),
    }
}

/// A visit. A wall shows the time and the initials.
pub fn visit(planned: &PlannedVisit, line: &Line, detail: bool) -> Visit {
    Visit {
        planned_contact_id: write_id(planned.planned),
        start: DateTime(planned.start),
        end: planned.end.map(DateTime),
        staff_ids: planned.staff.iter().filter(|_| detail).copied().map(write_id).collect(),
        initials: planned.staff.iter().map(|id| line.initials.get(id).cloned().unwrap_or_default()).collect(),
        unassigned: planned.staff.is_empty(),
        place: planned.place.filter(|_| detail).map(Into::into),
    }
}

fn row_detail(line: &Line, today: NaiveDate, dwellings: &Dwellings) -> BoardRowDetail {
    let row = &line.row;
    let housing = housing_state(row.housing);
    let (since, landlord) = match row.housing {
        Housing::Housed { landlord, since } => (since, landlord.map(Into::into)),
        Housing::Owned { since } | Housing::Temporary { since } | Housing::Homeless { since } => {
            (since, None)
        }
    };
    let standings = row.statuses.iter().map(|standing| Standing {
        status: Named(standing.status),
        decided: standing.status.is_decided(),
        since: LocalDate(standing.since),
        because: standing.because.map(write_id),
        because_kind: standing.because.and_then(|id| line.reasons.get(&id)).map(|kind| kind.name()),
        review_by: standing.review_by.map(LocalDate),
    });
    let last_day = row.last_day.iter().map(|happened| Happened {
        entry_id: write_id(happened.entry),
        kind: happened.kind.name(),
        family: happened.kind.family().noun,
        mark: Named(happened.kind.row().mark),
        at: DateTime(happened.at),
    });
    let met = row.last_met.as_ref();
    BoardRowDetail {
        standings: standings.collect(),
        primary_contact_id: row.primary_contact.map(write_id),
        last_met_on: met.map(|met| LocalDate(met.on)),
        last_met_staff_ids: met
            .map(|met| met.staff.iter().copied().map(write_id).collect())
            .unwrap_or_default(),
        last_kept_on: row.last_kept.as_ref().map(|kept| LocalDate(kept.on)),
        last_day: last_day.collect(),
        week: row.week.iter().map(|planned| visit(planned, line, true)).collect(),
        housing,
        housing_since: Some(LocalDate(since)),
        landlord,
        open_offers: open_offers(line, today, dwellings),
        admitted_since: row.admission.map(|stay| LocalDate(stay.since)),
        admission_path: row.admission.and_then(|stay| stay.path).map(Into::into),
        imprisoned: row.admission.is_some_and(|stay| stay.prison),
        has_living_plan: row.has_living_plan,
        risk_points: line.risk.as_ref().and_then(|risk| i32::try_from(risk.points).ok()),
        arrears_ore: line.risk.as_ref().map(|risk| Ore(risk.arrears.0)),
    }
}

/// The word for where somebody lives.
pub const fn housing_state(housing: Housing) -> HousingState {
    match housing {
        Housing::Housed { .. } => HousingState::Housed,
        Housing::Owned { .. } => HousingState::Owned,
        Housing::Temporary { .. } => HousingState::Temporary,
        Housing::Homeless { .. } => HousingState::Homeless,
    }
}

/// The offers that wait for an answer at the row's instant, whatever became of them since.
fn open_offers(line: &Line, today: NaiveDate, dwellings: &Dwellings) -> Vec<Offer> {
    let mut offers = offers_to(line.participant, &line.alias, dwellings, today);
    offers.retain_mut(|offer| {
        let open = line.row.open_offers.iter().find(|open| write_id(open.offer) == offer.offer_id);
        if let Some(open) = open {
            (offer.state, offer.overdue) = (OfferState::Open, open.overdue);
        }
        open.is_some()
    });
    offers
}

fn as_int(days: i64) -> i32 {
    i32::try_from(days).unwrap_or(i32::MAX)
}
