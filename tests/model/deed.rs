//! What a command asks for and what an event says, in the few words that the model knows.

use tavle_domain::{
    contact::PLANNED_CONTACT,
    housing::{OFFER, TENANCY_ENTRY},
    id::{DwellingId, EntryId, ParticipantId, TeamId},
    kind::{Kind, row_of},
    recorded::{Body, Recorded},
    stream::Stream,
    team::{ALIAS, ALIAS_OF},
    tenancy::{DWELLING, TENANCY},
};

use super::table::rule_of;

/// One step, with what the rules look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A step of the table. The tenancy is the one it names.
    Step {
        kind: &'static str,
        who: ParticipantId,
        tenancy: Option<EntryId>,
    },
    /// A missed rent of a month.
    Missed {
        who: ParticipantId,
        month: String,
        ore: i64,
        tenancy: Option<EntryId>,
    },
    /// A contact that was planned.
    Plan {
        who: ParticipantId,
    },
    /// A contact that was held, missed or cancelled.
    Contact {
        kind: &'static str,
        who: ParticipantId,
        planned: Option<EntryId>,
    },
    /// A dwelling that can be let from now on.
    Register {
        home: DwellingId,
    },
    Offer {
        who: ParticipantId,
        home: DwellingId,
    },
    /// Accepted, declined, withdrawn or run out.
    Reply {
        kind: &'static str,
        home: DwellingId,
        offer: EntryId,
    },
    Reserve {
        who: ParticipantId,
        home: DwellingId,
        tenancy: EntryId,
    },
    Release {
        home: DwellingId,
        tenancy: EntryId,
    },
    Lease {
        who: ParticipantId,
        home: DwellingId,
    },
    EndLease {
        who: ParticipantId,
        tenancy: Option<EntryId>,
    },
    Alias {
        team: TeamId,
        who: ParticipantId,
        word: String,
    },
    /// Enrolled under a word.
    Enrol {
        team: TeamId,
        who: ParticipantId,
        word: String,
    },
    /// Corrected in a field that no rule looks at.
    Correct {
        stream: Stream,
        target: EntryId,
    },
    /// Marked as entered in error.
    Mark {
        stream: Stream,
        target: EntryId,
    },
}

impl Deed {
    /// What an event says; `None` where no rule looks at it.
    pub fn of(event: &Recorded) -> Option<Self> {
        let entry = match &event.body {
            Body::Entry(entry) => entry,
            Body::Correction(correction) => {
                return Some(Self::Correct { stream: event.stream, target: correction.target });
            }
            Body::ErrorMark(mark) => return Some(Self::Mark { stream: event.stream, target: mark.target }),
            Body::View(_) => return None,
        };
        let kind = entry.row().event_type;
        let (who, tenancy) = (event.subject, entry.get(&TENANCY));
        if let Stream::Dwelling(home) = event.stream {
            return match kind {
                "DwellingRegistered" => Some(Self::Register { home }),
                "HousingOffered" => Some(Self::Offer { who: who?, home }),
                "DwellingReserved" => {
                    Some(Self::Reserve { who: who?, home, tenancy: entry.get(&TENANCY_ENTRY)? })
                }
                "DwellingReleased" => Some(Self::Release { home, tenancy: entry.get(&TENANCY_ENTRY)? }),
                _ => Some(Self::Reply { kind, home, offer: entry.get(&OFFER)? }),
            };
        }
        match kind {
            "TenancyStarted" => Some(Self::Lease { who: who?, home: entry.get(&DWELLING)? }),
            "TenancyEnded" => Some(Self::EndLease { who: who?, tenancy }),
            "RentMissed" => {
                let stored = entry.to_stored();
                let month = stored["period"]["value"].as_str()?.to_owned();
                Some(Self::Missed { who: who?, month, ore: stored["amountOre"]["value"].as_i64()?, tenancy })
            }
            "ContactPlanned" => Some(Self::Plan { who: who? }),
            "AliasAssigned" => {
                let word = entry.get(&ALIAS)?.to_lowercase();
                Some(Self::Alias { team: event.team, who: entry.get(&ALIAS_OF)?, word })
            }
            "ParticipantEnrolled" => {
                let word = entry.get(&ALIAS)?.to_lowercase();
                Some(Self::Enrol { team: event.team, who: who?, word })
            }
            _ if matches!(entry.kind(), Kind::Contact(_)) => {
                Some(Self::Contact { kind, who: who?, planned: entry.get(&PLANNED_CONTACT) })
            }
            _ => rule_of(kind).and(who).map(|who| Self::Step { kind, who, tenancy }),
        }
    }

    /// The stored type of the event that it becomes.
    pub const fn event_type(&self) -> &'static str {
        match self {
            Self::Step { kind, .. } | Self::Contact { kind, .. } | Self::Reply { kind, .. } => kind,
            Self::Missed { .. } => "RentMissed",
            Self::Plan { .. } => "ContactPlanned",
            Self::Register { .. } => "DwellingRegistered",
            Self::Offer { .. } => "HousingOffered",
            Self::Reserve { .. } => "DwellingReserved",
            Self::Release { .. } => "DwellingReleased",
            Self::Lease { .. } => "TenancyStarted",
            Self::EndLease { .. } => "TenancyEnded",
            Self::Alias { .. } => "AliasAssigned",
            Self::Enrol { .. } => "ParticipantEnrolled",
            Self::Correct { .. } => Body::CORRECTED,
            Self::Mark { .. } => Body::IN_ERROR,
        }
    }

    /// The stream that owns its rule.
    pub fn stream(&self) -> Stream {
        match self {
            Self::Step { kind, who, .. } => {
                Stream::of_participant(row_of(kind).unwrap().stream, *who).unwrap()
            }
            Self::Missed { who, .. } | Self::Lease { who, .. } | Self::EndLease { who, .. } => {
                Stream::Tenancies(*who)
            }
            Self::Plan { who } | Self::Contact { who, .. } => Stream::Contacts(*who),
            Self::Register { home }
            | Self::Offer { home, .. }
            | Self::Reply { home, .. }
            | Self::Reserve { home, .. }
            | Self::Release { home, .. } => Stream::Dwelling(*home),
            Self::Alias { team, .. } => Stream::Team(*team),
            Self::Enrol { who, .. } => Stream::Participant(*who),
            Self::Correct { stream, .. } | Self::Mark { stream, .. } => *stream,
        }
    }

    /// Whether an event with this content is what was asked for: the service names the tenancy where a person
    /// left it out.
    pub fn is_answered_by(&self, written: &Self) -> bool {
        let mut written = written.clone();
        let asks_for_none = matches!(
            self,
            Self::Step { tenancy: None, .. }
                | Self::Missed { tenancy: None, .. }
                | Self::EndLease { tenancy: None, .. }
        );
        if asks_for_none
            && let Self::Step { tenancy, .. } | Self::Missed { tenancy, .. } | Self::EndLease { tenancy, .. } =
                &mut written
        {
            *tenancy = None;
        }
        *self == written
    }
}
