//! Commands that several people send at once to a service that may end at any moment, and what is known of each.

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use futures::future::join_all;
use serde_json::{Value as Json, json};
use tavle_domain::{id::CommandId, recorded::Recorded};
use tavle_event_store::{Decoded, EventStore, SqliteStore};
use tavle_server::clock;
use tokio::time::sleep;
use uuid::Uuid;

use crate::support::{
    Client, LYNG, NORDLIA, PORS, Process, ROGN, TINDVED, command_id, contact, id_of, log::Walk,
    process::PATIENCE, random::Random, team::MINA,
};

const PEOPLE: usize = 6;

/// One command as it was sent.
#[derive(Clone)]
pub struct Sent {
    pub mutation: &'static str,
    pub input: Json,
    /// `Recorded`, where that was answered.
    pub answer: Option<Json>,
}

impl Sent {
    fn id(&self) -> CommandId {
        CommandId(Uuid::parse_str(self.input["commandId"].as_str().unwrap()).unwrap())
    }

    /// How many events it comes to: an enrolment gives a name in the team's stream first.
    fn events(&self) -> usize {
        if self.mutation == "recordParticipantStep" { 2 } else { 1 }
    }
}

/// A contact, a new dwelling, or a new participant.
fn next(random: &mut Random) -> Sent {
    let id = command_id();
    let (mutation, mut input) = match random.below(8) {
        0 => {
            // A word of eight letters that nobody else has.
            let made = id.as_str().unwrap();
            let letter = |digit: char| char::from(b'a' + u8::try_from(digit.to_digit(16).unwrap()).unwrap());
            let alias: String = made[made.len() - 8..].chars().map(letter).collect();
            let alias = format!("A{}", &alias[1..]);
            let enrol = json!({ "kind": "PARTICIPANT_ENROLLED", "teamId": NORDLIA, "alias": alias,
                "primaryContactId": MINA });
            ("recordParticipantStep", enrol)
        }
        1 | 2 => {
            let register = json!({ "kind": "DWELLING_REGISTERED", "teamId": NORDLIA,
                "address": format!("Gate {}", id.as_str().unwrap()), "housingType": "ORDINARY" });
            ("recordHousingStep", register)
        }
        _ => ("recordContact", contact(random.one_of(&[ROGN, LYNG, TINDVED, PORS]))),
    };
    input["commandId"] = id;
    Sent { mutation, input, answer: None }
}

/// Sends a command until it is recorded or the service ends or fails. Whatever is sent can be accepted; when many
/// write to one stream at once, somebody may be asked to send again.
async fn send(client: &Client, command: &Sent) -> Option<Json> {
    loop {
        let answer = client.try_record(command.mutation, &command.input).await?;
        match (answer["__typename"].as_str(), answer["code"].as_str()) {
            (Some("Recorded"), _) => return Some(answer),
            (Some("Busy"), Some("BUSY")) => {}
            (Some(refused), _) => panic!("{refused}: {answer}"),
            (None, _) => return None,
        }
    }
}

/// Everything that was sent, and what is known of it.
#[derive(Default)]
pub struct Traffic {
    pub sent: Vec<Sent>,
}

impl Traffic {
    /// Several people record until nobody answers any more. When so many commands have been answered, `then` is
    /// called once.
    pub async fn record(
        &mut self,
        client: &Client,
        random: &mut Random,
        answers: usize,
        then: impl AsyncFnOnce(),
    ) {
        let answered = Arc::new(AtomicUsize::new(0));
        let people = (0..PEOPLE).map(|_| {
            let (mut random, answered) = (Random::seeded(random.next()), answered.clone());
            async move {
                let mut sent = Vec::new();
                loop {
                    let mut command = next(&mut random);
                    command.answer = send(client, &command).await;
                    let is_answered = command.answer.is_some();
                    sent.push(command);
                    if !is_answered {
                        return sent;
                    }
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        let act = async {
            let begun = Instant::now();
            while answered.load(Ordering::Relaxed) < answers {
                assert!(begun.elapsed() < PATIENCE, "too few commands were answered");
                sleep(Duration::from_millis(1)).await;
            }
            then().await;
        };
        let (sent, ()) = futures::join!(join_all(people), act);
        self.sent.extend(sent.into_iter().flatten());
    }

    /// Sends again whatever has no answer yet: each is accepted.
    pub async fn retry(&mut self, client: &Client) -> usize {
        let mut retried = 0;
        for command in self.sent.iter_mut().filter(|command| command.answer.is_none()) {
            command.answer = send(client, command).await;
            assert!(command.answer.is_some(), "{:?} is not accepted", command.input);
            retried += 1;
        }
        retried
    }

    /// The log of a directory that no process has open holds everything that was answered, and nothing half.
    /// It is opened in a copy, so that the service itself recovers what the crash left.
    pub async fn check(&self, data: &Path) {
        let log = log_of_copy(data).await;
        Walk::over(&log);
        let mut by_command: HashMap<CommandId, Vec<&Recorded>> = HashMap::new();
        for event in &log {
            by_command.entry(event.command).or_default().push(event);
        }
        for command in &self.sent {
            let events = by_command.get(&command.id()).map_or(&[][..], Vec::as_slice);
            let Some(answer) = &command.answer else {
                assert!(events.len() <= command.events(), "{:?}: {events:?}", command.input);
                continue;
            };
            assert_eq!(events.len(), command.events(), "{answer}: {events:?}");
            let of_entry = events.iter().find(|event| json!(event.id) == id_of(answer)).unwrap();
            assert_eq!(json!(events.last().unwrap().position.to_string()), answer["position"], "{answer}");
            assert_eq!(json!(of_entry.revision), answer["revision"], "{answer}");
        }
    }

    /// The pages show the last commands from `from` on.
    pub async fn check_pages(&self, client: &Client, from: usize) {
        let query = "query($team: ID!, $one: ID!, $two: ID!, $three: ID!, $four: ID!) {
            dwellings(teamId: $team) { address } board(teamId: $team) { rows { alias } }
            one: timeline(participantId: $one, first: 100) { edges { node { entryId } } }
            two: timeline(participantId: $two, first: 100) { edges { node { entryId } } }
            three: timeline(participantId: $three, first: 100) { edges { node { entryId } } }
            four: timeline(participantId: $four, first: 100) { edges { node { entryId } } } }";
        let variables = json!({ "team": NORDLIA, "one": ROGN, "two": LYNG, "three": TINDVED, "four": PORS });
        let pages = client.query(query, variables).await.to_string();
        for command in &self.sent[from..] {
            let shown = match command.mutation {
                "recordHousingStep" => command.input["address"].clone(),
                "recordParticipantStep" => command.input["alias"].clone(),
                _ => id_of(command.answer.as_ref().unwrap()),
            };
            assert!(pages.contains(shown.as_str().unwrap()), "{shown} is not shown");
        }
    }
}

/// Everything in a log that no process has open. The directory itself stays as it is.
pub async fn log_of_copy(data: &Path) -> Vec<Recorded> {
    let copy = tempfile::tempdir().unwrap();
    // The read models, in directories of their own, are not part of it.
    let files = std::fs::read_dir(data).unwrap().map(Result::unwrap);
    for file in files.filter(|file| file.path().is_file()) {
        std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    let store = SqliteStore::open(copy.path(), clock::machine()).unwrap();
    let verified = store.verify().await.unwrap();
    assert_eq!(verified.events, store.head());
    let log = store.read_all(0, 1_000_000).await.unwrap();
    store.close().await;
    log.into_iter().map(|decoded| Decoded::known(decoded).unwrap()).collect()
}

/// A service with somebody signed in.
pub async fn sign_in(process: &Process) -> Client {
    Client::nobody(&process.host).sign_in("mh").await
}
