//! One step of the chain towards eviction, and what is particular about it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use super::{Deadline, Signal};
use crate::{field::Ore, id::EntryId};

/// What is particular about a signal or a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, IntoStaticStr, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Flag {
    /// Kort frist: fewer days to pay than inkassoloven §§ 9 and 10 give.
    ShortNotice,
    /// Sendt for tidlig: a § 4-18 warning sent before the rent fell due.
    SentTooEarly,
    /// Trolig ugyldig: a petition without a § 4-18 warning sent at least two weeks before.
    ProbablyInvalid,
    /// Utsatt uten ny dato: a postponed eviction whose new time is not set; the date is the former one.
    PostponedWithoutDate,
    /// Protestert etter fristen: the landlord may not have to bring a case.
    LateProtest,
}

impl Flag {
    /// The name in the API, e.g. `SHORT_NOTICE`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A deadline that a step started and nothing has ended.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Running {
    pub deadline: Deadline,
    /// The date that it runs from, or the date itself where a letter names it. Unknown where it was erased:
    /// a deadline never runs from when the entry occurred.
    pub date: Option<NaiveDate>,
    /// The entry that set it.
    pub because: EntryId,
    /// Postponed, and no new date is set.
    pub undated: bool,
}

/// A step, open until something closes it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Step {
    pub signal: Signal,
    pub because: EntryId,
    pub at: DateTime<Utc>,
    pub on: NaiveDate,
    /// The date on the letter.
    pub sent_on: Option<NaiveDate>,
    /// What the letter claims.
    pub amount: Option<Ore>,
    pub running: Option<Running>,
    /// When the petition was filed, for a petition filed or served.
    pub petitioned: Option<DateTime<Utc>>,
    pub closed: Option<DateTime<Utc>>,
}

impl Step {
    pub const fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    pub const fn close(&mut self, at: DateTime<Utc>) {
        if self.closed.is_none() {
            self.closed = Some(at);
        }
    }
}
