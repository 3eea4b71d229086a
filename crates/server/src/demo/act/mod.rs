//! How steps are entered, by family.

mod arrears;
mod chain;
mod participant;
mod stay;

pub use arrears::month;
