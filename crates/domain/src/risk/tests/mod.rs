//! The rules of tenancy risk, each with the days on both sides of its limits.

mod arrears;
mod deadlines;
mod legal;
mod people;
mod properties;
