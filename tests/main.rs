//! Tests of the whole: what holds between the crates, and what the service does for those who use it.

mod amending;
mod access;
mod architecture;
mod attacks;
mod attacks_by_socket;
mod bad_input;
mod live;
mod recording;
mod support;
