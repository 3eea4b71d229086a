//! Who may do what: the pure decision. Nothing personal is loaded without the [`Permit`] it gives.

mod decide;
mod error;
mod role;

pub use decide::{Action, Actor, Grant, Permit, Resource, decide};
pub use error::Denied;
pub use role::Role;
