//! Whoever is shown somebody's data is in the log before the answer leaves.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use tavle_domain::{
    access::{Action, Denied, Purpose, Role, View, Whom},
    id::{ParticipantId, StaffId},
    stream::Stream,
};
use uuid::Uuid;

use super::{AUDIT, PAGE, RISK, SEARCH, TIMELINE, WALL, code};
use crate::support::{
    GATE_1, GATE_9, LYNG, MORNING, NORDLIA, Options, PORS, ROGN, Running, SELJE, SORVIK, Seed, Socket,
    TINDVED, TestClock, contact, id_of, start, step,
    team::{AUDITOR, KIOSK, LEADER_SORVIK, MINA, TORE},
    time,
};

const ROWS: &str = "query($id: ID!) { board(teamId: $id) { boardVersion rows { participantId } } }";
const VIEWS: &str = "query($id: ID!, $who: ID, $content: AuditContent!, $first: Int, $after: String) {
    auditTrail(teamId: $id, first: $first, after: $after, filter: { content: $content, participantId: $who }) {
        nodes { kind by { staffId role } participantId changes { name } view { part denied operation purpose
            knownAt participants { participantId alias } } } pageInfo { hasNextPage endCursor } } }";
const LOOKED: &str = "query($id: ID!) { participantViews(participantId: $id) {
    nodes { by { staffId } view { part denied participants { participantId } } } } }";

fn exactly<const N: usize>(who: [ParticipantId; N]) -> Whom {
    Whom::Exactly(who.to_vec())
}

async fn last(service: &Running) -> View {
    service.views().await.pop().expect("a view").1
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_a_page_is_recorded_before_the_answer_and_again_after_five_minutes() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    assert!(service.views().await.is_empty());
    mina.query(PAGE, json!({ "id": ROGN })).await;
    let views = service.views().await;
    let [(event, view)] = views.as_slice() else { panic!("{views:?}") };
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    assert_eq!((event.stream, event.subject), (Stream::Access(NORDLIA, day), None));
    assert_eq!((event.by.staff, event.by.role, event.recorded_at), (MINA, Role::TeamMember, time(MORNING)));
    assert_eq!((view.what, view.denied, &view.whom), (Action::SeeParticipant, None, &exactly([ROGN])));
    assert_eq!((view.operation.as_str(), view.purpose), ("participant", Purpose::FollowUp));
    assert!(!view.as_of.is_past());

    service.clock.advance(TimeDelta::seconds(299));
    mina.query(PAGE, json!({ "id": ROGN })).await;
    assert_eq!(service.views().await.len(), 1);
    service.clock.advance(TimeDelta::seconds(1));
    mina.query(PAGE, json!({ "id": ROGN })).await;
    assert_eq!(service.views().await.len(), 2);
    mina.query(TIMELINE, json!({ "id": ROGN })).await;
    mina.query(PAGE, json!({ "id": LYNG })).await;
    service.with_token("es").query(PAGE, json!({ "id": ROGN })).await;
    assert_eq!(service.views().await.len(), 5, "other entries, another participant, another reader");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_a_look_is_recorded_anew() {
    let service = start().await;
    service.with_token("mh").query(PAGE, json!({ "id": ROGN })).await;
    let service = service.again(|_| ()).await;
    service.with_token("mh").query(PAGE, json!({ "id": ROGN })).await;
    assert_eq!(service.views().await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_names_everyone_it_shows_once_and_refers_to_that_afterwards() {
    let service = start().await;
    let wall = service.sign_in("vegg-nordlia").await;
    let board = wall.query(ROWS, json!({ "id": NORDLIA })).await;
    let mut shown: Vec<Json> = board["board"]["rows"].as_array().unwrap().to_vec();
    shown.sort_by_key(|row| row["participantId"].to_string());
    let views = service.views().await;
    let Whom::Exactly(named) = &views[0].1.whom else { panic!("{views:?}") };
    assert_eq!(shown, named.iter().map(|id| json!({ "participantId": id })).collect::<Vec<_>>());
    assert_eq!((views[0].0.by.staff, views[0].1.what, views.len()), (KIOSK, Action::SeeWall, 1));

    // A wall that fetches at every change is in the log once in five minutes, and its list once.
    for _ in 0..9 {
        service.clock.advance(TimeDelta::seconds(33));
        wall.query(ROWS, json!({ "id": NORDLIA })).await;
    }
    assert_eq!(service.views().await.len(), 1);
    service.clock.advance(TimeDelta::seconds(3));
    wall.query(ROWS, json!({ "id": NORDLIA })).await;
    assert_eq!(last(&service).await.whom, Whom::SameAs(views[0].0.id));

    // Somebody who comes onto the board is recorded alone: of the others the record still stands.
    let mina = service.with_token("mh");
    let enrol = json!({ "kind": "PARTICIPANT_ENROLLED", "teamId": NORDLIA, "alias": "Multe",
        "primaryContactId": MINA });
    let made = mina.recorded("recordParticipantStep", enrol).await["participantId"].clone();
    wall.query(ROWS, json!({ "id": NORDLIA })).await;
    let Whom::Exactly(new) = last(&service).await.whom else { panic!("a list") };
    assert_eq!(json!(new), json!([made]));
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_name_those_whom_they_show_and_nobody_else() {
    let mut seed = Seed::teams();
    seed.tenancy(NORDLIA, LYNG, GATE_1, "NK-1");
    let service = Running::with(Options { seed, ..Options::default() }).await;
    let mina = service.with_token("mh");
    mina.query(RISK, json!({ "id": NORDLIA })).await;
    assert_eq!(last(&service).await.whom, exactly([LYNG]));
    mina.query(super::DWELLINGS, json!({ "id": NORDLIA })).await;
    assert_eq!(last(&service).await.whom, exactly([LYNG]));
    mina.query(
        "query($id: ID!) { participants(teamId: $id, alias: \"ti\") { alias } }",
        json!({ "id": NORDLIA }),
    )
    .await;
    assert_eq!(last(&service).await.whom, exactly([TINDVED]));
    mina.query(SEARCH, json!({ "id": NORDLIA })).await;
    // Tindved is covered; the rest are named.
    assert_eq!(last(&service).await.whom, exactly([ROGN, LYNG, PORS]));
    service.with_token("leder-sorvik").query(RISK, json!({ "id": SORVIK })).await;
    assert_eq!(last(&service).await.whom, exactly([]), "a look that showed nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_at_the_past_says_which_instant() {
    let service = start().await;
    let mina = service.with_token("mh");
    mina.query(PAGE, json!({ "id": ROGN })).await;
    let past = "query($id: ID!) { participant(participantId: $id, asOf: { knownAt: \"2026-11-20T07:00:00Z\" }) { name } }";
    mina.query(past, json!({ "id": ROGN })).await;
    assert_eq!(last(&service).await.as_of.known_at, Some(time("2026-11-20T07:00:00Z")));
    let board = "query($id: ID!) { board(teamId: $id, asOf: { happenedAt: \"2026-11-20T07:00:00Z\" }) { rows { alias } } }";
    mina.query(board, json!({ "id": NORDLIA })).await;
    let view = last(&service).await;
    assert_eq!((view.what, view.as_of.happened_at), (Action::SeeBoard, Some(time("2026-11-20T07:00:00Z"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn looks_move_no_board_and_are_in_nobody_s_timeline() {
    let service = start().await;
    let (mina, kari) = (service.with_token("mh"), service.with_token("leder-nordlia"));
    let before = mina.query(ROWS, json!({ "id": NORDLIA })).await;
    let mut socket = service.socket("vegg-nordlia").await;
    socket.watch_board("wall", NORDLIA).await;
    let told = socket.board_event().await;
    for who in [ROGN, LYNG, TINDVED, PORS] {
        kari.query(PAGE, json!({ "id": who })).await;
    }
    let timeline = kari.query(TIMELINE, json!({ "id": ROGN })).await;
    service.caught_up().await;
    let views = service.views().await.len();
    let after = mina.query(ROWS, json!({ "id": NORDLIA })).await;
    assert_eq!(after, before);
    assert_eq!(socket.board_event().await["boardVersion"], told["boardVersion"]);
    assert_eq!(kari.query(TIMELINE, json!({ "id": ROGN })).await, timeline);
    assert_eq!(service.views().await.len(), views, "watching leaves no record: a word names nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_over_a_socket_is_recorded_too() {
    let service = start().await;
    let mut socket = service.socket("mh").await;
    socket.subscribe("page", PAGE, json!({ "id": ROGN })).await;
    assert_eq!(socket.message().await["type"], "next");
    assert_eq!(last(&service).await.whom, exactly([ROGN]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denial_is_recorded_where_there_is_something_to_deny() {
    let service = start().await;
    let (auditor, tore) = (service.with_token("revisor"), service.with_token("tv"));
    assert_eq!(code(&auditor, PAGE, ROGN).await, "FORBIDDEN");
    assert_eq!(code(&auditor, PAGE, ROGN).await, "FORBIDDEN");
    let view = last(&service).await;
    assert_eq!(
        (view.denied, view.whom, view.what),
        (Some(Denied::Role), exactly([ROGN]), Action::SeeParticipant)
    );
    assert_eq!(code(&tore, TIMELINE, ROGN).await, "NOT_FOUND");
    assert_eq!(code(&tore, WALL, NORDLIA).await, "NOT_FOUND");
    for nothing in [json!("00000000-0000-4000-8000-00000000abcd"), json!("not an id")] {
        assert_eq!(code(&tore, TIMELINE, nothing.clone()).await, "NOT_FOUND");
        assert_eq!(code(&tore, WALL, nothing).await, "NOT_FOUND");
    }
    assert_eq!(tore.record("recordContact", contact(ROGN)).await["__typename"], "Invalid");
    assert_eq!(auditor.record("recordContact", contact(ROGN)).await["__typename"], "Forbidden");
    let denied: Vec<_> = (service.views().await.into_iter())
        .map(|(event, view)| (event.by.staff, event.team, view.what, view.denied.unwrap(), view.whom))
        .collect();
    assert_eq!(
        denied,
        [
            (AUDITOR, NORDLIA, Action::SeeParticipant, Denied::Role, exactly([ROGN])),
            (TORE, NORDLIA, Action::SeeTimeline, Denied::OutsideTeam, exactly([ROGN])),
            (TORE, NORDLIA, Action::SeeBoard, Denied::OutsideTeam, exactly([])),
            (TORE, NORDLIA, Action::Record, Denied::OutsideTeam, exactly([ROGN])),
            (AUDITOR, NORDLIA, Action::Record, Denied::Role, exactly([ROGN])),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_amends_the_access_log() {
    let service = start().await;
    let kari = service.with_token("leder-nordlia");
    kari.query(PAGE, json!({ "id": ROGN })).await;
    let id = json!(service.views().await[0].0.id);
    let nothing = json!("00000000-0000-4000-8000-00000000abcd");
    assert_eq!(kari.mark(&id).await, kari.mark(&nothing).await);
    let changed = json!({ "set": { "operation": "x" } });
    assert_eq!(kari.correct(&id, changed.clone()).await, kari.correct(&nothing, changed).await);
}

async fn trail(service: &Running, user: &str, variables: Json) -> Vec<Json> {
    service.caught_up().await;
    let answer = service.with_token(user).query(VIEWS, variables).await;
    answer["auditTrail"]["nodes"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_trail_shows_views_to_those_who_control() {
    let service = start().await;
    let mina = service.with_token("mh");
    let met = id_of(&mina.recorded("recordContact", contact(ROGN)).await);
    mina.query(PAGE, json!({ "id": ROGN })).await;
    mina.query(WALL, json!({ "id": NORDLIA })).await;
    service.clock.advance(TimeDelta::minutes(6));
    mina.query(WALL, json!({ "id": NORDLIA })).await;
    assert_eq!(code(&service.with_token("es"), PAGE, SELJE).await, "NOT_FOUND");
    assert!(matches!(last(&service).await.denied, Some(Denied::OutsideTeam)));

    let parts = |nodes: &[Json]| nodes.iter().map(|node| node["view"]["part"].clone()).collect::<Vec<_>>();
    let views = |who: Json, content: &str| json!({ "id": NORDLIA, "who": who, "content": content });
    let all = trail(&service, "revisor", views(Json::Null, "VIEWS")).await;
    assert_eq!(parts(&all), ["BOARD", "BOARD", "PARTICIPANT"]);
    assert_eq!(all[2]["by"], json!({ "staffId": MINA, "role": "TEAM_MEMBER" }));
    assert_eq!(
        all[2]["view"]["participants"],
        json!([{ "participantId": ROGN, "alias": "Rogn" }]),
        "who was shown, by alias"
    );
    assert_eq!((&all[0]["kind"], &all[0]["changes"]), (&json!("RECORD_VIEWED"), &json!([])));
    // By participant: also through the list that a later record refers to.
    let of_lyng = trail(&service, "leder-nordlia", views(json!(LYNG), "VIEWS")).await;
    assert_eq!(parts(&of_lyng), ["AUDIT", "BOARD", "BOARD"], "and the auditor's look at the views");
    let changes = trail(&service, "leder-nordlia", views(json!(ROGN), "CHANGES")).await;
    assert!(changes.iter().all(|node| node["view"].is_null() && node["participantId"] == json!(ROGN)));
    let both = trail(&service, "leder-nordlia", views(json!(ROGN), "ALL")).await;
    let of_views = both.iter().filter(|node| !node["view"].is_null()).count();
    assert_eq!(both.len() - of_views, changes.len());
    assert!(of_views >= 4 && !met.is_null());
    let unfiltered = service.with_token("revisor").query(AUDIT, json!({ "id": NORDLIA })).await.to_string();
    assert!(!unfiltered.contains("RECORD_VIEWED"), "changes alone where nothing is asked for");
    // The denied look at Selje stands with the team that has Selje.
    let denied =
        trail(&service, "leder-sorvik", json!({ "id": SORVIK, "who": SELJE, "content": "VIEWS" })).await;
    assert_eq!(denied[0]["view"]["denied"], "OUTSIDE_TEAM");
    assert_eq!(denied.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_views_follow_each_other() {
    let clock = TestClock::at(MORNING);
    let service = Running::with(Options { clock, ..Options::default() }).await;
    let mina = service.with_token("mh");
    for _ in 0..5 {
        mina.query(PAGE, json!({ "id": ROGN })).await;
        mina.query(PAGE, json!({ "id": LYNG })).await;
        service.clock.advance(TimeDelta::minutes(5));
    }
    service.caught_up().await;
    let (kari, mut after, mut found) = (service.with_token("leder-nordlia"), Json::Null, 0);
    loop {
        let page = json!({ "id": NORDLIA, "who": ROGN, "content": "VIEWS", "first": 2, "after": after });
        let page = kari.query(VIEWS, page).await["auditTrail"].take();
        let nodes = page["nodes"].as_array().unwrap();
        found += nodes.iter().filter(|node| node["view"]["part"] == "PARTICIPANT").count();
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
    }
    assert_eq!(found, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_participant_can_be_told_who_has_looked_and_nobody_else_is_named() {
    let service = start().await;
    service.with_token("mh").query(WALL, json!({ "id": NORDLIA })).await;
    assert_eq!(code(&service.with_token("tv"), PAGE, ROGN).await, "NOT_FOUND");
    service.caught_up().await;
    for user in ["leder-nordlia", "fagleder", "revisor"] {
        let looked = service.with_token(user).query(LOOKED, json!({ "id": ROGN })).await;
        let nodes = looked["participantViews"]["nodes"].as_array().unwrap().clone();
        assert!(nodes.iter().all(|node| node["view"]["participants"] == json!([{ "participantId": ROGN }])));
        let oldest: Vec<_> = nodes.iter().rev().take(2).map(|node| &node["by"]["staffId"]).collect();
        assert_eq!(oldest, [&json!(MINA), &json!(TORE)]);
        assert_eq!(nodes[nodes.len() - 2]["view"]["denied"], "OUTSIDE_TEAM");
    }
    for user in ["mh", "admin", "vegg-nordlia"] {
        assert_eq!(code(&service.with_token(user), LOOKED, ROGN).await, "FORBIDDEN", "{user}");
    }
    assert_eq!(code(&service.with_token("tv"), LOOKED, ROGN).await, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denial_midway_through_a_subscription_is_recorded_too() {
    let mut seed = Seed::teams();
    let guest = StaffId(Uuid::from_u128(0x5099));
    seed.member(NORDLIA, guest, "Gro Ask", "GA").grant(NORDLIA, guest, Role::TeamMember, Some("2026-11-24"));
    seed.member(SORVIK, guest, "Gro Ask", "GA").grant(SORVIK, guest, Role::TeamMember, None);
    let service = Running::with(Options { seed, ..Options::default() }).await;
    let mut socket = Socket::open(&service.with_token("ga")).await;
    socket.init().await;
    socket.watch_board("wall", NORDLIA).await;
    socket.board_event().await;
    service.clock.set("2026-11-24T23:00:00Z");
    let refused = loop {
        let told = socket.message().await;
        let error = if told["type"] == "error" { &told["payload"][0] } else { &told["payload"]["errors"][0] };
        if !error.is_null() {
            break error["extensions"]["code"].clone();
        }
    };
    assert_eq!(refused, "NOT_FOUND");
    let (event, view) = service.views().await.pop().expect("a denial");
    assert_eq!((event.by.staff, event.team), (guest, NORDLIA));
    assert_eq!((view.what, view.denied), (Action::SeeWall, Some(Denied::OutsideTeam)));
    assert_eq!((view.operation.as_str(), view.whom), ("boardEvents", exactly([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_is_told_of_nobody_whom_it_does_not_show() {
    let mut seed = Seed::teams();
    seed.tenancy(SORVIK, SELJE, GATE_9, "SK-1");
    let wall = StaffId(Uuid::from_u128(0x5098));
    seed.member(SORVIK, wall, "Veggen", "VS").grant(SORVIK, wall, Role::Kiosk, None);
    let service = Running::with(Options { seed, ..Options::default() }).await;
    let tore = service.with_token("tv");
    let plan = step("LIVING_PLAN_CREATED", SELJE, json!({ "goals": "Egen dør" }));
    tore.recorded("recordPlanStep", plan).await;
    let mut met = contact(SELJE);
    met["staffIds"] = json!([TORE, LEADER_SORVIK]);
    tore.recorded("recordContact", met).await;
    let mut sockets = Vec::new();
    for client in [&service.with_token("vegg-sorvik"), &tore] {
        let mut socket = Socket::open(client).await;
        socket.init().await;
        socket.watch_board("wall", SORVIK).await;
        socket.board_event().await;
        sockets.push(socket);
    }
    let mut told = async || {
        let mut ids = Vec::new();
        for socket in &mut sockets {
            ids.push(socket.invalidated().await["participantIds"].clone());
        }
        ids
    };
    // A team that works by FACT shows those on the board, and whoever is new.
    let off = step("REMOVED_FROM_BOARD", SELJE, json!({ "deciderId": TORE, "reason": "Går bra" }));
    tore.recorded("recordBoardDecision", off).await;
    assert_eq!(told().await, [json!([]), json!([SELJE])]);
    let shown = service.with_token("vegg-sorvik").query(ROWS, json!({ "id": SORVIK })).await;
    assert_eq!(shown["board"]["rows"], json!([]));
    tore.recorded("recordContact", contact(SELJE)).await;
    assert_eq!(told().await, [json!([]), json!([SELJE])]);
    let on =
        step("PLACED_ON_BOARD", SELJE, json!({ "deciderId": TORE, "reason": "Urolig", "intensity": "LONG" }));
    tore.recorded("recordBoardDecision", on).await;
    assert_eq!(told().await, [json!([SELJE]), json!([SELJE])]);
}
