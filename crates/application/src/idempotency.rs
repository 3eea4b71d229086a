//! A command sent twice writes once and answers the same.
//!
//! The store holds (actor, command id, ordinal) unique, and with each event a MAC of the request that led to
//! it: the same id with the same content answers as before, with other content it is refused.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value as Json, json};
use sha2::Sha256;
use tavle_domain::{
    id::{CommandId, StaffId, entry_id},
    recorded::Recorded,
};

use crate::{
    amend::{Correct, Mark},
    handle::{Step, Tavle},
    outcome::{COMMAND_REUSED, Failure},
};

/// MAC of a request's content.
pub type RequestMac = [u8; 32];

/// No command writes as many events, however often it is tried.
const MOST_EVENTS: u32 = 1_000;

/// What an earlier try of a command wrote.
pub struct Earlier {
    /// Its events in the order of their ordinals.
    pub events: Vec<Recorded>,
}

impl Earlier {
    /// The next event's ordinal. A step that was refused and undone leaves a gap, so the ordinals are not
    /// counted but read from the last id.
    pub fn ordinal(&self) -> u32 {
        let made_with = |last: &Recorded| {
            (0..MOST_EVENTS).find(|ordinal| entry_id(last.by.staff, last.command, *ordinal) == last.id)
        };
        self.events.last().map_or(0, |last| made_with(last).map_or(MOST_EVENTS, |ordinal| ordinal + 1))
    }

    /// The event of this stored type, if an earlier try got that far.
    pub fn of_type(&self, event_type: &str) -> Option<&Recorded> {
        self.events.iter().find(|event| event.body.event_type() == event_type)
    }
}

impl Tavle {
    /// What an earlier try with this id wrote.
    ///
    /// # Errors
    /// `COMMAND_REUSED` when the id was accepted with other content.
    pub(crate) async fn earlier(
        &self,
        staff: StaffId,
        command: CommandId,
        mac: &RequestMac,
    ) -> Result<Earlier, Failure> {
        let written = self.store.find_command(staff, command).await?;
        if written.iter().any(|event| event.request_mac != mac) {
            return Err(Failure::rejected(COMMAND_REUSED));
        }
        Ok(Earlier { events: written.into_iter().map(|event| event.event).collect() })
    }

    /// MAC over the content of a request, keyed so that a reader of the log cannot guess what was typed.
    fn mac(&self, content: &Json) -> RequestMac {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.mac_key).unwrap_or_else(|_| unreachable_key());
        mac.update(content.to_string().as_bytes());
        mac.finalize().into_bytes().into()
    }

    pub(crate) fn mac_of_step(&self, step: &Step) -> RequestMac {
        self.mac(&json!([
            step.row.event_type,
            step.team,
            step.participant,
            step.dwelling,
            step.input,
            step.occurred_at,
        ]))
    }

    pub(crate) fn mac_of_correction(&self, correct: &Correct) -> RequestMac {
        self.mac(&json!([
            "correct",
            correct.entry,
            correct.set,
            correct.clear,
            correct.occurred_at,
            correct.reason
        ]))
    }

    pub(crate) fn mac_of_mark(&self, mark: &Mark) -> RequestMac {
        self.mac(&json!(["mark", mark.entry, mark.reason]))
    }
}

/// HMAC takes keys of any length, so there is no key that it refuses.
fn unreachable_key() -> Hmac<Sha256> {
    Hmac::new(&hmac::digest::Key::<Hmac<Sha256>>::default())
}
