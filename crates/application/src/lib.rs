//! Handles commands: authorise · load · decide · append · retry on conflict. Owns the processes that span
//! streams and the idempotency of every command. Knows nothing of HTTP or GraphQL.

mod access_log;
mod amend;
mod authorize;
mod handle;
mod idempotency;
pub mod import;
mod load;
mod outcome;
mod place;
pub mod process;
mod unchanged;
mod write;

pub use access_log::{AccessLog, Look};
pub use amend::{Correct, Mark};
pub use authorize::{action_of, authorize};
pub use handle::{Step, Tavle};
pub use outcome::{Done, Failure};
