//! Stays in hospital, detox and prison, and the days that they leave out of a count.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    admission::{AdmissionKind, AdmissionPath, PATH},
    calendar::add_days,
    effective::Effective,
    id::EntryId,
    kind::Kind,
};

/// One stay. Both dates belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stay {
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while it lasts.
    pub to: Option<NaiveDate>,
    /// The entry that began it.
    pub because: EntryId,
    /// The way in; unknown for prison and where it was erased.
    pub path: Option<AdmissionPath>,
}

/// All stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stays {
    hospital: Vec<Stay>,
    prison: Option<Stay>,
    /// The last discharge or release since which there was no new admission.
    pub left: Option<(NaiveDate, EntryId)>,
}

impl Stays {
    pub fn evolve(&mut self, entry: &Effective<'_>) {
        let Kind::Admission(kind) = entry.entry.kind() else { return };
        let (on, because) = (entry.occurred.date(), entry.id());
        // A path that was erased is not known; the stay itself is.
        let stay = Stay { from: on, to: None, because, path: entry.entry.get(&PATH) };
        match kind {
            AdmissionKind::ParticipantAdmitted => {
                if self.in_hospital().is_none() {
                    self.hospital.push(stay);
                }
                self.left = None;
            }
            AdmissionKind::ParticipantDischargedFromWard => {
                self.discharge(stay);
                self.left = Some((on, because));
            }
            AdmissionKind::ImprisonmentStarted => self.prison = self.prison.or(Some(stay)),
            AdmissionKind::ImprisonmentEnded => {
                self.prison = None;
                // Someone released into hospital is discharged later.
                if self.in_hospital().is_none() {
                    self.left = Some((on, because));
                }
            }
        }
    }

    /// Ends the stay. A discharge without an admission on record leaves out its own day.
    fn discharge(&mut self, discharge: Stay) {
        match self.hospital.last_mut().filter(|stay| stay.to.is_none()) {
            Some(stay) => stay.to = Some(discharge.from),
            None => self.hospital.push(Stay { to: Some(discharge.from), path: None, ..discharge }),
        }
    }

    /// The stay in hospital that lasts.
    pub fn in_hospital(&self) -> Option<Stay> {
        self.hospital.last().filter(|stay| stay.to.is_none()).copied()
    }

    /// The stay in prison that lasts.
    pub const fn in_prison(&self) -> Option<Stay> {
        self.prison
    }

    /// The `n`-th date after `day` that has no part in hospital: the date on which a limit of `n - 1` days
    /// is passed. Dates are Oslo dates; prison leaves nothing out.
    pub fn nth_day_after(&self, day: NaiveDate, n: u32) -> NaiveDate {
        let (mut day, mut left) = (day, n);
        for stay in &self.hospital {
            let to = stay.to.unwrap_or(NaiveDate::MAX);
            let gap = stay.from.signed_duration_since(day).num_days() - 1;
            let gap = u32::try_from(gap.max(0)).unwrap_or(u32::MAX);
            if gap >= left {
                break;
            }
            left -= gap;
            day = day.max(to);
        }
        add_days(day, left)
    }
}
