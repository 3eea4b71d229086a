//! `tavle serve`.

use std::{net::SocketAddr, time::Duration};

use axum::Router;
use clap::Args;
use tokio::{net::TcpListener, signal, sync::watch, time::timeout};

use super::Failed;
use crate::{
    auth::Terminal,
    clock,
    config::{Flags, Limits, Settings},
    edge,
    service::{self, Service, Setup},
    telemetry,
};

/// The read models get so long to end.
const BACKGROUND_DRAIN: Duration = Duration::from_secs(10);

/// Files that are open beside connections: the log, the read models, web pages that are being sent.
const OTHER_FILES: u64 = 256;

/// Serve the API and the web pages.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    flags: Flags,
}

impl Serve {
    /// Serves until it is told to stop.
    pub fn run(self) -> Result<(), Failed> {
        let settings = self.flags.settings()?;
        telemetry::start(&settings.log);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            // The stack is a second line of defence behind the guard.
            .thread_stack_size(16 * 1024 * 1024)
            .build()?;
        runtime.block_on(serve(settings))
    }
}

async fn serve(settings: Settings) -> Result<(), Failed> {
    let (stop, stopping) = watch::channel(false);
    let setup = Setup {
        demo: settings.demo,
        organisation: settings.organisation.as_str().into(),
        read_wait: settings.read_wait,
        public_origin: settings.public_origin.as_deref().map(Into::into),
        terminal: Terminal::default(),
        limits: Limits { connections: files(settings.limits.connections), ..settings.limits.clone() },
        patience: edge::Patience::default(),
        slow: settings.log.slow,
        development: settings.demo || settings.development,
    };
    let (service, background) = service::open(&settings.data, clock::machine(), setup, stopping.clone())?;
    let listener = listen(settings.listen).await?;
    let address = listener.local_addr()?;
    if let Some(metrics) = settings.metrics {
        serve_operator(metrics, edge::operator_router(service.clone())).await?;
    }
    // The log and the read models outlive the last request.
    let (stop_background, background_stopping) = watch::channel(false);
    let mut background = tokio::spawn(background.run(background_stopping));
    welcome(&service, address)?;
    let (gate, opened) = (service.gate.clone(), service.opened.clone());
    let routes = edge::router(service, settings.web.as_deref());
    tracing::info!(%address, demo = settings.demo, "listening");
    let mut served = tokio::spawn(edge::serve(listener, routes, gate, opened, stopping.clone()));
    tokio::select! {
        () = asked_to_stop() => tracing::info!("stopping"),
        ended = &mut served => {
            ended?;
            return Err(Failed::because("the listener ended by itself"));
        }
        _ = &mut background => {
            return Err(Failed::because("a part of the service ended by itself: start it again, and see the log above"));
        }
    }
    stop.send_replace(true);
    if timeout(settings.drain, served).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    stop_background.send_replace(true);
    if timeout(BACKGROUND_DRAIN, background).await.is_err() {
        tracing::warn!("the read models did not end in time");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Tells whoever started a fresh installation how to set it up, or one without accounts how to get in.
fn welcome(service: &Service, address: SocketAddr) -> Result<(), Failed> {
    let reached_at =
        service.public_origin.as_ref().map_or_else(|| format!("http://{address}"), ToString::to_string);
    service.set_up.reached_at(reached_at);
    if edge::is_fresh(service)? {
        service.set_up.offer(service.now())?;
    } else if !service.demo && service.accounts.is_empty()? {
        service.set_up.print("\n  Nobody has an account here. Stop the service and make an invitation with `tavle invite`.\n\n");
    }
    Ok(())
}

/// Makes room for so many connections, beside what else is open; as many as the system allows.
fn files(connections: u32) -> u32 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let wanted = u64::from(connections) + OTHER_FILES;
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| current >= wanted) {
        return connections;
    }
    let current = Some(maximum.map_or(wanted, |maximum| maximum.min(wanted)));
    if setrlimit(Resource::Nofile, Rlimit { current, maximum }).is_err() {
        tracing::warn!("the limit of open files cannot be raised");
    }
    let files = getrlimit(Resource::Nofile).current.unwrap_or(wanted);
    let room = u32::try_from(files.saturating_sub(OTHER_FILES)).unwrap_or(u32::MAX).clamp(1, connections);
    if room < connections {
        tracing::warn!(room, "the limit of open files allows fewer connections than the settings");
    }
    room
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Failed> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| Failed::because(format!("cannot listen on {address}: {error}")))
}

/// Serves metrics and health until the process ends: they are of use while it drains, too.
async fn serve_operator(address: SocketAddr, routes: Router) -> Result<(), Failed> {
    let listener = listen(address).await?;
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        tracing::warn!(%address, "metrics can be read by whoever reaches this address");
    }
    tracing::info!(%address, "metrics");
    tokio::spawn(axum::serve(listener, routes).into_future());
    Ok(())
}

async fn asked_to_stop() {
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = signal::ctrl_c() => {}
        () = terminated => {}
    }
}
