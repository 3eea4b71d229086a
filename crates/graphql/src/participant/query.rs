//! Queries of a participant.

use std::cmp::Reverse;

use async_graphql::{Context, ID, Object, Result};
use tavle_domain::{
    access::Action,
    calendar,
    contact::{Contacts, PlannedContact},
    decider::fold_of_stream,
    effective::{AsOf as Instant, Effective, effective},
    entry::get,
    field::FromValue,
    id::{EntryId, ParticipantId, TeamId},
    participant::{NAME, ParticipantState},
    stream::Stream,
    tenancy::{self, Tenancies},
};
use tavle_projections::{
    History,
    board::{Line, Person},
    directory::Directory,
    dwellings::Dwellings,
    history::instant,
};

use super::types::{Participant, Tenancy};
use crate::{
    access::Asking,
    api::{Api, api, caller, read_id, write_id},
    as_of::{AsOfInput, read_as_of},
    board::{Visit, board_row},
    error::ApiError,
    housing::offers_to,
    risk::{EntryRefs, tenancy_risk},
    scalars::{DateTime, LocalDate, Ore},
};

/// Queries of a participant.
#[derive(Default)]
pub struct ParticipantQuery;

#[Object]
impl ParticipantQuery {
    /// A participant's page, now or as of an instant of either time axis.
    #[graphql(complexity = "250 + child_complexity")]
    async fn participant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participant.")] participant_id: ID,
        #[graphql(desc = "The instant to look at; now where it is left out.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Participant>> {
        let api = api(ctx)?;
        let as_of = read_as_of(as_of, api.now())?;
        Ok(Some(page_of(api, caller(ctx)?, read_id(&participant_id)?, as_of).await?))
    }
}

/// The page of a participant for whoever may see it.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, or a fault of the store.
pub async fn page_of(
    api: &Api,
    caller: Asking<'_>,
    id: ParticipantId,
    as_of: Instant,
) -> Result<Participant, ApiError> {
    let permit = api.permit_participant(caller.at(as_of), Action::SeeParticipant, id).await?;
    let history = History::read(api.tavle.store().read_subject(id, None).await?);
    Ok(page(api, id, permit.team(), &history, as_of))
}

fn page(api: &Api, id: ParticipantId, team: TeamId, history: &History, as_of: Instant) -> Participant {
    let (incomplete, history) = (history.is_incomplete(as_of), &history.events);
    let (directory, dwellings) = (api.directory.get(), api.dwellings.get());
    let at = instant(as_of, api.now());
    let today = calendar::date(at);
    let entries = effective(history, as_of);
    let state: ParticipantState = fold_of_stream(&entries, Stream::Participant(id));
    let tenancies: Tenancies = fold_of_stream(&entries, Stream::Tenancies(id));
    let contacts: Contacts = fold_of_stream(&entries, Stream::Contacts(id));
    let alias = directory.alias(team, id).unwrap_or_default();
    let line: Option<Line> = directory.team(team).and_then(|state| Person::of(&entries)?.line(id, state, at));
    let line = line.map(|line| Line { incomplete, ..line });
    let risk = line.as_ref().and_then(|line| line.risk.as_ref());
    let offers = if as_of.is_past() { Vec::new() } else { offers_to(id, &alias, &dwellings, today) };
    Participant {
        participant_id: write_id(id),
        team_id: write_id(team),
        name: name(&entries),
        enrolled: state.is_enrolled(),
        primary_contact_id: state.primary_contact().map(write_id),
        row: line.as_ref().map(|line| board_row(line, today, Some(&dwellings))),
        risk: risk.map(|risk| {
            let refs = EntryRefs::of_entries(&entries, team, &directory);
            tenancy_risk(id, &alias, risk, &refs, today)
        }),
        tenancies: write_tenancies(&tenancies, &entries, &dwellings),
        offers,
        planned_contacts: planned(&contacts, team, &directory),
        open_crisis_id: state.open_crisis().map(write_id),
        as_of: as_of.into(),
        server_time: DateTime(api.now()),
        position: history.last().map_or(0, |event| event.position).to_string(),
        incomplete,
        alias,
    }
}

/// The name as it was given last.
fn name(entries: &[Effective<'_>]) -> Option<String> {
    let standing = entries.iter().filter(|entry| entry.stands()).rev();
    standing.filter_map(|entry| get(entry.entry.fields(), &NAME)).next()
}

fn write_tenancies(tenancies: &Tenancies, entries: &[Effective<'_>], dwellings: &Dwellings) -> Vec<Tenancy> {
    let date_of = |id: EntryId| {
        let entry = entries.iter().find(|entry| entry.id() == id);
        entry.map(|entry| LocalDate(entry.occurred.date()))
    };
    let valid_from = |id: EntryId| {
        let entry = entries.iter().find(|entry| entry.id() == id)?;
        let value = entry.entry.fields().get(tenancy::VALID_FROM.def.name)?;
        FromValue::from_value(value.known()?).map(LocalDate)
    };
    let write = |tenancy: &tenancy::Tenancy| Tenancy {
        tenancy_id: write_id(tenancy.id),
        dwelling_id: tenancy.dwelling.map(write_id),
        address: tenancy.dwelling.and_then(|id| dwellings.get(&id)?.state.address().map(str::to_owned)),
        contract_number: tenancy.contract_number.clone(),
        landlord: tenancy.landlord.map(Into::into),
        valid_from: valid_from(tenancy.id),
        fixed_until: tenancy.fixed_until.map(LocalDate),
        rent_ore: tenancy.rent.map(|rent| Ore(rent.0)),
        keys_on: tenancy.keys.and_then(date_of),
        ended_on: tenancy.ended.and_then(date_of),
        active: tenancy.is_active(),
    };
    let mut written: Vec<_> = tenancies.all().iter().map(write).collect();
    written.sort_by_key(|tenancy| (!tenancy.active, Reverse(tenancy.valid_from.map(|from| from.0))));
    written
}

fn planned(contacts: &Contacts, team: TeamId, directory: &Directory) -> Vec<Visit> {
    let mut open: Vec<&PlannedContact> = contacts.open().collect();
    open.sort_by_key(|planned| planned.starts);
    let visits = open.into_iter().filter_map(|planned| {
        Some(Visit {
            planned_contact_id: write_id(planned.id),
            start: DateTime(planned.starts?),
            end: planned.ends.map(DateTime),
            staff_ids: planned.staff.iter().copied().map(write_id).collect(),
            initials: planned
                .staff
                .iter()
                .map(|id| directory.initials(team, *id).unwrap_or_default())
                .collect(),
            unassigned: planned.staff.is_empty(),
            place: None,
        })
    });
    visits.collect()
}
