//! Who may do what: the pure decision, over a table. Nothing personal is loaded without the [`Permit`] it gives,
//! and what was shown by one leaves a [`View`] in the access log.

mod action;
mod decide;
mod error;
mod role;
mod table;
#[cfg(test)]
mod tests;
mod view;

pub use action::Action;
pub use decide::{Actor, Grant, Permit, Resource, decide};
pub use error::Denied;
pub use role::Role;
pub use table::{POLICY, Relation, Rule, TABLE};
pub use view::{Purpose, View, Whom};
