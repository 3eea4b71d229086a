//! Durable appends: one after the other, and from many clients at once.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use indicatif::ProgressBar;
use serde_json::json;
use tavle_domain::{
    access::Role,
    contact::{ContactKind, MINUTES, MODE, NOTE},
    entry::Entry,
    id::{CommandId, ParticipantId, StaffId, TeamId, entry_id},
    kind::Kind,
    recorded::{Body, By, NewEvent, Occurred},
    stream::Stream,
};
use tavle_event_store::{Append, Clock, Codec, EventStore, Expected, NewEnvelope, SqliteStore};
use uuid::{Builder, Uuid};

use super::{BenchError, Report, Setting, baseline, measure::Measured, postgres};
use crate::clock;

/// Streams that the clients write to, shared out among them.
const STREAMS: u64 = 5_000;
/// The peer and the limits run for so long each.
const SPAN: Duration = Duration::from_secs(5);

/// Runs the workload. `events` appends by 64 clients, fewer by fewer.
pub async fn append(setting: &Setting, bar: &ProgressBar) -> Result<Report, BenchError> {
    let mut report = Report::new("append");
    let writer = Writer { clock: clock::machine(), next: AtomicU64::new(1), body: body()? };
    let writer = Arc::new(writer);
    let store: Arc<dyn EventStore> =
        Arc::new(SqliteStore::open(&setting.directory.join("log"), clock::machine())?);
    let mut ends: Vec<End> = (0..STREAMS).map(|n| (stream(n), Expected::NoStream)).collect();
    let envelope = Codec::default().encode(stream(0), &writer.envelope(stream(0)));
    let (data, row) = (envelope.data.len(), envelope.data.len() + 139);
    report.under("every append durable before its answer: WAL, synchronous FULL, fdatasync");
    report.under(format!("1 event an append, {data} B of data, {STREAMS} streams, exact revisions"));

    bar.set_length(setting.events + setting.events / 4 + setting.events / 16);
    let mut ours = Vec::new();
    for (clients, share) in [(1, 16), (16, 4), (64, 1)] {
        let measured = by_clients(&store, &writer, &mut ends, clients, setting.events / share, bar).await?;
        ours.push(report.add(measured));
    }
    report.add(batches(&store, &writer, &mut ends).await?);
    drop(store);

    let lone = report.add(baseline::synced(&setting.directory, row, 1, SPAN)?);
    report.add(baseline::synced(&setting.directory, row, 64, SPAN)?);
    let ratio = ours[0].p50_us.unwrap_or_default() / lone.p50_us.unwrap_or(f64::INFINITY);
    report.at_most("1 client: p50 at most 1.5 × one fdatasync", ratio, 1.5);
    let p99 = ours[2].p99_us.unwrap_or(f64::INFINITY) / 1e3;
    report.at_most("64 clients: p99 at most 5 ms", p99, 5.0);
    match &setting.postgres {
        Some(server) => peer(&mut report, server, &setting.directory, data, &ours)?,
        None => report.under("no PostgreSQL server given to compare with"),
    }
    Ok(report)
}

fn peer(
    report: &mut Report,
    server: &str,
    directory: &Path,
    data: usize,
    ours: &[Measured],
) -> Result<(), BenchError> {
    let mut last = 0.0;
    for (clients, own) in [1, 16, 64].into_iter().zip(ours) {
        let theirs = report.add(postgres::appended(server, directory, clients, data, SPAN.as_secs())?);
        last = own.per_second / theirs.per_second;
    }
    report.at_least("64 clients: at least 4 × PostgreSQL", last, 4.0);
    Ok(())
}

/// What the clients write.
struct Writer {
    clock: Clock,
    next: AtomicU64,
    body: Body,
}

impl Writer {
    /// The event of a command that nobody has sent.
    fn envelope(&self, stream: Stream) -> NewEnvelope {
        self.of_command(stream, self.command(), 0)
    }

    fn command(&self) -> CommandId {
        let now = (self.clock)();
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        let mut rest = [0; 10];
        rest[2..].copy_from_slice(&n.to_be_bytes());
        CommandId(Builder::from_unix_timestamp_millis(millis, &rest).into_uuid())
    }

    fn of_command(&self, stream: Stream, command: CommandId, ordinal: u32) -> NewEnvelope {
        let staff = StaffId(Uuid::from_u128(0x5afe));
        let at = (self.clock)() - TimeDelta::minutes(5);
        NewEnvelope {
            event: NewEvent {
                id: entry_id(staff, command, ordinal),
                subject: stream.participant(),
                occurred: Occurred::at(at),
                body: self.body.clone(),
            },
            by: By { staff, role: Role::TeamMember, organisation: "Nordlia kommune".to_owned() },
            team: TeamId(Uuid::from_u128(0x7ea)),
            command,
            ordinal,
            correlation: command.0,
            causation: None,
            request_mac: command.0.as_bytes().repeat(2),
        }
    }
}

/// A contact with a note, of the usual size.
fn body() -> Result<Body, BenchError> {
    let note = "Møtte til avtalt tid, kaffe på kjøkkenet. Snakket om husleia og brevet fra utleier; ringer banken \
                sammen på fredag. Sover dårlig, ønsker å flytte timen hos legen til etter helgen.";
    Entry::build(Kind::Contact(ContactKind::ContactCompleted))
        .with(&MODE, "FACE_TO_FACE")
        .with(&MINUTES, json!(45))
        .with(&NOTE, note)
        .finish()
        .map(Body::Entry)
        .map_err(BenchError::Event)
}

fn stream(n: u64) -> Stream {
    Stream::Contacts(ParticipantId(Uuid::from_u128(
        u128::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_0c06),
    )))
}

/// A stream with what its next append expects of it.
type End = (Stream, Expected);

/// Each client has its share of the streams and knows where they end, as a decision does.
async fn by_clients(
    store: &Arc<dyn EventStore>,
    writer: &Arc<Writer>,
    ends: &mut Vec<End>,
    clients: usize,
    appends: u64,
    bar: &ProgressBar,
) -> Result<Measured, BenchError> {
    let mut shares = vec![Vec::new(); clients];
    for (n, end) in ends.drain(..).enumerate() {
        shares[n % clients].push(end);
    }
    let each = appends / clients as u64;
    let start = Instant::now();
    let client = |mut own: Vec<End>| {
        let (store, writer, bar) = (Arc::clone(store), Arc::clone(writer), bar.clone());
        tokio::spawn(async move {
            let mut latencies = Vec::new();
            for n in 0..each {
                let next = usize::try_from(n).unwrap_or_default() % own.len();
                let (stream, expected) = own[next];
                let append = Append { stream, expected, events: vec![writer.envelope(stream)] };
                let begin = Instant::now();
                let appended = store.append(append).await?;
                latencies.push(begin.elapsed());
                own[next].1 = Expected::Exact(appended.last_revision);
                bar.inc(1);
            }
            Ok::<_, BenchError>((own, latencies))
        })
    };
    let tasks: Vec<_> = shares.into_iter().map(client).collect();
    let mut latencies = Vec::new();
    for task in tasks {
        let (own, of_client) = task.await??;
        ends.extend(own);
        latencies.extend(of_client);
    }
    Ok(Measured::of(format!("Tavle, {clients} client(s)"), latencies, start.elapsed()))
}

/// A hundred events of one command at a time.
async fn batches(
    store: &Arc<dyn EventStore>,
    writer: &Writer,
    ends: &mut [End],
) -> Result<Measured, BenchError> {
    const TOGETHER: u32 = 100;
    let start = Instant::now();
    let mut latencies = Vec::new();
    for (stream, expected) in ends.iter_mut().take(200) {
        let command = writer.command();
        let events = (0..TOGETHER).map(|ordinal| writer.of_command(*stream, command, ordinal)).collect();
        let begin = Instant::now();
        let appended = store.append(Append { stream: *stream, expected: *expected, events }).await?;
        latencies.push(begin.elapsed());
        *expected = Expected::Exact(appended.last_revision);
    }
    let batches = Measured::of("Tavle, 1 client, 100 events an append", latencies, start.elapsed());
    let (count, per_second) = (batches.count * u64::from(TOGETHER), batches.per_second * f64::from(TOGETHER));
    Ok(Measured { count, per_second, ..batches })
}
