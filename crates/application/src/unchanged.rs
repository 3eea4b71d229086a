//! A command that was accepted and had nothing to write. It is remembered like any other: its id stands in the log
//! with the MAC of the request, in the access log, for its answer is a look at what stands there already (ADR 0016).

use tavle_domain::{
    access::{POLICY, Purpose, View, Whom},
    calendar,
    effective::AsOf,
    id::entry_id,
    recorded::{Body, NewEvent, Occurred, Recorded},
    stream::Stream,
};
use tavle_event_store::{Append, Expected, NewEnvelope};

use crate::{
    handle::{Tavle, dwelling_of},
    idempotency::Earlier,
    outcome::{Done, Failure},
    place::Place,
    write::Request,
};

impl Earlier {
    /// The record that an earlier try was accepted and had nothing to write.
    pub fn unchanged(&self) -> Option<&Recorded> {
        self.events.iter().find(|event| matches!(event.body, Body::View(_)))
    }
}

impl Tavle {
    /// Remembers a command of which nothing came. `operation` is the field of the API that was asked.
    pub(crate) async fn remembered(
        &self,
        done: Done,
        place: &Place,
        request: &Request,
        operation: &str,
    ) -> Result<Done, Failure> {
        if done.event.is_some() {
            return Ok(done);
        }
        let earlier = self.earlier(request.by.staff, request.command, &request.mac).await?;
        if let Some(record) = earlier.unchanged() {
            return self.unchanged(place, record).await;
        }
        let (now, ordinal) = (self.now(), earlier.ordinal());
        let view = View {
            what: place.permit.action(),
            denied: None,
            whom: Whom::Exactly(place.subject.into_iter().collect()),
            as_of: AsOf::NOW,
            operation: operation.to_owned(),
            purpose: Purpose::of(request.by.role, place.permit.action()),
            policy: POLICY.to_owned(),
        };
        let event = NewEvent {
            id: entry_id(request.by.staff, request.command, ordinal),
            subject: None,
            occurred: Occurred::at(now),
            body: Body::View(view),
        };
        let event = NewEnvelope {
            event,
            by: request.by.clone(),
            team: place.team,
            command: request.command,
            ordinal,
            correlation: request.correlation,
            causation: request.causation,
            request_mac: request.mac.to_vec(),
        };
        let stream = Stream::Access(place.team, calendar::date(now));
        let append = Append { stream, expected: Expected::Any, events: vec![event] };
        let written = self.store.append(append).await?;
        match written.events.first() {
            Some(record) => self.unchanged(place, record).await,
            None => Ok(done),
        }
    }

    /// The answer, the same however often it is asked for: the stream as it stood when the record was written.
    pub(crate) async fn unchanged(&self, place: &Place, record: &Recorded) -> Result<Done, Failure> {
        let history = self.history(place.stream).await?;
        let before = history.iter().rev().find(|event| event.position < record.position);
        Ok(Done {
            event: None,
            stream: place.stream,
            revision: before.map_or(0, |event| event.revision),
            position: record.position,
            team: place.team,
            participant: place.subject,
            dwelling: dwelling_of(place.stream),
        })
    }
}
