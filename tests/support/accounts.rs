//! An installation that is no demonstration: with accounts, or waiting for its set-up.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value as Json, json};
use tavle_domain::id::StaffId;
use tavle_event_store::SqliteStore;
use tavle_server::{
    auth::{Terminal, code},
    service::Setup,
};
use tempfile::TempDir;

use super::{Answer, Client, MORNING, Running, Seed, TestClock, setup};

/// A password that is long enough.
pub const PASSWORD: &str = "riktig hest batteri stift";

/// What a service printed beside its log.
#[derive(Clone, Default)]
pub struct Printed(Arc<Mutex<String>>);

impl Printed {
    /// The terminal that prints here.
    pub fn terminal(&self) -> Terminal {
        let printed = self.0.clone();
        Terminal::new(move |text| printed.lock().unwrap().push_str(text))
    }

    /// Every code that was printed, in order.
    pub fn codes(&self) -> Vec<String> {
        let printed = self.0.lock().unwrap();
        let is_code = |line: &&str| line.len() == 19 && line.split('-').all(|group| group.len() == 4);
        printed.lines().map(str::trim).filter(is_code).map(str::to_owned).collect()
    }

    pub fn code(&self) -> String {
        self.codes().pop().expect("no code was printed")
    }
}

/// A service over a directory, no demonstration, and what it prints.
pub async fn open(directory: TempDir, clock: TestClock) -> (Running, Printed) {
    let printed = Printed::default();
    let setup = Setup { terminal: printed.terminal(), ..setup(false) };
    (Running::open(directory, clock, setup).await, printed)
}

/// A fresh installation whose page has been opened.
pub async fn fresh() -> (Running, Printed) {
    let (service, printed) = open(tempfile::tempdir().unwrap(), TestClock::at(MORNING)).await;
    assert_eq!(Client::nobody(&service.host).get("/session").await.json()["setUp"], true);
    (service, printed)
}

/// Both teams, where people have accounts.
pub async fn teams() -> Running {
    of(Seed::teams()).await
}

pub async fn of(seed: Seed) -> Running {
    let directory = tempfile::tempdir().unwrap();
    SqliteStore::bulk_load(directory.path(), seed.events).unwrap();
    open(directory, TestClock::at(MORNING)).await.0
}

/// What the first person says.
pub fn first(code: &str) -> Json {
    json!({ "code": code, "teamName": "FACT-team Fjordvik", "name": "Randi Foss", "initials": "RF",
        "user": "randi", "password": PASSWORD })
}

pub async fn send(client: &Client, method: Method, path: &str, body: &Json) -> Answer {
    client.request(method, path, &body.to_string()).await
}

pub async fn post(client: &Client, path: &str, body: &Json) -> Answer {
    send(client, Method::POST, path, body).await
}

/// An open invitation.
pub fn invitation(service: &Running, staff: StaffId) -> String {
    let (code, until) = (code::make(5).unwrap(), service.clock.now() + TimeDelta::days(7));
    service.service.accounts.invite(staff, code::hash(&code), until).unwrap();
    code
}

/// Somebody's browser with an account that was just made.
pub async fn account(service: &Running, staff: StaffId, user: &str) -> Client {
    let nobody = Client::nobody(&service.host);
    let body = json!({ "code": invitation(service, staff), "user": user, "password": PASSWORD });
    let answer = post(&nobody, "/account", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    nobody.given(&answer)
}

/// A try to sign in.
pub async fn try_sign_in(service: &Running, user: &str, password: &str) -> Answer {
    let body = json!({ "user": user, "password": password });
    post(&Client::nobody(&service.host), "/session", &body).await
}

/// Another browser of somebody who has an account.
pub async fn sign_in(service: &Running, user: &str) -> Client {
    let answer = try_sign_in(service, user, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    Client::nobody(&service.host).given(&answer)
}

/// Whether somebody is still signed in.
pub async fn is_in(client: &Client) -> bool {
    client.ask("{ me { name } }", json!({})).await.status == StatusCode::OK
}
