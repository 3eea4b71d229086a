//! `tavle check`.

use std::path::Path;

use clap::Args;
use tavle_event_store::{Checking, StoreError, check};
use tavle_projections::{Reached, reached};

use super::{Data, Failed, print};
use crate::progress::Progress;

/// The answer "could not be checked".
const NOT_CHECKED: u8 = 2;

/// Check that the log is as it was written, while the service runs or without it.
///
/// Ends with 0 when it is sound, 1 when it is damaged, 2 when it could not be checked.
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    data: Data,
}

impl Check {
    /// Checks the log and says what it found.
    pub fn run(self) -> Result<(), Failed> {
        let data = &self.data.directory;
        // Before the log: what the models have reached then must stand in it.
        let reached = reached(data);
        let progress = Progress::begin();
        let checked = check(data, |step| match step {
            Checking::Events { done, of } => progress.tell(done, of),
            Checking::Structure => progress.then("tables and indexes"),
        });
        let speed = progress.end(checked.as_ref().map_or(0, |checked| checked.log.events));
        let checked = checked.map_err(|error| explain(data, error))?;
        let events = checked.log.events;
        let is_ahead = |reached: &&Reached| reached.log == checked.store_id && reached.position > events;
        if let Some(ahead) = reached.iter().find(is_ahead) {
            return Err(Failed::because(format!(
                "damaged: the log ends at position {events} and the read models have seen position {}: its last \
                 events are gone, restore a backup",
                ahead.position
            )));
        }
        let megabytes = checked.bytes as f64 / 1e6;
        print(&format!(
            "sound: {events} events in {} streams, store {}, {megabytes:.1} MB ({speed})\n",
            checked.log.streams, checked.store_id
        ))
    }
}

fn explain(data: &Path, error: StoreError) -> Failed {
    let data = data.display();
    Failed::because(match error {
        StoreError::Corrupt { position } => format!(
            "damaged: the event at position {position} of the log in {data} is not what was written: stop \
             the service and restore a backup"
        ),
        StoreError::DamagedAround { what } => format!(
            "damaged: every event of the log in {data} is as it was written, but not what is around them \
             ({what}): stop the service, take a backup and restore it"
        ),
        StoreError::Damaged | StoreError::NotOurs => {
            format!(
                "damaged: log.db in {data} cannot be read as a log: stop the service and restore a backup"
            )
        }
        StoreError::EventsMissing { last, acknowledged } => format!(
            "damaged: the log in {data} ends at position {last}, and events up to position {acknowledged} \
             were acknowledged: stop the service and restore a backup"
        ),
        StoreError::FileMissing { file } => format!(
            "damaged: {file} is missing in {data} and was there when the store was last open: find it, or \
             restore a backup"
        ),
        StoreError::NoLog => {
            let sentence =
                format!("there is no log in {data}: give the directory that the service has as --data");
            return Failed::because(sentence).with_code(NOT_CHECKED);
        }
        other => {
            return Failed::from(other)
                .before(&format!("the log in {data} was not checked"))
                .with_code(NOT_CHECKED);
        }
    })
}
