//! Mutations: one a family, and the two that amend.

mod mutation;
mod result;

pub use mutation::RecordMutation;
