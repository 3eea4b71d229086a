//! Attacks on the edge: each is refused with its answer, and the service goes on.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::support::{
    Answer, Client, NORDLIA, Options, Running,
    clock::{PANIC, process_cpu},
    start,
};

const NORMAL: &str = "{ me { name } }";

/// Refuses the text with this answer, and answers a normal query afterwards.
async fn refused(client: &Client, query: &str, code: &str) {
    let shown = &query[..query.len().min(80)];
    let mut least = Duration::MAX;
    for _ in 0..5 {
        let before = process_cpu();
        let answer = client.ask(query, json!({})).await;
        least = least.min(process_cpu() - before);
        assert_eq!(answer.refusal(), (400, code.to_owned()), "{shown}");
    }
    // Client and service together, in a build that is not optimised.
    assert!(least < Duration::from_millis(10), "{least:?} for {shown}");
    client.query(NORMAL, json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resolver_that_panics_is_a_fault_of_its_request_alone_and_says_nothing() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let board = "query($t: ID!) { board(teamId: $t) { serverTime } }";
    let mut socket = service.socket("mh").await;
    service.clock.breaks_boards(true);
    let answer = mina.ask(board, json!({ "t": NORDLIA })).await;
    assert_eq!(answer.refusal(), (500, "INTERNAL".to_owned()));
    assert!(!answer.text.contains("clock"), "{}", answer.text);
    let id = answer.headers["x-request-id"].to_str().unwrap();
    assert_eq!(answer.json()["errors"][0]["extensions"]["requestId"], id);

    socket.subscribe("q", board, json!({ "t": NORDLIA })).await;
    let told = socket.message().await;
    assert_eq!((&told["type"], &told["id"]), (&json!("error"), &json!("q")), "{told}");
    assert_eq!(told["payload"][0]["extensions"]["code"], "INTERNAL");
    socket.watch_board("s", NORDLIA).await;
    let told = socket.message().await;
    assert_eq!((&told["type"], &told["id"]), (&json!("error"), &json!("s")), "{told}");
    assert!(!told.to_string().contains(PANIC));

    service.clock.breaks_boards(false);
    mina.query(board, json!({ "t": NORDLIA })).await;
    socket.watch_board("again", NORDLIA).await;
    socket.board_event().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_an_id_and_only_an_id_is_taken_from_outside() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let id = |answer: &Answer| answer.headers["x-request-id"].to_str().unwrap().to_owned();
    let given = "0190f3c4-1111-7222-8333-444455556666";
    assert_eq!(id(&mina.but("x-request-id", given).get("/livez").await), given);
    for forged in
        ["x", "0190f3c4111172228333444455556666", "{0190f3c4-1111-7222-8333-444455556666}", "Kari Lund"]
    {
        let answer = mina.but("x-request-id", forged).ask("{ nothing }", json!({})).await;
        assert_ne!(id(&answer), forged);
        assert_eq!(answer.json()["errors"][0]["extensions"]["requestId"], id(&answer));
    }
    assert_ne!(id(&mina.get("/livez").await), id(&mina.get("/livez").await));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_method_but_post_runs_anything() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH] {
        let request = mina.prepare(method.clone(), "/graphql?query=%7B__typename%7D");
        let answer = mina.send(request).await;
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.headers["allow"], "POST");
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
    }
    let answer = mina.ask(NORMAL, json!({})).await;
    assert!(answer.headers["vary"].to_str().unwrap().contains("Accept"));
    let html = mina.prepare(Method::POST, "/graphql").header("content-type", "application/json");
    let answer = mina.send(html.header("accept", "text/html").body("{}")).await;
    assert_eq!(answer.refusal(), (406, "NOT_ACCEPTABLE".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_to_try_queries_on_is_for_development_and_loads_nothing_from_elsewhere() {
    let service = start().await;
    let page = service.sign_in("mh").await.get("/graphiql").await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("http:") && !page.text.contains("https:") && !page.text.contains(" on"));
    for part in ["/graphiql/page.js", "/graphiql/page.css"] {
        assert!(page.text.contains(part));
        let answer = service.sign_in("mh").await.get(part).await;
        assert_eq!(answer.status, 200);
        assert!(!answer.text.contains("https:"), "{part}");
    }
    let service = Running::with(Options { demo: false, ..Options::default() }).await;
    assert_eq!(service.with_token("mh").get("/graphiql").await.status, 404);
}

/// A small query that doubles with every fragment.
fn fragment_bomb() -> String {
    let mut bomb = String::from("{...a0}");
    for n in 0..20 {
        bomb += &format!("fragment a{n} on Query{{...a{m} ...a{m}}}", m = n + 1);
    }
    bomb + "fragment a20 on Query{__typename}"
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_would_cost_too_much_is_refused_before_it_is_parsed() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let list = format!("{{ me(x: {}{}) {{ name }} }}", "[".repeat(2_000), "]".repeat(2_000));
    refused(&mina, &list, "QUERY_TOO_DEEP").await;
    let object = format!("{{ me(x: {}1{}) {{ name }} }}", "{a:".repeat(1_000), "}".repeat(1_000));
    refused(&mina, &object, "QUERY_TOO_DEEP").await;
    assert!(fragment_bomb().len() < 1_000);
    refused(&mina, &fragment_bomb(), "QUERY_TOO_COMPLEX").await;
    refused(
        &mina,
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
        "GRAPHQL_PARSE_FAILED",
    )
    .await;
    let aliases =
        |n: usize| format!("{{ {} }}", (0..n).map(|n| format!("a{n}:__typename ")).collect::<String>());
    let many = mina.ask(&aliases(5_000), json!({})).await;
    assert_eq!(many.refusal(), (413, "BODY_TOO_LARGE".to_owned()));
    refused(&mina, &aliases(2_000), "QUERY_TOO_LARGE").await;
    refused(&mina, &aliases(600), "QUERY_TOO_LONG").await;
    refused(&mina, &aliases(31), "QUERY_TOO_COMPLEX").await;
    refused(&mina, &format!("{{ me {{ name {} }} }}", "@include(if: true)".repeat(33)), "QUERY_TOO_COMPLEX")
        .await;
    refused(&mina, &format!("{{ me {{ name }} }} # {}", "x".repeat(17_000)), "QUERY_TOO_LARGE").await;
    refused(&mina, "query a { me { name } } query b { me { name } }", "ONE_OPERATION").await;
    refused(&mina, "subscription { boardEvents(teamId: \"x\") { __typename } }", "WRONG_TRANSPORT").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_string_that_is_not_closed_hides_no_bomb() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let deep = format!("{}{}", "[".repeat(2_000), "]".repeat(2_000));
    for before in ["[\"\"\" \" ", "[\"\"\"\" ", "\"\"\" \\\"\"\" ", "\"\\\n", "\"\n", "[\"\"\"]#\r\"\n "] {
        let query = format!("{{ me(x: {before}{deep} ]) {{ name }} }}");
        refused(&mina, &query, "GRAPHQL_PARSE_FAILED").await;
    }
    let spreads = format!("{{ me(x: [\"\"\" \" ]) {{ name }} {} }}", "...a ".repeat(100));
    refused(&mina, &spreads, "GRAPHQL_PARSE_FAILED").await;
    let values = format!("{{ me(x: [{}]) {{ name }} }}", "true".repeat(3_000));
    refused(&mina, &values, "QUERY_TOO_LONG").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_what_is_not_valid_is_short() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let unknown = (0..900).map(|n| format!("f{n} ")).collect::<String>();
    let long = format!("a{}", "b".repeat(3_000));
    let arguments = format!("me({}) {{ name }}", (0..400).map(|n| format!("a{n}: 1 ")).collect::<String>());
    for query in [format!("{{ {unknown} }}"), format!("{{ {long} }}"), format!("{{ {arguments} }}")] {
        for text in [query.clone(), format!("query($x: {long}) {query}")] {
            let answer = mina.ask(&text, json!({})).await;
            assert_eq!(answer.refusal(), (400, "GRAPHQL_VALIDATION_FAILED".to_owned()), "{text:.60}");
            assert!(answer.json()["errors"].as_array().unwrap().len() <= 20);
            assert!(answer.text.len() < 20_000, "{} bytes", answer.text.len());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_mutations_in_one_request_are_refused() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let events = service.written().await.len();
    let one = format!(
        "recordContact(input: {{ kind: CONTACT_COMPLETED, commandId: {}, participantId: \"{}\", mode: PHONE, minutes: 5 }}) {{ __typename }}",
        crate::support::command_id(),
        crate::support::ROGN,
    );
    refused(&mina, &format!("mutation {{ a: {one} b: {one} }}"), "ONE_OPERATION").await;
    assert_eq!(service.written().await.len(), events);
    let by_get = mina.get(&format!("/graphql?query={}", url(&format!("mutation {{ {one} }}")))).await;
    assert_eq!(by_get.refusal(), (405, "METHOD_NOT_ALLOWED".to_owned()));
    assert_eq!(by_get.headers["allow"], "POST");
    assert_eq!(service.written().await.len(), events);
}

fn url(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_json_is_read() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let body = json!({ "query": NORMAL }).to_string();
    for media in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
    ] {
        let request = mina.prepare(Method::POST, "/graphql").header("content-type", media).body(body.clone());
        assert_eq!(mina.send(request).await.refusal(), (415, "UNSUPPORTED_MEDIA_TYPE".to_owned()), "{media}");
    }
    let request = mina.prepare(Method::POST, "/graphql").body(body.clone());
    assert_eq!(mina.send(request).await.status, 415, "no media type at all");
    let request =
        mina.prepare(Method::POST, "/graphql").header("content-type", "application/json;charset=UTF-8");
    assert_eq!(mina.send(request.body(body)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn large_bodies_and_batches_are_refused() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let body = format!("{{\"query\":\"{NORMAL}\",\"extensions\":{{\"x\":\"{}\"}}}}", "x".repeat(60_000_000));
    let request =
        mina.prepare(Method::POST, "/graphql").header("content-type", "application/json").body(body);
    // The service answers and hangs up while the client still writes, so the client may see either.
    if let Ok(answer) = request.send().await {
        assert_eq!(answer.status(), 413);
    }
    mina.query(NORMAL, json!({})).await;
    let operation = json!({ "query": NORMAL });
    let batch = Json::from(vec![operation.clone(); 1_000]).to_string();
    assert!(batch.len() < 64 * 1024);
    assert_eq!(mina.post(&batch).await.refusal(), (400, "BAD_REQUEST".to_owned()));
    let batch = Json::from(vec![operation; 50_000]).to_string();
    let request =
        mina.prepare(Method::POST, "/graphql").header("content-type", "application/json").body(batch);
    if let Ok(answer) = request.send().await {
        assert!(answer.status() == 413 || answer.status() == 400);
    }
    mina.query(NORMAL, json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deeply_nested_variables_are_refused() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let query = "mutation($input: CorrectEntryInput!) { correctEntry(input: $input) { __typename } }";
    for depth in [100, 120, 2_000, 20_000] {
        let set = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let input = format!(
            r#"{{"commandId":{},"entryId":"x","reason":"x","set":{{"note":{set}}}}}"#,
            crate::support::command_id()
        );
        let answer = mina.post(&format!(r#"{{"query":"{query}","variables":{{"input":{input}}}}}"#)).await;
        assert!(matches!(answer.status.as_u16(), 200 | 400), "{depth}: {}", answer.text);
        assert_ne!(answer.json()["data"]["correctEntry"]["__typename"], "Recorded");
        mina.query(NORMAL, json!({})).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_page_can_neither_read_nor_write_with_the_cookie() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let foreign = (403, "FOREIGN_ORIGIN".to_owned());
    for origin in [
        "http://evil.example",
        "null",
        "http://127.0.0.1:1",
        &format!("https://{}.evil.example", service.host),
    ] {
        let page = mina.but("origin", origin);
        assert_eq!(page.ask(NORMAL, json!({})).await.refusal(), foreign, "{origin}");
        assert_eq!(page.request(Method::POST, "/session", r#"{"user":"es"}"#).await.refusal(), foreign);
        assert_eq!(page.request(Method::POST, "/import/arrears", "x").await.refusal(), foreign);
        assert_eq!(page.send(page.prepare(Method::DELETE, "/session")).await.refusal(), foreign);
    }
    assert_eq!(mina.but("x-tavle", "").ask(NORMAL, json!({})).await.refusal(), foreign);
    mina.query(NORMAL, json!({})).await;
    let script = service.with_token("mh");
    script.query(NORMAL, json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demonstration_answers_on_loopback_names_alone() {
    let service = start().await;
    let port = service.host.rsplit(':').next().unwrap();
    let mina = service.sign_in("mh").await;
    for host in [format!("tavle.example:{port}"), format!("127.0.0.1.evil.example:{port}")] {
        let rebound = mina.but("host", &host).but("origin", &format!("http://{host}"));
        for path in ["/livez", "/session", "/demo/logins"] {
            assert_eq!(rebound.get(path).await.refusal(), (403, "FOREIGN_ORIGIN".to_owned()), "{host}{path}");
        }
        assert_eq!(rebound.ask(NORMAL, json!({})).await.status, 403);
    }
    let named =
        mina.but("host", &format!("localhost:{port}")).but("origin", &format!("http://localhost:{port}"));
    named.query(NORMAL, json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn introspection_is_for_demonstrations_only() {
    let query = "{ __schema { queryType { name } } }";
    start().await.sign_in("mh").await.query(query, json!({})).await;
    let service = Running::with(Options { demo: false, ..Options::default() }).await;
    let answer = service.with_token("mh").ask(query, json!({})).await;
    assert!(answer.json()["data"]["__schema"].is_null(), "{}", answer.text);
    let answer =
        service.with_token("mh").ask("{ __type(name: \"Query\") { fields { name } } }", json!({})).await;
    assert!(answer.json()["data"]["__type"].is_null(), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_have_codes_and_say_nothing_of_what_is_inside() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let bad = [
        mina.ask("{ participant(participantId: \"'; DROP TABLE log; --\") { alias } }", json!({})).await,
        mina.ask("{ timeline(participantId: \"x\", first: 0) { nodes { kind } } }", json!({})).await,
        mina.ask(
            &format!(
                "{{ timeline(participantId: \"{}\", first: 101) {{ nodes {{ kind }} }} }}",
                crate::support::ROGN
            ),
            json!({}),
        )
        .await,
        mina.ask(
            &format!(
                "{{ timeline(participantId: \"{}\", first: 1, after: \"!\") {{ nodes {{ kind }} }} }}",
                crate::support::ROGN
            ),
            json!({}),
        )
        .await,
        mina.ask("{ board { teamId } }", json!({})).await,
        mina.ask("{ board(teamId: 5.5) { teamId } }", json!({})).await,
        mina.ask("query($id: ID!) { board(teamId: $id) { teamId } }", json!({ "id": { "a": 1 } })).await,
        mina.post("{").await,
        mina.request(Method::POST, "/session", "{").await,
        mina.request(Method::POST, "/session", "{\"user\":7}").await,
        mina.request(Method::POST, "/session", "{\"user\":\"x\"}").await,
        mina.request(Method::POST, "/import/arrears", "no table").await,
        mina.request(Method::POST, "/import/arrears?preview=perhaps", "no table").await,
    ];
    for answer in bad {
        assert!(!answer.code().is_empty(), "{} {}", answer.status, answer.text);
        let text = answer.text.to_lowercase();
        for inside in
            ["sql", "rusqlite", "select ", "sessions.db", "/tmp", ".rs", "panic", "serde", "tavle_", "thread"]
        {
            assert!(!text.contains(inside), "{inside}: {}", answer.text);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_the_headers_that_keep_a_page_to_itself() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let nobody = Client::nobody(&service.host);
    let answers = [
        mina.ask(NORMAL, json!({})).await,
        mina.post("{").await,
        nobody.ask(NORMAL, json!({})).await,
        mina.get("/graphql").await,
        mina.get("/session").await,
        mina.get("/livez").await,
        mina.get("/readyz").await,
        mina.get("/nothing/here").await,
        mina.but("host", "evil.example").get("/livez").await,
        mina.post(&"x".repeat(70_000)).await,
    ];
    for answer in answers {
        let header = |name: &str| answer.headers.get(name).map_or("", |value| value.to_str().unwrap());
        let policy = header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{answer:?}"
        );
        assert!(!policy.contains("unsafe-eval") && !policy.contains("script-src 'self' '"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("x-frame-options"), "DENY");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert!(!header("cache-control").is_empty());
        assert_eq!(header("access-control-allow-origin"), "");
        assert_eq!(header("server"), "");
    }
    let board = mina.ask("query($t: ID!) { board(teamId: $t) { teamId } }", json!({ "t": NORDLIA })).await;
    assert_eq!(board.headers["cache-control"], "no-store");
}
