//! What every store must do, as tests that a store runs on itself: see [`event_store_contract`](crate::event_store_contract).
#![expect(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests, named for what they show")]

mod append;
mod crowd;
mod follow;
mod large;
mod limits;
mod read;

use std::{any::Any, sync::Arc};

use async_trait::async_trait;
use tavle_domain::recorded::Recorded;

use crate::{codec::known, store::EventStore, testing::TestClock};

pub use self::{append::*, crowd::*, follow::*, large::*, limits::*, read::*};

/// One store under test.
#[async_trait]
pub trait Fixture: Send {
    /// The store, empty at first.
    fn store(&self) -> Arc<dyn EventStore>;
    /// The clock that the store goes by.
    fn clock(&self) -> TestClock;
    /// Closes the store and opens it again; nothing for a store that forgets.
    async fn reopen(&mut self);
    /// Keeps the store from writing until what this gives is dropped, so that appends pile up. `None` for a store
    /// without a queue.
    fn held_up(&self) -> Option<Box<dyn Any + Send>> {
        None
    }
}

/// Runs the whole suite: one test a case. Takes a function that makes a [`Fixture`].
#[macro_export]
macro_rules! event_store_contract {
    ($fixture:path) => {
        $crate::event_store_contract! { $fixture:
            expects_what_was_read, takes_any_revision, repeats_give_the_first_answer,
            another_request_with_the_same_command_is_refused, half_a_repeat_is_refused,
            finds_what_a_command_wrote, refuses_an_empty_append, never_goes_back_in_time,
            gives_dense_places_in_commit_order, reads_as_written, reads_by_subject_position_and_id,
            keeps_every_letter,
            keeps_to_the_size_of_an_event, keeps_to_the_size_of_an_append, keeps_to_the_number_of_events,
            keeps_the_longest_names_and_refuses_longer_ones,
            wakes_whoever_waits, follows_without_gap_or_double, begins_after_the_position_given,
            begins_at_the_end_or_past_it, says_once_that_a_follower_has_caught_up,
            follows_on_after_a_restart,
            sixty_four_writers_on_few_streams_lose_nothing, sixty_four_streams_grow_side_by_side,
            the_same_append_at_once_is_one_event_and_one_answer, reads_while_it_writes,
            a_full_queue_answers_busy_and_forgets_nothing,
            keeps_a_stream_of_a_hundred_thousand,
        }
    };
    ($fixture:path: $($case:ident,)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() {
            $crate::contract::$case(&mut $fixture()).await;
        }
    )*};
}

async fn all(store: &dyn EventStore) -> Vec<Recorded> {
    known(store.read_all(0, 100_000).await.unwrap())
}
