//! The board's thresholds. Each team can set its own.

/// After how long, or how many times, something shows on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardRules {
    /// A discharge is recent for so many days, and until a contact was kept after it.
    pub post_discharge_days: u32,
    /// More than so many days without a kept contact are hard to reach.
    pub hard_to_reach_days: u32,
    /// So many failed attempts in a row are hard to reach.
    pub failed_attempts: usize,
    /// In step-down, the agreed interval and so many days more.
    pub step_down_extra_days: u32,
    /// So many members of staff must have met someone new.
    pub staff_to_meet: usize,
    /// More than so many days without a kept contact are outlined on the wall.
    pub no_contact_days: u32,
}

impl Default for BoardRules {
    fn default() -> Self {
        Self {
            post_discharge_days: 30,
            hard_to_reach_days: 14,
            failed_attempts: 2,
            step_down_extra_days: 7,
            staff_to_meet: 2,
            no_contact_days: 7,
        }
    }
}
