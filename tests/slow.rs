//! Clients that take their time: they wait for themselves alone.

use std::time::{Duration, Instant};

use futures::future::join_all;
use reqwest::Method;
use serde_json::json;
use tavle_event_store::SqliteStore;
use tavle_server::{config::Limits, edge::Patience, service::Setup};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::{sleep, timeout},
};

use crate::support::{Client, Heard, MORNING, Running, Seed, TestClock, service::any_rate, setup};

/// Behind a proxy on this machine, so that the tests come from any address.
async fn patient(patience: Patience, limits: Limits) -> Running {
    let directory = tempfile::tempdir().unwrap();
    SqliteStore::bulk_load(directory.path(), Seed::teams().events).unwrap();
    let limits = Limits { trusted_proxy: Some([127, 0, 0, 1].into()), ..limits };
    Running::open(directory, TestClock::at(MORNING), Setup { patience, limits, ..setup(true) }).await
}

/// A request of which the head and one byte of the body have come.
async fn begun(client: &Client, path: &str, from: &str) -> TcpStream {
    let mut stream = TcpStream::connect(&client.host).await.unwrap();
    let mut head = format!("POST {path} HTTP/1.1\r\nhost: {}\r\nx-forwarded-for: {from}\r\n", client.host);
    for (name, value) in &client.headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += "content-type: application/json\r\ncontent-length: 40\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

/// The status of the answer.
async fn status(stream: &mut TcpStream) -> u16 {
    let mut answer = [0; 12];
    timeout(Duration::from_secs(20), stream.read_exact(&mut answer)).await.expect("an answer").unwrap();
    std::str::from_utf8(&answer[9..]).unwrap().parse().unwrap()
}

async fn signs_in(service: &Running, from: &str) {
    let nobody = Client::nobody(&service.host).but("x-forwarded-for", from);
    let began = Instant::now();
    let mina = nobody.sign_in("mh").await;
    assert_eq!(mina.get("/session").await.json()["me"]["initials"], "MH");
    let out = mina.send(mina.prepare(Method::DELETE, "/session")).await;
    assert_eq!(out.status, 204);
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_never_come_keep_nobody_from_signing_in() {
    let service = patient(Patience::default(), any_rate()).await;
    let nobody = Client::nobody(&service.host);
    let slow = "192.0.2.1";
    let paths = ["/session", "/set-up", "/account", "/session/wall"];
    let mut held = join_all((0..64).map(|n| begun(&nobody, paths[n % 4], slow))).await;
    sleep(Duration::from_millis(500)).await;
    signs_in(&service, "192.0.2.2").await;
    // Also who shares the address: what comes at once is not counted.
    signs_in(&service, slow).await;
    let mut one_more = begun(&nobody, "/session", slow).await;
    assert_eq!(status(&mut one_more).await, 429);
    for one in &mut held {
        assert_eq!(status(one).await, 408);
    }
    // All places were given back.
    let mut again = begun(&nobody, "/session", slow).await;
    sleep(Duration::from_millis(500)).await;
    again.write_all(br#""user":"mh"                             "#).await.unwrap();
    assert_ne!(status(&mut again).await, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_can_be_asked_for_however_many_sign_in() {
    let service = patient(Patience::default(), any_rate()).await;
    let mina = service.sign_in("mh").await;
    let gate = &service.service.gate;
    let _held = join_all((0..16).map(|_| gate.sessions.enter())).await;
    let another = Client::nobody(&service.host);
    let refused = another.request(Method::POST, "/session", r#"{"user":"es"}"#).await;
    assert_eq!(refused.refusal(), (503, "OVERLOADED".to_owned()));
    for path in ["/session", "/sessions", "/demo/logins"] {
        assert_eq!(mina.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_never_come_keep_no_other_file_out() {
    let patience = Patience { file: Duration::from_secs(3), ..Patience::default() };
    let service = patient(patience, any_rate()).await;
    let mina = service.sign_in("mh").await;
    let mut held = join_all((0..4).map(|_| begun(&mina, "/import/arrears", "192.0.2.1"))).await;
    sleep(Duration::from_millis(500)).await;
    let file = mina.but("x-forwarded-for", "192.0.2.1").request(Method::POST, "/import/arrears", "x").await;
    assert_eq!(file.status, 422, "it is read, and is no file: {}", file.text);
    assert_eq!(status(&mut begun(&mina, "/import/arrears", "192.0.2.1").await).await, 429);
    for one in &mut held {
        assert_eq!(status(one).await, 408);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_asks_and_never_reads_is_hung_up_on() {
    let patience = Patience { taking: Duration::from_secs(1), ..Patience::default() };
    let service = patient(patience, Limits { connections: 1, ..any_rate() }).await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut deaf = socket.connect(service.host.parse().unwrap()).await.unwrap();
    let asks = "GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".repeat(100);
    let asking = async { while deaf.write_all(asks.as_bytes()).await.is_ok() {} };
    timeout(Duration::from_secs(60), asking).await.expect("it is hung up on");
    // Its place is free again.
    let again = async {
        let nobody = Client::nobody(&service.host);
        while nobody.prepare(Method::GET, "/livez").send().await.is_err() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(20), again).await.expect("the place is given back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_says_nothing_is_closed_and_one_that_says_it_is_there_is_not() {
    let patience = Patience { silent: Duration::from_secs(3), ..Patience::default() };
    let service = patient(patience, any_rate()).await;
    let (mut silent, mut there) = (service.socket("mh").await, service.socket("es").await);
    let (ended, ()) = tokio::join!(silent.hear(), async {
        for _ in 0..14 {
            there.send(&json!({ "type": "pong" })).await;
            assert_eq!(there.hear_within(Duration::from_millis(500)).await, None);
        }
    });
    assert_eq!(ended, Heard::Closed(1001));
}
