//! The work of a follow-up team as pure functions. No tokio, no IO, no clock, no random ids.
//!
//! One folder an aggregate, always the same files in the same order: mod · event · state · decide · error.
//! The command is the same for all of them ([`decider::Command`]): a row of a family's table with its fields.

pub mod access;
pub mod admission;
pub mod arrears;
pub mod board;
pub mod calendar;
pub mod catalogue;
pub mod contact;
pub mod decider;
pub mod effective;
pub mod entry;
pub mod field;
pub mod housing;
pub mod id;
pub mod kind;
pub mod participant;
pub mod personal;
pub mod recorded;
pub mod risk;
mod stored;
pub mod stream;
pub mod team;
pub mod tenancy;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
