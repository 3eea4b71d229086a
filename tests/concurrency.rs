//! Many at once: every invariant holds, and nobody is told something that is not so.

use std::collections::HashSet;

use futures::future::join_all;
use serde_json::{Value as Json, json};

use crate::support::{
    Client, GATE_1, GATE_2, LYNG, PORS, ROGN, Running, TINDVED, command_id, contact, id_of, log::Walk,
    random::Random, start, step,
};

fn offer(participant: tavle_domain::id::ParticipantId, dwelling: tavle_domain::id::DwellingId) -> Json {
    step(
        "HOUSING_OFFERED",
        participant,
        json!({ "dwellingId": dwelling, "rentOre": 1, "housingType": "ORDINARY" }),
    )
}

fn lease(participant: tavle_domain::id::ParticipantId, dwelling: tavle_domain::id::DwellingId) -> Json {
    step(
        "TENANCY_STARTED",
        participant,
        json!({
            "dwellingId": dwelling, "landlord": "MUNICIPAL", "validFrom": "2026-12-01", "rentOre": 900_000,
        }),
    )
}

/// All inputs by one command at once.
async fn at_once(client: &Client, command: &str, inputs: impl IntoIterator<Item = Json>) -> Vec<Json> {
    join_all(inputs.into_iter().map(|input| client.record(command, input))).await
}

fn recorded(answers: &[Json]) -> Vec<&Json> {
    answers.iter().filter(|answer| answer["__typename"] == "Recorded").collect()
}

/// Events of these participants' and dwellings' streams that came after the seeds.
async fn written(service: &Running, kind: &str) -> usize {
    let log = service.log().await;
    Walk::over(&log);
    log.iter().filter(|event| event.body.event_type() == kind).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_answer_one_offer_one_succeeds_and_the_other_is_shown_the_answer() {
    let service = start().await;
    let (mina, espen) = (service.sign_in("mh").await, service.sign_in("es").await);
    for home in [GATE_1, GATE_2] {
        let offer = id_of(&mina.recorded("recordHousingStep", offer(LYNG, home)).await);
        let accept = json!({ "kind": "HOUSING_OFFER_ACCEPTED", "dwellingId": home, "offerId": offer });
        let mut decline = accept.clone();
        decline["kind"] = json!("HOUSING_OFFER_DECLINED");
        decline["offerDeclineReason"] = json!("AREA");
        let (first, second) = tokio::join!(
            mina.record("recordHousingStep", accept),
            espen.record("recordHousingStep", decline)
        );
        let answers = [first, second];
        let winner = recorded(&answers);
        assert_eq!(winner.len(), 1, "{answers:?}");
        let loser = answers.iter().find(|answer| answer["__typename"] != "Recorded").unwrap();
        assert_eq!((&loser["__typename"], &loser["code"]), (&json!("Rejected"), &json!("OFFER_NOT_OPEN")));
        assert_eq!(loser["current"]["entryId"], id_of(winner[0]));
        assert_eq!(loser["current"]["kind"], winner[0]["entry"]["kind"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_sixteen_who_offer_one_dwelling_one_succeeds() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let inputs = (0..16).map(|n| offer([LYNG, ROGN, PORS, TINDVED][n % 4], GATE_1));
    let answers = at_once(&mina, "recordHousingStep", inputs).await;
    let winner = recorded(&answers);
    assert_eq!(winner.len(), 1, "{answers:?}");
    for loser in answers.iter().filter(|answer| answer["__typename"] != "Recorded") {
        assert!(loser["code"] == "DWELLING_HAS_OPEN_OFFER" || loser["__typename"] == "Busy", "{loser}");
        if loser["code"] == "DWELLING_HAS_OPEN_OFFER" {
            assert_eq!(loser["current"]["entryId"], id_of(winner[0]));
        }
    }
    assert_eq!(Walk::over(&service.log().await).open(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_dwelling_has_one_tenancy_however_many_ask_at_once() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let inputs = [LYNG, ROGN, PORS, TINDVED].map(|who| lease(who, GATE_1));
    let answers = at_once(&mina, "recordTenancyStep", inputs).await;
    assert_eq!(recorded(&answers).len(), 1, "{answers:?}");
    let walk = Walk::over(&service.log().await);
    assert_eq!((walk.active(), walk.left_over()), (1, Vec::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_participant_has_one_tenancy_and_no_dwelling_is_left_reserved() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let inputs = (0..8).map(|n| lease(LYNG, [GATE_1, GATE_2][n % 2]));
    let answers = at_once(&mina, "recordTenancyStep", inputs).await;
    assert_eq!(recorded(&answers).len(), 1, "{answers:?}");
    let walk = Walk::over(&service.log().await);
    assert_eq!((walk.active(), walk.left_over()), (1, Vec::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_alias_has_one_owner_however_many_are_enrolled_at_once() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let enrol = json!({
        "kind": "PARTICIPANT_ENROLLED", "teamId": crate::support::NORDLIA, "alias": "Multe",
        "primaryContactId": crate::support::team::MINA,
    });
    let before = written(&service, "ParticipantEnrolled").await;
    let answers = at_once(&mina, "recordParticipantStep", vec![enrol; 8]).await;
    assert_eq!(recorded(&answers).len(), 1, "{answers:?}");
    assert_eq!(written(&service, "ParticipantEnrolled").await, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_command_sixteen_times_at_once_is_one_event_and_one_answer() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let mut met = contact(ROGN);
    met["commandId"] = command_id();
    let answers = at_once(&mina, "recordContact", vec![met; 16]).await;
    for answer in &answers {
        assert_eq!(*answer, answers[0]);
    }
    assert_eq!(recorded(&answers).len(), 16);
    assert_eq!(written(&service, "ContactCompleted").await, 1);

    let mut moved = lease(LYNG, GATE_1);
    moved["commandId"] = command_id();
    let answers = at_once(&mina, "recordTenancyStep", vec![moved; 16]).await;
    let ids: HashSet<_> = answers.iter().map(|answer| id_of(answer).to_string()).collect();
    assert_eq!(ids.len(), 1, "{answers:?}");
    assert_eq!(
        (written(&service, "TenancyStarted").await, written(&service, "DwellingReserved").await),
        (1, 1)
    );
    let mut enrolled = json!({
        "kind": "PARTICIPANT_ENROLLED", "teamId": crate::support::NORDLIA, "alias": "Multe",
        "primaryContactId": crate::support::team::MINA,
    });
    enrolled["commandId"] = command_id();
    let answers = at_once(&mina, "recordParticipantStep", vec![enrolled; 16]).await;
    let ids: HashSet<_> = answers.iter().map(|answer| id_of(answer).to_string()).collect();
    assert_eq!(ids.len(), 1, "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_id_with_different_contents_at_once_records_one_of_them() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    for about in [[ROGN; 4], [ROGN, LYNG, PORS, TINDVED]] {
        let id = command_id();
        let before = written(&service, "ContactCompleted").await;
        let inputs = (1..=16).map(|minutes| {
            let mut input = contact(about[minutes % 4]);
            input["commandId"] = id.clone();
            input["minutes"] = json!(minutes);
            input
        });
        let answers = at_once(&mina, "recordContact", inputs).await;
        assert_eq!(recorded(&answers).len(), 1, "{answers:?}");
        for refused in answers.iter().filter(|answer| answer["__typename"] != "Recorded") {
            assert_eq!(refused["code"], "COMMAND_REUSED", "{refused}");
        }
        assert_eq!(written(&service, "ContactCompleted").await, before + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_correction_and_the_same_mark_at_once_are_one_event_each() {
    let service = start().await;
    let mina = service.sign_in("mh").await;
    let entry = id_of(&mina.recorded("recordContact", contact(ROGN)).await);
    let events = service.written().await.len();
    let correct =
        json!({ "commandId": command_id(), "entryId": entry, "set": { "minutes": 5 }, "reason": "Feil" });
    let correct = || mina.mutate("correctEntry", "CorrectEntryInput", correct.clone());
    let answers = join_all((0..8).map(|_| correct())).await;
    assert_eq!(recorded(&answers).len(), 8, "{answers:?}");
    assert_eq!(service.written().await.len(), events + 1);
    let mark = json!({ "commandId": command_id(), "entryId": entry, "reason": "Feil" });
    let mark = || mina.mutate("markEnteredInError", "MarkEnteredInErrorInput", mark.clone());
    let answers = join_all((0..8).map(|_| mark())).await;
    assert_eq!(recorded(&answers).len(), 8, "{answers:?}");
    assert_eq!(service.written().await.len(), events + 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_hundred_commands_by_sixteen_at_once_leave_a_log_that_the_invariants_allow() {
    let service = start().await;
    let (mina, espen) = (service.sign_in("mh").await, service.sign_in("es").await);
    let busy = (0..16).map(|n| {
        let client = if n % 2 == 0 { mina.clone() } else { espen.clone() };
        tokio::spawn(commands(client, Random::seeded(n)))
    });
    let accepted: Vec<Json> = join_all(busy).await.into_iter().flat_map(Result::unwrap).collect();
    assert!(accepted.len() > 60, "only {} were accepted", accepted.len());

    let log = service.log().await;
    let walk = Walk::over(&log);
    assert_eq!(walk.left_over(), Vec::new());
    let ids: HashSet<_> = log.iter().map(|event| event.id.to_string()).collect();
    for answer in &accepted {
        assert!(ids.contains(id_of(answer).as_str().unwrap()), "acknowledged and not in the log: {answer}");
    }
    let asked: HashSet<_> = accepted.iter().map(|answer| answer["commandId"].to_string()).collect();
    assert_eq!(asked.len(), accepted.len());
}

/// Nineteen random commands about few people and few dwellings; gives the answers of the accepted ones.
async fn commands(client: Client, mut random: Random) -> Vec<Json> {
    let mut accepted = Vec::new();
    for _ in 0..19 {
        let who = random.one_of(&[LYNG, ROGN, PORS]);
        let home = random.one_of(&[GATE_1, GATE_2]);
        let (command, input) = match random.below(8) {
            0 | 1 => ("recordContact", contact(who)),
            2 => ("recordHousingStep", offer(who, home)),
            3 => ("recordTenancyStep", lease(who, home)),
            4 => ("recordTenancyStep", step("TENANCY_ENDED", who, json!({ "tenancyEnd": "VOLUNTARY" }))),
            n => match open_offer(&client, home).await {
                None => continue,
                Some(offer) => {
                    let kind =
                        ["HOUSING_OFFER_ACCEPTED", "HOUSING_OFFER_DECLINED", "HOUSING_OFFER_WITHDRAWN"]
                            [n - 5];
                    let mut answer = json!({ "kind": kind, "dwellingId": home, "offerId": offer });
                    if kind == "HOUSING_OFFER_DECLINED" {
                        answer["offerDeclineReason"] = json!("RENT");
                    }
                    ("recordHousingStep", answer)
                }
            },
        };
        let answer = client.record(command, input).await;
        match answer["__typename"].as_str().unwrap() {
            "Recorded" => accepted.push(answer),
            "Rejected" | "Busy" => {}
            other => panic!("{other}: {answer}"),
        }
    }
    accepted
}

/// The offer of a dwelling that waits for an answer or holds it.
async fn open_offer(client: &Client, home: tavle_domain::id::DwellingId) -> Option<Json> {
    let query = "query($team: ID!) { dwellings(teamId: $team) { dwellingId offer { offerId } } }";
    let found = client.query(query, json!({ "team": crate::support::NORDLIA })).await;
    let all = found["dwellings"].as_array().unwrap();
    let dwelling = all.iter().find(|dwelling| dwelling["dwellingId"] == json!(home))?;
    Some(dwelling["offer"]["offerId"].clone()).filter(|offer| !offer.is_null())
}
