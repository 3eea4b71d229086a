//! What settings are read from flags, environment and file.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use clap::Parser;

use super::*;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    flags: Flags,
}

fn flags(line: &[&str]) -> Flags {
    Line::try_parse_from([&["tavle"], line].concat()).unwrap().flags
}

fn refused(text: &str) -> String {
    File::parse(text, Path::new("tavle.toml")).unwrap_err().to_string()
}

/// The example with every key that it only mentions.
fn example() -> (String, String) {
    let written = include_str!("../../../../deploy/tavle.toml").to_owned();
    let key = |line: &str| {
        line.strip_prefix('#').filter(|rest| rest.starts_with(char::is_lowercase)).map(str::to_owned)
    };
    let all = written.lines().map(|line| key(line).unwrap_or_else(|| line.to_owned()) + "\n").collect();
    (written, all)
}

#[test]
fn an_organisation_has_a_name_that_an_entry_can_carry() {
    for name in ["", "  ", &"å".repeat(129)] {
        let line = ["--data", "d", "--organisation", name];
        assert!(flags(&line).over(File::default()).is_err(), "{name:?}");
    }
    let longest = "å".repeat(128);
    let settings = flags(&["--data", "d", "--organisation", &longest]).over(File::default()).unwrap();
    assert_eq!(settings.organisation, longest);
}

#[test]
fn the_example_says_what_holds_without_it() {
    let (written, _) = example();
    let file = File::parse(&written, Path::new("tavle.toml")).unwrap();
    let data = file.data.clone().unwrap();
    assert_eq!(Flags::default().over(file).unwrap(), Settings::over(data));
}

#[test]
fn the_example_has_every_key() {
    let File {
        data,
        listen,
        web,
        demo,
        development,
        organisation,
        public_origin,
        log,
        read_models,
        metrics,
        shutdown,
        limits,
    } = File::parse(&example().1, Path::new("tavle.toml")).unwrap();
    assert!(data.is_some() && listen.is_some() && web.is_some() && demo.is_some() && organisation.is_some());
    assert_eq!(public_origin.as_deref(), Some("https://tavle.kommune.no"));
    let file::Logging { level, format, slow_ms } = log;
    assert!(level.is_some() && format.is_some() && slow_ms.is_some() && development.is_some());
    every_limit(limits);
    let file::ReadModels { wait_ms } = read_models;
    let file::Metrics { listen } = metrics;
    let file::Shutdown { drain_seconds } = shutdown;
    assert!(wait_ms.is_some() && listen.is_some() && drain_seconds.is_some());
}

fn every_limit(limits: limits::InFile) {
    let limits::InFile {
        connections,
        connections_per_address,
        requests_per_session,
        requests_per_address,
        sockets_per_session,
        sockets_per_address,
        subscriptions_per_socket,
        reads_at_once,
        writes_at_once,
        waiting,
        trusted_proxy,
    } = limits;
    let numbers = [
        connections,
        connections_per_address,
        requests_per_session,
        requests_per_address,
        sockets_per_session,
        sockets_per_address,
        subscriptions_per_socket,
        reads_at_once,
        writes_at_once,
        waiting,
    ];
    assert!(numbers.iter().all(Option::is_some) && trusted_proxy.is_some(), "{numbers:?}");
}

#[test]
fn a_flag_goes_before_the_file_and_the_file_before_the_default() {
    let text = "data = 'of-file'\nlisten = '127.0.0.1:1'\ndemo = true\n[log]\nformat = 'json'\n";
    let of_file = || File::parse(text, Path::new("tavle.toml")).unwrap();
    let settings = flags(&["--data", "of-flag", "--demo=false"]).over(of_file()).unwrap();
    assert_eq!(settings.data, Path::new("of-flag"));
    assert_eq!((settings.listen.port(), settings.demo, settings.log.format), (1, false, Format::Json));
    assert_eq!(settings.organisation, ORGANISATION);
    assert!(flags(&["--demo"]).over(of_file()).unwrap().demo);
}

#[test]
fn what_is_wrong_in_a_file_is_named_by_line_and_key() {
    for (text, sentence) in [
        (
            "data = 'd'\nlisten = 'here'",
            "tavle.toml, line 2: `listen`: \"here\" is not an address with a port, such as 127.0.0.1:8080",
        ),
        ("data = 'd'\n\nlissen = 1", "tavle.toml, line 3: there is no setting `lissen`"),
        ("[log]\nlevel = 'info'\ncolour = 1", "tavle.toml, line 3: there is no setting `log.colour`"),
        (
            "[log]\nformat = 'xml'",
            "tavle.toml, line 2: `log.format`: unknown variant `xml`, expected `text` or `json`",
        ),
        (
            "[log]\nlevel = 'tavle=loud'",
            "tavle.toml, line 2: `log.level`: \"tavle=loud\" is not a level, such as info or tavle=debug,info",
        ),
        (
            "[shutdown]\ndrain_seconds = 0",
            "tavle.toml, line 2: `shutdown.drain_seconds`: 0 is not between 1 and 300",
        ),
        (
            "[read_models]\nwait_ms = 9000",
            "tavle.toml, line 2: `read_models.wait_ms`: 9000 is not between 0 and 8000",
        ),
        (
            "[limits]\nreads_at_once = 0",
            "tavle.toml, line 2: `limits.reads_at_once`: 0 is not between 1 and 1000000",
        ),
        ("demo = 'yes'", "tavle.toml, line 1: `demo`: invalid type: string \"yes\", expected a boolean"),
        ("[secret]\nkey = 'x'", "tavle.toml, line 1: there is no setting `secret`"),
    ] {
        assert_eq!(refused(text), sentence);
    }
    assert!(refused("data = ").starts_with("tavle.toml, line 1: "), "{}", refused("data = "));
}

#[test]
fn a_demonstration_listens_on_loopback_whoever_asks_for_more() {
    let file = File::parse("data = 'd'\nlisten = '0.0.0.0:80'", Path::new("tavle.toml")).unwrap();
    let refused = flags(&["--demo"]).over(file).unwrap_err().to_string();
    assert!(refused.contains("loopback only"), "{refused}");
}
