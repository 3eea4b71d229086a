//! One open socket, from its upgrade to its end.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use axum::extract::ws::{Message, WebSocket};
use tavle_graphql::Caller;
use tokio::{
    sync::{mpsc, watch},
    task::AbortHandle,
    time::{interval, sleep_until, timeout},
};
use tokio_tungstenite::tungstenite::Error as SocketError;

use super::{
    super::{
        limits::SessionKey,
        listener::stopped,
        operation::{Operation, problem},
    },
    PROTOCOL,
    close::Close,
    message::{self, ACK, FromClient, PING, PONG},
    operation::{Outgoing, Running},
    pace::Pace,
};
use crate::{
    auth::{self, Proof},
    service::Service,
};

/// Time for `connection_init`.
const INIT_WITHIN: Duration = Duration::from_secs(10);
/// How often we look whether the session still holds.
const CHECK_EVERY: Duration = Duration::from_secs(2);
/// How often we ping: every so many looks.
const PING_EVERY: u32 = 4;
/// A client that takes nothing for so long is gone.
const SEND_WITHIN: Duration = Duration::from_secs(10);
/// Time for the other side to close, too.
const CLOSE_WITHIN: Duration = Duration::from_secs(1);

/// How a socket ends.
enum End {
    /// The client closed it.
    Closed,
    /// The client is gone, or takes nothing any more.
    Gone,
    /// We close it.
    For(Close),
}

impl From<Close> for End {
    fn from(close: Close) -> Self {
        Self::For(close)
    }
}

/// One open socket.
pub struct Connection {
    service: Service,
    found: Option<(Caller, Proof)>,
    session: Option<SessionKey>,
    initialised: bool,
    running: HashMap<String, (u64, AbortHandle)>,
    begun: u64,
    to_client: mpsc::Sender<Outgoing>,
    outbox: mpsc::Receiver<Outgoing>,
    stopping: watch::Receiver<bool>,
    heard_at: Instant,
    pace: Pace,
}

impl Connection {
    pub fn new(service: Service, found: Option<(Caller, Proof)>, session: Option<SessionKey>) -> Self {
        // One place for what each operation has to say.
        let (to_client, outbox) = mpsc::channel(service.gate.limits.subscriptions_per_socket as usize);
        let stopping = service.stopping.clone();
        Self {
            service,
            found,
            session,
            initialised: false,
            running: HashMap::new(),
            begun: 0,
            to_client,
            outbox,
            stopping,
            heard_at: Instant::now(),
            pace: Pace::default(),
        }
    }

    /// Serves the socket until it has closed.
    pub async fn serve(mut self, mut socket: WebSocket) {
        let spoken = socket.protocol().is_some_and(|protocol| protocol == PROTOCOL);
        let end = match spoken {
            true => self.run(&mut socket).await,
            false => End::For(Close::OtherProtocol),
        };
        for (_, (_, running)) in self.running.drain() {
            running.abort();
        }
        self.service.metrics.socket_closed(match &end {
            End::For(close) => Some(close.code()),
            End::Closed | End::Gone => None,
        });
        let closing = async {
            if let End::For(close) = end {
                socket.send(Message::Close(Some(close.frame()))).await?;
            }
            // Reading on sends our half of the farewell, and waits for the other half.
            while socket.recv().await.transpose()?.is_some() {}
            Ok::<_, axum::Error>(())
        };
        // Whoever is gone does not need to be told.
        let _ = timeout(CLOSE_WITHIN, closing).await;
    }

    async fn run(&mut self, socket: &mut WebSocket) -> End {
        let init_by = tokio::time::Instant::now() + INIT_WITHIN;
        let (mut check, mut looked) = (interval(CHECK_EVERY), 0_u32);
        let mut stopping = self.stopping.clone();
        let mut ended = self.service.sessions.ended();
        loop {
            let done = tokio::select! {
                Ok(()) = ended.changed() => self.signed_in(),
                message = socket.recv() => self.hear(socket, message).await,
                Some(outgoing) = self.outbox.recv() => self.pass_on(socket, outgoing).await,
                _ = check.tick() => {
                    looked += 1;
                    self.look(socket, looked % PING_EVERY == 0).await
                }
                () = sleep_until(init_by), if !self.initialised => Err(Close::InitTimeout.into()),
                () = stopped(&mut stopping) => Err(Close::Restart.into()),
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    /// Whether somebody is there, and still may be.
    async fn look(&self, socket: &mut WebSocket, ping: bool) -> Result<(), End> {
        self.signed_in()?;
        if self.heard_at.elapsed() > self.service.gate.patience.silent {
            return Err(Close::Silent.into());
        }
        if ping && self.initialised {
            return self.send(socket, PING).await;
        }
        Ok(())
    }

    fn signed_in(&self) -> Result<(), End> {
        let holds = self.found.as_ref().is_none_or(|(_, proof)| auth::still_holds(&self.service, proof));
        if holds { Ok(()) } else { Err(Close::SessionEnded.into()) }
    }

    async fn pass_on(&mut self, socket: &mut WebSocket, outgoing: Outgoing) -> Result<(), End> {
        let Outgoing { id, serial, said } = outgoing;
        if self.running.get(&id).is_none_or(|(running, _)| *running != serial) {
            // The client has ended it meanwhile, and may have begun another one of this id.
            return Ok(());
        }
        if said.last {
            self.running.remove(&id);
        }
        self.send(socket, said.text).await
    }

    async fn hear(
        &mut self,
        socket: &mut WebSocket,
        message: Option<Result<Message, axum::Error>>,
    ) -> Result<(), End> {
        if !self.pace.keeps() {
            return Err(Close::TooManyMessages.into());
        }
        let text = match message {
            None => return Err(End::Gone),
            Some(Err(error)) => return Err(why(error)),
            Some(Ok(Message::Close(_))) => return Err(End::Closed),
            Some(Ok(Message::Binary(_))) => return Err(Close::BadMessage.into()),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {
                self.heard_at = Instant::now();
                return Ok(());
            }
            Some(Ok(Message::Text(text))) => text,
        };
        self.heard_at = Instant::now();
        match FromClient::read(&text).ok_or(Close::BadMessage)? {
            FromClient::ConnectionInit {} if self.initialised => Err(Close::TooManyInit.into()),
            FromClient::ConnectionInit {} if self.found.is_none() => Err(Close::Unauthorised.into()),
            FromClient::ConnectionInit {} => {
                self.initialised = true;
                self.send(socket, ACK).await
            }
            FromClient::Ping {} => self.send(socket, PONG).await,
            FromClient::Pong {} => Ok(()),
            FromClient::Subscribe { id, payload } => self.subscribe(socket, id, payload).await,
            FromClient::Complete { id } => {
                if let Some((_, running)) = self.running.remove(&id) {
                    running.abort();
                }
                Ok(())
            }
        }
    }

    async fn subscribe(
        &mut self,
        socket: &mut WebSocket,
        id: String,
        operation: Operation,
    ) -> Result<(), End> {
        let caller = match self.found {
            Some((caller, _)) if self.initialised => caller,
            _ => return Err(Close::Unauthorised.into()),
        };
        if self.running.contains_key(&id) {
            return Err(Close::SameId.into());
        }
        if self.running.len() >= self.service.gate.limits.subscriptions_per_socket as usize {
            return Err(Close::TooManyOperations.into());
        }
        let rate = self.session.map(|session| self.service.gate.session_rate.count(&session));
        if let Some(Err(_)) = rate {
            let refused = problem("too many requests", "TOO_MANY_REQUESTS");
            return self.send(socket, message::answer(&id, &refused).text).await;
        }
        self.begun += 1;
        let (service, to_client, serial) = (self.service.clone(), self.to_client.clone(), self.begun);
        let running = Running { service, caller, id: id.clone(), serial, to_client };
        let task = tokio::spawn(running.run(operation));
        self.running.insert(id, (serial, task.abort_handle()));
        Ok(())
    }

    /// Sends a message, unless the client is gone, takes nothing any more, or the service stops meanwhile.
    async fn send(&self, socket: &mut WebSocket, text: impl Into<String>) -> Result<(), End> {
        let mut stopping = self.stopping.clone();
        let sent = timeout(SEND_WITHIN, socket.send(Message::text(text.into())));
        tokio::select! {
            sent = sent => sent.map_err(|_| End::Gone)?.map_err(|_| End::Gone),
            () = stopped(&mut stopping) => Err(Close::Restart.into()),
        }
    }
}

/// Why a socket cannot be read any more.
fn why(error: axum::Error) -> End {
    let error = error.into_inner();
    match error.downcast_ref::<SocketError>() {
        Some(SocketError::Capacity(_)) => Close::TooLarge.into(),
        Some(SocketError::Utf8(_)) => Close::BadMessage.into(),
        _ => End::Gone,
    }
}
