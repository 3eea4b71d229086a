//! Who is on the wall at the end: the part that each participant's days lead to.

/// The model a team works by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Everyone is shown.
    Act,
    /// Those on the board are shown.
    Fact,
    /// Everyone is shown; the team is smaller.
    HousingFirst,
}

impl Model {
    /// The model of the `n`-th team.
    pub const fn of(team: usize) -> Self {
        match team % 5 {
            0 | 3 => Self::Act,
            1 | 4 => Self::Fact,
            _ => Self::HousingFirst,
        }
    }

    /// The name in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Act => "ACT",
            Self::Fact => "FACT",
            Self::HousingFirst => "HOUSING_FIRST",
        }
    }

    /// What such a team is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Act => "ACT-team",
            Self::Fact => "FACT-team",
            Self::HousingFirst => "Boteam",
        }
    }
}

/// What a participant's days lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plot {
    /// In crisis.
    Crisis,
    /// In hospital.
    Admitted,
    /// Discharged lately.
    PostDischarge,
    /// The home is at risk.
    AtRisk,
    /// Without a home.
    Homeless,
    /// Hard to reach.
    HardToReach,
    /// Enrolled lately.
    New,
    /// On the board for a short time.
    Short,
    /// On the board for a long time.
    Long,
    /// On the board for a long time, with a lease whose rents come from the finance system's file alone.
    Imported,
    /// Stepped down.
    StepDown,
    /// Individual follow-up.
    Base,
}

/// One participant's place on the wall at the end.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The status to reach.
    pub plot: Plot,
    /// Which of the ways to it.
    pub variant: u8,
    /// Days since the last meeting face to face.
    pub seen: u16,
    /// When today's visit begins, in minutes from midnight.
    pub today: Option<u32>,
    /// Whether somebody has today's visit.
    pub assigned: bool,
}

impl Part {
    const fn new(plot: Plot, variant: u8, seen: u16) -> Self {
        Self { plot, variant, seen, today: None, assigned: true }
    }
    const fn at(self, hour: u32, minute: u32) -> Self {
        Self { today: Some(hour * 60 + minute), ..self }
    }
    const fn nobody(self) -> Self {
        Self { assigned: false, ..self }
    }
}

use Plot::{
    Admitted, AtRisk, Base, Crisis, HardToReach, Homeless, Imported, Long, New, PostDischarge, Short,
    StepDown,
};

/// An ACT team of 46.
const ACT: [Part; 46] = [
    Part::new(Crisis, 0, 0).at(9, 15),
    Part::new(Crisis, 1, 2).at(9, 30),
    Part::new(Admitted, 0, 3),
    Part::new(Admitted, 1, 6).at(13, 0),
    Part::new(Admitted, 2, 1),
    Part::new(Admitted, 3, 9),
    Part::new(PostDischarge, 0, 4).at(11, 0),
    Part::new(PostDischarge, 1, 2).at(12, 30),
    Part::new(PostDischarge, 2, 6),
    Part::new(AtRisk, 0, 1).at(10, 0),
    Part::new(AtRisk, 1, 5).at(14, 0),
    Part::new(AtRisk, 2, 3),
    Part::new(AtRisk, 3, 8).at(10, 30),
    Part::new(AtRisk, 4, 2),
    Part::new(Homeless, 0, 1).at(9, 0),
    Part::new(Homeless, 1, 4).at(13, 30),
    Part::new(Homeless, 2, 10),
    Part::new(Homeless, 3, 6).at(15, 0),
    Part::new(HardToReach, 0, 16).at(11, 30).nobody(),
    Part::new(HardToReach, 1, 19),
    Part::new(HardToReach, 2, 15).at(14, 30).nobody(),
    Part::new(HardToReach, 3, 22),
    Part::new(New, 0, 3).at(12, 0),
    Part::new(New, 1, 5),
    Part::new(New, 2, 2).at(10, 0),
    Part::new(Short, 0, 1).at(9, 45),
    Part::new(Short, 1, 1).at(13, 0),
    Part::new(Short, 2, 2),
    Part::new(Short, 3, 3).at(14, 0),
    Part::new(Short, 4, 6),
    Part::new(Short, 5, 1).at(10, 15),
    Part::new(Short, 6, 4).at(12, 30),
    Part::new(Short, 7, 2).at(13, 30),
    Part::new(Long, 0, 1).at(9, 50),
    Part::new(Long, 1, 2),
    Part::new(Long, 2, 3).at(11, 45),
    Part::new(Long, 3, 5),
    Part::new(Imported, 0, 2).at(10, 0),
    Part::new(Imported, 1, 1),
    Part::new(Imported, 2, 3).at(13, 0),
    Part::new(Imported, 3, 6),
    Part::new(StepDown, 0, 9),
    Part::new(StepDown, 1, 5).at(14, 15),
    Part::new(StepDown, 2, 12),
    Part::new(Base, 0, 4),
    Part::new(Base, 1, 8).at(14, 30),
];

/// Those of a FACT team who are on the board.
const FACT_BOARD: [Part; 14] = [
    Part::new(Crisis, 1, 1).at(9, 15),
    Part::new(Admitted, 1, 4),
    Part::new(Admitted, 2, 2).at(13, 0),
    Part::new(PostDischarge, 1, 3).at(12, 30),
    Part::new(AtRisk, 3, 2).at(10, 0),
    Part::new(AtRisk, 1, 4).at(14, 0),
    Part::new(Homeless, 1, 3).at(13, 30),
    Part::new(Homeless, 2, 6),
    Part::new(HardToReach, 0, 17).at(11, 30).nobody(),
    Part::new(New, 0, 3).at(12, 0),
    Part::new(Short, 0, 1).at(9, 45),
    Part::new(Short, 3, 2).at(14, 30),
    Part::new(Short, 4, 5),
    Part::new(Long, 0, 2).at(10, 30),
];

/// The parts of a team's participants, in the order of the wall.
pub fn cast(model: Model) -> Vec<Part> {
    match model {
        Model::Act => ACT.to_vec(),
        // A smaller team has fewer of each.
        Model::HousingFirst => {
            let parts = ACT.iter().enumerate().filter(|(n, part)| n % 4 != 3 && part.plot != Imported);
            parts.map(|(_, part)| *part).collect()
        }
        Model::Fact => {
            let others = (0..46_u16).map(|n| {
                let plot = if n % 4 == 0 { StepDown } else { Base };
                let part = Part::new(plot, u8::try_from(n % 4).unwrap_or(0), 2 + n * 7 % 11);
                if n % 5 == 0 { part.at(9 + u32::from(n) / 8, 0) } else { part }
            });
            FACT_BOARD.into_iter().chain(others).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_teams_have_their_sizes() {
        assert_eq!(cast(Model::Act).len(), 46);
        assert_eq!(cast(Model::Fact).len(), 60);
    }

    #[test]
    fn an_act_team_has_a_full_day_with_two_visits_that_nobody_has() {
        let today: Vec<_> = cast(Model::Act).into_iter().filter(|part| part.today.is_some()).collect();
        assert!(today.len() >= 20);
        assert_eq!(today.iter().filter(|part| !part.assigned).count(), 2);
    }
}
