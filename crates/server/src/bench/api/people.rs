//! Who asks and writes: the leaders and the wall screens of a demonstration.

use std::{path::Path, process::Command};

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{
    BenchError,
    client::{Asker, Connection},
};

const STEP: &str =
    "mutation($input: ParticipantStepInput!) { recordParticipantStep(input: $input) { __typename
    ... on Recorded { position } } }";
const NO_TEAM: BenchError = BenchError::Service("does not know the demonstration's teams");

/// A team with those who act for it.
pub struct Team {
    /// Its id.
    pub id: String,
    /// The leader.
    pub leader: Asker,
    /// The wall screen.
    pub wall: Asker,
    participants: Vec<String>,
    /// Two of its staff; the first is responsible for the first participant.
    staff: [String; 2],
}

impl Team {
    /// The participant who is first on the board: whoever is in crisis has much recorded about them.
    pub fn first_participant(&self) -> &str {
        self.participants.first().map_or("", String::as_str)
    }
}

/// Everybody.
pub struct People {
    /// The teams, in the demonstration's order.
    pub teams: Vec<Team>,
}

impl People {
    /// Asks a demonstration who there is.
    pub async fn of(address: &str, directory: &Path) -> Result<Self, BenchError> {
        let nobody = Asker { address: address.to_owned(), token: String::new() };
        let logins = nobody.connect().await?.get("/demo/logins").await?;
        let of_role = |role: &str| {
            let all = logins.as_array().into_iter().flatten();
            all.filter(|login| login["role"] == role).cloned().collect::<Vec<_>>()
        };
        let mut teams = Vec::new();
        for (leader, wall) in of_role("TEAM_LEADER").iter().zip(of_role("KIOSK")) {
            let id = leader["teams"][0]["teamId"].as_str().ok_or(NO_TEAM)?.to_owned();
            let as_user = |login: &Json| asker(address, directory, login);
            let (leader, wall) = (as_user(leader)?, as_user(&wall)?);
            let (participants, staff) = members(&leader, &id).await?;
            let team = Team { id, leader, wall, participants, staff };
            teams.push(team);
        }
        Ok(Self { teams })
    }
}

fn asker(address: &str, directory: &Path, login: &Json) -> Result<Asker, BenchError> {
    let user = login["user"].as_str().ok_or(NO_TEAM)?;
    let made = Command::new(std::env::current_exe()?)
        .args(["token", "--user", user, "--data"])
        .arg(directory)
        .output()?;
    let token = String::from_utf8_lossy(&made.stdout).trim().to_owned();
    Ok(Asker { address: address.to_owned(), token })
}

/// The participants of a team, and two of its staff.
async fn members(leader: &Asker, team: &str) -> Result<(Vec<String>, [String; 2]), BenchError> {
    const MEMBERS: &str =
        "query($team: ID!) { board(teamId: $team) { rows { participantId detail { primaryContactId } } } }";
    let data = leader.connect().await?.data(MEMBERS, &json!({ "team": team })).await?;
    let rows = data["board"]["rows"].as_array().ok_or(NO_TEAM)?;
    let text = |value: &Json| value.as_str().map(str::to_owned);
    let participants = rows.iter().filter_map(|row| text(&row["participantId"])).collect();
    let mut staff: Vec<_> = rows.iter().filter_map(|row| text(&row["detail"]["primaryContactId"])).collect();
    let first = staff.first().cloned().ok_or(NO_TEAM)?;
    staff.retain(|other| *other != first);
    let other = staff.pop().ok_or(NO_TEAM)?;
    Ok((participants, [first, other]))
}

/// Enrols more participants until the team follows so many.
pub async fn fill(team: &Team, participants: usize) -> Result<(), BenchError> {
    let mut leader = team.leader.connect().await?;
    let staff = leader.get("/session").await?["me"]["staffId"].clone();
    for n in team.participants.len()..participants {
        let letter = |place: usize| char::from(b'a' + u8::try_from(n / place % 26).unwrap_or_default());
        let alias = format!("Z{}{}", letter(26), letter(1));
        let input = json!({ "commandId": command_id(), "kind": "PARTICIPANT_ENROLLED", "teamId": team.id,
            "alias": alias, "primaryContactId": staff });
        recorded(&mut leader, STEP, "recordParticipantStep", &input).await?;
    }
    Ok(())
}

/// Records a kept contact with the next participant in turn.
pub async fn contact(writer: &mut Connection, team: &Team, n: u64) -> Result<(), BenchError> {
    const CONTACT: &str = "mutation($input: ContactInput!) { recordContact(input: $input) { __typename
        ... on Recorded { position } } }";
    let turn = usize::try_from(n).unwrap_or_default() % team.participants.len().max(1);
    let input = json!({ "commandId": command_id(), "kind": "CONTACT_COMPLETED",
        "participantId": team.participants[turn], "mode": "FACE_TO_FACE", "minutes": 45, "place": "HOME" });
    recorded(writer, CONTACT, "recordContact", &input).await.map(|_| ())
}

/// Makes now one and now the other of two colleagues responsible for the first participant: every time, the
/// row on the wall differs. Gives the position.
pub async fn hand_over(writer: &mut Connection, team: &Team, n: u64) -> Result<u64, BenchError> {
    let staff = &team.staff[usize::from(n.is_multiple_of(2))];
    let input = json!({ "commandId": command_id(), "kind": "PRIMARY_CONTACT_CHANGED",
        "participantId": team.participants.first(), "primaryContactId": staff });
    recorded(writer, STEP, "recordParticipantStep", &input).await
}

#[expect(clippy::disallowed_methods, reason = "a client makes the ids of its commands")]
fn command_id() -> Uuid {
    Uuid::now_v7()
}

async fn recorded(
    connection: &mut Connection,
    mutation: &str,
    field: &str,
    input: &Json,
) -> Result<u64, BenchError> {
    let data = connection.data(mutation, &json!({ "input": input })).await?;
    data[field]["position"]
        .as_str()
        .and_then(|position| position.parse().ok())
        .ok_or(BenchError::Service("did not record a step"))
}
