//! Mutations: one a family, and the two that amend.

mod denied;
mod mutation;
mod paths;
mod result;

pub use mutation::RecordMutation;
