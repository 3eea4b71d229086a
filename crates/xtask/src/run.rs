//! Service and frontend with demo data, on this machine only.

use std::{
    ffi::OsStr,
    fs, io,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::{
    http,
    outcome::{Outcome, at, failure},
    service::Service,
    steps::{Steps, cargo, finish, printed},
    web, workspace,
};

const USAGE: &str = "Usage: cargo xtask run [--port 8080] [--data DIR] [--fresh]";
const EXPORT: &str = "tests/samples/husleie-eksport.csv";
/// Lies in a data directory that this command has made, and that it therefore may throw away.
const MADE_HERE: &str = "made-by-xtask-run";

/// What the command line says.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    port: u16,
    data: PathBuf,
    fresh: bool,
}

impl Options {
    /// Reads the arguments.
    pub fn read(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self { port: 8080, data: workspace::target().join("demo-data"), fresh: false };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--fresh" => options.fresh = true,
                "--data" => options.data = arguments.next().ok_or_else(|| failure(USAGE))?.into(),
                "--port" => {
                    let port = arguments.next().and_then(|text| text.parse().ok()).filter(|&port| port > 0);
                    options.port = port.ok_or_else(|| failure(USAGE))?;
                }
                _ => return Err(failure(USAGE)),
            }
        }
        Ok(options)
    }
}

/// Builds, makes demo data once, serves until Ctrl-C.
pub fn run(options: &Options) -> Outcome<()> {
    let mut steps = Steps::of(5);
    steps.step("Frontend: packages and build", || {
        web::check_tools()?;
        web::install()?;
        web::build()
    })?;
    steps.step("Building the service", || cargo(&["build", "--package", "tavle-server"]))?;
    steps.step("Demo data", || demo_data(options))?;
    let port = free_port(options.port)?;
    let service = steps.step("Starting the service", || {
        let mut service = Service::start(&options.data, port)?;
        service.wait_until_ready().map(|()| service)
    })?;
    let logins = logins(port)?;
    steps.step("Arrears from the finance system's export", || import(&options.data, port, &logins))?;
    welcome(port, &logins);
    service.wait_until_stopped()
}

/// Makes the demo data beside its place and moves it there when it is whole: a run broken off leaves nothing half.
fn demo_data(options: &Options) -> Outcome<()> {
    let data = &options.data;
    if options.fresh {
        throw_away(data)?;
    }
    if !is_empty(data)? {
        println!("Using the data in {}.", data.display());
        return Ok(());
    }
    let unfinished = data.with_extension("unfinished");
    if unfinished.exists() {
        throw_away(&unfinished)?;
    }
    fs::create_dir_all(&unfinished).map_err(at(&unfinished))?;
    fs::write(unfinished.join(MADE_HERE), "").map_err(at(&unfinished))?;
    let made = unfinished.join("data");
    tavle(&["demo", "--data"], &made, &["--teams", "2", "--years", "1", "--seed", "7"])?;
    fs::write(made.join(MADE_HERE), "").map_err(at(&made))?;
    if data.exists() {
        fs::remove_dir(data).map_err(at(data))?;
    }
    fs::rename(&made, data).map_err(at(data))?;
    throw_away(&unfinished)
}

fn is_empty(directory: &Path) -> Outcome<bool> {
    match fs::read_dir(directory) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(at(directory)(error)),
    }
}

fn throw_away(directory: &Path) -> Outcome<()> {
    if is_empty(directory)? {
        return Ok(());
    }
    if !directory.join(MADE_HERE).is_file() {
        let name = directory.display();
        return Err(failure(format!(
            "{name} was not made by this command, so it is not thrown away. Remove it yourself."
        )));
    }
    fs::remove_dir_all(directory).map_err(at(directory))
}

fn free_port(wanted: u16) -> Outcome<u16> {
    let free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    let port = (wanted..=wanted.saturating_add(50)).find(free);
    let port = port
        .ok_or_else(|| failure(format!("No port from {wanted} on is free; choose another with --port.")))?;
    if port != wanted {
        println!("\nPort {wanted} is taken by another program; using {port}.");
    }
    Ok(port)
}

/// A demo user as the service lists them.
#[derive(Debug, PartialEq, Eq)]
struct Login {
    user: String,
    name: String,
    role: String,
    teams: Vec<String>,
}

fn logins(port: u16) -> Outcome<Vec<Login>> {
    let answer = http::get(port, "/demo/logins");
    let answer =
        answer.map_err(|error| failure(format!("The service does not list its demo users: {error}.")))?;
    let value = serde_json::from_str(&answer.body).ok();
    value.as_ref().and_then(read_logins).filter(|logins| !logins.is_empty()).ok_or_else(|| {
        failure(format!("The service lists no demo users; it answered {}: {}", answer.status, answer.body))
    })
}

fn read_logins(value: &Value) -> Option<Vec<Login>> {
    value.as_array()?.iter().map(read_login).collect()
}

fn read_login(value: &Value) -> Option<Login> {
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    let teams = value["teams"].as_array()?.iter().map(|team| team["name"].as_str().map(str::to_owned));
    Some(Login {
        user: text("user")?,
        name: text("name")?,
        role: text("role")?,
        teams: teams.collect::<Option<_>>()?,
    })
}

/// Imports the sample export. What is there already is recognised, so a second run adds nothing.
fn import(data: &Path, port: u16, logins: &[Login]) -> Outcome<()> {
    let leader = logins.iter().find(|login| login.role == "TEAM_LEADER");
    let leader = leader.ok_or_else(|| failure("The demo data has no team leader to import as."))?;
    let data = data.display().to_string();
    let token = printed(&workspace::binary(), &["token", "--data", &data, "--user", &leader.user])?;
    let server = format!("http://127.0.0.1:{port}");
    let arguments = ["import", "arrears", EXPORT, "--server", &server];
    let mut command = Command::new(workspace::binary());
    command.current_dir(workspace::root()).args(arguments).env("TAVLE_TOKEN", token.trim());
    finish(&mut command, "tavle", &arguments)
}

fn tavle(before: &[&str], data: &Path, after: &[&str]) -> Outcome<()> {
    let arguments: Vec<&OsStr> =
        before.iter().map(OsStr::new).chain([data.as_os_str()]).chain(after.iter().map(OsStr::new)).collect();
    let mut command = Command::new(workspace::binary());
    finish(command.args(&arguments), "tavle", &arguments)
}

fn welcome(port: u16, logins: &[Login]) {
    println!("\nTavle is at http://127.0.0.1:{port} — choose a demo user, no password:\n");
    let width =
        |text: fn(&Login) -> &str| logins.iter().map(|login| text(login).chars().count()).max().unwrap_or(0);
    let (names, roles) = (width(|login| &login.name), width(|login| &login.role));
    for Login { name, role, teams, .. } in logins {
        println!("  {name:<names$}  {role:<roles$}  {}", teams.join(", "));
    }
    println!("\nThis is a demonstration: never enter anything about a real person.\nCtrl-C stops it.");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Outcome<Options> {
        Options::read(&arguments.iter().map(|&argument| argument.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn reads_the_command_line() {
        let options = read(&["--port", "9000", "--data", "somewhere", "--fresh"]).unwrap();
        assert_eq!(options, Options { port: 9000, data: "somewhere".into(), fresh: true });
        assert!(read(&["--port", "many"]).is_err());
        assert!(read(&["--port"]).is_err());
        assert!(read(&["--verbose"]).is_err());
    }

    #[test]
    fn reads_the_demo_users() {
        let listed = r#"[{"user":"u","name":"Kari Nes","initials":"KN","role":"TEAM_LEADER",
            "teams":[{"teamId":"t","name":"Nord"}]}]"#;
        let logins = read_logins(&serde_json::from_str(listed).unwrap()).unwrap();
        assert_eq!(logins[0].name, "Kari Nes");
        assert_eq!(logins[0].teams, ["Nord"]);
    }

    #[test]
    fn throws_away_only_what_it_made() {
        let place = workspace::target().join("xtask-throws-away");
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join("log.db"), "").unwrap();
        assert!(throw_away(&place).is_err());
        fs::write(place.join(MADE_HERE), "").unwrap();
        throw_away(&place).unwrap();
        assert!(!place.exists());
    }
}
