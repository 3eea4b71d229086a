//! Accounts, passwords, lock-out and tokens.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;
use tavle_domain::access::Role;

use crate::support::{
    Client, Heard, NORDLIA, SORVIK, Seed, Socket,
    accounts::{self, PASSWORD, account, invitation, is_in, of, post, send, sign_in, teams, try_sign_in},
    binary, start,
    team::{ADMINISTRATOR, ESPEN, KIOSK, LEADER, MINA, TORE},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_a_name_that_nobody_has_are_answered_the_same() {
    let service = teams().await;
    account(&service, MINA, "mina").await;
    let [wrong, nobody] = [
        try_sign_in(&service, "mina", "feil hest batteri").await,
        try_sign_in(&service, "ola", PASSWORD).await,
    ];
    assert_eq!(wrong.refusal(), (401, "WRONG_CREDENTIALS".to_owned()));
    assert_eq!(wrong.but_its_id(), nobody.but_its_id());
    assert!(wrong.cookie().is_none());
    assert_eq!(try_sign_in(&service, "Mina", PASSWORD).await.json()["me"]["staffId"], json!(MINA));
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_locks_a_name_for_longer_each_time_also_for_the_right_password_and_over_a_restart() {
    let service = teams().await;
    account(&service, MINA, "mina").await;
    for user in ["mina", "nobody-has-this"] {
        for _ in 0..5 {
            assert_eq!(try_sign_in(&service, user, "feil hest batteri").await.status, 401);
        }
        let locked = try_sign_in(&service, user, PASSWORD).await;
        assert_eq!(locked.refusal(), (429, "LOCKED_OUT".to_owned()));
        assert_eq!(locked.headers["retry-after"], "30");
    }
    let service = service.again(|_| ()).await;
    assert_eq!(try_sign_in(&service, "mina", PASSWORD).await.status, 429);
    for seconds in [30, 60, 120, 240, 480, 900, 900] {
        service.clock.advance(TimeDelta::seconds(seconds - 1));
        assert_eq!(try_sign_in(&service, "MINA", PASSWORD).await.status, 429, "{seconds}");
        service.clock.advance(TimeDelta::seconds(1));
        assert_eq!(try_sign_in(&service, "mina", "feil hest batteri").await.status, 401, "{seconds}");
    }
    service.clock.advance(TimeDelta::seconds(900));
    assert_eq!(try_sign_in(&service, "mina", PASSWORD).await.status, 200);
    assert_eq!(
        try_sign_in(&service, "mina", "feil hest batteri").await.status,
        401,
        "what was wrong before is forgotten"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_that_come_at_once_are_counted_each() {
    let service = teams().await;
    account(&service, MINA, "mina").await;
    let guesses = (0..30).map(|n| {
        let service = &service;
        async move { try_sign_in(service, "mina", &format!("feil hest {n} batteri")).await.status.as_u16() }
    });
    let answers = futures::future::join_all(guesses).await;
    assert_eq!(answers.iter().filter(|status| **status == 401).count(), 5, "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_many_names_locks_the_address() {
    let service = teams().await;
    account(&service, MINA, "mina").await;
    for n in 0..20 {
        assert_eq!(try_sign_in(&service, &format!("navn{n}"), "feil hest batteri").await.status, 401);
    }
    assert_eq!(try_sign_in(&service, "mina", PASSWORD).await.status, 429);
    service.clock.advance(TimeDelta::seconds(30));
    assert_eq!(try_sign_in(&service, "mina", PASSWORD).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_ones_own_does_not_help_to_guess_everybody_elses() {
    let service = teams().await;
    account(&service, MINA, "mina").await;
    for n in 0..20 {
        if n % 4 == 3 {
            assert_eq!(try_sign_in(&service, "mina", PASSWORD).await.status, 200, "{n}");
        }
        assert_eq!(try_sign_in(&service, &format!("navn{n}"), "feil hest batteri").await.status, 401, "{n}");
    }
    assert_eq!(try_sign_in(&service, "navn20", "feil hest batteri").await.status, 429);
    // The right one is let in when the lock is over, and locks nobody out; the next guess does.
    service.clock.advance(TimeDelta::seconds(30));
    for _ in 0..3 {
        assert_eq!(try_sign_in(&service, "mina", PASSWORD).await.status, 200);
    }
    assert_eq!(try_sign_in(&service, "navn20", "feil hest batteri").await.status, 401);
    assert_eq!(try_sign_in(&service, "mina", PASSWORD).await.headers["retry-after"], "60");
}

#[tokio::test(flavor = "multi_thread")]
async fn slips_of_the_finger_of_a_whole_office_lock_nobody_out() {
    let service = teams().await;
    let people = [(MINA, "mina"), (ESPEN, "espen"), (LEADER, "kari"), (ADMINISTRATOR, "anne")];
    for (staff, user) in people {
        account(&service, staff, user).await;
    }
    for _ in 0..3 {
        for (_, user) in people {
            for _ in 0..3 {
                assert_eq!(try_sign_in(&service, user, "feil hest batteri").await.status, 401);
            }
        }
        for (_, user) in people {
            assert_eq!(try_sign_in(&service, user, PASSWORD).await.status, 200);
        }
    }
    // Names that nobody has are forgotten one an hour, also where somebody signs in all day.
    for n in 0..48 {
        assert_eq!(try_sign_in(&service, &format!("navn{n}"), "feil hest batteri").await.status, 401, "{n}");
        service.clock.advance(TimeDelta::minutes(30));
        assert_eq!(try_sign_in(&service, "mina", PASSWORD).await.status, 200, "{n}");
        service.clock.advance(TimeDelta::minutes(40));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_invites_and_the_code_makes_one_account_within_a_week() {
    let service = teams().await;
    let admin = account(&service, ADMINISTRATOR, "anne").await;
    let invite = async |staff| post(&admin, "/account/invitations", &json!({ "staffId": staff })).await;
    let answer = invite(MINA).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["expiresAt"], "2026-12-01T07:00:00Z");
    let code = answer.json()["code"].as_str().unwrap().to_owned();
    let nobody = Client::nobody(&service.host);
    let accept = |user: &str, password: &str| json!({ "code": code, "user": user, "password": password });
    let short = post(&nobody, "/account", &accept("mina", "kort")).await;
    assert_eq!(short.json()["fields"], json!([{ "path": "password", "code": "TOO_SHORT" }]));
    let id = short.headers["x-request-id"].to_str().unwrap();
    assert_eq!(short.json()["errors"][0]["extensions"], json!({ "code": "INVALID", "requestId": id }));
    let taken = post(&nobody, "/account", &accept("ANNE", PASSWORD)).await;
    assert_eq!(taken.json()["fields"], json!([{ "path": "user", "code": "TAKEN" }]));
    let made = post(&nobody, "/account", &accept("mina", PASSWORD)).await;
    assert_eq!(made.json()["me"]["staffId"], json!(MINA), "{}", made.text);
    assert!(is_in(&nobody.given(&made)).await);
    assert_eq!(
        post(&nobody, "/account", &accept("mina2", PASSWORD)).await.refusal(),
        (403, "WRONG_CODE".to_owned())
    );

    let late = invite(ESPEN).await.json()["code"].clone();
    service.clock.advance(TimeDelta::days(7));
    let late =
        post(&nobody, "/account", &json!({ "code": late, "user": "espen", "password": PASSWORD })).await;
    assert_eq!(late.refusal(), (403, "WRONG_CODE".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_administers_every_team_of_a_person_may_hand_out_the_person() {
    let mut seed = Seed::teams();
    // Tore leads in Sørvik; the administrator of Nordlia lends him a role there.
    seed.member(NORDLIA, TORE, "Tore Vik", "TV").grant(NORDLIA, TORE, Role::TeamMember, None);
    seed.member(NORDLIA, tavle_domain::id::StaffId(uuid::Uuid::from_u128(0x5077)), "Ny Ask", "NA");
    let service = of(seed).await;
    let admin = account(&service, ADMINISTRATOR, "anne").await;
    let invite = async |client: &Client, staff: serde_json::Value| {
        post(client, "/account/invitations", &json!({ "staffId": staff })).await.refusal()
    };
    assert_eq!(invite(&admin, json!(TORE)).await, (403, "OTHER_TEAMS_PERSON".to_owned()));
    assert_eq!(invite(&admin, json!("00000000-0000-4000-8000-00000000abcd")).await.0, 404);
    assert_eq!(
        invite(&admin, json!("00000000-0000-0000-0000-000000005077")).await,
        (409, "NOT_AUTHORISED".to_owned())
    );
    assert_eq!(invite(&admin, json!(KIOSK)).await, (409, "NOT_AUTHORISED".to_owned()));
    let mina = account(&service, MINA, "mina").await;
    assert_eq!(invite(&mina, json!(ESPEN)).await, (403, "FORBIDDEN".to_owned()));
    assert_eq!(invite(&Client::nobody(&service.host), json!(ESPEN)).await.0, 401);
    assert!(SORVIK != NORDLIA);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_of_staff_is_for_who_leads_or_administers_the_team() {
    let service = teams().await;
    let mina = account(&service, MINA, "mina").await;
    assert_eq!(mina.get("/account/staff").await.status, 403);
    let kari = account(&service, LEADER, "kari").await;
    let admin = account(&service, ADMINISTRATOR, "anne").await;
    for (client, user) in [(kari, json!(null)), (admin, json!("mina"))] {
        let staff = client.get("/account/staff").await.json()["staff"].as_array().unwrap().clone();
        assert_eq!(staff.len(), 7, "their own team's: {staff:?}");
        let of_mina = staff.iter().find(|member| member["staffId"] == json!(MINA)).unwrap();
        assert_eq!((&of_mina["roles"], &of_mina["user"]), (&json!(["TEAM_MEMBER"]), &user));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_invitation_replaces_a_forgotten_password_and_ends_what_was_open() {
    let service = teams().await;
    let before = account(&service, MINA, "mina").await;
    let code = invitation(&service, MINA);
    assert!(is_in(&before).await, "an invitation alone ends nothing");
    let nobody = Client::nobody(&service.host);
    let body = json!({ "code": code, "user": "mina", "password": "et helt annet passord" });
    assert_eq!(post(&nobody, "/account", &body).await.status, 200);
    assert!(!is_in(&before).await);
    assert_eq!(try_sign_in(&service, "mina", PASSWORD).await.status, 401);
    assert_eq!(try_sign_in(&service, "mina", "et helt annet passord").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_password_ends_other_sessions_and_changes_this_ones_cookie() {
    let service = teams().await;
    let here = account(&service, MINA, "mina").await;
    let there = sign_in(&service, "mina").await;
    let change = async |client: &Client, current: &str, password: &str| {
        send(client, Method::PUT, "/account/password", &json!({ "current": current, "password": password }))
            .await
    };
    assert_eq!(change(&here, "feil hest batteri", "et helt annet passord").await.status, 401);
    let common = change(&here, PASSWORD, "passord123456").await;
    assert_eq!(common.json()["fields"], json!([{ "path": "password", "code": "TOO_COMMON" }]));
    assert!(is_in(&there).await);
    let changed = change(&here, PASSWORD, "et helt annet passord").await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert!(is_in(&here.given(&changed)).await);
    assert!(!is_in(&here).await && !is_in(&there).await);
    assert_eq!(try_sign_in(&service, "mina", "et helt annet passord").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_act_nowhere_cannot_sign_in_and_is_signed_out() {
    let service = teams().await;
    let (admin, mina) =
        (account(&service, ADMINISTRATOR, "anne").await, account(&service, MINA, "mina").await);
    let mut socket = Socket::open(&mina).await;
    socket.init().await;
    let left = json!({ "kind": "STAFF_LEFT", "teamId": NORDLIA, "staffId": MINA });
    admin.recorded("recordTeamStep", left).await;
    assert!(!is_in(&mina).await);
    assert_eq!(socket.hear_within(std::time::Duration::from_secs(5)).await, Some(Heard::Closed(4403)));
    let gone = try_sign_in(&service, "mina", PASSWORD).await;
    assert_eq!(gone.refusal(), (401, "WRONG_CREDENTIALS".to_owned()));
    let back = json!({ "kind": "STAFF_JOINED", "teamId": NORDLIA, "staffId": MINA, "staffName": "Mina Haug", "initials": "MH" });
    admin.recorded("recordTeamStep", back).await;
    assert!(!is_in(&mina).await, "the session that ended stays ended");
    assert_eq!(try_sign_in(&service, "mina", PASSWORD).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_and_sessions_are_read_by_their_owner_alone_and_never_in_clear() {
    use std::os::unix::fs::PermissionsExt;
    let service = teams().await;
    let mina = account(&service, MINA, "mina").await;
    let value = mina.headers.iter().find(|(name, _)| *name == "cookie").unwrap().1.clone();
    let value = value.split_once('=').unwrap().1.to_owned();
    for entry in std::fs::read_dir(service.directory.path()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !(name.starts_with("accounts.db") || name.starts_with("sessions.db")) {
            continue;
        }
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        let bytes = std::fs::read(&path).unwrap();
        for secret in [PASSWORD, &value] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{name}");
        }
    }
    // What does stand there opens nothing.
    let database = rusqlite::Connection::open(service.directory.path().join("sessions.db")).unwrap();
    let (hash, id): (Vec<u8>, Vec<u8>) =
        database.query_row("SELECT hash, id FROM session", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    for stolen in [hex(&hash), hex(&id), uuid::Uuid::from_slice(&id).unwrap().to_string()] {
        assert!(!is_in(&mina.but("cookie", &format!("__Host-tavle={stolen}"))).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_service_heeds_a_token_made_and_revoked_beside_it() {
    let service = teams().await;
    account(&service, LEADER, "kari").await;
    let data = service.directory.path().to_str().unwrap().to_owned();
    let made =
        binary::tavle(&["token", "--data", &data, "--user", "kari", "--days", "30", "--label", "økonomi"]);
    assert_eq!(made.code, Some(0), "{}", made.error);
    let script = Client::nobody(&service.host).with_token(made.out.trim());
    let me = script.query("{ me { initials } }", json!({})).await;
    assert_eq!(me["me"]["initials"], "KL");
    let mut socket = Socket::open(&script).await;
    socket.init().await;
    let listed = binary::tavle(&["token", "list", "--data", &data]).out;
    assert!(listed.contains("økonomi") && listed.contains(&LEADER.to_string()), "{listed}");
    assert!(!listed.contains(made.out.trim()), "a list opens nothing");
    let number = listed.split('\t').next().unwrap();
    assert_eq!(binary::tavle(&["token", "revoke", "--data", &data, number]).code, Some(0));
    assert!(!is_in(&script).await);
    assert_eq!(socket.hear_within(std::time::Duration::from_secs(10)).await, Some(Heard::Closed(4403)));
    assert_eq!(binary::tavle(&["token", "revoke", "--data", &data, number]).code, Some(1));
    assert_eq!(binary::tavle(&["token", "--data", &data, "--user", "ingen"]).code, Some(1));
    assert_eq!(binary::tavle(&["token", "--data", &data, "--user", "kari", "--days", "366"]).code, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_users_token_opens_a_demonstration_alone() {
    let service = start().await;
    let data = service.directory.path().to_str().unwrap().to_owned();
    let token = || binary::tavle(&["token", "--data", &data, "--user", "mh"]).out.trim().to_owned();
    let (used, unused) = (token(), token());
    let script = Client::nobody(&service.host).with_token(&used);
    assert_eq!(script.query("{ me { initials } }", json!({})).await["me"]["initials"], "MH");
    let (directory, clock) = service.stop().await;
    let (service, _) = accounts::open(directory, clock).await;
    assert!(!is_in(&Client::nobody(&service.host).with_token(&unused)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_carries_no_cookies_authority() {
    let service = teams().await;
    let script = service.with_token("leder-nordlia");
    assert_eq!(script.get("/sessions").await.status, 403);
    let wall = post(&script, "/session/wall", &json!({ "staffId": KIOSK })).await;
    assert_eq!(wall.refusal(), (403, "FORBIDDEN".to_owned()));
    let invite = post(&script, "/account/invitations", &json!({ "staffId": MINA })).await;
    assert_eq!(invite.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_without_accounts_is_entered_by_its_operator() {
    let (directory, clock) = teams().await.stop().await;
    let data = directory.path().to_str().unwrap().to_owned();
    let listed = binary::tavle(&["invite", "--data", &data]).out;
    let line = listed.lines().find(|line| line.contains("Anne Dahl")).unwrap();
    let staff = line.split('\t').next().unwrap();
    assert_eq!(staff, ADMINISTRATOR.to_string());
    let code = binary::tavle(&["invite", "--data", &data, "--staff", staff]);
    assert_eq!(code.code, Some(0), "{}", code.error);
    let (service, printed) = accounts::open(directory, clock).await;
    let body = json!({ "code": code.out.trim(), "user": "anne", "password": PASSWORD });
    assert!(printed.codes().is_empty());
    // The command line has the machine's clock, and the service the test's, which is later.
    service.clock.set(&tavle_server::clock::machine()().to_rfc3339());
    let made = post(&Client::nobody(&service.host), "/account", &body).await;
    assert_eq!(made.json()["me"]["staffId"], json!(ADMINISTRATOR), "{}", made.text);
}
