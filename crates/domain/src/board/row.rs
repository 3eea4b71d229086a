//! What the board shows of one participant.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use super::Status;
use crate::{
    admission::AdmissionPath,
    contact::Place,
    id::{EntryId, StaffId},
    kind::Kind,
    tenancy::Landlord,
};

/// A status that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The status.
    pub status: Status,
    /// The date of the entry that turned it on, or the day on which a limit was passed.
    pub since: NaiveDate,
    /// The entry behind it.
    pub because: Option<EntryId>,
    /// The last day on which to review a decision.
    pub review_by: Option<NaiveDate>,
}

/// A mark beside the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, IntoStaticStr, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Mark {
    /// No longer new, and nobody has decided what comes instead.
    NeedsDecision,
    /// The date to review the decision has passed; the decision stays.
    ReviewOverdue,
    /// A fixed-term lease ends soon.
    FixedTermEnding,
}

/// A contact that was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LastContact {
    /// The date.
    pub on: NaiveDate,
    /// Days since.
    pub days: i64,
    /// Who held it.
    pub staff: Vec<StaffId>,
    /// The entry.
    pub because: EntryId,
}

/// A planned contact that is not cancelled, completed or missed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The entry that planned it.
    pub planned: EntryId,
    /// When it begins.
    pub start: DateTime<Utc>,
    /// When it ends at the latest.
    pub end: Option<DateTime<Utc>>,
    /// Who holds it; nobody yet where it is empty.
    pub staff: Vec<StaffId>,
    /// Where.
    pub place: Option<Place>,
}

/// Something that happened lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// The entry.
    pub entry: EntryId,
    /// Its kind.
    pub kind: Kind,
    /// When.
    pub at: DateTime<Utc>,
}

/// Where the person lives. Housed means: the keys handed over and the tenancy not ended, or a home bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Housing {
    /// In a rented home.
    Housed {
        /// Who lets it; unknown where it was erased.
        landlord: Option<Landlord>,
        /// Since the keys were handed over.
        since: NaiveDate,
    },
    /// In a home of their own.
    Owned {
        /// Since it was bought.
        since: NaiveDate,
    },
    /// Not housed, in a temporary stay.
    Temporary {
        /// Since the stay began.
        since: NaiveDate,
    },
    /// Not housed.
    Homeless {
        /// Since the tenancy ended, or since enrolment.
        since: NaiveDate,
    },
}

impl Housing {
    /// Whether there is a home. A temporary stay is none.
    #[must_use]
    pub const fn is_housed(self) -> bool {
        matches!(self, Self::Housed { .. } | Self::Owned { .. })
    }
}

/// An offer of a dwelling that waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OpenOffer {
    /// The entry that made it.
    pub offer: EntryId,
    /// The last day to answer.
    pub respond_by: Option<NaiveDate>,
    /// Whether that day has passed; the offer stays open, and the answer is late.
    pub overdue: bool,
}

/// A stay that lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StayNow {
    /// Since when: in hospital where there is such a stay, else in prison.
    pub since: NaiveDate,
    /// The way into hospital.
    pub path: Option<AdmissionPath>,
    /// Whether the person is in prison.
    pub prison: bool,
}

/// One participant's row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Every status that is on, the primary one first. May be empty.
    pub statuses: Vec<Standing>,
    /// Marks beside the status.
    pub marks: Vec<Mark>,
    /// Whether the board shows the row in the team's model.
    pub shown: bool,
    /// The member of staff with the main responsibility.
    pub primary_contact: Option<StaffId>,
    /// The last contact face to face.
    pub last_met: Option<LastContact>,
    /// The last kept contact: face to face, by phone or by video.
    pub last_kept: Option<LastContact>,
    /// Whether the limit without a kept contact is passed; days in hospital are left out.
    pub no_contact_over: bool,
    /// Today's visits, earliest first.
    pub today: Vec<Visit>,
    /// Visits on the later days of this ISO week, earliest first.
    pub week: Vec<Visit>,
    /// What happened since 08:30 on the last working day, newest first.
    pub last_day: Vec<Happened>,
    /// Where the person lives.
    pub housing: Housing,
    /// Offers that wait for an answer, in the order in which they were made.
    pub open_offers: Vec<OpenOffer>,
    /// A stay in hospital or prison.
    pub admission: Option<StayNow>,
    /// Whether there is a living plan.
    pub has_living_plan: bool,
}

impl Row {
    /// The primary status.
    #[must_use]
    pub fn primary(&self) -> Option<&Standing> {
        self.statuses.first()
    }
}
