//! Tests of the whole: what holds between the crates, and what the service does for those who use it.

mod amending;
mod architecture;
mod recording;
mod support;
