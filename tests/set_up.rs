//! A fresh installation is set up once, by whoever can read its terminal.

use chrono::TimeDelta;
use serde_json::json;
use tavle_event_store::EventStore;

use crate::support::{
    Client, Options, Running, Seed,
    accounts::{self, first, fresh, is_in, post, try_sign_in},
    binary,
    process::Process,
};

const TEAM: &str = "{ me { name initials authorisations { teamName role } } }";

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_the_code_makes_the_first_team_and_is_its_administrator_and_leader() {
    let (service, printed) = fresh().await;
    let nobody = Client::nobody(&service.host);
    // Typed as people type.
    let code = printed.code().to_lowercase().replace('-', " ");
    let answer = post(&nobody, "/set-up", &first(&code)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["me"]["user"], "randi");
    let randi = nobody.given(&answer);
    let me = randi.query(TEAM, json!({})).await;
    let team = "FACT-team Fjordvik";
    let mut roles: Vec<_> = me["me"]["authorisations"].as_array().unwrap().clone();
    roles.sort_by_key(|held| held["role"].to_string());
    assert_eq!(
        roles,
        [
            json!({ "teamName": team, "role": "ADMINISTRATOR" }),
            json!({ "teamName": team, "role": "TEAM_LEADER" })
        ]
    );
    assert_eq!((&me["me"]["name"], &me["me"]["initials"]), (&json!("Randi Foss"), &json!("RF")));
    assert_eq!(
        nobody.get("/session").await.json(),
        json!({ "demo": false, "setUp": false, "me": null, "outboxKey": null })
    );
    assert_eq!(try_sign_in(&service, "RANDI", accounts::PASSWORD).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_holds_for_half_an_hour_and_five_wrong_tries() {
    let (service, printed) = fresh().await;
    let nobody = Client::nobody(&service.host);
    for _ in 0..5 {
        let wrong = post(&nobody, "/set-up", &first("BCDF-BCDF-BCDF-BCDF")).await;
        assert_eq!(wrong.refusal(), (403, "WRONG_CODE".to_owned()));
    }
    let right = first(&printed.code());
    assert_eq!(post(&nobody, "/set-up", &right).await.refusal(), (410, "CODE_EXPIRED".to_owned()));
    nobody.get("/session").await;
    assert_eq!(printed.codes().len(), 1, "whoever guesses gets no new code by opening the page");

    service.clock.advance(TimeDelta::minutes(30));
    assert_eq!(post(&nobody, "/set-up", &right).await.refusal(), (410, "CODE_EXPIRED".to_owned()));
    nobody.get("/session").await;
    assert_eq!(printed.codes().len(), 2);
    service.clock.advance(TimeDelta::seconds(29 * 60 + 59));
    assert_eq!(post(&nobody, "/set-up", &first(&printed.code())).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_set_ups_at_once_give_one() {
    let (service, printed) = fresh().await;
    let nobody = Client::nobody(&service.host);
    let said = first(&printed.code());
    let (one, other) = tokio::join!(post(&nobody, "/set-up", &said), post(&nobody, "/set-up", &said));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(service.service.store.head(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_that_a_crash_cut_off_is_finished_by_doing_it_again() {
    let (service, printed) = fresh().await;
    let (randi, said) = (Client::nobody(&service.host), first(&printed.code()));
    assert_eq!(post(&randi, "/set-up", &said).await.status, 200);
    // As a crash before the account was made leaves it: all entries, the plan, and nobody who could sign in.
    let plan = |log: &[tavle_domain::recorded::Recorded]| {
        let commands: Vec<_> = log.iter().map(|event| event.command).collect();
        json!({ "team": log[0].team, "staff": log[0].by.staff, "commands": commands,
            "team_name": "FACT-team Fjordvik", "model": "FACT", "name": "Randi Foss", "initials": "RF" })
    };
    let log = service.log().await;
    let (directory, clock) = service.stop().await;
    let database = rusqlite::Connection::open(directory.path().join("accounts.db")).unwrap();
    database.execute("DELETE FROM account", []).unwrap();
    database.execute("INSERT INTO set_up (one, plan) VALUES (1, ?1)", [plan(&log).to_string()]).unwrap();
    drop(database);

    let (service, printed) = accounts::open(directory, clock).await;
    let nobody = Client::nobody(&service.host);
    assert_eq!(nobody.get("/session").await.json()["setUp"], true);
    let mut again = first(&printed.code());
    again["teamName"] = json!("Noe annet");
    let answer = post(&nobody, "/set-up", &again).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(service.log().await, log, "nothing is written twice");
    assert!(is_in(&nobody.given(&answer)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_killed_while_it_is_set_up_can_be_set_up() {
    let data = tempfile::tempdir().unwrap();
    let serve = || {
        let mut serve = binary::command(&["serve", "--listen", "127.0.0.1:0", "--data"]);
        serve.arg(data.path());
        serve
    };
    // Killed earlier and later on the way, until a set-up has got through.
    for millis in (0..).step_by(15) {
        let mut process = Process::of(&mut serve()).await;
        let nobody = Client::nobody(&process.host);
        let session = nobody.get("/session").await.json();
        if session["setUp"] == false {
            break;
        }
        let said = process.said();
        let line = said.lines().map(str::trim).find(|line| line.split('-').count() == 4 && line.len() == 19);
        let body = first(line.expect("no code")).to_string();
        let request = nobody
            .prepare(reqwest::Method::POST, "/set-up")
            .header("content-type", "application/json")
            .body(body);
        let sent = tokio::spawn(request.send());
        tokio::time::sleep(std::time::Duration::from_millis(millis)).await;
        process.kill();
        let _ = sent.await;
    }
    let process = Process::of(&mut serve()).await;
    let nobody = Client::nobody(&process.host);
    let signed_in =
        post(&nobody, "/session", &json!({ "user": "randi", "password": accounts::PASSWORD })).await;
    assert_eq!(signed_in.status, 200, "{}", signed_in.text);
    let me = nobody.given(&signed_in).query(TEAM, json!({})).await;
    assert_eq!(me["me"]["authorisations"].as_array().unwrap().len(), 2, "{me}");
    drop(process);
    let log = tavle_event_store::SqliteStore::open(data.path(), tavle_server::clock::machine()).unwrap();
    assert_eq!(log.head(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_recorded_is_said_field_by_field_and_costs_no_try() {
    let (service, printed) = fresh().await;
    let nobody = Client::nobody(&service.host);
    let said = json!({ "code": printed.code(), "teamName": "x".repeat(41), "name": " ", "initials": "FEMTE",
        "user": "ran di", "password": "kort" });
    let answer = post(&nobody, "/set-up", &said).await;
    assert_eq!(answer.refusal(), (422, "INVALID".to_owned()));
    let fields = answer.json()["fields"].as_array().unwrap().clone();
    let has = |path: &str, code: &str| fields.contains(&json!({ "path": path, "code": code }));
    assert!(
        has("teamName", "TOO_LONG") && has("name", "REQUIRED") && has("initials", "TOO_LONG"),
        "{fields:?}"
    );
    assert!(has("user", "BAD_CHARACTERS") && has("password", "TOO_SHORT"), "{fields:?}");
    assert_eq!(service.service.store.head(), 0);
    assert_eq!(post(&nobody, "/set-up", &first(&printed.code())).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_that_is_set_up_or_a_demonstration_is_never_set_up() {
    let (service, printed) = fresh().await;
    let nobody = Client::nobody(&service.host);
    let said = first(&printed.code());
    let foreign = nobody.but("origin", "https://evil.example");
    assert_eq!(post(&foreign, "/set-up", &said).await.refusal(), (403, "FOREIGN_ORIGIN".to_owned()));
    assert_eq!(post(&nobody, "/set-up", &said).await.status, 200);
    assert_eq!(post(&nobody, "/set-up", &said).await.refusal(), (409, "ALREADY_SET_UP".to_owned()));

    let seeded = accounts::of(Seed::teams()).await;
    let nobody = Client::nobody(&seeded.host);
    assert_eq!(nobody.get("/session").await.json()["setUp"], false);
    assert_eq!(post(&nobody, "/set-up", &said).await.status, 409);
    let demo = Running::with(Options { seed: Seed::empty(), ..Options::default() }).await;
    assert_eq!(post(&Client::nobody(&demo.host), "/set-up", &said).await.status, 409);
}
