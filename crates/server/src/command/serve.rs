//! `tavle serve`.

use std::{net::SocketAddr, time::Duration};

use axum::Router;
use clap::Args;
use tokio::{net::TcpListener, signal, sync::watch, time::timeout};

use super::Failed;
use crate::{
    auth::Terminal,
    clock,
    config::{Flags, Settings},
    edge,
    service::{self, Service, Setup},
    telemetry,
};

/// The read models get so long to end.
const BACKGROUND_DRAIN: Duration = Duration::from_secs(10);

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
    let routes = edge::router(service, settings.web.as_deref());
    let routes = routes.into_make_service_with_connect_info::<SocketAddr>();
    tracing::info!(%address, demo = settings.demo, "listening");
    let mut stopped = stopping.clone();
    let served = axum::serve(listener, routes).with_graceful_shutdown(async move {
        let _ = stopped.wait_for(|stopping| *stopping).await;
    });
    let mut served = tokio::spawn(served.into_future());
    tokio::select! {
        () = asked_to_stop() => tracing::info!("stopping"),
        ended = &mut served => {
            ended??;
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
