//! A session that was ended, and a machine that loses power.

use std::{env, fs, os::unix::fs::FileExt, path::Path, process::Command};

use chrono::TimeDelta;
use tavle_domain::id::StaffId;
use tavle_server::auth::{Session, Sessions};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    crash::disk::{ANSWERED, Record},
    support::{MORNING, process::seed, random::Random, shim::recording, time},
};

const LEAVES: StaffId = StaffId(Uuid::from_u128(1));
const STAYS: StaffId = StaffId(Uuid::from_u128(2));

#[test]
#[ignore = "the process that the test below records"]
fn recorded_process() {
    let directory = env::var("TAVLE_SHIM_DIRECTORY").unwrap();
    let directory = Path::new(&directory);
    let answered = fs::File::create(directory.join(ANSWERED)).unwrap();
    let sessions = Sessions::open(directory, false).unwrap();
    for n in 0..20_u64 {
        let now = time(MORNING) + TimeDelta::seconds(n.try_into().unwrap());
        let (_, value) = sessions.begin(LEAVES, None, now).unwrap();
        if n == 0 {
            sessions.begin(STAYS, None, now).unwrap();
        }
        sessions.find(&value, now + TimeDelta::minutes(1)).unwrap();
        answered.write_all_at(&(2 * n).to_le_bytes(), 0).unwrap();
        sessions.end_of_cookie(&value).unwrap();
        answered.write_all_at(&(2 * n + 1).to_le_bytes(), 0).unwrap();
    }
}

/// How many images of a cut, of those in which the last session had been answered to have ended, have one again, and
/// how many lack the one that goes on.
fn wrong(record: &Record, random: &mut Random) -> (usize, usize) {
    let (mut came_back, mut lost) = (0, 0);
    for cut in (1..=record.len()).filter(|cut| record.answered(*cut) % 2 == 1) {
        let image = TempDir::new().unwrap();
        record.image(cut, random, image.path());
        let open = Sessions::open(image.path(), false).unwrap().all(time(MORNING));
        // The next may have begun since.
        let last = time(MORNING) + TimeDelta::seconds((record.answered(cut) / 2).try_into().unwrap());
        let is_over = |session: &Session| session.staff == LEAVES && session.began_at <= last;
        came_back += usize::from(open.iter().any(is_over));
        lost += usize::from(!open.iter().any(|session| session.staff == STAYS));
    }
    (came_back, lost)
}

#[test]
fn a_session_that_was_answered_to_have_ended_does_not_come_back_with_the_power() {
    let place = TempDir::new().unwrap();
    let data = place.path().canonicalize().unwrap().join("data");
    let file = place.path().join("record");
    fs::create_dir(&data).unwrap();
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "faults::ended::recorded_process", "--ignored"]);
    let ended = recording(&mut command, &data, &file).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
    let mut random = Random::seeded(seed());
    assert_eq!(wrong(&Record::read(&file), &mut random), (0, 0));
    // A program that did not wait for the disk would show here.
    let unsynced = Record::read(&file).without_syncs(|name| name == "sessions.db-wal");
    assert!(wrong(&unsynced, &mut random).0 > 0);
}
