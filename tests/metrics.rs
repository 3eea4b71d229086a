//! What the service counts, and where it can be read.

use std::collections::HashMap;

use serde_json::json;

use crate::support::{Client, ROGN, contact, start};

/// Every sample by its name with labels.
async fn samples(operator: &Client) -> HashMap<String, f64> {
    let answer = operator.get("/metrics").await;
    assert_eq!(answer.status, 200);
    let kind = answer.headers["content-type"].to_str().unwrap();
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    assert!(answer.text.ends_with("# EOF\n"));
    let lines = answer.text.lines().filter(|line| !line.starts_with('#'));
    let sample =
        |line: &str| line.rsplit_once(' ').map(|(name, value)| (name.to_owned(), value.parse().unwrap()));
    lines.map(|line| sample(line).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_is_recorded_shows_in_the_counts() {
    let service = start().await;
    let operator = service.operator().await;
    let mina = service.sign_in("mh").await;
    let before = samples(&operator).await;
    let mut input = contact(ROGN);
    input["commandId"] = crate::support::command_id();
    mina.recorded("recordContact", input.clone()).await;
    mina.recorded("recordContact", input).await;
    service.caught_up().await;
    let after = samples(&operator).await;
    let more = |name: &str| after[name] - before.get(name).copied().unwrap_or_default();
    assert_eq!(more("tavle_log_head_position"), 1.0);
    assert_eq!(more(r#"tavle_log_appends_total{outcome="written"}"#), 1.0);
    assert_eq!(more("tavle_log_commit_seconds_count"), more("tavle_log_batch_appends_count"));
    assert_eq!(more(r#"tavle_http_requests_total{route="graphql",status="200"}"#), 2.0);
    assert_eq!(more(r#"tavle_http_request_seconds_count{route="graphql"}"#), 2.0);
    let of_board = |name: &str| {
        after
            .iter()
            .find(|(sample, _)| sample.starts_with(name) && sample.contains(r#"model="board""#))
            .unwrap()
    };
    assert_eq!(*of_board("tavle_model_checkpoint_position").1, after["tavle_log_head_position"]);
    assert_eq!(*of_board("tavle_model_lag_events").1, 0.0);
    assert!(of_board("tavle_model_state").0.contains(r#"state="live""#));
    assert!(after["process_resident_memory_bytes"] > 1e6 && after["process_start_time_seconds"] > 1e9);
    assert_eq!(after[concat!(r#"tavle_build_info{version=""#, env!("CARGO_PKG_VERSION"), r#""}"#)], 1.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_operation_is_counted_by_its_field_with_its_errors() {
    let service = start().await;
    let operator = service.operator().await;
    let mina = service.sign_in("mh").await;
    mina.recorded("recordContact", contact(ROGN)).await;
    mina.query("query Any { me { name } }", json!({})).await;
    mina.ask("{ participant(participantId: \"x\") { alias } }", json!({})).await;
    let counted = samples(&operator).await;
    assert_eq!(counted[r#"tavle_operations_total{kind="mutation",field="recordContact"}"#], 1.0);
    assert_eq!(counted[r#"tavle_operations_total{kind="query",field="me"}"#], 1.0);
    assert_eq!(counted[r#"tavle_operation_seconds_count{kind="query",field="me"}"#], 1.0);
    let errors = r#"tavle_operation_errors_total{kind="query",field="participant",code="NOT_FOUND"}"#;
    assert_eq!(counted[errors], 1.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn open_sockets_are_counted_until_they_close() {
    let service = start().await;
    let operator = service.operator().await;
    let socket = service.socket("mh").await;
    assert_eq!(samples(&operator).await["tavle_websockets_open"], 1.0);
    drop(socket);
    while samples(&operator).await["tavle_websockets_open"] > 0.0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_label_says_who_or_where() {
    let service = start().await;
    let operator = service.operator().await;
    let mina = service.sign_in("mh").await;
    mina.recorded("recordContact", contact(ROGN)).await;
    mina.get("/somebody/Kari Lund").await;
    mina.ask("query KariLund { kariLund }", json!({})).await;
    mina.ask("query KariLund { kari: me { name } }", json!({})).await;
    let text = operator.get("/metrics").await.text;
    let labels = text.lines().filter_map(|line| line.split_once('{')?.1.split_once('}'));
    for (labels, _) in labels {
        for label in labels.split(',') {
            let (name, value) = label.split_once('=').unwrap();
            let is_known =
                ["code", "field", "kind", "le", "model", "outcome", "route", "state", "status", "version"]
                    .contains(&name);
            assert!(is_known, "{label}");
            assert!(value.len() < 30 && !value.contains(' '), "{label}");
        }
    }
    assert!(!text.to_lowercase().contains("kari"), "{text}");
    let (rogn, team) = (json!(ROGN).to_string(), json!(crate::support::NORDLIA).to_string());
    assert!(!text.contains(rogn.trim_matches('"')) && !text.contains(team.trim_matches('"')));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_metrics_at_the_address_of_the_service() {
    let service = start().await;
    for somebody in [Client::nobody(&service.host), service.sign_in("mh").await, service.with_token("mh")] {
        for path in ["/metrics", "/health"] {
            assert_eq!(somebody.get(path).await.status, 404, "{path}");
        }
    }
    let operator = service.operator().await;
    assert_eq!(operator.get("/graphql").await.status, 404);
    assert_eq!(operator.get("/session").await.status, 404);
}
