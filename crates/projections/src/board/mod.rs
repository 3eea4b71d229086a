//! The board of every team: each participant's row with the tenancy risk behind it, and the version by which
//! a wall knows whether what it shows is what stands here.
//!
//! `person` folds one participant's history, `line` derives what is shown of them for an instant, `screen`
//! keeps the boards of all teams and tells of changes.

mod line;
mod person;
mod screen;

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use tavle_domain::{
    id::{ParticipantId, TeamId},
    team::TeamModel,
};

use crate::in_memory::InMemory;

pub use self::{
    line::{Line, arrange},
    person::{Followed, Person},
    screen::BoardScreen,
};

/// One team's board as it stands.
#[derive(Clone, Debug)]
pub struct Board {
    /// The team.
    pub team: TeamId,
    /// Its name.
    pub name: String,
    /// The model it works by.
    pub model: TeamModel,
    /// Digest of everything shown. Compared by equality: two boards with the same version show the same,
    /// whether an event or the passing of time made them so.
    pub version: String,
    /// The log position it was built from.
    pub position: u64,
    /// The instant it was derived for.
    pub at: DateTime<Utc>,
    /// One line a participant, in the order of the meeting.
    pub lines: Vec<Arc<Line>>,
}

/// Every board.
pub type Boards = BTreeMap<TeamId, Arc<Board>>;

/// A board shows something else now.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The team.
    pub team: TeamId,
    /// The new version.
    pub version: String,
    /// Whose lines differ.
    pub participants: Vec<ParticipantId>,
}

/// The model behind [`Boards`].
pub type BoardModel = InMemory<Followed, BoardScreen>;
