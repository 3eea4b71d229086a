//! One operation on a socket.
//!
//! It looks for something to say only when there is room to say it. So a client that reads slowly has at most one
//! message of each operation waiting: what changes meanwhile is gathered where it changes, and the next message is
//! about the latest state.

use std::panic::AssertUnwindSafe;

use async_graphql::Response as Answer;
use futures::{FutureExt, Stream, StreamExt};
use tavle_graphql::{Caller, guard::Transport};
use tokio::sync::mpsc;

use super::{
    super::{
        metrics::operations::Kind,
        operation::{Operation, Unanswered, prepare, problem, refusal, run, subscribe},
        request_id,
    },
    message::{self, Said},
};
use crate::service::Service;

/// What an operation has to say, and which one it is: an id may be used again.
pub struct Outgoing {
    pub id: String,
    pub serial: u64,
    pub said: Said,
}

/// An operation as it runs.
pub struct Running {
    pub service: Service,
    pub caller: Caller,
    pub id: String,
    pub serial: u64,
    pub to_client: mpsc::Sender<Outgoing>,
}

impl Running {
    /// Runs it to its end. A panic is an error of this operation alone.
    pub async fn run(self, operation: Operation) {
        let work = request_id::within(request_id::fresh(), async {
            let answered = AssertUnwindSafe(self.answer(operation)).catch_unwind().await;
            if answered.is_err() {
                tracing::error!("an operation on a socket panicked");
                self.say(&problem("the service could not answer", "INTERNAL")).await;
            }
        });
        work.await;
    }

    async fn answer(&self, operation: Operation) {
        let prepared = match prepare(operation, self.caller, Transport::Socket) {
            Ok(prepared) => prepared,
            Err(refused) => return self.say(&refusal(refused)).await,
        };
        if prepared.named.kind == Kind::Subscription {
            return self.follow(subscribe(&self.service, prepared)).await;
        }
        match run(&self.service, prepared).await {
            Ok(answer) => self.say(&answer).await,
            Err(Unanswered::Overloaded) => {
                self.say(&problem("the service has too much to do: come again", "OVERLOADED")).await;
            }
            Err(Unanswered::Late) => self.say(&problem("the answer took too long", "TIMEOUT")).await,
        }
    }

    async fn follow(&self, answers: impl Stream<Item = Answer>) {
        let mut answers = std::pin::pin!(answers);
        loop {
            // Room first, then the answer: see above.
            let Ok(room) = self.to_client.reserve().await else { return };
            let said = match answers.next().await {
                Some(answer) => message::answer(&self.id, &answer),
                None => message::complete(&self.id),
            };
            let last = said.last;
            room.send(self.outgoing(said));
            if last {
                return;
            }
        }
    }

    /// Says the only answer, and that it was.
    async fn say(&self, answer: &Answer) {
        let said = message::answer(&self.id, answer);
        let last = said.last;
        let _ = self.to_client.send(self.outgoing(said)).await;
        if !last {
            let _ = self.to_client.send(self.outgoing(message::complete(&self.id))).await;
        }
    }

    fn outgoing(&self, said: Said) -> Outgoing {
        Outgoing { id: self.id.clone(), serial: self.serial, said }
    }
}
