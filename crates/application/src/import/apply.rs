//! Places the rows of a file: finds the tenancy by contract number, compares with what the log says, and
//! records what is new.

use std::collections::HashMap;

use tavle_domain::{
    access::{Action, Actor},
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

use super::{
    parse::{FileError, parse},
    place::{command_id, compare},
    report::ImportReport,
    row::{Row, RowKey},
};
use crate::{
    authorize::authorize,
    handle::{Step, Tavle},
    outcome::Failure,
};

/// Why an old row is recorded late, as the log has it.
const REASON: &str = "Import fra husleiesystemet";

/// A file could not be imported at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is no table of rents and letters.
    #[error("the file cannot be read")]
    File(#[source] FileError),
    /// The actor may not record anything, or the store failed.
    #[error("the import was not done")]
    Failed(#[from] Failure),
}

/// Where a contract leads.
struct Contract {
    team: TeamId,
    participant: ParticipantId,
    tenancy: EntryId,
}

/// Contracts by number; several where the number is not unique.
type Contracts = HashMap<String, Vec<Contract>>;

impl Tavle {
    /// Imports a file for those of `participants` whose team the actor may record in. With `preview`, says
    /// what would become of each row and writes nothing.
    ///
    /// # Errors
    /// [`ImportError`]; rows already recorded stay, and the same file can be sent again.
    pub async fn import_arrears(
        &self,
        actor: &Actor,
        participants: &[(TeamId, ParticipantId)],
        bytes: &[u8],
        preview: bool,
    ) -> Result<ImportReport, ImportError> {
        let file = parse(bytes).map_err(ImportError::File)?;
        let mut report = ImportReport::of(&file);
        let contracts = self.contracts(actor, participants).await?;
        for row in &file.rows {
            match contracts.get(&row.contract).map(Vec::as_slice) {
                None | Some([]) => report.unplaced(row, "UNKNOWN_CONTRACT", None),
                Some([contract]) => self.place_row(actor, row, contract, preview, &mut report).await?,
                Some(_) => report.unplaced(row, "CONTRACT_NOT_UNIQUE", None),
            }
        }
        report.sort();
        Ok(report)
    }

    async fn contracts(
        &self,
        actor: &Actor,
        participants: &[(TeamId, ParticipantId)],
    ) -> Result<Contracts, Failure> {
        let mut contracts = Contracts::new();
        for (team, participant) in participants {
            if authorize(actor, Action::Record, *team, self.now()).is_err() {
                continue;
            }
            let tenancies: Tenancies = fold(&self.history(Stream::Tenancies(*participant)).await?);
            for tenancy in tenancies.all() {
                let Some(number) = tenancy.contract_number.clone() else { continue };
                let contract = Contract { team: *team, participant: *participant, tenancy: tenancy.id };
                contracts.entry(number).or_default().push(contract);
            }
        }
        Ok(contracts)
    }

    async fn place_row(
        &self,
        actor: &Actor,
        row: &Row,
        contract: &Contract,
        preview: bool,
        report: &mut ImportReport,
    ) -> Result<(), Failure> {
        let history = self.history(Stream::Tenancies(contract.participant)).await?;
        if let Some(entry) = entry_of(row, contract.tenancy, &history) {
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
            Ok(_) => report.placed += 1,
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
