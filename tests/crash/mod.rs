//! What a process that dies and a machine that loses power leave behind.

mod beginning;
#[cfg(target_os = "linux")]
pub mod disk;
mod kill;
#[cfg(target_os = "linux")]
mod power_cut;
pub mod traffic;
