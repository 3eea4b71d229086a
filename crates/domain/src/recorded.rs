//! What the log holds: entries, corrections and error marks, with what it cost to know them.

use chrono::{DateTime, NaiveDate, Utc};
use strum::{EnumIter, EnumString, IntoStaticStr};
use uuid::Uuid;

use crate::{
    access::{Role, View},
    calendar,
    entry::{Entry, Fields},
    id::{CommandId, EntryId, ParticipantId, StaffId, TeamId},
    kind::KindRow,
    personal::Personal,
    stream::Stream,
};

/// How exactly it is known when something occurred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Precision {
    /// To the minute.
    Instant,
    /// Only the date is known; the instant is noon in Oslo, or when it was recorded if that is earlier.
    Day,
}

/// When something occurred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurred {
    /// The instant.
    pub at: DateTime<Utc>,
    /// How exactly it is known.
    pub precision: Precision,
}

impl PartialOrd for Precision {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Precision {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (*self as u8).cmp(&(*other as u8))
    }
}

impl Occurred {
    /// Known to the minute.
    #[must_use]
    pub const fn at(at: DateTime<Utc>) -> Self {
        Self { at, precision: Precision::Instant }
    }

    /// Known by date only.
    #[must_use]
    pub fn on(date: NaiveDate, recorded_at: DateTime<Utc>) -> Self {
        Self { at: calendar::noon(date).min(recorded_at), precision: Precision::Day }
    }

    /// The date in Oslo.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        calendar::date(self.at)
    }
}

/// Who wrote something, in which capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// The member of staff.
    pub staff: StaffId,
    /// The role in which they acted.
    pub role: Role,
    /// The organisation they belong to.
    pub organisation: String,
}

/// A later change of what an entry says. The entry itself stays (helsepersonelloven § 42).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The entry corrected.
    pub target: EntryId,
    /// The row of the target's kind, which a correction cannot change.
    pub row: &'static KindRow,
    /// New values.
    pub set: Fields,
    /// Fields that no longer have a value.
    pub clear: Vec<&'static str>,
    /// When it really occurred, if that is what changes.
    pub occurred: Option<Occurred>,
    /// Why.
    pub reason: Personal<String>,
}

/// Says that an entry, a correction or another error mark should not count. What it marks stays visible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorMark {
    /// What does not count.
    pub target: EntryId,
    /// Why.
    pub reason: Personal<String>,
}

/// What an event says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Something occurred.
    Entry(Entry),
    /// An entry says something else now.
    Correction(Correction),
    /// An entry, correction or mark does not count.
    ErrorMark(ErrorMark),
    /// Somebody looked at personal data, or was denied it. Part of no history of a person.
    View(View),
}

impl Body {
    /// Stored type of a correction. This is the storage format.
    pub const CORRECTED: &str = "EntryCorrected";
    /// Stored type of an error mark. This is the storage format.
    pub const IN_ERROR: &str = "EntryEnteredInError";
    /// Stored type of a look at personal data. This is the storage format.
    pub const VIEWED: &str = "RecordViewed";

    /// The stored event type.
    #[must_use]
    pub const fn event_type(&self) -> &'static str {
        match self {
            Self::Entry(entry) => entry.row().event_type,
            Self::Correction(_) => Self::CORRECTED,
            Self::ErrorMark(_) => Self::IN_ERROR,
            Self::View(_) => Self::VIEWED,
        }
    }

    /// The version of the stored form.
    #[must_use]
    pub const fn version(&self) -> u16 {
        match self {
            Self::Entry(entry) => entry.row().version,
            Self::Correction(_) | Self::ErrorMark(_) | Self::View(_) => 1,
        }
    }
}

/// A decided event that is not written yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// Follows from actor, command and ordinal.
    pub id: EntryId,
    /// The participant it is about.
    pub subject: Option<ParticipantId>,
    /// When it occurred.
    pub occurred: Occurred,
    /// What it says.
    pub body: Body,
}

/// An event as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The event's id.
    pub id: EntryId,
    /// Its stream.
    pub stream: Stream,
    /// Its place in the stream, from 0.
    pub revision: u64,
    /// Its place in the log, from 1; opaque to clients.
    pub position: u64,
    /// The team on whose behalf it was written.
    pub team: TeamId,
    /// The participant it is about.
    pub subject: Option<ParticipantId>,
    /// When it occurred.
    pub occurred: Occurred,
    /// When it was written.
    pub recorded_at: DateTime<Utc>,
    /// Who wrote it.
    pub by: By,
    /// The command that wrote it.
    pub command: CommandId,
    /// Ties together everything that follows from one request.
    pub correlation: Uuid,
    /// The event that led to it, where another event did.
    pub causation: Option<EntryId>,
    /// What it says.
    pub body: Body,
}

impl Recorded {
    /// Whether it was recorded on a later Oslo date than it occurred (ført i ettertid).
    #[must_use]
    pub fn is_backdated(&self) -> bool {
        self.occurred.date() < calendar::date(self.recorded_at)
    }
}
