//! A finance system's file: every row is accounted for, and none comes in twice.

use std::{fs, path::Path};

use reqwest::Method;
use serde_json::{Value as Json, json};
use tavle_domain::{
    access::{Action, Denied, Whom},
    id::DwellingId,
};
use uuid::Uuid;

use crate::support::{
    Answer, Client, GATE_1, GATE_2, GATE_9, LYNG, NORDLIA, Options, PORS, Process, ROGN, Running, SELJE,
    SORVIK, Seed, TINDVED,
    process::{serve, teams},
    shim::{Fault, Faults},
    start, step,
    team::{AUDITOR, ESPEN, SUPERVISOR},
};

const HEADER: &str =
    "Kontraktsnr;Type;Periode;Forfall;Beløp;Restbeløp;Brevdato;Mottatt;Betalingsfrist;Merknad";

/// The contracts of the sample file, and one of the other team.
async fn with_contracts() -> Running {
    let mut seed = Seed::teams();
    let more = [3, 4].map(|n| DwellingId(Uuid::from_u128(0xd000 + n)));
    seed.free_dwelling(NORDLIA, more[0], "Gate 3").free_dwelling(NORDLIA, more[1], "Gate 4");
    let leases = [(TINDVED, GATE_1), (LYNG, GATE_2), (ROGN, more[0]), (PORS, more[1])];
    for ((who, home), number) in leases.into_iter().zip(101..) {
        seed.tenancy(NORDLIA, who, home, &format!("NK-2026-00{number}"));
    }
    seed.tenancy(SORVIK, SELJE, GATE_9, "NK-2026-00900");
    Running::with(Options { seed, ..Options::default() }).await
}

fn sample() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/husleie-eksport.csv")).unwrap()
}

fn file(rows: &[&str]) -> Vec<u8> {
    format!("{HEADER}\r\n{}\r\n", rows.join("\r\n")).into_bytes()
}

async fn send(client: &Client, path: &str, bytes: Vec<u8>) -> Answer {
    let request = client.prepare(Method::POST, path).header("content-type", "text/csv").body(bytes);
    client.send(request).await
}

async fn import(client: &Client, bytes: Vec<u8>) -> Json {
    let answer = send(client, "/import/arrears", bytes).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let report = answer.json();
    let many = |name: &str| report[name].as_array().unwrap().len();
    let counted = report["placed"].as_u64().unwrap() + report["already"].as_u64().unwrap();
    let rest = many("different") + many("unplaced");
    assert_eq!(report["rows"], counted + rest as u64, "a row is lost: {report}");
    report
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_what_would_come_and_writes_nothing_and_a_second_import_adds_nothing() {
    let service = with_contracts().await;
    let mina = service.sign_in("mh").await;
    let events = service.written().await.len();
    let preview = send(&mina, "/import/arrears?preview=true", sample()).await.json();
    assert_eq!(service.written().await.len(), events);

    let first = import(&mina, sample()).await;
    assert_eq!(first, preview);
    assert_eq!((&first["rows"], &first["placed"], &first["already"]), (&json!(23), &json!(20), &json!(0)));
    assert_eq!(first["different"], json!([]));
    assert_eq!(
        first["unplaced"],
        json!([
            { "line": 22, "contract": "NK-2026-09999", "code": "UNKNOWN_CONTRACT", "field": null },
            { "line": 23, "contract": "NK-2026-00102", "code": "UNKNOWN_TYPE", "field": "type" },
            { "line": 24, "contract": "NK-2026-00103", "code": "NOT_A_DATE", "field": "receivedOn" },
        ])
    );
    assert_eq!(service.written().await.len(), events + 20);

    let second = import(&service.sign_in("es").await, sample()).await;
    assert_eq!((&second["placed"], &second["already"]), (&json!(0), &json!(20)));
    assert_eq!(second["unplaced"], first["unplaced"]);
    assert_eq!(service.written().await.len(), events + 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_imported_moves_the_wall() {
    let service = with_contracts().await;
    let mina = service.sign_in("mh").await;
    import(&mina, sample()).await;
    service.caught_up().await;
    let query = "query($team: ID!) { board(teamId: $team) { rows { participantId alias status nextDeadline { deadline } } } }";
    let board = mina.query(query, json!({ "team": NORDLIA })).await;
    let rows = board["board"]["rows"].as_array().unwrap();
    let of = |id: &Json| rows.iter().find(|row| row["participantId"] == *id).unwrap();
    assert_eq!(of(&json!(TINDVED))["status"], "TENANCY_AT_RISK");
    assert_eq!(of(&json!(PORS))["status"], "TENANCY_AT_RISK", "a termination waits for a protest");
    assert_eq!(of(&json!(PORS))["nextDeadline"]["deadline"], "PROTEST");
    assert_ne!(of(&json!(LYNG))["status"], "TENANCY_AT_RISK");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_row_with_another_amount_is_reported_and_not_added() {
    let service = with_contracts().await;
    let mina = service.sign_in("mh").await;
    let row = "NK-2026-00101;Forfall;2026-10;01.10.2026;9 200,00;;;;;";
    import(&mina, file(&[row])).await;
    let events = service.written().await.len();
    let changed = row.replace("9 200,00", "9 300,00");
    let other = import(&mina, file(&[&changed])).await;
    assert_eq!((&other["placed"], &other["already"]), (&json!(0), &json!(0)));
    assert_eq!(
        other["different"],
        json!([{
            "line": 2, "contract": "NK-2026-00101", "kind": "RENT_FELL_DUE", "key": "2026-10", "field": "amountOre",
            "was": 920_000, "now": 930_000,
        }])
    );
    let both = import(&mina, file(&[row, &changed, row])).await;
    let codes: Vec<_> =
        both["unplaced"].as_array().unwrap().iter().map(|row| (&row["line"], &row["code"])).collect();
    assert_eq!(codes, [(&json!(3), &json!("DUPLICATE_DIFFERS")), (&json!(4), &json!("DUPLICATE_ROW"))]);
    assert_eq!(service.written().await.len(), events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_entered_in_error_does_not_come_back_by_itself() {
    let service = with_contracts().await;
    let mina = service.sign_in("mh").await;
    let row = "NK-2026-00101;Forfall;2026-10;01.10.2026;9 200,00;;;;;";
    import(&mina, file(&[row])).await;
    let last = service.written().await.pop().unwrap();
    mina.mark(&json!(last.id)).await;
    let events = service.written().await.len();
    let again = import(&mina, file(&[row])).await;
    assert_eq!(again["unplaced"][0]["code"], "ENTERED_IN_ERROR");
    assert_eq!(service.written().await.len(), events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_of_another_team_places_nothing_and_a_reader_may_not_import() {
    let service = with_contracts().await;
    let events = service.written().await.len();
    let elsewhere = import(&service.sign_in("tv").await, sample()).await;
    assert_eq!(elsewhere["placed"], 0);
    let codes: Vec<_> =
        elsewhere["unplaced"].as_array().unwrap().iter().map(|row| row["code"].clone()).collect();
    assert_eq!(codes.iter().filter(|code| **code == "UNKNOWN_CONTRACT").count(), 21);
    for user in ["fagleder", "revisor", "admin", "vegg-nordlia"] {
        let answer = send(&service.sign_in(user).await, "/import/arrears", sample()).await;
        assert!(answer.status == 403 || answer.json()["placed"] == 0, "{user}: {}", answer.text);
    }
    assert_eq!(service.written().await.len(), events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_table_is_refused_as_a_whole() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    for (bytes, code) in [
        (Vec::new(), "EMPTY_FILE"),
        (b"PK\x03\x04\0\0;x;y".to_vec(), "NOT_A_TABLE"),
        (b"Kontraktsnr;Type;Periode\n".to_vec(), "MISSING_COLUMN"),
    ] {
        assert_eq!(send(&mina, "/import/arrears", bytes).await.refusal(), (422, code.to_owned()));
    }
    let answer = send(&mina, "/import/arrears", vec![b'x'; 9 * 1024 * 1024]).await;
    assert_eq!(answer.refusal(), (413, "BODY_TOO_LARGE".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_file_is_compared_with_is_in_the_access_log_before_the_report_leaves() {
    let service = with_contracts().await;
    let mina = service.sign_in("mh").await;
    let rows = [
        "NK-2026-00101;Forfall;2026-10;01.10.2026;9 200,00;;;;;",
        "NK-2026-00102;Forfall;2026-10;01.10.2026;9 200,00;;;;;",
        "NK-2026-00900;Forfall;2026-10;01.10.2026;9 200,00;;;;;",
    ];
    import(&mina, file(&rows)).await;
    service.clock.advance(chrono::TimeDelta::minutes(6));
    let before = service.views().await.len();
    let espen = service.sign_in("es").await;
    let preview =
        send(&espen, "/import/arrears?preview=true", file(&[&rows[0].replace('9', "8"), rows[1]])).await;
    assert_eq!(preview.status, 200, "{}", preview.text);
    let views = service.views().await.split_off(before);
    let [(event, view)] = views.as_slice() else { panic!("{views:?}") };
    assert_eq!((event.by.staff, event.team, view.what), (ESPEN, NORDLIA, Action::SeeTimeline));
    assert_eq!((view.denied, view.operation.as_str()), (None, "importArrears"));
    assert_eq!(view.whom, Whom::Exactly(vec![LYNG, TINDVED]), "whose rows they are, and nobody else's");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_nothing_is_compared() {
    let (data, place) = (teams(), tempfile::tempdir().unwrap());
    let mut command = serve(data.path());
    let faults = Faults::of(&mut command, data.path(), &place.path().join("control"));
    let process = Process::of(&mut command).await;
    let mina = Client::nobody(&process.host).sign_in("mh").await;
    let lease = json!({ "dwellingId": GATE_1, "landlord": "MUNICIPAL", "validFrom": "2026-09-01",
        "rentOre": 920_000, "contractNumber": "NK-1" });
    mina.recorded("recordTenancyStep", step("TENANCY_STARTED", LYNG, lease)).await;
    let row = file(&["NK-1;Forfall;2026-10;01.10.2026;9 200,00;;;;;"]);
    faults.set(Fault::FullDisk);
    let refused = send(&mina, "/import/arrears?preview=true", row.clone()).await;
    assert_eq!(refused.refusal(), (503, "ACCESS_LOG_UNAVAILABLE".to_owned()));
    assert!(!refused.text.contains("NK-1") && !refused.text.contains("placed"), "{}", refused.text);
    faults.set(Fault::Nothing);
    assert_eq!(send(&mina, "/import/arrears?preview=true", row).await.json()["placed"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_the_role_does_not_include_is_a_denial_in_the_access_log() {
    let service = with_contracts().await;
    for (user, who) in [("revisor", AUDITOR), ("fagleder", SUPERVISOR)] {
        let answer = send(&service.sign_in(user).await, "/import/arrears?preview=true", sample()).await;
        assert_eq!(answer.refusal(), (403, "FORBIDDEN".to_owned()));
        let (event, view) = service.views().await.pop().unwrap();
        assert_eq!((event.by.staff, view.what, view.denied), (who, Action::Record, Some(Denied::Role)));
        assert_eq!((event.team, view.whom), (NORDLIA, Whom::Exactly(Vec::new())));
    }
}
