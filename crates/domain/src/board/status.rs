//! The board statuses and their order.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

/// A status on the board, most pressing first: the order decides which one is primary.
///
/// `IntensiveShort`, `IntensiveLong`, `Base` and `StepDown` are decided by the team; the rest are derived.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    EnumString,
    IntoStaticStr,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Krise.
    Crisis,
    /// Innlagt.
    Admitted,
    /// Nylig utskrevet.
    PostDischarge,
    /// Bolig i fare.
    TenancyAtRisk,
    /// Uten bolig.
    Homeless,
    /// Lite kontakt.
    HardToReach,
    /// Ny.
    New,
    /// Intensiv, kort.
    IntensiveShort,
    /// Intensiv, lang.
    IntensiveLong,
    /// Nedtrapping.
    StepDown,
    /// Individuell oppfølging.
    Base,
}

impl Status {
    /// The name in the API, e.g. `TENANCY_AT_RISK`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether the team decides it; otherwise it follows from events.
    #[must_use]
    pub const fn is_decided(self) -> bool {
        matches!(self, Self::IntensiveShort | Self::IntensiveLong | Self::StepDown | Self::Base)
    }
}
