//! The board as the API shows it. A row carries no name for any role.

use async_graphql::{Enum, ID, SimpleObject, Union};
use tavle_domain::{
    board::{Mark, Status},
    kind,
    risk::{self, Flag, Level},
    team::TeamModel,
};

use super::shared::Rows;
use crate::{
    as_of::AsOf,
    enums::Named,
    housing::Offer,
    scalars::{DateTime, LocalDate, Ore},
};

/// A team's board.
#[derive(SimpleObject)]
pub struct Board {
    /// The team.
    pub team_id: ID,
    /// Its name.
    pub team_name: String,
    /// The model it works by.
    pub model: Named<TeamModel>,
    /// Digest of everything the board shows. A screen is fresh while this equals the last one it was told of.
    pub board_version: String,
    /// The log position it was built from; opaque.
    pub position: String,
    /// The instant it is about; none of both for now.
    pub as_of: AsOf,
    /// The service's clock.
    pub server_time: DateTime,
    /// "Last 24 h" reaches back to here.
    pub last_day_since: DateTime,
    /// One row a participant, in the order of the meeting, also those the team's model does not show.
    pub rows: Rows,
}

/// One participant on the board. Everything but `detail` may be seen on a wall.
#[derive(SimpleObject, Clone, Debug)]
pub struct BoardRow {
    /// The participant.
    pub participant_id: ID,
    /// The name shown.
    pub alias: String,
    /// Whether the board shows the row in the team's model.
    pub shown: bool,
    /// The primary status; none when nobody has decided.
    pub status: Option<Named<Status>>,
    /// Marks that ask for a decision.
    pub marks: Vec<Named<Mark>>,
    /// Level of tenancy risk; none without an active tenancy.
    pub risk_level: Option<Named<Level>>,
    /// The next deadline.
    pub next_deadline: Option<Deadline>,
    /// Days since somebody met the participant face to face; none if never.
    pub last_met_days: Option<i32>,
    /// Whether the limit without a kept contact is passed.
    pub last_met_overdue: bool,
    /// Initials of the primary contact.
    pub responsible: Option<String>,
    /// Today's visits, earliest first.
    pub today: Vec<Visit>,
    /// Something recorded about the participant could not be read, so the row may not be the whole truth: look
    /// at the record itself before relying on it.
    pub incomplete: bool,
    /// What only staff see; none on a wall screen.
    pub detail: Option<BoardRowDetail>,
}

/// What only staff see of a row.
#[derive(SimpleObject, Clone, Debug)]
pub struct BoardRowDetail {
    /// Every status that is on, the primary one first.
    pub standings: Vec<Standing>,
    /// The primary contact.
    pub primary_contact_id: Option<ID>,
    /// Date of the last contact face to face.
    pub last_met_on: Option<LocalDate>,
    /// Who held it.
    pub last_met_staff_ids: Vec<ID>,
    /// Date of the last kept contact of any form.
    pub last_kept_on: Option<LocalDate>,
    /// What happened since the last working day at 08:30, newest first.
    pub last_day: Vec<Happened>,
    /// Visits on the later days of this week.
    pub week: Vec<Visit>,
    /// Whether the participant has a home.
    pub housing: HousingState,
    /// Since when.
    pub housing_since: Option<LocalDate>,
    /// Who lets it.
    pub landlord: Option<&'static str>,
    /// Offers that wait for an answer.
    pub open_offers: Vec<Offer>,
    /// In hospital or prison since.
    pub admitted_since: Option<LocalDate>,
    /// The way into hospital.
    pub admission_path: Option<&'static str>,
    /// Whether the participant is in prison.
    pub imprisoned: bool,
    /// Whether there is a living plan.
    pub has_living_plan: bool,
    /// Points of tenancy risk. Not validated.
    pub risk_points: Option<i32>,
    /// Unpaid rent, in øre.
    pub arrears_ore: Option<Ore>,
}

/// Whether the participant has a home.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum HousingState {
    /// In a rented home, keys handed over.
    Housed,
    /// In a home of their own.
    Owned,
    /// Not housed, in a temporary stay.
    Temporary,
    /// Not housed.
    Homeless,
}

impl HousingState {
    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Housed => "HOUSED",
            Self::Owned => "OWNED",
            Self::Temporary => "TEMPORARY",
            Self::Homeless => "HOMELESS",
        }
    }
}

/// A status that is on, with why and since when.
#[derive(SimpleObject, Clone, Debug)]
pub struct Standing {
    /// The status.
    pub status: Named<Status>,
    /// Whether the team decided it; otherwise it follows from events.
    pub decided: bool,
    /// Since this date.
    pub since: LocalDate,
    /// The entry behind it; none where days alone decide.
    pub because: Option<ID>,
    /// The kind of that entry.
    pub because_kind: Option<&'static str>,
    /// The last day on which to review a decision.
    pub review_by: Option<LocalDate>,
}

/// A planned contact.
#[derive(SimpleObject, Clone, Debug)]
pub struct Visit {
    /// The entry that planned it.
    pub planned_contact_id: ID,
    /// When it begins.
    pub start: DateTime,
    /// When it ends at the latest.
    pub end: Option<DateTime>,
    /// Who holds it.
    pub staff_ids: Vec<ID>,
    /// Their initials.
    pub initials: Vec<String>,
    /// Nobody holds it yet.
    pub unassigned: bool,
    /// Where; none on a wall screen.
    pub place: Option<&'static str>,
}

/// Something that happened lately.
#[derive(SimpleObject, Clone, Debug)]
pub struct Happened {
    /// The entry.
    pub entry_id: ID,
    /// Its kind.
    pub kind: &'static str,
    /// Its family.
    pub family: &'static str,
    /// Its mark.
    pub mark: Named<kind::Mark>,
    /// When.
    pub at: DateTime,
}

/// A deadline.
#[derive(SimpleObject, Clone, Debug)]
pub struct Deadline {
    /// Which.
    pub deadline: Named<risk::Deadline>,
    /// The last day, in Oslo.
    pub on: LocalDate,
    /// Whether the day has passed.
    pub passed: bool,
    /// Days from today; negative when it has passed.
    pub days_left: i32,
    /// The entry that started it.
    pub because: Option<ID>,
    /// What to notice about it.
    pub flags: Vec<Named<Flag>>,
}

/// Word of a board.
#[derive(Union, Clone, Debug)]
pub enum BoardEvent {
    /// The board shows something else: fetch it again.
    BoardInvalidated(BoardInvalidated),
    /// Every five seconds.
    Heartbeat(Heartbeat),
}

/// The board shows something else.
#[derive(SimpleObject, Clone, Debug)]
pub struct BoardInvalidated {
    /// The new version.
    pub board_version: String,
    /// Whose rows differ; empty when it may be anyone's.
    pub participant_ids: Vec<ID>,
    /// The service's clock.
    pub server_time: DateTime,
}

/// The board is at this version.
#[derive(SimpleObject, Clone, Debug)]
pub struct Heartbeat {
    /// The version.
    pub board_version: String,
    /// The service's clock.
    pub server_time: DateTime,
}
