//! Tests of the whole: what holds between the crates, and what the service does for those who use it.

mod access;
mod amending;
mod architecture;
mod attacks;
mod attacks_by_socket;
mod backup;
mod bad_input;
mod concurrency;
mod contract;
mod crash;
mod faults;
mod histories;
mod history;
mod import;
mod live;
mod metrics;
mod model;
mod operating;
mod projections_time;
mod rebuild;
mod recording;
mod recovery;
mod sessions;
mod set_up;
mod sign_in;
mod support;
