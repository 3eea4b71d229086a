//! Many clients at once against the real log, judged afterwards by a sequential model.
//!
//! `TAVLE_COMMANDS` says how many commands are sent, `TAVLE_SEED` where chance begins.

mod check;
mod client;
mod doctored;
mod record;
mod world;

use std::{collections::BTreeMap, env::var, sync::Arc, time::Instant};

use futures::future::join_all;
use tavle_application::Tavle;
use tavle_domain::recorded::Recorded;
use tavle_event_store::{Decoded, EventStore, SqliteStore};

use self::{
    check::check,
    client::{World, window},
    record::{Answer, History},
    world::{places, seed},
};
use crate::{
    model::Deed,
    support::{MORNING, TestClock, log::Walk, random::Random},
};

/// So many windows are open at once.
const WINDOWS: u128 = 64;

fn from_environment(name: &str, otherwise: u64) -> u64 {
    var(name)
        .map_or(otherwise, |given| given.parse().unwrap_or_else(|_| panic!("{name} is no number: {given}")))
}

/// Everything in the log.
async fn log_of(store: &dyn EventStore) -> Vec<Recorded> {
    let log = store.read_all(0, 1_000_000).await.unwrap();
    log.into_iter().map(|decoded| Decoded::known(decoded).unwrap()).collect()
}

async fn run(commands: usize, chance: u64) -> History {
    let directory = tempfile::tempdir().unwrap();
    let clock = TestClock::at(MORNING);
    let places = places(commands);
    let seeded = SqliteStore::bulk_load(directory.path(), seed(&places).events).unwrap();
    let store = Arc::new(SqliteStore::open(directory.path(), clock.handed_out()).unwrap());
    let tavle = Tavle::new(Arc::clone(&store) as _, clock.handed_out(), [7; 32]);
    let world = Arc::new(World::new(tavle, clock, places, commands));
    let windows = (0..WINDOWS).map(|number| {
        let random = Random::seeded(chance.wrapping_mul(1_000).wrapping_add(u64::try_from(number).unwrap()));
        tokio::spawn(window(Arc::clone(&world), number, random))
    });
    let calls = join_all(windows).await.into_iter().flat_map(Result::unwrap).collect();
    let history = History { calls, log: log_of(&*store).await, seeded };
    store.close().await;
    history
}

/// How many calls got which answer.
fn tally(history: &History) -> BTreeMap<&'static str, usize> {
    let mut tally = BTreeMap::new();
    for call in &history.calls {
        let answer = match call.answer {
            Answer::Written { .. } => "written",
            Answer::AlreadySo => "so already",
            Answer::Refused(code) => code,
            Answer::Conflict(_) => "conflict",
            Answer::Busy => "busy",
        };
        *tally.entry(answer).or_default() += 1;
    }
    tally
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_sixty_four_windows_were_told_is_what_one_after_the_other_would_have_been_told() {
    let commands = usize::try_from(from_environment("TAVLE_COMMANDS", 5_000)).unwrap();
    let chance = from_environment("TAVLE_SEED", 1);
    println!("TAVLE_COMMANDS={commands} TAVLE_SEED={chance}");
    let begun = Instant::now();
    let history = run(commands, chance).await;
    let ran = begun.elapsed();
    let found = check(&history);
    println!(
        "{} calls in {ran:?}, judged in {:?}: {:?}",
        history.calls.len(),
        begun.elapsed() - ran,
        tally(&history)
    );
    for anomaly in found.iter().take(5) {
        println!("{anomaly:?}");
        explain(&history, anomaly);
    }
    assert_eq!(found, [], "TAVLE_SEED={chance}");
    assert_eq!(Walk::over(&history.log).homeless(), [], "TAVLE_SEED={chance}");
    let tally = tally(&history);
    for answer in
        ["written", "so already", "conflict", "COMMAND_REUSED", "DWELLING_HELD", "WOULD_BREAK_ANOTHER_ENTRY"]
    {
        assert!(tally.contains_key(answer), "never seen: {answer}: {tally:?}");
    }
    assert!(tally["written"] * 4 > commands, "too few were accepted: {tally:?}");
}

/// What there is to know about an anomaly.
fn explain(history: &History, anomaly: &check::Anomaly) {
    use check::Anomaly as A;
    let call = |index: usize| println!("    {:?}", history.calls[index]);
    match anomaly {
        A::NotAllowed { position, .. } | A::NobodyAsked { position } => {
            let event = &history.log[usize::try_from(*position - 1).unwrap()];
            println!("    {event:?}");
            for (index, _) in
                history.calls.iter().enumerate().filter(|(_, call)| call.command == event.command)
            {
                call(index);
            }
        }
        A::Lost { call: index } | A::TwoAnswers { call: index } | A::Unexplained { call: index } => {
            call(*index);
            let asked = &history.calls[*index];
            let near = history.log.iter().filter(|event| {
                event.command == asked.command
                    || (event.stream == asked.deed.stream()
                        && event.position <= asked.to
                        && event.position + 400 > asked.from)
            });
            for event in near {
                println!("        {} {:?} {:?}", event.position, event.command, Deed::of(event));
            }
        }
        A::OutOfOrder { earlier, later } => [*earlier, *later].into_iter().for_each(call),
        A::Twice { command } => {
            for (index, _) in history.calls.iter().enumerate().filter(|(_, call)| call.command == *command) {
                call(index);
            }
        }
    }
}
