//! `tavle serve`.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::Args;
use tokio::{net::TcpListener, signal, sync::watch, time::timeout};

use super::{Data, Failed};
use crate::{clock, edge, service};

/// Open requests and sockets get so long to end.
const DRAIN: Duration = Duration::from_secs(10);

/// Serve the API and the web pages.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    data: Data,
    /// Address to listen on.
    #[arg(long, env = "TAVLE_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    listen: SocketAddr,
    /// Directory of the web build.
    #[arg(long, env = "TAVLE_WEB", value_name = "DIR")]
    web: Option<PathBuf>,
    /// Demonstration: choose a user without a password. On loopback only.
    #[arg(long, env = "TAVLE_DEMO")]
    demo: bool,
    /// Name of the organisation that runs the installation, as recorded with every entry.
    #[arg(long, env = "TAVLE_ORGANISATION", default_value = "Nordlia kommune", value_name = "NAME")]
    organisation: String,
}

impl Serve {
    /// Serves until it is told to stop.
    pub fn run(self) -> Result<(), Failed> {
        if self.demo && !self.listen.ip().is_loopback() {
            return Err(Failed::because(
                "a demonstration has no passwords, so it listens on loopback only: use --listen 127.0.0.1:8080",
            ));
        }
        if let Some(web) = self.web.as_deref().filter(|web| !web.join("index.html").is_file()) {
            return Err(Failed::because(format!(
                "there is no index.html in {}: build the web pages first",
                web.display()
            )));
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            // The stack is a second line of defence behind the guard.
            .thread_stack_size(16 * 1024 * 1024)
            .build()?;
        runtime.block_on(self.serve())
    }

    async fn serve(self) -> Result<(), Failed> {
        let (stop, stopping) = watch::channel(false);
        let (service, background) = service::open(
            &self.data.directory,
            clock::machine(),
            self.demo,
            &self.organisation,
            stopping.clone(),
        )?;
        let listener = TcpListener::bind(self.listen)
            .await
            .map_err(|error| Failed::because(format!("cannot listen on {}: {error}", self.listen)))?;
        let address = listener.local_addr()?;
        // The log and the read models outlive the last request.
        let (stop_background, background_stopping) = watch::channel(false);
        let mut background = tokio::spawn(background.run(background_stopping));
        let routes = edge::router(service, self.web.as_deref());
        tracing::info!(%address, demo = self.demo, "listening");
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
        if timeout(DRAIN, served).await.is_err() {
            tracing::warn!("some requests did not end in time");
        }
        stop_background.send_replace(true);
        if timeout(DRAIN, background).await.is_err() {
            tracing::warn!("the read models did not end in time");
        }
        tracing::info!("stopped");
        Ok(())
    }
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
