//! A disk that is full, or has become read-only.

use futures::future::join_all;
use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::{
    crash::traffic::{log_of_copy, sign_in},
    support::{
        Client, NORDLIA, Process, ROGN, command_id, contact, id_of,
        process::{serve, teams},
        shim::{Fault, Faults},
    },
};

fn contact_of(id: &Json) -> Json {
    let mut input = contact(ROGN);
    input["commandId"] = id.clone();
    input
}

async fn me(client: &Client) -> Json {
    client.get("/session").await.json()["me"]["user"].clone()
}

const ENTRIES: &str = "query($team: ID!, $who: ID!) { board(teamId: $team) { rows { alias } }
    timeline(participantId: $who, first: 100) { edges { node { entryId } } } }";

async fn entries(client: &Client) -> String {
    client.query(ENTRIES, json!({ "team": NORDLIA, "who": ROGN })).await.to_string()
}

async fn refuses_with_the_reason_and_goes_on_by_itself(fault: Fault, code: &str) {
    let (data, place) = (teams(), tempfile::tempdir().unwrap());
    let mut command = serve(data.path());
    let faults = Faults::of(&mut command, data.path(), &place.path().join("control"));
    let mut process = Process::of(&mut command).await;
    let mina = sign_in(&process).await;
    let espen = Client::nobody(&process.host).sign_in("es").await;
    let before = mina.recorded("recordContact", contact(ROGN)).await;
    entries(&mina).await;

    faults.set(fault);
    let ids: Vec<Json> = (0..12).map(|_| command_id()).collect();
    for _ in 0..3 {
        let sent = ids.iter().map(|id| mina.record("recordContact", contact_of(id)));
        for answer in join_all(sent).await {
            let told = (&answer["__typename"], &answer["code"], &answer["retryAfterSeconds"]);
            assert_eq!(told, (&json!("Busy"), &json!(code), &json!(30)), "{answer}");
        }
    }
    let read = entries(&mina).await;
    assert!(read.contains(id_of(&before).as_str().unwrap()), "whoever was shown it can go on reading");
    assert_eq!(me(&mina).await, "mh", "a page opens");
    let kari = Client::nobody(&process.host).sign_in("leder-nordlia").await;
    assert_eq!(me(&kari).await, "leder-nordlia", "somebody else can sign in");
    let answer = kari.ask(ENTRIES, json!({ "team": NORDLIA, "who": ROGN })).await;
    assert_eq!(answer.refusal(), (503, "ACCESS_LOG_UNAVAILABLE".to_owned()), "unseen is unshown");
    assert_eq!(answer.headers["retry-after"], "10");
    assert!(answer.json().get("data").is_none() && !answer.text.contains("Rogn"), "{}", answer.text);
    // Whoever signs out is out, and hears that a restart could undo it; also when asking again.
    for espen in [espen.clone(), espen.clone(), espen.but("cookie", "")] {
        let out = espen.request(Method::DELETE, "/session", "").await;
        assert_eq!(out.refusal(), (503, "END_NOT_DURABLE".to_owned()));
        assert_eq!(out.headers["retry-after"], "30");
        assert!(out.headers["set-cookie"].to_str().unwrap().ends_with("Max-Age=0"));
        assert_eq!(me(&espen).await, Json::Null);
    }
    assert_eq!(espen.get("/livez").await.status, 200);
    assert!(process.ended().is_none(), "{}", process.said());

    faults.set(Fault::Nothing);
    assert!(entries(&kari).await.contains("Rogn"), "and reads once it is written who did");
    for id in &ids {
        let answer = mina.recorded("recordContact", contact_of(id)).await;
        assert!(entries(&mina).await.contains(id_of(&answer).as_str().unwrap()), "{answer}");
    }
    assert_eq!(espen.request(Method::DELETE, "/session", "").await.status, 204, "now it is for good");
    // What the disk did not take of the sessions goes with the next that it takes.
    let tore = Client::nobody(&process.host).sign_in("revisor").await;
    process.kill();
    let log = log_of_copy(data.path()).await;
    for id in &ids {
        assert_eq!(log.iter().filter(|event| json!(event.command) == *id).count(), 1);
    }
    let process = Process::start(data.path()).await;
    for (client, user) in
        [(mina, "mh".into()), (kari, "leder-nordlia".into()), (espen, Json::Null), (tore, "revisor".into())]
    {
        assert_eq!(me(&client.moved(&process.host)).await, user);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_with_the_reason_and_writing_goes_on_by_itself() {
    refuses_with_the_reason_and_goes_on_by_itself(Fault::FullDisk, "DISK_FULL").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_disk_refuses_with_the_reason_and_writing_goes_on_by_itself() {
    refuses_with_the_reason_and_goes_on_by_itself(Fault::ReadOnlyDisk, "READ_ONLY").await;
}
