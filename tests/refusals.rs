//! Whatever is refused, and by whom: a code, the request's id, and the headers of every answer.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Client, NORDLIA, start};

fn is_said_by_us(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.refusal(), (status, code.to_owned()));
    let id = answer.headers["x-request-id"].to_str().unwrap();
    assert_eq!(answer.json()["errors"][0]["extensions"]["requestId"], id);
    for name in ["content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"] {
        assert!(answer.headers.contains_key(name), "{name}: {:?}", answer.headers);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_and_what_is_not_asked_so_have_a_code() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    is_said_by_us(&mina.get("/somewhere").await, 404, "NOT_FOUND");
    is_said_by_us(&mina.get("/sessions/else/where").await, 404, "NOT_FOUND");
    for (method, path, allow) in [
        (Method::PUT, "/session", "GET,HEAD,POST,DELETE"),
        (Method::GET, "/account", "POST"),
        (Method::POST, "/livez", "GET,HEAD"),
        (Method::GET, "/import/arrears", "POST"),
        (Method::GET, "/graphql", "POST"),
    ] {
        let answer = mina.request(method.clone(), path, "").await;
        is_said_by_us(&answer, 405, "METHOD_NOT_ALLOWED");
        let mut methods: Vec<_> = answer.headers["allow"].to_str().unwrap().split(',').collect();
        let mut expected: Vec<_> = allow.split(',').collect();
        methods.sort_unstable();
        expected.sort_unstable();
        assert_eq!(methods, expected, "{method} {path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_no_websocket_is_told_what_this_address_is_for() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let plain = mina.get("/graphql/ws").await;
    is_said_by_us(&plain, 400, "NO_WEBSOCKET");
    assert_eq!(plain.headers["upgrade"], "websocket");
    let request = mina.prepare(Method::GET, "/graphql/ws").header("connection", "upgrade");
    let old = mina.send(request.header("upgrade", "websocket").header("sec-websocket-version", "8")).await;
    is_said_by_us(&old, 400, "NO_WEBSOCKET");
    is_said_by_us(&mina.request(Method::POST, "/graphql/ws", "").await, 405, "METHOD_NOT_ALLOWED");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_to_a_panic_has_the_headers_of_every_answer() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    service.clock.breaks_boards(true);
    let board = "query($t: ID!) { board(teamId: $t) { serverTime } }";
    let answer = mina.ask(board, json!({ "t": NORDLIA })).await;
    service.clock.breaks_boards(false);
    is_said_by_us(&answer, 500, "INTERNAL");
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.headers["x-frame-options"], "DENY");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_has_a_code_wherever_it_is_sent() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let large = "x".repeat(65 * 1024);
    for (who, path) in
        [(&mina, "/graphql"), (&Client::nobody(&service.host), "/session"), (&mina, "/account/invitations")]
    {
        // The service answers while the client still writes, so the client may see that it hangs up alone.
        let sent = who.prepare(Method::POST, path).header("content-type", "application/json");
        if let Ok(answer) = sent.body(large.clone()).send().await {
            assert_eq!(answer.status(), 413, "{path}");
        }
    }
    mina.query("{ me { name } }", json!({})).await;
}
