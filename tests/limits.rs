//! Too much of anything is refused with its answer, and nobody else is worse off.

use std::time::Duration;

use futures::future::join_all;
use reqwest::Method;
use serde_json::json;
use tavle_server::config::Limits;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::support::{
    Client, Heard, NORDLIA, Options, ROGN, Running, Socket, contact, service::any_rate, socket::PROTOCOL,
    start,
};

const ME: &str = "{ me { name } }";

async fn limited(limits: Limits) -> Running {
    Running::with(Options { limits, ..Options::default() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_asks_too_often_is_told_when_to_come_again_and_others_go_on() {
    let service = limited(Limits { requests_per_session: 2, ..any_rate() }).await;
    let (mina, espen) = (service.sign_in("mh").await, service.sign_in("es").await);
    for _ in 0..12 {
        mina.query(ME, json!({})).await;
    }
    let refused = mina.ask(ME, json!({})).await;
    assert_eq!(refused.refusal(), (429, "TOO_MANY_REQUESTS".to_owned()));
    assert_eq!(refused.headers["retry-after"], "1");
    espen.query(ME, json!({})).await;
    assert_eq!(mina.get("/livez").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_the_same_one_however_it_is_written() {
    let service = limited(Limits { requests_per_session: 2, sockets_per_session: 2, ..any_rate() }).await;
    let token = service.with_token("es");
    let bearer = token.headers[0].1.trim_start_matches("Bearer ").to_owned();
    let (mina, espen) = (service.sign_in("mh").await, Client::nobody(&service.host));
    let dressed = |n: usize| {
        let spaced = format!("Bearer {}{bearer}", " ".repeat(n));
        [mina.but("authorization", &format!("Basic {n}")), espen.but("authorization", &spaced)]
    };
    // Sockets first: each takes one of the rate.
    for who in 0..2 {
        let mut held = Vec::new();
        for n in 0..2 {
            held.push(upgrade(&dressed(n)[who]).await.unwrap());
        }
        assert_eq!(upgrade(&dressed(2)[who]).await.err(), Some(429));
    }
    for who in 0..2 {
        let mut refused = false;
        for n in 0..60 {
            refused |= dressed(n)[who].ask(ME, json!({})).await.status == 429;
        }
        assert!(refused, "each name has a rate of its own");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_keeps_its_rate_when_its_cookie_changes() {
    let service = limited(Limits { requests_per_session: 1, ..any_rate() }).await;
    let mut mina = service.sign_in("mh").await;
    // One request for each value of the cookie.
    let mut refused = 0;
    for _ in 0..14 {
        service.clock.advance(chrono::TimeDelta::minutes(20));
        let answer = mina.get("/session").await;
        refused += usize::from(answer.status == 429);
        if answer.cookie().is_some() {
            mina = mina.given(&answer);
        }
    }
    assert!(refused > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_asks_too_often_is_refused_whoever_it_says_it_is() {
    let service = limited(Limits { requests_per_address: 2, ..any_rate() }).await;
    let nobody = Client::nobody(&service.host);
    let mut answers = Vec::new();
    for n in 0..13 {
        let other = nobody.but("x-forwarded-for", &format!("192.0.2.{n}"));
        answers.push(other.ask(ME, json!({})).await.status.as_u16());
    }
    assert_eq!(answers[..12], [401; 12]);
    assert_eq!(answers[12], 429);
    assert_eq!(nobody.get("/readyz").await.status, 200, "health has no rate");
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_trusted_proxy_each_client_counts_by_itself() {
    let proxy = Some([127, 0, 0, 1].into());
    let service = limited(Limits { requests_per_address: 2, trusted_proxy: proxy, ..any_rate() }).await;
    let nobody = Client::nobody(&service.host);
    for n in 0..40 {
        let other = nobody.but("x-forwarded-for", &format!("192.0.2.{n}"));
        assert_eq!(other.ask(ME, json!({})).await.status, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_of_twelve_behind_one_address_is_never_throttled() {
    let service = limited(Limits::default()).await;
    let mina = service.sign_in("mh").await;
    let one = async || {
        // A morning's busiest second: everybody opens the board in two tabs, and records.
        for _ in 0..20 {
            mina.query(ME, json!({})).await;
        }
    };
    join_all((0..12).map(|_| one())).await;
    mina.recorded("recordContact", contact(ROGN)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_queries_than_there_is_room_for_are_turned_away_and_nothing_else_is() {
    let limits = Limits { reads_at_once: 1, waiting: 1, ..any_rate() };
    let service = limited(limits).await;
    let mina = service.sign_in("mh").await;
    // The place is held by the test itself, so that every query finds it taken.
    let held = service.service.gate.reads.enter().await.unwrap();
    let (first, second) = tokio::join!(mina.ask(ME, json!({})), mina.ask(ME, json!({})));
    let answers = [&first, &second];
    assert!(answers.iter().all(|answer| answer.refusal() == (503, "OVERLOADED".to_owned())), "{answers:?}");
    assert!(answers.iter().all(|answer| answer.headers["retry-after"] == "1"));
    assert_eq!(mina.get("/livez").await.status, 200);
    assert_eq!(mina.get("/readyz").await.status, 200);
    service.sign_in("es").await;
    mina.recorded("recordContact", contact(ROGN)).await;
    let mut wall = service.socket("vegg-nordlia").await;
    wall.watch_board("wall", NORDLIA).await;
    wall.board_event().await;
    drop(held);
    mina.query(ME, json!({})).await;
}

async fn upgrade(client: &Client) -> Result<Socket, u16> {
    match Socket::try_open(client, Some(PROTOCOL)).await {
        Ok(socket) => Ok(socket),
        Err(Error::Http(answer)) => Err(answer.status().as_u16()),
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_has_so_many_sockets_and_one_that_closes_makes_room() {
    let service = limited(Limits { sockets_per_session: 2, ..any_rate() }).await;
    let (mina, espen) = (service.sign_in("mh").await, service.sign_in("es").await);
    let mut held = vec![upgrade(&mina).await.unwrap(), upgrade(&mina).await.unwrap()];
    assert_eq!(upgrade(&mina).await.err(), Some(429));
    assert!(upgrade(&espen).await.is_ok());
    held.pop();
    let again = async {
        while upgrade(&mina).await.is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(20), again).await.expect("a socket that closed makes room");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_has_so_many_sockets_signed_in_or_not() {
    let service = limited(Limits { sockets_per_address: 2, ..any_rate() }).await;
    let nobody = Client::nobody(&service.host);
    let _held = [upgrade(&nobody).await.unwrap(), upgrade(&nobody).await.unwrap()];
    assert_eq!(upgrade(&nobody).await.err(), Some(429));
    assert_eq!(upgrade(&service.sign_in("mh").await).await.err(), Some(429));
}

#[tokio::test(flavor = "multi_thread")]
async fn subscriptions_that_come_too_fast_are_refused_one_by_one() {
    let service = limited(Limits { requests_per_session: 2, ..any_rate() }).await;
    let mut socket = service.socket("mh").await;
    let mut codes = Vec::new();
    for n in 0..14 {
        socket.subscribe(&n.to_string(), ME, json!({})).await;
        let answer = socket.message().await;
        codes.push(answer["payload"][0]["extensions"]["code"].clone());
        if answer["type"] == "next" {
            assert_eq!(socket.message().await["type"], "complete");
        }
    }
    assert!(codes[..10].iter().all(serde_json::Value::is_null), "{codes:?}");
    assert_eq!(codes[13], "TOO_MANY_REQUESTS");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_connection_too_many_is_closed_and_the_others_go_on() {
    let service = limited(Limits { connections_per_address: 3, ..any_rate() }).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(TcpStream::connect(&service.host).await.unwrap());
    }
    let mut fourth = TcpStream::connect(&service.host).await.unwrap();
    let read = timeout(Duration::from_secs(10), fourth.read(&mut [0; 1])).await.expect("it is closed");
    assert!(matches!(read, Ok(0) | Err(_)));
    for one in &mut held {
        one.write_all(b"GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").await.unwrap();
        assert!(one.read(&mut [0; 16]).await.unwrap() > 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_comes_drop_by_drop_is_hung_up_on() {
    let service = start().await;
    let mut slow = TcpStream::connect(&service.host).await.unwrap();
    slow.write_all(b"GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\n").await.unwrap();
    let drops = async {
        let mut answer = [0; 64];
        loop {
            tokio::select! {
                read = slow.read(&mut answer) => return read,
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
            }
            if slow.write_all(b"x-drop: 1\r\n").await.is_err() {
                return Ok(0);
            }
        }
    };
    let ended = timeout(Duration::from_secs(40), drops).await.expect("it is hung up on");
    assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_that_are_too_large_are_refused() {
    let service = start().await;
    let nobody = Client::nobody(&service.host);
    let large = nobody.prepare(Method::GET, "/livez").header("x-large", "x".repeat(40_000));
    let many = (0..80)
        .fold(nobody.prepare(Method::GET, "/livez"), |request, n| request.header(format!("x-{n}"), "1"));
    assert_eq!(many.send().await.unwrap().status(), 431);
    // The service hangs up while the client still writes, so the client may see that alone.
    if let Ok(answer) = large.send().await {
        assert_eq!(answer.status(), 431);
    }
    assert_eq!(nobody.get("/livez").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_that_reads_nothing_for_a_while_hears_the_latest_and_not_everything() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let mut wall = service.socket("vegg-nordlia").await;
    wall.watch_board("wall", NORDLIA).await;
    wall.board_event().await;
    // Nobody reads: what the socket's buffers hold is small beside what changes.
    let fill = json!({ "type": "ping" });
    for minutes in 1..=40 {
        let mut input = contact(ROGN);
        input["minutes"] = json!(minutes);
        mina.recorded("recordContact", input).await;
        wall.send(&fill).await;
    }
    let query = "query($team: ID!) { board(teamId: $team) { boardVersion } }";
    let latest = mina.query(query, json!({ "team": NORDLIA })).await["board"]["boardVersion"].clone();
    let mut heard = 0;
    loop {
        match wall.hear().await {
            Heard::Message(message) if message["type"] == "next" => {
                heard += 1;
                if message["payload"]["data"]["boardEvents"]["boardVersion"] == latest {
                    break;
                }
            }
            Heard::Message(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(heard < 40, "{heard} messages for 40 changes");
    wall.say(Message::text("{}")).await;
    assert_eq!(wall.closed().await, Heard::Closed(4400));
}
