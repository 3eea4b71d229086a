//! The peer: PostgreSQL with the least table that could hold a log, written to by its own `pgbench`.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    time::Duration,
};

use super::{BenchError, measure::Measured};

const TABLE: &str = "
DROP TABLE IF EXISTS tavle_bench;
CREATE TABLE tavle_bench (
    position bigserial PRIMARY KEY, stream text NOT NULL, revision bigint NOT NULL, id uuid NOT NULL UNIQUE,
    type text NOT NULL, recorded_at timestamptz NOT NULL DEFAULT now(), data text NOT NULL, metadata text NOT NULL,
    UNIQUE (stream, revision)
)";

/// A client has streams of its own, so that nobody's revision is taken by another.
const SCRIPT: &str = "\\set r :r + 1
INSERT INTO tavle_bench (stream, revision, id, type, data, metadata) VALUES ('contacts-' || (:client_id::int) || '-' \
|| (:r::int % 78), :r::int / 78, gen_random_uuid(), 'ContactCompleted', repeat('d', :data::int), repeat('m', 139));
";

/// Durable appends by so many clients, one event each.
pub fn appended(
    server: &str,
    directory: &Path,
    clients: usize,
    data_bytes: usize,
    seconds: u64,
) -> Result<Measured, BenchError> {
    run(Command::new("psql").args([server, "-qX", "-v", "ON_ERROR_STOP=1", "-c", TABLE]))?;
    let settings = "SELECT current_setting('fsync') || ' ' || current_setting('synchronous_commit')";
    let durable = run(Command::new("psql").args([server, "-qXAt", "-c", settings]))?;
    if durable.trim() != "on on" {
        return Err(BenchError::Peer("fsync and synchronous_commit must be on to compare".to_owned()));
    }
    let script = directory.join("append.pgbench");
    fs::write(&script, SCRIPT)?;
    let log = directory.join("latency");
    let mut pgbench = Command::new("pgbench");
    pgbench.args(["-n", "-M", "prepared", "-j", "2", "-D", "r=0", "-l"]);
    pgbench.args([
        "-D",
        &format!("data={data_bytes}"),
        "-c",
        &clients.to_string(),
        "-T",
        &seconds.to_string(),
    ]);
    pgbench.arg("-f").arg(&script).arg("--log-prefix").arg(&log).arg(server);
    run(&mut pgbench)?;
    let each = latencies(directory)?;
    run(Command::new("psql").args([server, "-qX", "-c", "DROP TABLE tavle_bench"]))?;
    Ok(Measured::of(format!("PostgreSQL, {clients} client(s)"), each, Duration::from_secs(seconds)))
}

/// The third word of each line is a latency in µs.
fn latencies(directory: &Path) -> Result<Vec<Duration>, BenchError> {
    let mut each = Vec::new();
    for file in fs::read_dir(directory)? {
        let path = file?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("latency")) {
            let text = fs::read_to_string(&path)?;
            let micros = text.lines().filter_map(|line| line.split(' ').nth(2)?.parse().ok());
            each.extend(micros.map(Duration::from_micros));
            fs::remove_file(path)?;
        }
    }
    Ok(each)
}

fn run(command: &mut Command) -> Result<String, BenchError> {
    let Output { status, stdout, stderr } = command.output()?;
    if status.success() {
        return Ok(String::from_utf8_lossy(&stdout).into_owned());
    }
    let reason = String::from_utf8_lossy(&stderr).lines().last().unwrap_or("it failed").to_owned();
    Err(BenchError::Peer(reason))
}
