//! Power cuts. A process appends under the recorder; images of what a cut could have left are opened.

use std::{
    env, fs,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use rusqlite::Connection;
use tavle_domain::id::EntryId;
use tavle_event_store::{
    Append, BulkEvent, Decoded, EventStore, Expected, SqliteStore,
    testing::{TestClock, append, contacts, envelope, mark_body},
};
use tempfile::TempDir;
use tokio::time::sleep;

use super::disk::{ANSWERED, Record};
use crate::support::{
    process::{rounds, seed},
    random::Random,
    shim::recording,
};

/// What a recorded process does, in a variable of its environment.
const SCRIPT: &str = "TAVLE_RECORDED_SCRIPT";
/// Small appends in a row.
const SMALL: u128 = 40;
/// Large appends in a row, of so many bytes: one checkpoint, towards the end.
const LARGE: u128 = 28;
const LARGE_BYTES: usize = 150_000;
/// Events of a bulk load.
const LOADED: u128 = 2_000;

/// What is appended, by number.
fn small(n: u128) -> Append {
    append(contacts(n % 5), Expected::Any, n, 1 + u32::try_from(n % 3).unwrap())
}

fn large(n: u128) -> Append {
    let mut large = append(contacts(n % 5), Expected::Any, n, 1);
    large.events[0].event.body = mark_body(&"x".repeat(LARGE_BYTES));
    large
}

fn loaded() -> Vec<BulkEvent> {
    let start = TestClock::default().now() - TimeDelta::days(900);
    let event = |n: u128| BulkEvent {
        stream: contacts(n % 5),
        recorded_at: start + TimeDelta::minutes(i64::try_from(n).unwrap()),
        event: envelope(contacts(n % 5), 1_000_000 + n, 0, mark_body("…")),
    };
    (0..LOADED).map(event).collect()
}

/// What a process does, and what stands in its log if nothing goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    /// Opens a new directory, appends over several checkpoints, closes, opens again and appends.
    Appends,
    /// Fills an empty log at once, opens it, appends and closes.
    Load,
}

impl Script {
    /// Around these the checkpoint comes.
    const NEARLY_DUE: [u128; 8] = [64, 65, 66, 67, 224, 225, 226, 227];
    const ALL: [Self; 2] = [Self::Appends, Self::Load];

    const fn name(self) -> &'static str {
        match self {
            Self::Appends => "appends",
            Self::Load => "load",
        }
    }

    fn appends(self) -> Vec<Append> {
        match self {
            Self::Appends => {
                let first = (0..SMALL).map(small).chain((SMALL..SMALL + LARGE).map(large));
                let second = first.chain((100..100 + SMALL).map(small));
                second.chain((200..200 + LARGE).map(large)).chain((300..300 + SMALL).map(small)).collect()
            }
            Self::Load => (0..SMALL).map(small).collect(),
        }
    }

    /// Every event in log order, in the groups that are there whole or not at all.
    fn groups(self) -> Vec<Vec<EntryId>> {
        let load: Vec<EntryId> = match self {
            Self::Appends => Vec::new(),
            Self::Load => loaded().iter().map(|event| event.event.event.id).collect(),
        };
        let ids = |append: &Append| append.events.iter().map(|event| event.event.id).collect();
        std::iter::once(load).chain(self.appends().iter().map(ids)).collect()
    }

    /// Does it, and says in the directory what was answered.
    async fn run(self, directory: &Path) {
        let clock = TestClock::default();
        let answered = fs::File::create(directory.join(ANSWERED)).unwrap();
        let say = |head: u64| answered.write_all_at(&head.to_le_bytes(), 0).unwrap();
        if self == Self::Load {
            SqliteStore::open(directory, clock.clock()).unwrap().close().await;
            say(SqliteStore::bulk_load(directory, loaded()).unwrap());
        }
        let mut store = SqliteStore::open(directory, clock.clock()).unwrap();
        let mut appends = self.appends().into_iter();
        let last = appends.len() - usize::try_from(SMALL).unwrap();
        for (append, n) in appends.by_ref().zip(1..) {
            let is_due = Self::NEARLY_DUE
                .iter()
                .any(|number| small(*number).events[0].command == append.events[0].command);
            say(store.append(append).await.unwrap().last_position);
            if is_due {
                moved(directory).await;
            }
            if n == last + 10 {
                store.close().await;
                store = SqliteStore::open(directory, clock.clock()).unwrap();
            }
        }
        store.close().await;
    }

    /// Runs it in a process of its own and reads the record.
    fn record(self) -> Record {
        let place = TempDir::new().unwrap();
        let data = place.path().canonicalize().unwrap().join("data");
        let record = place.path().join("record");
        fs::create_dir(&data).unwrap();
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "crash::power_cut::recorded_process", "--ignored"]);
        let ended = recording(command.env(SCRIPT, self.name()), &data, &record).output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
        Record::read(&record)
    }
}

/// Gives a checkpoint that is due the time to move the whole write-ahead log: then the next append begins it again.
async fn moved(directory: &Path) {
    let frames = |index: &[u8], at: usize| u32::from_ne_bytes(index[at..at + 4].try_into().unwrap());
    let begun = Instant::now();
    loop {
        // SQLite's file format: frames in the log, and frames moved.
        let index = fs::read(directory.join("log.db-shm")).unwrap();
        if frames(&index, 16) == frames(&index, 96) || begun.elapsed() > Duration::from_millis(500) {
            return;
        }
        sleep(Duration::from_millis(1)).await;
    }
}

/// What a power cut left, opened: what is wrong with it.
async fn examine(script: Script, image: &Path, answered: u64) -> Result<(), String> {
    let clock = TestClock::default();
    let store = SqliteStore::open(image, clock.clock()).map_err(|error| format!("refused: {error}"))?;
    let head = store.head();
    if head < answered {
        return Err(format!("lost: {head} events of {answered}"));
    }
    let verified = store.verify().await.map_err(|error| format!("damaged: {error}"))?;
    let log = store.read_all(0, 1_000_000).await.map_err(|error| format!("unread: {error}"))?;
    let found: Vec<EntryId> = log.into_iter().filter_map(Decoded::known).map(|event| event.id).collect();
    let mut expected = Vec::new();
    for group in script.groups() {
        if expected.len() < found.len() {
            expected.extend(group);
        }
    }
    if found != expected || verified.events != head {
        return Err(format!("not what was written: {head} events"));
    }
    let next = store.append(append(contacts(9), Expected::NoStream, 9_999, 2)).await;
    let next = next.map_err(|error| format!("no more appends: {error}"))?;
    store.close().await;
    if next.last_position != head + 2 {
        return Err("a gap after it".to_owned());
    }
    let database = Connection::open(image.join("log.db")).unwrap();
    let sound: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    if sound == "ok" { Ok(()) } else { Err(sound) }
}

/// Cuts a record so many times and gives what was wrong.
async fn cut(script: Script, record: &Record, cuts: usize, random: &mut Random) -> Vec<String> {
    let mut wrong = Vec::new();
    for _ in 0..cuts {
        let at = record.cut(random);
        let image = TempDir::new().unwrap();
        record.image(at, random, image.path());
        if let Err(why) = examine(script, image.path(), record.answered(at)).await {
            wrong.push(format!("{script:?} cut after {at} of {} operations: {why}", record.len()));
        }
    }
    wrong
}

#[tokio::test]
#[ignore = "the process that the tests of power cuts record"]
async fn recorded_process() {
    let script = env::var(SCRIPT).unwrap();
    let script = Script::ALL.into_iter().find(|one| one.name() == script).unwrap();
    script.run(&PathBuf::from(env::var("TAVLE_SHIM_DIRECTORY").unwrap())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_cut_loses_nothing_that_was_answered_and_damages_nothing() {
    let mut random = Random::seeded(seed());
    let cuts = rounds("TAVLE_POWER_CUTS", 50).div_ceil(2);
    for script in Script::ALL {
        let record = script.record();
        assert!(record.answered(record.len()) > 0);
        assert!(record.has("log.db", |what| what == "written"), "a checkpoint");
        assert!(record.has("log.db-wal", |what| what == "emptied"), "a log that was closed");
        match script {
            // Made, begun again after a checkpoint, and begun again after it was closed.
            Script::Appends => assert!(record.begun("log.db-wal") >= 4, "{}", record.begun("log.db-wal")),
            Script::Load => assert!(record.has("log.db.loading", |what| what == "renamed")),
        }
        let wrong = cut(script, &record, cuts, &mut random).await;
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_syncs_the_log_would_lose_what_was_answered_and_the_cuts_show_it() {
    let mut random = Random::seeded(seed());
    let unsynced: [fn(&str) -> bool; 2] = [|_| true, |name| name == "log.db-wal"];
    for of in unsynced {
        let record = Script::Appends.record().without_syncs(of);
        let wrong = cut(Script::Appends, &record, 25, &mut random).await;
        assert!(wrong.iter().any(|why| why.contains("lost")), "{wrong:?}");
    }
}
