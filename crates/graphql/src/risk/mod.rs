//! Tenancy risk, explained.

mod arrears;
mod filter;
mod query;
mod refs;
mod types;

pub use arrears::ArrearsQuery;
pub use query::{RiskQuery, tenancy_risk};
pub use refs::EntryRefs;
pub use types::TenancyRisk;
