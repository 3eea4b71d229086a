//! Which stream an event lives in. The stream is the unit of consistency: each invariant is held by one.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::id::{DwellingId, ParticipantId, TeamId};

/// The name of one stream. The text form (`contacts-<uuid>`) is the storage format and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stream {
    /// Staff, authorisations, aliases and board rules of a team.
    Team(TeamId),
    /// Enrolment, crisis, plans, board decisions, housing wishes and applications.
    Participant(ParticipantId),
    /// Meetings and calls with the participant.
    Contacts(ParticipantId),
    /// A dwelling with its offers and its occupancy.
    Dwelling(DwellingId),
    /// The participant's tenancies with rent, arrears and the eviction chain.
    Tenancies(ParticipantId),
    /// Stays in hospital, detox and prison.
    Admissions(ParticipantId),
    /// Who looked at what of a team's, on one day in Oslo. No participant's: no fold of a person meets it.
    Access(TeamId, NaiveDate),
}

/// The kind of a stream, as the table of kinds names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StreamKind {
    /// `team-…`
    Team,
    /// `participant-…`
    Participant,
    /// `contacts-…`
    Contacts,
    /// `dwelling-…`
    Dwelling,
    /// `tenancies-…`
    Tenancies,
    /// `admissions-…`
    Admissions,
    /// `access-…`
    Access,
}

impl Stream {
    /// The participant whose stream this is; `None` for streams of a team or a dwelling.
    #[must_use]
    pub const fn participant(self) -> Option<ParticipantId> {
        match self {
            Self::Participant(id) | Self::Contacts(id) | Self::Tenancies(id) | Self::Admissions(id) => {
                Some(id)
            }
            Self::Team(_) | Self::Dwelling(_) | Self::Access(..) => None,
        }
    }

    /// What kind of stream this is.
    #[must_use]
    pub const fn kind(self) -> StreamKind {
        match self {
            Self::Team(_) => StreamKind::Team,
            Self::Participant(_) => StreamKind::Participant,
            Self::Contacts(_) => StreamKind::Contacts,
            Self::Dwelling(_) => StreamKind::Dwelling,
            Self::Tenancies(_) => StreamKind::Tenancies,
            Self::Admissions(_) => StreamKind::Admissions,
            Self::Access(..) => StreamKind::Access,
        }
    }

    /// The participant's stream of this kind; `None` where the kind is not a participant's.
    #[must_use]
    pub const fn of_participant(kind: StreamKind, id: ParticipantId) -> Option<Self> {
        match kind {
            StreamKind::Participant => Some(Self::Participant(id)),
            StreamKind::Contacts => Some(Self::Contacts(id)),
            StreamKind::Tenancies => Some(Self::Tenancies(id)),
            StreamKind::Admissions => Some(Self::Admissions(id)),
            StreamKind::Team | StreamKind::Dwelling | StreamKind::Access => None,
        }
    }
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Team(id) => write!(f, "team-{id}"),
            Self::Participant(id) => write!(f, "participant-{id}"),
            Self::Contacts(id) => write!(f, "contacts-{id}"),
            Self::Dwelling(id) => write!(f, "dwelling-{id}"),
            Self::Tenancies(id) => write!(f, "tenancies-{id}"),
            Self::Admissions(id) => write!(f, "admissions-{id}"),
            Self::Access(id, day) => write!(f, "access-{id}-{day}"),
        }
    }
}

/// The text is not the name of a stream.
#[derive(Debug, thiserror::Error)]
#[error("not a stream name")]
pub struct NotAStream;

impl FromStr for Stream {
    type Err = NotAStream;

    fn from_str(s: &str) -> Result<Self, NotAStream> {
        let (kind, id) = s.split_once('-').ok_or(NotAStream)?;
        if kind == "access" {
            return access(id).ok_or(NotAStream);
        }
        let id = Uuid::parse_str(id).map_err(|_| NotAStream)?;
        Ok(match kind {
            "team" => Self::Team(TeamId(id)),
            "participant" => Self::Participant(ParticipantId(id)),
            "contacts" => Self::Contacts(ParticipantId(id)),
            "dwelling" => Self::Dwelling(DwellingId(id)),
            "tenancies" => Self::Tenancies(ParticipantId(id)),
            "admissions" => Self::Admissions(ParticipantId(id)),
            _ => return Err(NotAStream),
        })
    }
}

/// `<uuid>-yyyy-mm-dd`, in no other spelling: two names of one stream would be two streams.
fn access(name: &str) -> Option<Stream> {
    let (team, day) = name.split_at_checked(36)?;
    let stream = Stream::Access(TeamId(Uuid::parse_str(team).ok()?), day.strip_prefix('-')?.parse().ok()?);
    (stream.to_string().strip_prefix("access-") == Some(name)).then_some(stream)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_the_access_log_has_one_name() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 4).expect("a date");
        let stream = Stream::Access(TeamId(Uuid::from_u128(7)), day);
        let name = "access-00000000-0000-0000-0000-000000000007-2026-11-04";
        assert_eq!(stream.to_string(), name);
        assert_eq!(name.parse::<Stream>().ok(), Some(stream));
        assert_eq!((stream.participant(), stream.kind()), (None, StreamKind::Access));
        for other in [
            "access-00000000-0000-0000-0000-000000000007",
            "access-00000000-0000-0000-0000-000000000007-2026-11-4",
            "access-00000000-0000-0000-0000-000000000007-2026-11-31",
            "access-00000000-0000-0000-0000-0000000000072026-11-04",
            "access-2026-11-04",
            "access-",
        ] {
            assert!(other.parse::<Stream>().is_err(), "{other}");
        }
    }
}
