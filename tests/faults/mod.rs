//! Disks, files, clocks and signals that do not do what a service wishes.

mod clock;
mod damage;
#[cfg(target_os = "linux")]
mod ended;
#[cfg(target_os = "linux")]
mod full;
mod stop;
#[cfg(target_os = "linux")]
mod sync;
