//! Tenancy risk, explained.

mod query;
mod types;

pub use query::{RiskQuery, tenancy_risk};
pub use types::TenancyRisk;
