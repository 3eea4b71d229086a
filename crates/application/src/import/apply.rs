//! Places the rows of a file: finds the tenancy by contract number, compares with what the log says, and
//! records what is new.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use tavle_domain::{
    access::{Action, Actor, Denied, Grant, Permit, Role},
    arrears::{ArrearsKind, PERIOD, RECEIVED_ON, SENT_ON},
    calendar,
    decider::{BACKDATING_LIMIT_DAYS, fold},
    effective::{AsOf, Effective, effective},
    entry::{BACKDATING_REASON, Entry},
    id::{EntryId, ParticipantId, TeamId},
    kind::Kind,
    recorded::{Body, Occurred, Recorded},
    stream::Stream,
    tenancy::{TENANCY, Tenancies},
};
use tavle_event_store::{StoreError, history};

use super::{
    parse::{FileError, parse},
    place::{command_id, compare},
    report::ImportReport,
    row::{Row, RowKey},
};
use crate::{
    access_log::{AccessLog, Look},
    authorize::authorize,
    handle::{Step, Tavle},
    outcome::Failure,
};

/// Why an old row is recorded late, as the log has it.
const REASON: &str = "Import fra husleiesystemet";

/// The import, as the access log names what was asked.
const OPERATION: &str = "importArrears";

/// A file could not be imported at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is no table of rents and letters.
    #[error("the file cannot be read")]
    File(#[source] FileError),
    /// The actor may not record anything, or the store failed.
    #[error("the import was not done")]
    Failed(#[from] Failure),
    /// What stands in the log was compared with the file, and the access log could not be written: nothing of it
    /// may be shown.
    #[error("the access log cannot be written")]
    Unlogged(#[source] StoreError),
}

/// Where a contract leads.
#[derive(Clone, Copy)]
struct Contract {
    team: TeamId,
    participant: ParticipantId,
    tenancy: EntryId,
}

/// What the rows are placed by: read at once, and kept up with what the import itself records.
#[derive(Default)]
struct Found {
    /// Contracts by number; several where the number is not unique.
    contracts: HashMap<String, Vec<Contract>>,
    /// The streams that they stand in.
    histories: HashMap<ParticipantId, Vec<Recorded>>,
    /// Who was compared with a row, by team.
    compared: BTreeMap<TeamId, BTreeSet<ParticipantId>>,
}

impl Tavle {
    /// Imports a file for those of `participants` whose team the actor may record in. With `preview`, says
    /// what would become of each row and writes nothing but whom the file was compared with.
    ///
    /// The report says what stands in the log, so that a look at everyone compared is durable before it is given.
    ///
    /// # Errors
    /// [`ImportError`]; rows already recorded stay, and the same file can be sent again.
    pub async fn import_arrears(
        &self,
        access: &Arc<AccessLog>,
        actor: &Actor,
        participants: &[(TeamId, ParticipantId)],
        bytes: &[u8],
        preview: bool,
    ) -> Result<ImportReport, ImportError> {
        let file = parse(bytes).map_err(ImportError::File)?;
        let mut report = ImportReport::of(&file);
        let permits = self.import_permits(access, actor, participants)?;
        let mut found = self.contracts(&permits, participants).await?;
        for row in &file.rows {
            match found.contracts.get(&row.contract).map(Vec::as_slice) {
                None | Some([]) => report.unplaced(row, "UNKNOWN_CONTRACT", None),
                Some([contract]) => {
                    let contract = *contract;
                    self.place_row(actor, row, &contract, &mut found, preview, &mut report).await?;
                }
                Some(_) => report.unplaced(row, "CONTRACT_NOT_UNIQUE", None),
            }
        }
        let looks = permits.values().filter_map(|permit| {
            let whom = found.compared.remove(&permit.team())?.into_iter().collect();
            Some(look(Action::SeeTimeline, permit.team(), permit.role(), None, whom))
        });
        let looks: Vec<_> = looks.collect();
        let logged = access.record(actor.staff, &actor.organisation, &looks).await;
        logged.map_err(ImportError::Unlogged)?;
        report.sort();
        Ok(report)
    }

    /// The teams in which the actor may record and read entries. Where their role in a team includes neither, that
    /// is a denial like any other.
    fn import_permits(
        &self,
        access: &Arc<AccessLog>,
        actor: &Actor,
        participants: &[(TeamId, ParticipantId)],
    ) -> Result<BTreeMap<TeamId, Permit>, Failure> {
        let teams: BTreeSet<TeamId> = participants.iter().map(|(team, _)| *team).collect();
        let (now, mut permits, mut denied) = (self.now(), BTreeMap::new(), Vec::new());
        for team in teams {
            let read = authorize(actor, Action::SeeTimeline, team, now);
            match read.and(authorize(actor, Action::Record, team, now)) {
                Ok(permit) => drop(permits.insert(team, permit)),
                Err(Denied::OutsideTeam) => {}
                Err(Denied::Role) => {
                    let held = actor
                        .grants
                        .iter()
                        .find(|grant| grant.team == team && grant.holds(calendar::date(now)));
                    let denial = |grant: &Grant| {
                        look(Action::Record, team, grant.role, Some(Denied::Role), Vec::new())
                    };
                    denied.extend(held.map(denial));
                }
            }
        }
        let is_denied = permits.is_empty() && !denied.is_empty();
        access.deny(actor.staff, &actor.organisation, denied);
        if is_denied { Err(Failure::Forbidden(Denied::Role)) } else { Ok(permits) }
    }

    async fn contracts(
        &self,
        permits: &BTreeMap<TeamId, Permit>,
        participants: &[(TeamId, ParticipantId)],
    ) -> Result<Found, Failure> {
        let mut own = participants.to_vec();
        own.retain(|(team, _)| permits.contains_key(team));
        let streams: Vec<Stream> = own.iter().map(|(_, who)| Stream::Tenancies(*who)).collect();
        let mut found = Found::default();
        for ((team, participant), read) in own.into_iter().zip(self.store.read_streams(&streams).await?) {
            // As for a decision: a type that this version does not know stops the import.
            let history = history(read)?;
            let tenancies: Tenancies = fold(&history);
            for tenancy in tenancies.all() {
                let Some(number) = tenancy.contract_number.clone() else { continue };
                let contract = Contract { team, participant, tenancy: tenancy.id };
                found.contracts.entry(number).or_default().push(contract);
            }
            found.histories.insert(participant, history);
        }
        Ok(found)
    }

    async fn place_row(
        &self,
        actor: &Actor,
        row: &Row,
        contract: &Contract,
        found: &mut Found,
        preview: bool,
        report: &mut ImportReport,
    ) -> Result<(), Failure> {
        let history = found.histories.entry(contract.participant).or_default();
        found.compared.entry(contract.team).or_default().insert(contract.participant);
        if let Some(entry) = entry_of(row, contract.tenancy, history) {
            if entry.stands() {
                report.compared(row, compare(row, &entry.entry));
            } else {
                // A person said that it does not count; a file does not say otherwise.
                report.unplaced(row, "ENTERED_IN_ERROR", None);
            }
            return Ok(());
        }
        if preview {
            report.placed += 1;
            return Ok(());
        }
        match self.record(actor, self.step(row, contract)).await {
            Ok(done) => {
                report.placed += 1;
                history.extend(done.event);
            }
            Err(Failure::Rejected { code, .. }) => report.unplaced(row, code, None),
            Err(Failure::Invalid(problems)) => {
                let first = problems.first();
                report.unplaced(row, first.map_or("INVALID", |p| p.problem.code()), first.map(|p| p.path));
            }
            Err(Failure::Conflict { .. }) => report.unplaced(row, "CONFLICT", None),
            Err(failure @ (Failure::Forbidden(_) | Failure::Busy | Failure::Fault(_))) => {
                return Err(failure);
            }
        }
        Ok(())
    }

    fn step(&self, row: &Row, contract: &Contract) -> Step {
        let now = self.now();
        let mut input = row.input.clone();
        input.insert(TENANCY.def.name.to_owned(), contract.tenancy.to_string().into());
        let age = calendar::date(now) - row.occurred_on.unwrap_or_else(|| row.key.date());
        if age.num_days() > BACKDATING_LIMIT_DAYS {
            input.insert(BACKDATING_REASON.def.name.to_owned(), REASON.into());
        }
        Step {
            command: command_id(row),
            row: Kind::Arrears(row.kind).row(),
            team: Some(contract.team),
            participant: Some(contract.participant),
            dwelling: None,
            input,
            occurred_at: row.occurred_on.map(|date| calendar::noon(date).min(now)),
            expected_revision: None,
        }
    }
}

fn look(what: Action, team: TeamId, role: Role, denied: Option<Denied>, whom: Vec<ParticipantId>) -> Look {
    Look { what, team, role, denied, whom, as_of: AsOf::NOW, operation: OPERATION.to_owned() }
}

/// The entry that a row is: same tenancy, kind, and period or date; one that counts before one that does not.
fn entry_of<'a>(row: &Row, tenancy: EntryId, history: &'a [Recorded]) -> Option<Effective<'a>> {
    let same = effective(history, AsOf::NOW).into_iter().filter(|entry| {
        entry.entry.kind() == Kind::Arrears(row.kind)
            && entry.entry.get(&TENANCY) == Some(tenancy)
            && (key_of(&entry.entry, entry.occurred, row) == Some(row.key)
                || first_key(entry, row) == Some(row.key))
    });
    same.max_by_key(Effective::stands)
}

/// What an entry was known by when it was recorded: a corrected date still belongs to the same row.
fn first_key(entry: &Effective<'_>, row: &Row) -> Option<RowKey> {
    match &entry.original.body {
        Body::Entry(first) => key_of(first, entry.original.occurred, row),
        Body::Correction(_) | Body::ErrorMark(_) | Body::View(_) => None,
    }
}

/// What an entry is known by, in the form in which the row is.
fn key_of(entry: &Entry, occurred: Occurred, row: &Row) -> Option<RowKey> {
    match (row.key, row.kind) {
        (RowKey::Period(_), _) => entry.get(&PERIOD).map(|month| RowKey::Period(month.0)),
        (RowKey::Date(_), ArrearsKind::RentPaid) => Some(RowKey::Date(occurred.date())),
        (RowKey::Date(_), _) => entry.get(&SENT_ON).or_else(|| entry.get(&RECEIVED_ON)).map(RowKey::Date),
    }
}
