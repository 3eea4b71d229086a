//! Health, and settings by the program itself.

use std::{fs, path::Path};

use serde_json::json;
use tempfile::tempdir;
use tokio::sync::watch;

use crate::support::{
    Client, ROGN,
    binary::{Served, tavle},
    contact, setup, start,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_written_to_stays_ready() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let writes = async {
        for _ in 0..40 {
            mina.recorded("recordContact", contact(ROGN)).await;
        }
    };
    let (_done, mut is_done) = watch::channel(());
    let host = service.host.clone();
    let asking = tokio::spawn(async move {
        let anybody = Client::nobody(&host);
        let mut asked = 0;
        while is_done.has_changed().is_ok() {
            let answer = anybody.get("/readyz").await;
            assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "ok"));
            is_done.mark_unchanged();
            asked += 1;
        }
        asked
    });
    writes.await;
    drop(_done);
    assert!(asking.await.unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_is_not_ready_before_its_read_models_have_seen_the_log() {
    let (directory, clock) = start().await.stop().await;
    let (_stop, stopping) = watch::channel(false);
    let opened =
        tavle_server::service::open(directory.path(), clock.handed_out(), setup(true), stopping.clone());
    let (service, background) = opened.unwrap();
    assert!(!service.is_ready());
    let running = tokio::spawn(background.run(stopping));
    let head = service.tavle.store().head();
    assert!(service.readable.wait(head, std::time::Duration::from_secs(20)).await);
    assert!(service.is_ready());
    drop(_stop);
    running.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_cannot_be_read_is_a_warning_for_the_operator_and_a_word_for_the_public() {
    let service = start().await;
    let operator = service.operator().await;
    let sound = operator.get("/health").await;
    assert_eq!((sound.status.as_u16(), &sound.json()["warnings"]), (200, &json!([])));
    let head = sound.json()["head"].clone();

    let damage = |directory: &Path| {
        let file = directory.join("log.db");
        let mut bytes = fs::read(&file).unwrap();
        let at = bytes.windows(6).position(|window| window == b"Gate 2").unwrap();
        bytes[at + 5] = b'3';
        fs::write(file, bytes).unwrap();
        // As on a new machine: the models have to read the event.
        for models in ["read", "snapshots"] {
            fs::remove_dir_all(directory.join(models)).unwrap();
        }
    };
    let service = service.again(damage).await;
    let report = service.operator().await.get("/health").await;
    assert_eq!(report.status, 200);
    let report = report.json();
    assert_eq!((&report["status"], &report["head"]), (&json!("degraded"), &head));
    let of_dwellings = |warning: &&serde_json::Value| warning["model"] == "dwellings";
    let warning = report["warnings"].as_array().unwrap().iter().find(of_dwellings).unwrap();
    assert_eq!((&warning["code"], &warning["count"]), (&json!("UNREAD_EVENTS"), &json!(1)));
    let first = warning["firstPosition"].as_u64().unwrap();
    assert!((1..=head.as_u64().unwrap()).contains(&first), "{warning}");
    let public = Client::nobody(&service.host).get("/readyz").await;
    assert_eq!((public.status.as_u16(), public.text.as_str()), (200, "degraded"));

    let service = service.again(|_| ()).await;
    let later = service.operator().await.get("/health").await.json();
    assert_eq!(later["warnings"], report["warnings"], "a start from snapshots warns as before");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_runs_by_its_settings_file() {
    let (directory, _) = start().await.stop().await;
    let file = directory.path().join("tavle.toml");
    let text = format!(
        "data = {:?}\nlisten = '127.0.0.1:0'\ndemo = true\n[log]\nformat = 'json'\n[metrics]\nlisten = '127.0.0.1:0'\n",
        directory.path()
    );
    fs::write(&file, text).unwrap();
    let mut served = Served::start(&["serve".as_ref(), "--config".as_ref(), file.as_os_str()]);
    let address = |line: String| {
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        line["fields"]["address"].as_str().unwrap().to_owned()
    };
    let operator = Client::nobody(&address(served.until("metrics")));
    let anybody = Client::nobody(&address(served.until("listening")));
    while anybody.get("/readyz").await.status != 200 {
        tokio::task::yield_now().await;
    }
    assert!(operator.get("/metrics").await.text.contains("tavle_log_head_position"));
    assert_eq!(anybody.get("/demo/logins").await.status, 200, "it is a demonstration");
}

#[test]
fn a_settings_file_that_says_what_there_is_not_stops_the_service() {
    let place = tempdir().unwrap();
    let file = place.path().join("tavle.toml");
    fs::write(&file, "data = 'd'\nlissten = '127.0.0.1:0'\n").unwrap();
    let ended = tavle(&["serve".as_ref(), "--config".as_ref(), file.as_os_str()]);
    assert_eq!(ended.code, Some(1));
    assert_eq!(ended.error, format!("tavle: {}, line 2: there is no setting `lissten`\n", file.display()));
    assert!(!Path::new("d").exists());
    let ended = tavle(&["serve"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.error.starts_with("tavle: nothing says where the data is"), "{ended:?}");
}
