//! The board: rows, and word of their changes.

mod diff;
mod past;
mod query;
mod rows;
mod shared;
mod subscription;
mod types;

pub use query::BoardQuery;
pub use rows::{board_row, deadline};
pub use shared::SharedRows;
pub use subscription::BoardSubscription;
pub use types::{BoardRow, Deadline, Visit};
