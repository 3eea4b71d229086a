//! Referral and enrolment: the alias is taken in the team's stream, then the participant is taken in.

use serde_json::Value as Json;
use tavle_domain::{
    decider::{Command, RecordEntry},
    entry::Entry,
    field::Problem,
    kind::Kind,
    stream::Stream,
    team::{ALIAS, ALIAS_OF, TeamKind},
};

use crate::{
    handle::{Step, Tavle, done, record_command},
    outcome::{Done, Failure},
    place::Place,
    write::{Request, decide_in},
};

impl Tavle {
    /// Takes the alias, then the person. A crash in between leaves an alias that belongs to this participant
    /// and to nobody else, and a retry goes on from there.
    pub(crate) async fn take_in(
        &self,
        step: &Step,
        place: &Place,
        request: &Request,
    ) -> Result<Done, Failure> {
        let subject = place.subject.ok_or_else(|| Failure::field("participantId", Problem::Required))?;
        let step = with_alias_as_written(step);
        let command = record_command(&step, place);
        // Refused before an alias is spent on it.
        decide_in(place.stream, &self.history(place.stream).await?, &command, &self.context(request))?;
        let alias = step.input.get(ALIAS.def.name).cloned().unwrap_or_default();
        let (row, input) = Entry::build(Kind::Team(TeamKind::AliasAssigned))
            .with(&ALIAS_OF, subject.to_string())
            .with(&ALIAS, alias)
            .input();
        let assign = Command::Record(RecordEntry { row, subject: Some(subject), input, occurred_at: None });
        let mut first = request.clone();
        first.expected_revision = None;
        let assigned = self.write(Stream::Team(place.team), &assign, &first).await?;
        let mut second = request.next(assigned.events.len());
        second.expected_revision = request.expected_revision;
        let written = self.write(place.stream, &command, &second).await?;
        Ok(done(written, place.stream, place.team, place.subject))
    }
}

/// An alias is a word: first letter upper case, the rest lower.
fn with_alias_as_written(step: &Step) -> Step {
    let mut step = step.clone();
    if let Some(Json::String(alias)) = step.input.get_mut(ALIAS.def.name) {
        let mut letters = alias.trim().chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        *alias = first + &letters.as_str().to_lowercase();
    }
    step
}
