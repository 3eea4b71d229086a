//! Attacks by WebSocket: each closes with its code, and the service goes on.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::support::{Client, Heard, NORDLIA, Running, Socket, socket::PROTOCOL, start};

async fn still_answers(service: &Running) {
    service.sign_in("es").await.query("{ me { name } }", json!({})).await;
}

async fn refused(client: &Client) -> u16 {
    match Socket::try_open(client, Some(PROTOCOL)).await {
        Err(Error::Http(answer)) => answer.status().as_u16(),
        Err(other) => panic!("{other}"),
        Ok(_) => 101,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_page_gets_no_socket() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    for origin in ["http://evil.example", &format!("https://{}", service.host), "null", ""] {
        assert_eq!(refused(&mina.but("origin", origin)).await, 403, "{origin}");
    }
    assert_eq!(refused(&mina.but("host", "tavle.example").but("origin", "http://tavle.example")).await, 403);
    assert_eq!(refused(&mina).await, 101);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_speaks_another_protocol_is_closed() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    for protocol in [Some("graphql-ws"), None] {
        // A client that checks what was chosen hangs up by itself.
        if let Ok(mut socket) = Socket::try_open(&mina, protocol).await {
            assert_eq!(socket.closed().await, Heard::Closed(4406), "{protocol:?}");
        }
    }
    still_answers(&service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_must_be_initialised_within_ten_seconds() {
    let service = start().await;
    let mut socket = Socket::open(&service.sign_in("mh").await).await;
    let began = Instant::now();
    socket.send(&json!({ "type": "ping" })).await;
    assert_eq!(socket.closed().await, Heard::Closed(4408));
    let waited = began.elapsed();
    assert!(waited > Duration::from_secs(9) && waited < Duration::from_secs(13), "{waited:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_subscribed_before_init_or_without_a_session() {
    let service = start().await;
    let mut early = Socket::open(&service.sign_in("mh").await).await;
    early.watch_board("1", NORDLIA).await;
    assert_eq!(early.closed().await, Heard::Closed(4401));
    let mut nobody = Socket::open(&Client::nobody(&service.host)).await;
    nobody.send(&json!({ "type": "connection_init" })).await;
    assert_eq!(nobody.closed().await, Heard::Closed(4401));
    still_answers(&service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_init_the_same_id_twice_and_a_seventeenth_subscription_close_the_socket() {
    let service = start().await;
    let mut twice = service.socket("mh").await;
    twice.send(&json!({ "type": "connection_init" })).await;
    assert_eq!(twice.closed().await, Heard::Closed(4429));

    let mut same = service.socket("mh").await;
    same.watch_board("a", NORDLIA).await;
    same.watch_board("a", NORDLIA).await;
    assert_eq!(same.closed().await, Heard::Closed(4409));

    let mut many = service.socket("mh").await;
    for n in 0..16 {
        many.watch_board(&n.to_string(), NORDLIA).await;
        many.board_event().await;
    }
    many.watch_board("one more", NORDLIA).await;
    assert_eq!(many.closed().await, Heard::Closed(4429));
    still_answers(&service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_completed_subscription_makes_room_and_says_no_more() {
    let service = start().await;
    let mut socket = service.socket("mh").await;
    for _ in 0..20 {
        socket.watch_board("again", NORDLIA).await;
        socket.board_event().await;
        socket.send(&json!({ "type": "complete", "id": "again" })).await;
    }
    socket.send(&json!({ "type": "ping" })).await;
    assert_eq!(socket.message().await["type"], "pong");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_message_closes_the_socket() {
    let service = start().await;
    let messages = [
        Message::text("{"),
        Message::text("[]"),
        Message::text(r#"{"type":"dance"}"#),
        Message::text(r#"{"type":"subscribe"}"#),
        Message::text(r#"{"type":"subscribe","id":"1","payload":{}}"#),
        Message::text(format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000))),
        Message::binary(vec![0; 10]),
    ];
    for message in messages {
        let mut socket = service.socket("mh").await;
        socket.say(message.clone()).await;
        assert_eq!(socket.closed().await, Heard::Closed(4400), "{message:.60}");
    }
    still_answers(&service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_over_64_kib_ends_the_socket() {
    let service = start().await;
    for size in [65 * 1024, 15 * 1024 * 1024] {
        let mut socket = service.socket("mh").await;
        let payload = json!({ "query": "{ me { name } }", "extensions": { "x": "x".repeat(size) } });
        socket.send(&json!({ "type": "subscribe", "id": "1", "payload": payload })).await;
        assert_eq!(socket.closed().await, Heard::Closed(1009), "{size}");
    }
    still_answers(&service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guard_stands_before_the_socket_too() {
    let service = start().await;
    let mut socket = service.socket("mh").await;
    let list = format!("{{ me(x: {}{}) {{ name }} }}", "[".repeat(2_000), "]".repeat(2_000));
    let aliases: String = (0..31).map(|n| format!("a{n}: __typename ")).collect();
    let mutation = "mutation { recordPlanStep(input: {}) { __typename } }";
    for (query, code) in [
        (list.as_str(), "QUERY_TOO_DEEP"),
        (&format!("{{ {aliases} }}"), "QUERY_TOO_COMPLEX"),
        (mutation, "WRONG_TRANSPORT"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
    ] {
        socket.subscribe("q", query, json!({})).await;
        let answer = socket.message().await;
        assert_eq!((&answer["type"], &answer["id"]), (&json!("error"), &json!("q")), "{answer}");
        assert_eq!(answer["payload"][0]["extensions"]["code"], code);
    }
    socket.subscribe("q", "{ me { initials } }", json!({})).await;
    assert_eq!(socket.message().await["payload"]["data"]["me"]["initials"], "MH");
    assert_eq!(socket.message().await, json!({ "id": "q", "type": "complete" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_closes_its_sockets() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let mut socket = Socket::open(&mina).await;
    socket.init().await;
    socket.watch_board("wall", NORDLIA).await;
    socket.board_event().await;
    mina.send(mina.prepare(reqwest::Method::DELETE, "/session")).await;
    assert_eq!(socket.closed().await, Heard::Closed(4403));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_never_stops_talking_is_closed_whatever_it_says() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let (ping, pong, complete) = (
        Message::text(r#"{"type":"ping"}"#),
        Message::text(r#"{"type":"pong"}"#),
        Message::text(r#"{"type":"complete","id":"1"}"#),
    );
    for message in [ping, pong, complete, Message::Ping(vec![1].into()), Message::Pong(vec![1].into())] {
        for is_open in [false, true] {
            let mut socket = Socket::open(&mina).await;
            if is_open {
                socket.init().await;
            }
            for _ in 0..200 {
                socket.say(message.clone()).await;
            }
            assert_eq!(socket.closed().await, Heard::Closed(4429), "{message} {is_open}");
        }
    }
    still_answers(&service).await;
}
