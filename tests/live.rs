//! A wall is told within a second that it shows the past, and of nothing else.

use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use crate::support::{
    Client, Heard, NORDLIA, Options, ROGN, Running, SELJE, SORVIK, TINDVED, TestClock, contact, start,
};

async fn version(client: &Client) -> Json {
    let query = "query($team: ID!) { board(teamId: $team) { boardVersion } }";
    client.query(query, json!({ "team": NORDLIA })).await["board"]["boardVersion"].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_word_comes_at_once_with_the_version_that_the_board_has() {
    let service = start().await;
    let mut socket = service.socket("vegg-nordlia").await;
    let began = Instant::now();
    socket.watch_board("wall", NORDLIA).await;
    let first = socket.board_event().await;
    assert!(began.elapsed() < Duration::from_secs(1));
    let version = version(&service.sign_in("mh").await).await;
    assert_eq!((&first["__typename"], &first["boardVersion"]), (&json!("Heartbeat"), &version));
    assert_eq!(first["serverTime"], "2026-11-24T07:00:00Z");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_hears_within_a_second_whose_row_differs() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let mut socket = service.socket("vegg-nordlia").await;
    socket.watch_board("wall", NORDLIA).await;
    socket.board_event().await;
    for participant in [ROGN, TINDVED] {
        let began = Instant::now();
        mina.recorded("recordContact", contact(participant)).await;
        let told = socket.invalidated().await;
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
        assert_eq!(told["participantIds"], json!([participant]));
        assert_eq!(told["boardVersion"], version(&mina).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_changes_are_told_as_few() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let mut socket = service.socket("vegg-nordlia").await;
    socket.watch_board("wall", NORDLIA).await;
    socket.board_event().await;
    let busy = async {
        for minutes in 1..=24 {
            let mut input = contact(ROGN);
            input["minutes"] = json!(minutes);
            mina.recorded("recordContact", input).await;
        }
        version(&mina).await
    };
    let began = Instant::now();
    let listening = async {
        let mut told: Vec<(Instant, Json)> = Vec::new();
        while let Some(Heard::Message(message)) = socket.hear_within(Duration::from_secs(2)).await {
            told.push((Instant::now(), message["payload"]["data"]["boardEvents"].clone()));
        }
        told
    };
    let (last, told) = tokio::join!(busy, listening);
    assert_eq!(told.last().unwrap().1["boardVersion"], last, "the last word is about the last change");
    for window in told.windows(5) {
        let apart = window[4].0 - window[0].0;
        // A word may be held up on its way, so this allows a little less than a second.
        assert!(apart > Duration::from_millis(700), "five words within {apart:?}");
    }
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_teams_events_never_move_a_board() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let before = version(&mina).await;
    let mut socket = service.socket("vegg-nordlia").await;
    socket.watch_board("wall", NORDLIA).await;
    socket.board_event().await;
    service.sign_in("tv").await.recorded("recordContact", contact(SELJE)).await;
    let next = socket.board_event().await;
    assert_eq!((&next["__typename"], &next["boardVersion"]), (&json!("Heartbeat"), &before));
    assert_eq!(version(&mina).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_of_another_team_cannot_be_watched() {
    let service = start().await;
    let mut socket = service.socket("vegg-nordlia").await;
    for team in [json!(SORVIK), json!("00000000-0000-4000-8000-00000000abcd"), json!("x")] {
        socket.watch_board("wall", team).await;
        let refused = socket.message().await;
        let error = if refused["type"] == "error" {
            &refused["payload"][0]
        } else {
            &refused["payload"]["errors"][0]
        };
        assert_eq!(error["extensions"]["code"], "NOT_FOUND", "{refused}");
        if refused["type"] == "next" {
            assert_eq!(socket.message().await["type"], "complete");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn time_alone_moves_a_board_at_midnight_and_writes_nothing() {
    // Half a second before a full minute by a clock that stands still: the board is looked at twice a second.
    let clock = TestClock::at("2026-11-24T22:58:59.500Z");
    let service = Running::with(Options { clock, ..Options::default() }).await;
    let mina = service.with_token("mh");
    mina.recorded("recordContact", contact(ROGN)).await;
    let events = service.written().await.len();
    let mut socket = service.socket("vegg-nordlia").await;
    socket.watch_board("wall", NORDLIA).await;
    let before = socket.board_event().await;

    service.clock.set("2026-11-24T23:00:00.500Z");
    let told = socket.invalidated().await;
    assert!(told["participantIds"].as_array().unwrap().contains(&json!(ROGN)), "{told}");
    assert_ne!(told["boardVersion"], before["boardVersion"]);
    let query = "query($team: ID!) { board(teamId: $team) { boardVersion rows { alias lastMetDays } } }";
    let board = mina.query(query, json!({ "team": NORDLIA })).await;
    assert_eq!(board["board"]["boardVersion"], told["boardVersion"]);
    let rows = board["board"]["rows"].as_array().unwrap();
    assert!(rows.contains(&json!({ "alias": "Rogn", "lastMetDays": 1 })), "{rows:?}");
    assert_eq!(service.written().await.len(), events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_stops_tells_its_sockets_to_come_again() {
    let service = start().await;
    let mut socket = service.socket("mh").await;
    socket.watch_board("wall", NORDLIA).await;
    socket.board_event().await;
    service.begin_to_stop();
    assert_eq!(socket.closed().await, Heard::Closed(1012));
    service.stop().await;
}
