//! Composition: the log, the application, the read models and the API, wired once.

use std::{io, path::Path, sync::Arc};

use chrono::{DateTime, Utc};
use tavle_application::{AccessLog, Failure, Tavle, process::Occupancy};
use tavle_event_store::{Clock, EventStore, SqliteStore, StoreError};
use tavle_graphql::{Api, CursorKey, Schema, SharedRows, schema};
use tavle_projections::{
    Chronicles, Health, ModelError, ReadModels, Readable, Runner, View, directory::Directory,
};
use tokio::{
    runtime::Handle,
    sync::watch,
    task::JoinSet,
    time::{Duration, Instant, sleep},
};

use crate::{
    auth::{
        AccountError, Accounts, OutboxKeys, SessionError, Sessions, SetUpCode, Terminal, password::Passwords,
    },
    config::Limits,
    edge::{Gate, Metrics, Opened, Patience},
    secret::Secret,
};

/// How often left-over reservations are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(30);
/// How often it is looked whether a look at the past was slow for want of a chronicle.
const LOOK_AT_PAST_EVERY: Duration = Duration::from_secs(2);
/// How often all chronicles are brought up to date. A team records a few hundred events a day.
const WRITE_PAST_EVERY: Duration = Duration::from_secs(600);

/// The service could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The data directory or the secret in it.
    #[error("the data directory cannot be used")]
    Data(#[from] io::Error),
    /// The log.
    #[error("the log cannot be opened")]
    Store(#[from] StoreError),
    /// The read models.
    #[error("the read models cannot be opened")]
    Model(#[from] ModelError),
    /// The sessions.
    #[error("the sessions cannot be opened")]
    Session(#[from] SessionError),
    /// The accounts.
    #[error("the accounts cannot be opened")]
    Account(#[from] AccountError),
}

/// How a service is to be.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Whether it is a demonstration.
    pub demo: bool,
    /// The organisation that runs the installation.
    pub organisation: Arc<str>,
    /// How long a command waits until what it wrote can be read.
    pub read_wait: Duration,
    /// Scheme and host under which browsers reach the service behind a proxy, as in `https://tavle.kommune.no`.
    pub public_origin: Option<Arc<str>>,
    /// Where the one-time code of a fresh installation is printed.
    pub terminal: Terminal,
    /// How much may be asked for.
    pub limits: Limits,
    /// How long a client may keep it waiting.
    pub patience: Patience,
    /// An operation that takes longer is named in the log.
    pub slow: Duration,
    /// Whether the schema may be asked for.
    pub development: bool,
}

impl Setup {
    /// With what holds where nothing else is said.
    #[must_use]
    pub fn new(demo: bool, organisation: &str) -> Self {
        Self {
            demo,
            organisation: organisation.into(),
            read_wait: Duration::from_secs(2),
            public_origin: None,
            terminal: Terminal::default(),
            limits: Limits::default(),
            patience: Patience::default(),
            slow: Duration::from_millis(500),
            development: demo,
        }
    }
}

/// What the edge works with.
#[derive(Clone)]
pub struct Service {
    /// The API.
    pub schema: Schema,
    /// The application.
    pub tavle: Tavle,
    /// Teams and staff.
    pub directory: Arc<View<Directory>>,
    /// The log, and how it fares.
    pub store: Arc<SqliteStore>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// How far the read models can be read.
    pub readable: Readable,
    /// How the read models fare.
    pub health: Health,
    /// Sessions.
    pub sessions: Arc<Sessions>,
    /// Accounts, and tokens for scripts.
    pub accounts: Arc<Accounts>,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// The code of a fresh installation.
    pub set_up: Arc<SetUpCode>,
    /// Keys with which browsers seal what is not sent yet.
    pub outbox_keys: OutboxKeys,
    /// Scheme and host under which browsers reach the service, where a proxy is before it.
    pub public_origin: Option<Arc<str>>,
    /// Whether this is a demonstration.
    pub demo: bool,
    /// The organisation that runs the installation.
    pub organisation: Arc<str>,
    /// Who may ask, and how much.
    pub gate: Arc<Gate>,
    /// Connections and sockets that are open.
    pub opened: Opened,
    /// An operation that takes longer is named in the log.
    pub slow: Duration,
    /// Whether the schema may be asked for.
    pub development: bool,
    /// True once the service is stopping.
    pub stopping: watch::Receiver<bool>,
}

impl Service {
    /// The instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.tavle.now()
    }

    /// Whether the read models have been at the end of the log, and may be shown as the present since.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.health.runner().since_caught_up.is_some() && self.readable.is_current(self.store.head())
    }
}

/// The parts that run by themselves until the service stops.
pub struct Background {
    store: Arc<SqliteStore>,
    runner: Runner,
    tavle: Tavle,
    sessions: Arc<Sessions>,
    accounts: Arc<Accounts>,
    past: Past,
}

/// Opens everything in a data directory.
///
/// # Errors
/// [`ServiceError`].
pub fn open(
    data: &Path,
    clock: Clock,
    setup: Setup,
    stopping: watch::Receiver<bool>,
) -> Result<(Service, Background), ServiceError> {
    let Setup { demo, organisation, read_wait, public_origin, terminal, limits, patience, slow, development } =
        setup;
    std::fs::create_dir_all(data)?;
    let secret = Secret::of_installation(data)?;
    let store = Arc::new(SqliteStore::open(data, clock.clone())?);
    let log: Arc<dyn EventStore> = store.clone();
    let tavle = Tavle::new(log.clone(), clock.clone(), secret.key_for("request contents"));

    let started_at = clock().timestamp_micros() as f64 / 1e6;
    let models = ReadModels::open(data, log, store.store_id(), clock)?;
    let metrics = Metrics::new(store.clone(), models.runner.health(), started_at);
    let api = Api {
        tavle: tavle.clone(),
        access: Arc::new(AccessLog::new(tavle.clone())),
        directory: models.directory.clone(),
        boards: models.boards,
        shared_rows: SharedRows::default(),
        dwellings: models.dwellings,
        timelines: models.timelines,
        audit: models.audit,
        chronicles: models.chronicles.clone(),
        readable: models.runner.readable(),
        changes: models.changes,
        organisation: organisation.clone(),
        cursors: CursorKey::new(secret.key_for("cursors")),
        demo,
        read_wait,
    };
    let service = Service {
        schema: schema(api, development),
        tavle: tavle.clone(),
        directory: models.directory,
        store: store.clone(),
        metrics: Arc::new(metrics),
        readable: models.runner.readable(),
        health: models.runner.health(),
        sessions: Arc::new(Sessions::open(data, demo)?),
        accounts: Arc::new(Accounts::open(data)?),
        passwords: Passwords::default(),
        set_up: Arc::new(SetUpCode::new(terminal)),
        outbox_keys: OutboxKeys::new(&secret),
        public_origin,
        demo,
        organisation,
        gate: Arc::new(Gate::new(limits, patience)),
        opened: Opened::default(),
        slow,
        development,
        stopping,
    };
    let (sessions, accounts) = (service.sessions.clone(), service.accounts.clone());
    let past = Past {
        chronicles: models.chronicles,
        directory: service.directory.clone(),
        health: service.health.clone(),
        log: store.clone(),
    };
    Ok((service, Background { store, runner: models.runner, tavle, sessions, accounts, past }))
}

impl Background {
    /// Runs the catch-up loop and the occupancy process until told to stop, then closes the log. Ends early when
    /// one of them does, or when the log can no longer be trusted with writes: the process has to start again.
    pub async fn run(self, stopping: watch::Receiver<bool>) {
        let mut tasks = JoinSet::new();
        // Folding is work, not waiting: it has a thread of its own, so that requests never queue behind it.
        let (runtime, runner, stop) = (Handle::current(), self.runner, stopping.clone());
        tasks.spawn_blocking(move || runtime.block_on(runner.run(stop)));
        tasks.spawn(sweep_sign_in(self.tavle.clone(), self.sessions, self.accounts, stopping.clone()));
        tasks.spawn(sweep(self.tavle, stopping.clone()));
        tasks.spawn(self.past.keep_up(stopping.clone()));
        tasks.spawn(until_fatal(self.store.clone(), stopping.clone()));
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = &ended {
                tracing::error!(%error, "a background task failed");
            }
            if !*stopping.borrow() {
                // Nothing may go on as if it were kept up to date.
                tracing::error!("a background task ended early");
                return;
            }
        }
        self.store.close().await;
    }
}

/// Keeps what looks at the past are folded from up to date. Nothing waits for it.
struct Past {
    chronicles: Chronicles,
    directory: Arc<View<Directory>>,
    health: Health,
    log: Arc<SqliteStore>,
}

impl Past {
    async fn keep_up(self, mut stopping: watch::Receiver<bool>) {
        let mut next = Instant::now();
        loop {
            let is_due = Instant::now() >= next || self.chronicles.is_outdated();
            // Who there is to look after is known once the models have caught up.
            if is_due && self.health.runner().since_caught_up.is_some() {
                tokio::select! {
                    () = self.write() => next = Instant::now() + WRITE_PAST_EVERY,
                    _ = stopping.wait_for(|stopping| *stopping) => return,
                }
            }
            tokio::select! {
                () = sleep(LOOK_AT_PAST_EVERY) => {}
                _ = stopping.wait_for(|stopping| *stopping) => return,
            }
        }
    }

    async fn write(&self) {
        let directory = self.directory.get();
        let everyone: Vec<_> =
            directory.teams().flat_map(|(_, team)| team.aliases().map(|(id, _)| id)).collect();
        match self.chronicles.keep_up(&*self.log, &everyone).await {
            Ok(0) => {}
            Ok(written) => tracing::debug!(written, "chronicles written"),
            Err(error) => tracing::warn!(%error, "chronicles could not be kept up to date"),
        }
    }
}

/// Returns when writing to the log failed for good.
async fn until_fatal(store: Arc<SqliteStore>, mut stopping: watch::Receiver<bool>) {
    loop {
        if store.is_fatal() {
            tracing::error!("writing to the log failed for good");
            return;
        }
        tokio::select! {
            () = sleep(Duration::from_secs(1)) => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
    }
}

/// Takes away sessions, invitations and wrong tries that are over.
async fn sweep_sign_in(
    tavle: Tavle,
    sessions: Arc<Sessions>,
    accounts: Arc<Accounts>,
    mut stopping: watch::Receiver<bool>,
) {
    loop {
        sessions.sweep(tavle.now());
        if let Err(error) = accounts.sweep(tavle.now()) {
            tracing::warn!(%error, "accounts could not be swept");
        }
        tokio::select! {
            () = sleep(SWEEP_EVERY) => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
    }
}

async fn sweep(tavle: Tavle, mut stopping: watch::Receiver<bool>) {
    let mut occupancy = Occupancy::default();
    loop {
        match occupancy.sweep(&tavle).await {
            Ok(0) => {}
            Ok(released) => tracing::info!(released, "dwellings released that were held for no tenancy"),
            Err(Failure::Fault(error)) => tracing::error!(%error, "occupancy could not be settled"),
            Err(error) => tracing::warn!(%error, "occupancy could not be settled"),
        }
        tokio::select! {
            () = sleep(SWEEP_EVERY) => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
    }
}
