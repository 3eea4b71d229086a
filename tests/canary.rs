//! What is written of a person turns up nowhere but in the answers to whoever may see it.

use std::{
    backtrace::Backtrace,
    env,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use serde_json::json;
use tavle_server::{
    clock,
    config::{Format, Log},
    edge, service, telemetry,
};
use tokio::{net::TcpListener, sync::watch};

use crate::support::{
    Client, NORDLIA, ROGN, Socket, command_id, contact,
    process::{Process, serve, teams},
    setup, step,
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

/// How the service below logs, in a variable of its environment.
const FORMAT: &str = "TAVLE_CANARY_FORMAT";

/// A service that panics over a board, with what it was working on in the words of the panic.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "the process that the test of panics starts"]
async fn process_that_panics() {
    let format = if env::var(FORMAT).unwrap() == "json" { Format::Json } else { Format::Text };
    telemetry::start(&Log { format, ..Log::default() });
    let (data, breaks) = (teams(), Arc::new(AtomicBool::new(false)));
    let broken = breaks.clone();
    let clock = Arc::new(move || {
        let of_board = || Backtrace::force_capture().to_string().contains("tavle_graphql::board");
        assert!(!broken.load(Ordering::SeqCst) || !of_board(), "no time for {CANARY} Kari Lund");
        clock::machine()()
    });
    let (stop, stopping) = watch::channel(false);
    let (service, background) = service::open(data.path(), clock, setup(true), stopping.clone()).unwrap();
    let background = tokio::spawn(background.run(stopping.clone()));
    assert!(service.readable.wait(service.tavle.store().head(), std::time::Duration::from_secs(20)).await);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mina = listener.local_addr().unwrap().to_string();
    let (gate, opened) = (service.gate.clone(), service.opened.clone());
    tokio::spawn(edge::serve(listener, edge::router(service, None), gate, opened, stopping));

    let mina = Client::nobody(&mina).sign_in("mh").await;
    let mut socket = Socket::open(&mina).await;
    socket.init().await;
    breaks.store(true, Ordering::SeqCst);
    let board = "query($t: ID!) { board(teamId: $t) { serverTime } }";
    let answer = mina.ask(board, json!({ "t": NORDLIA })).await;
    assert_eq!(answer.refusal(), (500, "INTERNAL".to_owned()));
    socket.subscribe("q", board, json!({ "t": NORDLIA })).await;
    assert_eq!(socket.message().await["payload"][0]["extensions"]["code"], "INTERNAL");
    breaks.store(false, Ordering::SeqCst);
    stop.send_replace(true);
    background.await.unwrap();
}

#[test]
fn a_panic_is_logged_by_its_place_and_not_by_its_words() {
    for format in ["text", "json"] {
        let mut panics = Command::new(env::current_exe().unwrap());
        panics.args(["--exact", "canary::process_that_panics", "--ignored", "--nocapture"]);
        let ended = panics.env(FORMAT, format).env("NO_COLOR", "1").output().unwrap();
        let said = [ended.stdout, ended.stderr].map(|said| String::from_utf8(said).unwrap()).concat();
        assert!(ended.status.success(), "{said}");
        let panics = said.lines().filter(|line| line.contains("panicked") && line.contains("canary.rs:"));
        assert_eq!(panics.count(), 2, "{said}");
        assert!(!said.contains(CANARY) && !said.contains("Kari Lund"), "{said}");
    }
}
