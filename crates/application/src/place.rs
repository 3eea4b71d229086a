//! Where a step belongs: its team, its stream and its subject, with the ids of what it makes.

use serde_json::{Map, Value as Json};
use tavle_domain::{
    access::{Actor, Denied},
    decider::fold,
    entry::Entry,
    field::{FieldProblem, FieldType, Problem, Ref},
    housing::{Dwelling, HousingKind, OFFER},
    id::{DwellingId, EntryId, ParticipantId, TeamId, entry_id},
    kind::{Kind, KindRow},
    participant::ParticipantKind,
    recorded::Recorded,
    stream::{Stream, StreamKind},
};
use uuid::Uuid;

use crate::{
    authorize::{action_of, authorize},
    handle::{Step, Tavle},
    outcome::Failure,
};

/// The place of a step, permitted to the actor.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub team: TeamId,
    pub stream: Stream,
    pub subject: Option<ParticipantId>,
    pub permit: tavle_domain::access::Permit,
}

/// The id of an aggregate that a command makes: like an event's, with an ordinal that no event reaches.
fn made_id(actor: &Actor, step: &Step) -> Uuid {
    entry_id(actor.staff, step.command, u32::MAX).into()
}

impl Tavle {
    /// Finds the place and decides whether the actor may record there. A participant or dwelling of another
    /// team answers as one that does not exist, so that it is decided as soon as the team is known and before
    /// anything else is looked at.
    pub(crate) async fn place(&self, actor: &Actor, step: &Step) -> Result<Place, Failure> {
        let found = match step.row.stream {
            StreamKind::Team => self.place_in_team(step)?,
            StreamKind::Dwelling => self.place_at_dwelling(actor, step).await?,
            kind => self.place_at_participant(actor, step, kind).await?,
        };
        let Found { team, stream, .. } = found;
        let permit = authorize(actor, action_of(step.row.kind), team, self.now());
        let permit = permit.map_err(|denied| match denied {
            Denied::OutsideTeam => Failure::field(found.named_by, Problem::Unknown),
            Denied::Role => Failure::Forbidden(denied),
        })?;
        let subject = match &found.dwelling {
            Some(history) => self.subject_at_dwelling(step, team, history).await?,
            None => found.subject,
        };
        self.check_references(step.row, &step.input, team).await?;
        Ok(Place { team, stream, subject, permit })
    }

    fn place_in_team(&self, step: &Step) -> Result<Found, Failure> {
        let team = step.team.ok_or_else(|| Failure::field("teamId", Problem::Required))?;
        Ok(Found { team, stream: Stream::Team(team), subject: None, named_by: "teamId", dwelling: None })
    }

    async fn place_at_participant(
        &self,
        actor: &Actor,
        step: &Step,
        kind: StreamKind,
    ) -> Result<Found, Failure> {
        let stream_of =
            |id| Stream::of_participant(kind, id).ok_or_else(|| Failure::rejected("NO_SUCH_STREAM"));
        let makes = matches!(
            step.row.kind,
            Kind::Participant(ParticipantKind::ParticipantReferred | ParticipantKind::ParticipantEnrolled)
        );
        match (step.participant, makes) {
            (Some(id), _) => {
                let team = self.team_of(id).await?;
                let team = team.ok_or_else(|| Failure::field("participantId", Problem::Unknown))?;
                Ok(Found {
                    team,
                    stream: stream_of(id)?,
                    subject: Some(id),
                    named_by: "participantId",
                    dwelling: None,
                })
            }
            (None, true) => {
                let team = step.team.ok_or_else(|| Failure::field("teamId", Problem::Required))?;
                let id = ParticipantId(made_id(actor, step));
                Ok(Found {
                    team,
                    stream: stream_of(id)?,
                    subject: Some(id),
                    named_by: "teamId",
                    dwelling: None,
                })
            }
            (None, false) => Err(Failure::field("participantId", Problem::Required)),
        }
    }

    async fn place_at_dwelling(&self, actor: &Actor, step: &Step) -> Result<Found, Failure> {
        if step.row.kind == Kind::Housing(HousingKind::DwellingRegistered) {
            let team = step.team.ok_or_else(|| Failure::field("teamId", Problem::Required))?;
            let stream = Stream::Dwelling(DwellingId(made_id(actor, step)));
            return Ok(Found { team, stream, subject: None, named_by: "teamId", dwelling: None });
        }
        let id = step.dwelling.ok_or_else(|| Failure::field("dwellingId", Problem::Required))?;
        let stream = Stream::Dwelling(id);
        let history = self.history(stream).await?;
        let team = history.first().map(|event| event.team);
        let team = team.ok_or_else(|| Failure::field("dwellingId", Problem::Unknown))?;
        Ok(Found { team, stream, subject: None, named_by: "dwellingId", dwelling: Some(history) })
    }

    /// Whom a step at a dwelling of the team is about.
    async fn subject_at_dwelling(
        &self,
        step: &Step,
        team: TeamId,
        history: &[Recorded],
    ) -> Result<Option<ParticipantId>, Failure> {
        let subject = match step.participant {
            Some(participant) if self.team_of(participant).await? != Some(team) => {
                return Err(Failure::field("participantId", Problem::Unknown));
            }
            None => offered_to(&fold(history), step),
            given => given,
        };
        let needs_participant =
            matches!(step.row.kind, Kind::Housing(HousingKind::HousingOffered | HousingKind::DwellingViewed));
        if needs_participant && subject.is_none() {
            return Err(Failure::field("participantId", Problem::Required));
        }
        Ok(subject)
    }

    /// Staff must be the team's, and dwellings too.
    pub(crate) async fn check_references(
        &self,
        row: &KindRow,
        input: &Map<String, Json>,
        team: TeamId,
    ) -> Result<(), Failure> {
        let mut problems = Vec::new();
        for def in row.fields() {
            let (FieldType::Id(target) | FieldType::Ids(target)) = def.ty else { continue };
            let Some(json) = input.get(def.name) else { continue };
            let ids: Vec<Uuid> = match json {
                Json::Array(items) => items.iter().filter_map(as_id).collect(),
                json => as_id(json).into_iter().collect(),
            };
            let known = match target {
                // Whoever is authorised for the first time need not be known yet.
                Ref::Staff if row.stream == StreamKind::Team => true,
                Ref::Staff => {
                    let state = self.team(team).await?;
                    ids.iter().all(|id| state.staff().any(|member| Uuid::from(member.id) == *id))
                }
                Ref::Dwelling => match ids.first() {
                    Some(id) => {
                        let history = self.history(Stream::Dwelling(DwellingId(*id))).await?;
                        history.first().is_some_and(|event| event.team == team)
                    }
                    None => true,
                },
                Ref::Participant | Ref::Tenancy | Ref::Offer | Ref::PlannedContact | Ref::Crisis => true,
            };
            if !known {
                problems.push(FieldProblem { path: def.name, problem: Problem::Unknown });
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(Failure::Invalid(problems)) }
    }
}

/// A place whose team is not decided on yet.
struct Found {
    team: TeamId,
    stream: Stream,
    subject: Option<ParticipantId>,
    /// The input field that led there.
    named_by: &'static str,
    /// The history of the dwelling, where the step is aimed at one that there is.
    dwelling: Option<Vec<Recorded>>,
}

fn as_id(json: &Json) -> Option<Uuid> {
    json.as_str().and_then(|text| Uuid::parse_str(text).ok())
}

/// The participant of the offer that an answer names, so that an answer need not say it again.
fn offered_to(dwelling: &Dwelling, step: &Step) -> Option<ParticipantId> {
    let entry = Entry::from_input(step.row, &step.input).ok()?;
    let offer: EntryId = entry.get(&OFFER)?;
    dwelling.offers().find(|made| made.id == offer).map(|made| made.participant)
}
