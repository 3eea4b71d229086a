//! Sessions begin, are renewed and end; a wall's goes on and shows its wall alone.

use std::time::Duration;

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value as Json, json};
use tavle_domain::access::Role;
use tavle_server::config::Limits;
use tavle_server::service::Setup;

use crate::support::{
    Answer, Client, Heard, MORNING, NORDLIA, ROGN, Running, SORVIK, Seed, Socket, TestClock,
    accounts::{PASSWORD, account, is_in, of, post, send, sign_in, teams, try_sign_in},
    setup, start,
    team::{ADMINISTRATOR, ESPEN, KIOSK, LEADER, LEADER_SORVIK, MINA},
};

const WALL: &str = "query($id: ID!) { board(teamId: $id) { rows { alias } } }";
const PAGE: &str = "query($id: ID!) { participant(participantId: $id) { name } }";

async fn listed(client: &Client, what: &str) -> Vec<Json> {
    client.get("/sessions").await.json()[what].as_array().unwrap().clone()
}

async fn end(client: &Client, id: &Json) -> Answer {
    client.send(client.prepare(Method::DELETE, &format!("/sessions/{}", id.as_str().unwrap()))).await
}

/// The leader of Nordlia, and a screen that the leader made a wall.
async fn with_wall(service: &Running) -> (Client, Client) {
    let leader = account(service, LEADER, "kari").await;
    let screen = sign_in(service, "kari").await;
    let made = post(&screen, "/session/wall", &json!({ "staffId": KIOSK })).await;
    assert_eq!(made.status, 200, "{}", made.text);
    (leader, screen.given(&made))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_one_that_only_this_host_gets_over_tls_and_no_script_reads() {
    let service = teams().await;
    account(&service, MINA, "mina").await;
    let set = |answer: &Answer| answer.headers["set-cookie"].to_str().unwrap().to_owned();
    let signed_in = set(&try_sign_in(&service, "mina", PASSWORD).await);
    let (value, attributes) = signed_in.split_once("; ").unwrap();
    assert!(value.starts_with("__Host-tavle=") && value.len() == "__Host-tavle=".len() + 43, "{value}");
    assert_eq!(attributes, "Path=/; Secure; HttpOnly; SameSite=Strict");
    let mina = sign_in(&service, "mina").await;
    let out = mina.send(mina.prepare(Method::DELETE, "/session")).await;
    assert_eq!((out.status.as_u16(), set(&out).ends_with("Max-Age=0")), (204, true));
    assert!(!is_in(&mina).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_again_ends_the_session_that_the_browser_had() {
    let service = teams().await;
    let before = account(&service, MINA, "mina").await;
    let again = post(&before, "/session", &json!({ "user": "mina", "password": PASSWORD })).await;
    let after = before.given(&again);
    assert!(!is_in(&before).await && is_in(&after).await);
    // A value that somebody else put there before sign-in is not taken over.
    let planted = Client::nobody(&service.host).but("cookie", "__Host-tavle=planted");
    let answer = post(&planted, "/session", &json!({ "user": "mina", "password": PASSWORD })).await;
    assert_ne!(answer.cookie().unwrap(), "__Host-tavle=planted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_half_an_hour_unused_and_ten_hours_used() {
    let service = teams().await;
    let mut mina = account(&service, MINA, "mina").await;
    service.clock.advance(TimeDelta::minutes(29));
    assert!(is_in(&mina).await);
    service.clock.advance(TimeDelta::minutes(30));
    assert!(!is_in(&mina).await, "unused for half an hour");
    mina = sign_in(&service, "mina").await;
    for _ in 0..(10 * 60 - 20) / 20 {
        service.clock.advance(TimeDelta::minutes(20));
        let answer = mina.get("/session").await;
        assert_eq!(answer.json()["me"]["staffId"], json!(MINA));
        if answer.cookie().is_some() {
            mina = mina.given(&answer);
        }
    }
    service.clock.advance(TimeDelta::minutes(20));
    assert!(!is_in(&mina).await, "ten hours are over");
    let service = service.again(|_| ()).await;
    assert!(!is_in(&mina.moved(&service.host)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_changes_every_hour_and_requests_on_their_way_are_answered() {
    let service = teams().await;
    let old = account(&service, MINA, "mina").await;
    assert!(old.get("/session").await.cookie().is_none());
    for _ in 0..3 {
        service.clock.advance(TimeDelta::minutes(20));
        if service.clock.now() < crate::support::time(MORNING) + TimeDelta::hours(1) {
            assert!(old.get("/session").await.cookie().is_none());
        }
    }
    let renewed = old.get("/session").await;
    let new = old.given(&renewed);
    assert!(old.get("/session").await.cookie().is_none(), "several requests at once get one new value");
    // An answer that was lost on its way: the old value goes on, and another new one is handed out later.
    service.clock.advance(TimeDelta::minutes(1));
    let newer = old.given(&old.get("/session").await);
    assert!(!is_in(&new).await && is_in(&newer).await);
    assert!(is_in(&old).await, "a request that was on its way");
    service.clock.advance(TimeDelta::minutes(1));
    assert!(!is_in(&old).await && is_in(&newer).await);
    let service = service.again(|_| ()).await;
    assert!(is_in(&newer.moved(&service.host)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sees_ones_sessions_and_ends_them_and_a_socket_closes_at_once() {
    let service = teams().await;
    let here = account(&service, MINA, "mina").await;
    service.clock.advance(TimeDelta::minutes(1));
    let there = sign_in(&service, "mina").await;
    account(&service, ESPEN, "espen").await;
    let own = listed(&here, "sessions").await;
    assert_eq!(own.iter().map(|session| session["this"].clone()).collect::<Vec<_>>(), [true, false]);
    let mut socket = Socket::open(&there).await;
    socket.init().await;
    assert_eq!(end(&here, &own[1]["id"]).await.status, 204);
    assert_eq!(socket.hear_within(Duration::from_secs(5)).await, Some(Heard::Closed(4403)));
    assert!(is_in(&here).await && !is_in(&there).await);
    let espen = sign_in(&service, "espen").await;
    let theirs = listed(&espen, "sessions").await[0]["id"].clone();
    assert_eq!(end(&here, &theirs).await.status, 404, "another person's is as one that is not there");
    assert!(is_in(&espen).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_goes_on_by_itself_until_somebody_ends_it() {
    let service = teams().await;
    let (leader, wall) = with_wall(&service).await;
    assert_eq!(listed(&leader, "sessions").await.len(), 1, "the leader's own session at that screen is over");
    service.clock.advance(TimeDelta::days(90));
    let session = wall.get("/session").await;
    assert_eq!(
        (&session.json()["me"]["unattended"], &session.json()["me"]["role"]),
        (&json!(true), &json!("KIOSK"))
    );
    assert!(session.headers["set-cookie"].to_str().unwrap().ends_with("Max-Age=34560000"));
    assert_eq!(
        session.cookie().unwrap(),
        wall.headers.last().unwrap().1,
        "its value stays: a power cut may come"
    );
    let service = service.again(|_| ()).await;
    let wall = wall.moved(&service.host);
    wall.query(WALL, json!({ "id": NORDLIA })).await;
    let mut socket = Socket::open(&wall).await;
    socket.init().await;
    socket.watch_board("wall", NORDLIA).await;
    socket.board_event().await;

    let leader = sign_in(&service, "kari").await;
    let walls = listed(&leader, "walls").await;
    assert_eq!((&walls[0]["name"], &walls[0]["team"]), (&json!("Veggen"), &json!("ACT-team Nordlia")));
    assert_eq!(end(&leader, &walls[0]["id"]).await.status, 204);
    let closed = tokio::time::timeout(Duration::from_secs(5), socket.closed()).await;
    assert_eq!(closed.expect("within five seconds"), Heard::Closed(4403));
    assert!(!is_in(&wall).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_shows_its_board_alone_whatever_else_is_granted_to_it() {
    let mut seed = Seed::teams();
    seed.member(SORVIK, KIOSK, "Veggen", "VN").grant(SORVIK, KIOSK, Role::Kiosk, None);
    let service = of(seed).await;
    let (_, wall) = with_wall(&service).await;
    let admin = account(&service, ADMINISTRATOR, "anne").await;
    for role in ["TEAM_LEADER", "ADMINISTRATOR"] {
        let grant =
            json!({ "kind": "AUTHORISATION_GRANTED", "teamId": NORDLIA, "staffId": KIOSK, "role": role });
        admin.recorded("recordTeamStep", grant).await;
    }
    wall.query(WALL, json!({ "id": NORDLIA })).await;
    for (query, id) in [(WALL, json!(SORVIK)), (PAGE, json!(ROGN))] {
        let code = wall.ask(query, json!({ "id": id })).await.code();
        assert!(["NOT_FOUND", "FORBIDDEN"].contains(&code.as_str()), "{query}: {code}");
    }
    let grant =
        json!({ "kind": "AUTHORISATION_GRANTED", "teamId": NORDLIA, "staffId": MINA, "role": "AUDITOR" });
    assert_ne!(wall.record("recordTeamStep", grant).await["__typename"], "Recorded");
    assert_eq!(wall.get("/sessions").await.status, 403);
    assert_eq!(post(&wall, "/session/wall", &json!({ "staffId": KIOSK })).await.status, 403);
    assert_eq!(post(&wall, "/account/invitations", &json!({ "staffId": MINA })).await.status, 403);
    let import = wall.request(Method::POST, "/import/arrears", "x").await;
    assert_ne!(import.status, 200);
    let revoke =
        json!({ "kind": "AUTHORISATION_REVOKED", "teamId": NORDLIA, "staffId": KIOSK, "role": "KIOSK" });
    admin.recorded("recordTeamStep", revoke).await;
    assert!(!is_in(&wall).await, "a wall that may show nothing is signed out");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_leader_makes_a_wall_and_only_of_that_teams_wall() {
    let service = teams().await;
    let make = async |client: &Client, staff: Json| {
        post(client, "/session/wall", &json!({ "staffId": staff })).await.refusal()
    };
    let mina = account(&service, MINA, "mina").await;
    assert_eq!(make(&mina, json!(KIOSK)).await, (403, "FORBIDDEN".to_owned()));
    let admin = account(&service, ADMINISTRATOR, "anne").await;
    assert_eq!(make(&admin, json!(KIOSK)).await, (403, "FORBIDDEN".to_owned()));
    let elsewhere = account(&service, LEADER_SORVIK, "siri").await;
    assert_eq!(make(&elsewhere, json!(KIOSK)).await.0, 404);
    let leader = account(&service, LEADER, "kari").await;
    assert_eq!(make(&leader, json!(MINA)).await.0, 404);
    assert!(is_in(&leader).await, "what was refused ends nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demonstrations_session_opens_nothing_else() {
    let service = start().await;
    let (mina, wall) = (service.sign_in("mh").await, service.sign_in("vegg-nordlia").await);
    let (directory, clock) = service.stop().await;
    let service = Running::open(directory, clock, setup(false)).await;
    assert!(!is_in(&mina.moved(&service.host)).await && !is_in(&wall.moved(&service.host)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_done_for_a_page_that_is_not_ours() {
    let service = teams().await;
    let mina = account(&service, MINA, "mina").await;
    let id = listed(&mina, "sessions").await[0]["id"].as_str().unwrap().to_owned();
    let without = mina.but("origin", "");
    let others = [
        mina.but("origin", "https://evil.example"),
        mina.but("origin", &format!("https://{}", service.host)),
        mina.but("origin", "null"),
        mina.but("x-tavle", ""),
        mina.but("sec-fetch-site", "cross-site"),
        without.clone(),
        without.but("sec-fetch-site", "same-site"),
    ];
    let (one, delete) = (format!("/sessions/{id}"), Method::DELETE);
    let asked: [(Method, &str, Json); 7] = [
        (Method::POST, "/session", json!({ "user": "mina", "password": PASSWORD })),
        (delete.clone(), "/session", json!({})),
        (delete, &one, json!({})),
        (Method::POST, "/session/wall", json!({ "staffId": KIOSK })),
        (Method::POST, "/account/invitations", json!({ "staffId": MINA })),
        (
            Method::PUT,
            "/account/password",
            json!({ "current": PASSWORD, "password": "et helt annet passord" }),
        ),
        (Method::POST, "/graphql", json!({ "query": "{ me { name } }" })),
    ];
    for page in &others {
        for (method, path, body) in &asked {
            let refused = send(page, method.clone(), path, body).await;
            assert_eq!(
                refused.refusal(),
                (403, "FOREIGN_ORIGIN".to_owned()),
                "{method} {path} {:?}",
                page.headers
            );
        }
    }
    assert!(is_in(&mina).await);
    assert!(is_in(&without.but("sec-fetch-site", "same-origin")).await);
    for path in ["/session", "/session/wall", "/account", "/account/invitations"] {
        let form = mina.prepare(Method::POST, path).header("content-type", "text/plain").body("{}");
        assert_eq!(mina.send(form).await.status, 415, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_the_public_name_counts_and_addresses_are_the_proxys_word() {
    let origin = "https://tavle.fjordvik.example";
    let (directory, clock) = teams().await.stop().await;
    let clock = TestClock::at(&clock.now().to_rfc3339());
    let setup = Setup {
        public_origin: Some(origin.into()),
        limits: Limits { trusted_proxy: Some([127, 0, 0, 1].into()), ..crate::support::service::any_rate() },
        ..setup(false)
    };
    let service = Running::open(directory, clock, setup).await;
    let direct = Client::nobody(&service.host);
    assert_eq!(direct.get("/session").await.refusal(), (403, "FOREIGN_ORIGIN".to_owned()));
    assert_eq!(direct.get("/livez").await.status, 200);
    let public = direct.but("host", "tavle.fjordvik.example").but("origin", origin);
    let code = crate::support::accounts::invitation(&service, MINA);
    let made =
        post(&public, "/account", &json!({ "code": code, "user": "mina", "password": PASSWORD })).await;
    assert_eq!(made.status, 200, "{}", made.text);
    assert_eq!(made.headers["strict-transport-security"], "max-age=63072000");
    assert!(is_in(&public.given(&made)).await);
    assert!(!is_in(&public.given(&made).but("origin", "http://tavle.fjordvik.example")).await);
    assert!(is_in(&service.with_token("mh")).await, "a script on the same host");
    for n in 0..20 {
        let from = public.but("x-forwarded-for", "192.0.2.9, 198.51.100.7");
        let body = json!({ "user": format!("navn{n}"), "password": "feil hest batteri" });
        assert_eq!(post(&from, "/session", &body).await.status, 401);
    }
    let right = json!({ "user": "mina", "password": PASSWORD });
    for (forwarded, status) in [("203.0.113.4, 198.51.100.7", 429), ("198.51.100.7, 203.0.113.4", 200)] {
        assert_eq!(
            post(&public.but("x-forwarded-for", forwarded), "/session", &right).await.status,
            status,
            "{forwarded}"
        );
    }
}
