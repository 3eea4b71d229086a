//! The mutations. Each takes a command and answers with a typed result.

use async_graphql::{Context, ID, InputObject, Object};
use serde_json::{Map, Value as JsonValue};
use tavle_application::{Correct, Mark, Step};
use tavle_domain::{
    admission, arrears, contact,
    field::{FieldProblem, Problem},
    housing,
    id::EntryId,
    kind::Family,
    participant, team, tenancy,
};

use super::{
    denied::{aim, amended, register},
    paths::Paths,
    result::{RecordResult, answer, invalid},
};
use crate::{
    api::{api, caller, read_id},
    family::{FamilyOf, StepInput, command_id},
    scalars::{DateTime, Json, Uuid},
};

/// Names a family at the type level.
macro_rules! families {
    ($($name:ident = $family:expr;)*) => {$(
        /// Names its family.
        #[derive(Debug)]
        pub struct $name;
        impl FamilyOf for $name {
            const FAMILY: &'static Family = &$family;
        }
    )*};
}

families! {
    OfTeam = team::FAMILY;
    OfParticipant = participant::FAMILY;
    OfCrisis = participant::CRISIS_FAMILY;
    OfBoardDecision = participant::BOARD_DECISION_FAMILY;
    OfPlan = participant::PLAN_FAMILY;
    OfContact = contact::FAMILY;
    OfHousing = housing::FAMILY;
    OfTenancy = tenancy::FAMILY;
    OfArrears = arrears::FAMILY;
    OfAdmission = admission::FAMILY;
}

/// Corrects an entry. The entry stays, and both are shown.
#[derive(InputObject, Debug)]
pub struct CorrectEntryInput {
    /// Made by the client, UUID version 7.
    command_id: Uuid,
    /// The entry to correct.
    entry_id: ID,
    /// New values by field: an object such as `{"minutes": 30}`, each value in the form that the table of kinds
    /// gives. A problem with one is told at `set.minutes`.
    set: Option<Json>,
    /// Fields that no longer have a value.
    clear: Option<Vec<String>>,
    /// When it really occurred, if that is what changes.
    occurred_at: Option<DateTime>,
    /// Why; at most 300 characters.
    reason: String,
    /// The revision of the stream that the client saw; another one answers Conflict.
    expected_revision: Option<i32>,
}

/// Marks an entry, a correction or a mark as entered in error. What it marks stays visible.
#[derive(InputObject, Debug)]
pub struct MarkEnteredInErrorInput {
    /// Made by the client, UUID version 7.
    command_id: Uuid,
    /// What should not count.
    entry_id: ID,
    /// Why; at most 300 characters.
    reason: String,
    /// The revision of the stream that the client saw; another one answers Conflict.
    expected_revision: Option<i32>,
}

/// All mutations.
#[derive(Default)]
pub struct RecordMutation;

async fn record<F: FamilyOf>(ctx: &Context<'_>, input: StepInput<F>) -> async_graphql::Result<RecordResult> {
    let api = api(ctx)?;
    let caller = caller(ctx)?;
    let actor = api.actor(caller.who);
    let command = input.command;
    if !input.problems.is_empty() {
        return Ok(invalid(input.problems));
    }
    let step = Step {
        command,
        row: input.row,
        team: input.team,
        participant: input.participant,
        dwelling: input.dwelling,
        input: input.fields,
        occurred_at: input.occurred_at,
        expected_revision: input.expected_revision,
    };
    let aim = match aim(api, caller, &step).await? {
        Ok(aim) => aim,
        Err(problem) => return Ok(invalid([problem])),
    };
    let outcome = api.tavle.record(&actor, step).await;
    register(api, caller, aim, &outcome);
    Ok(answer(api, caller, command, outcome).await?)
}

#[Object]
impl RecordMutation {
    /// Changes staff and authorisations of a team.
    async fn record_team_step(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record, with the command's id.")] input: StepInput<OfTeam>,
    ) -> async_graphql::Result<RecordResult> {
        record(ctx, input).await
    }

    /// Records a step from referral to the end of the follow-up.
    async fn record_participant_step(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record, with the command's id.")] input: StepInput<OfParticipant>,
    ) -> async_graphql::Result<RecordResult> {
        record(ctx, input).await
    }

    /// Records a crisis or its end.
    async fn record_crisis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record, with the command's id.")] input: StepInput<OfCrisis>,
    ) -> async_graphql::Result<RecordResult> {
        record(ctx, input).await
    }

    /// Records what the team decides about the board.
    async fn record_board_decision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record, with the command's id.")] input: StepInput<OfBoardDecision>,
    ) -> async_graphql::Result<RecordResult> {
        record(ctx, input).await
    }

    /// Records a step of the living plan.
    async fn record_plan_step(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record, with the command's id.")] input: StepInput<OfPlan>,
    ) -> async_graphql::Result<RecordResult> {
        record(ctx, input).await
    }

    /// Records a contact: planned, kept, attempted or cancelled.
    async fn record_contact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record, with the command's id.")] input: StepInput<OfContact>,
    ) -> async_graphql::Result<RecordResult> {
        record(ctx, input).await
    }

    /// Records a dwelling, an offer or its answer, a wish or an application.
    async fn record_housing_step(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record, with the command's id.")] input: StepInput<OfHousing>,
    ) -> async_graphql::Result<RecordResult> {
        record(ctx, input).await
    }

    /// Records a step of a tenancy.
    async fn record_tenancy_step(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record, with the command's id.")] input: StepInput<OfTenancy>,
    ) -> async_graphql::Result<RecordResult> {
        record(ctx, input).await
    }

    /// Records rent due, paid or missed, or a step of the chain towards eviction.
    async fn record_arrears_step(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record, with the command's id.")] input: StepInput<OfArrears>,
    ) -> async_graphql::Result<RecordResult> {
        record(ctx, input).await
    }

    /// Records an admission, a discharge, or a stay in prison.
    async fn record_admission_step(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record, with the command's id.")] input: StepInput<OfAdmission>,
    ) -> async_graphql::Result<RecordResult> {
        record(ctx, input).await
    }

    /// Corrects an entry by a later one (helsepersonelloven § 42).
    async fn correct_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record, with the command's id.")] input: CorrectEntryInput,
    ) -> async_graphql::Result<RecordResult> {
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let actor = api.actor(caller.who);
        let read = (
            command_id(input.command_id.0),
            entry(&input.entry_id),
            revision(input.expected_revision),
            object(input.set),
        );
        let (Ok(command), Ok(entry), Ok(expected_revision), Ok(set)) = read else {
            let problems = [read.0.err(), read.1.err(), read.2.err(), read.3.err()];
            return Ok(invalid(problems.into_iter().flatten()));
        };
        let correct = Correct {
            command,
            entry,
            set,
            clear: input.clear.unwrap_or_default(),
            occurred_at: input.occurred_at.map(|at| at.0),
            reason: input.reason,
            expected_revision,
        };
        let paths = Paths::of(&correct);
        let outcome = api.tavle.correct(&actor, correct).await;
        register(api, caller, amended(api, entry).await?, &outcome);
        Ok(paths.deepen(answer(api, caller, command, outcome).await?))
    }

    /// Marks an entry, a correction or a mark as entered in error.
    async fn mark_entered_in_error(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record, with the command's id.")] input: MarkEnteredInErrorInput,
    ) -> async_graphql::Result<RecordResult> {
        let api = api(ctx)?;
        let caller = caller(ctx)?;
        let actor = api.actor(caller.who);
        let read =
            (command_id(input.command_id.0), entry(&input.entry_id), revision(input.expected_revision));
        let (Ok(command), Ok(entry), Ok(expected_revision)) = read else {
            return Ok(invalid([read.0.err(), read.1.err(), read.2.err()].into_iter().flatten()));
        };
        let mark = Mark { command, entry, reason: input.reason, expected_revision };
        let outcome = api.tavle.mark_in_error(&actor, mark).await;
        register(api, caller, amended(api, entry).await?, &outcome);
        Ok(answer(api, caller, command, outcome).await?)
    }
}

/// What is no id names nothing, as an id that nobody has.
fn entry(id: &ID) -> Result<EntryId, FieldProblem> {
    read_id(id).map_err(|_| FieldProblem { path: "entryId", problem: Problem::Unknown })
}

fn revision(expected: Option<i32>) -> Result<Option<u64>, FieldProblem> {
    let below = |_| FieldProblem { path: "expectedRevision", problem: Problem::TooSmall };
    expected.map(|revision| u64::try_from(revision).map_err(below)).transpose()
}

fn object(set: Option<Json>) -> Result<Map<String, JsonValue>, FieldProblem> {
    match set.map(|json| json.0) {
        None | Some(JsonValue::Null) => Ok(Map::new()),
        Some(JsonValue::Object(fields)) => Ok(fields),
        Some(_) => Err(FieldProblem { path: "set", problem: Problem::WrongType }),
    }
}
