//! What is written of a person turns up nowhere but in the answers to whoever may see it.

use serde_json::json;

use crate::support::{
    Client, ROGN, Socket, command_id, contact,
    process::{Process, serve, teams},
    step,
};

/// In every personal text below.
const CANARY: &str = "kanarifugl";

/// Everything that a person's data goes through, and everything that goes wrong on the way.
async fn traffic(host: &str) {
    let mina = Client::nobody(host).sign_in("mh").await;
    let mut met = contact(ROGN);
    met["note"] = json!(format!("{CANARY}-note 912 34 {CANARY}"));
    mina.recorded("recordContact", met.clone()).await;
    let crisis = step("CRISIS_REPORTED", ROGN, json!({ "note": format!("{CANARY}-crisis") }));
    let entry = mina.recorded("recordCrisis", crisis).await["entry"]["entryId"].clone();
    mina.correct(&entry, json!({ "reason": CANARY, "set": { "note": format!("{CANARY}-new") } })).await;

    let timeline =
        format!("{{ timeline(participantId: \"{ROGN}\", first: 9) {{ nodes {{ fields {{ value }} }} }} }}");
    let seen = mina.query(&timeline, json!({})).await.to_string();
    assert!(seen.contains(CANARY), "whoever may see it does: {seen}");

    for query in [
        format!("{{ participant(participantId: \"{CANARY}\") {{ alias }} }}"),
        format!("{{ {CANARY} }}"),
        format!("query {CANARY} {{ me {{ name }} }}"),
        format!("{{ me {{ name \"{CANARY}"),
        format!("{{ a(x: {}\"{CANARY}\") }}", "[".repeat(2_000)),
    ] {
        mina.ask(&query, json!({ CANARY: CANARY })).await;
    }
    met["kind"] = json!(CANARY);
    met["minutes"] = json!(CANARY);
    met["commandId"] = command_id();
    let mutation = "mutation($input: ContactInput!) { recordContact(input: $input) { __typename } }";
    mina.ask(mutation, json!({ "input": met })).await;
    mina.post(&format!("{{\"query\":\"{CANARY}")).await;
    mina.request(reqwest::Method::POST, "/session", &json!({ "user": CANARY }).to_string()).await;
    mina.request(reqwest::Method::POST, &format!("/import/arrears?preview={CANARY}"), CANARY).await;
    mina.request(reqwest::Method::POST, "/import/arrears", &format!("{CANARY};{CANARY}\n1;{CANARY}\n")).await;
    for path in
        [format!("/somebody/{CANARY}"), format!("/graphql?query={CANARY}"), format!("/livez?{CANARY}")]
    {
        let answer = mina.but("x-request-id", CANARY).but("user-agent", CANARY).get(&path).await;
        assert!(!answer.text.contains(CANARY) && !format!("{:?}", answer.headers).contains(CANARY));
    }
    let mut socket = Socket::open(&mina).await;
    socket.send(&json!({ "type": "connection_init", "payload": { "who": CANARY } })).await;
    socket.message().await;
    socket.watch_board(CANARY, CANARY).await;
    socket.message().await;
    socket.subscribe("q", &timeline, json!({ CANARY: CANARY })).await;
    socket.message().await;
    socket.say(tokio_tungstenite::tungstenite::Message::text(CANARY)).await;
    socket.closed().await;
    // Somebody who may not see it is told nothing of it.
    let other = Client::nobody(host).sign_in("tv").await;
    let refused = other.ask(&timeline, json!({})).await;
    assert!(!refused.text.contains(CANARY), "{}", refused.text);
}

async fn nothing_is_said(format: &str) {
    let data = teams();
    let mut command = serve(data.path());
    command.args([
        "--log",
        "debug",
        "--log-format",
        format,
        "--slow-ms",
        "1",
        "--metrics-listen",
        "127.0.0.1:0",
    ]);
    let mut process = Process::of(&mut command).await;
    traffic(&process.host).await;
    let said = process.said();
    let port = said.lines().filter(|line| line.contains("metrics") && !line.contains("listening"));
    let port = port.filter_map(|line| line.split_once("127.0.0.1:")).map(|(_, port)| port).next().unwrap();
    let port: String = port.chars().take_while(char::is_ascii_digit).collect();
    let operator = Client::nobody(&format!("127.0.0.1:{port}"));
    for path in ["/metrics", "/health"] {
        let answer = operator.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.text.contains(CANARY), "{}", answer.text);
    }
    process.ask_to_stop();
    process.end().await;
    let said = process.when_said("stopped");
    assert!(said.matches("answered").count() > 20, "it says what it does at this level: {said}");
    let line = said.lines().find(|line| line.contains(CANARY));
    assert_eq!(line, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_log_line_for_people_holds_what_is_written_of_a_person() {
    nothing_is_said("text").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_log_line_for_machines_holds_what_is_written_of_a_person() {
    nothing_is_said("json").await;
}
