//! Starts, stops and starts again.

use std::{path::Path, time::Duration};

use tavle_application::Tavle;
use tavle_domain::{
    access::View as AccessView,
    calendar,
    recorded::{Body, Recorded},
};
use tavle_event_store::{Decoded, SqliteStore};
use tavle_graphql::Api;
use tavle_server::{
    auth::{self, LONGEST_DAYS, TokenOf},
    config::Limits,
    edge,
    service::{self, Service, Setup},
};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time::timeout};

use super::{Client, MORNING, ORGANISATION, Seed, Socket, TestClock};

/// How a service is started.
pub struct Options {
    pub demo: bool,
    pub clock: TestClock,
    pub seed: Seed,
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self { demo: true, clock: TestClock::at(MORNING), seed: Seed::teams(), limits: any_rate() }
    }
}

/// What holds by itself, but that tests may ask as fast as they can.
pub fn any_rate() -> Limits {
    Limits { requests_per_session: 0, requests_per_address: 0, ..Limits::default() }
}

/// The setup of every service that tests open.
pub fn setup(demo: bool) -> Setup {
    Setup { limits: any_rate(), ..Setup::new(demo, ORGANISATION) }
}

/// A service that listens on loopback.
pub struct Running {
    pub clock: TestClock,
    pub service: Service,
    pub host: String,
    pub directory: TempDir,
    demo: bool,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    background: JoinHandle<()>,
}

/// Both teams, in a demonstration.
pub async fn start() -> Running {
    Running::with(Options::default()).await
}

impl Running {
    pub async fn with(options: Options) -> Self {
        let directory = tempfile::tempdir().unwrap();
        SqliteStore::bulk_load(directory.path(), options.seed.events).unwrap();
        let setup = Setup { limits: options.limits, ..setup(options.demo) };
        Self::open(directory, options.clock, setup).await
    }

    pub async fn open(directory: TempDir, clock: TestClock, setup: Setup) -> Self {
        let demo = setup.demo;
        let (stop, stopping) = watch::channel(false);
        let opened = service::open(directory.path(), clock.handed_out(), setup, stopping.clone());
        let (service, background) = opened.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let background = tokio::spawn(background.run(stopping.clone()));
        let routes = edge::router(service.clone(), None);
        let (gate, opened) = (service.gate.clone(), service.opened.clone());
        let serving = tokio::spawn(edge::serve(listener, routes, gate, opened, stopping));
        let running = Self { clock, service, host, directory, demo, stop, serving, background };
        running.readable(running.service.tavle.store().head()).await;
        running
    }

    /// Waits until the read models show this position.
    pub async fn readable(&self, position: u64) {
        assert!(self.service.readable.wait(position, Duration::from_secs(20)).await, "never readable");
    }

    /// Waits until what was denied is written: no answer waits for that.
    async fn settled(&self) {
        self.service.schema.data::<Api>().unwrap().access.settled().await;
    }

    /// Waits until the read models show everything.
    pub async fn caught_up(&self) {
        self.settled().await;
        self.readable(self.service.tavle.store().head()).await;
    }

    /// Asks the service to stop. Sockets are told.
    pub fn begin_to_stop(&self) {
        self.stop.send_replace(true);
    }

    /// Stops, and gives back the directory and the clock.
    pub async fn stop(self) -> (TempDir, TestClock) {
        let Self { clock, service, directory, stop, serving, background, .. } = self;
        stop.send_replace(true);
        // A connection that a client keeps open would hold the drain back: the tests do not wait for it.
        let aborted = serving.abort_handle();
        if timeout(Duration::from_secs(2), serving).await.is_err() {
            aborted.abort();
        }
        background.await.unwrap();
        drop(service);
        (directory, clock)
    }

    /// Stops and opens the same directory again, with something done to it in between.
    pub async fn again(self, between: impl FnOnce(&Path)) -> Self {
        let demo = self.demo;
        let (directory, clock) = self.stop().await;
        between(directory.path());
        Self::open(directory, clock, setup(demo)).await
    }

    /// Where whoever runs the service reads metrics and health.
    pub async fn operator(&self) -> Client {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let routes = edge::operator_router(self.service.clone());
        tokio::spawn(axum::serve(listener, routes).into_future());
        Client::nobody(&host)
    }

    pub const fn tavle(&self) -> &Tavle {
        &self.service.tavle
    }

    /// Everything in the log.
    pub async fn log(&self) -> Vec<Recorded> {
        let all = self.service.tavle.store().read_all(0, 100_000).await.unwrap();
        all.into_iter().map(|decoded| Decoded::known(decoded).unwrap()).collect()
    }

    /// What was recorded about the work: the log without the looks at it.
    pub async fn written(&self) -> Vec<Recorded> {
        let mut log = self.log().await;
        log.retain(|event| !matches!(event.body, Body::View(_)));
        log
    }

    /// Who was shown to whom, and what was denied.
    pub async fn views(&self) -> Vec<(Recorded, AccessView)> {
        self.settled().await;
        let view = |event: Recorded| match event.body.clone() {
            Body::View(view) => Some((event, view)),
            _ => None,
        };
        self.log().await.into_iter().filter_map(view).collect()
    }

    /// Somebody's browser, signed in.
    pub async fn sign_in(&self, user: &str) -> Client {
        Client::nobody(&self.host).sign_in(user).await
    }

    /// A script with somebody's token.
    pub fn with_token(&self, user: &str) -> Client {
        let now = self.service.now();
        let staff = auth::user(&self.service.directory.get(), user, calendar::date(now)).unwrap().staff;
        let token = self.service.accounts.make_token(&TokenOf::Staff(staff), "", LONGEST_DAYS, now);
        Client::nobody(&self.host).with_token(&token.unwrap())
    }

    /// Somebody's browser with an open socket that was acknowledged.
    pub async fn socket(&self, user: &str) -> Socket {
        let mut socket = Socket::open(&self.sign_in(user).await).await;
        socket.init().await;
        socket
    }
}
