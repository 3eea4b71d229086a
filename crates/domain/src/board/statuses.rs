//! Which statuses are on. All that are on are kept; their order says which one is primary.

use chrono::NaiveDate;

use super::{BoardFacts, BoardRules, Standing, Status};
use crate::{
    id::EntryId,
    risk::{Assessment, Fired, Signal},
};

/// What one row looks at.
pub(crate) struct View<'a> {
    pub facts: &'a BoardFacts,
    pub risk: Option<&'a Assessment>,
    pub rules: &'a BoardRules,
    pub enrolled: (NaiveDate, EntryId),
    pub today: NaiveDate,
}

impl View<'_> {
    /// Every status that is on, the primary one first.
    pub fn statuses(&self) -> Vec<Standing> {
        let derived = [
            self.crisis(),
            self.admitted(),
            self.post_discharge(),
            self.tenancy_at_risk(),
            self.homeless(),
            self.hard_to_reach(),
            self.newcomer(),
        ];
        let mut statuses: Vec<_> = derived.into_iter().chain(self.decided()).flatten().collect();
        statuses.sort_by_key(|standing| standing.status);
        statuses
    }

    fn crisis(&self) -> Option<Standing> {
        self.facts.episode.crises.iter().min().map(|at| on(Status::Crisis, *at))
    }

    fn admitted(&self) -> Option<Standing> {
        let stay = self.facts.stays.in_hospital()?;
        Some(on(Status::Admitted, (stay.from, stay.because)))
    }

    /// On until more than 30 days have passed and a contact was kept after the day of discharge.
    fn post_discharge(&self) -> Option<Standing> {
        let (left, because) = self.facts.stays.left?;
        let days = self.today.signed_duration_since(left).num_days();
        let kept_after = self.facts.last_kept.as_ref().is_some_and(|held| held.on > left);
        let over = days > i64::from(self.rules.post_discharge_days) && kept_after;
        (!over).then(|| on(Status::PostDischarge, (left, because)))
    }

    /// On from the first open legal step.
    fn tenancy_at_risk(&self) -> Option<Standing> {
        let legal = |fired: &&Fired| Signal::OF_LAW.contains(&fired.signal);
        let first = self.risk?.signals.iter().filter(legal).min_by_key(|fired| fired.since)?;
        let because = first.because.first().copied();
        Some(Standing { status: Status::TenancyAtRisk, since: first.since, because, review_by: None })
    }

    fn homeless(&self) -> Option<Standing> {
        self.facts.home.homeless(self.enrolled).map(|at| on(Status::Homeless, at))
    }

    /// Two failed attempts in a row, or too many days without a kept contact; since whichever came first.
    fn hard_to_reach(&self) -> Option<Standing> {
        let nth = self.rules.failed_attempts.saturating_sub(1);
        let attempts = self.facts.episode.attempts.get(nth).copied();
        let days = self.without_contact(self.contact_limit());
        attempts.into_iter().chain(days).min().map(|at| on(Status::HardToReach, at))
    }

    /// In step-down the agreed interval counts, and a week more.
    fn contact_limit(&self) -> u32 {
        let interval = self.facts.episode.step_down.and_then(|step_down| step_down.interval);
        interval.map_or(self.rules.hard_to_reach_days, |days| {
            days.saturating_add(self.rules.step_down_extra_days)
        })
    }

    /// The day on which so many days without a kept contact were passed, with the contact or the enrolment
    /// that they are counted from. Days in hospital are left out.
    pub fn without_contact(&self, limit: u32) -> Option<(NaiveDate, EntryId)> {
        let (from, because) = self.facts.follow_up.counts_from()?;
        let passed = self.facts.stays.nth_day_after(from, limit.saturating_add(1));
        (passed <= self.today).then_some((passed, because))
    }

    /// On until the first plan is agreed and two members of staff have met the person.
    fn newcomer(&self) -> Option<Standing> {
        let episode = &self.facts.episode;
        let known = episode.planned && episode.met_by.len() >= self.rules.staff_to_meet;
        (!known).then(|| on(Status::New, self.enrolled))
    }

    /// What the team decided, and a step-down that was agreed: each stays until it is decided otherwise.
    fn decided(&self) -> [Option<Standing>; 2] {
        let decision = self.facts.episode.decision.map(|decision| Standing {
            review_by: decision.review_by,
            ..on(decision.status, (decision.on, decision.because))
        });
        let step_down = self.facts.episode.step_down;
        [decision, step_down.map(|agreed| on(Status::StepDown, (agreed.on, agreed.because)))]
    }
}

const fn on(status: Status, (since, because): (NaiveDate, EntryId)) -> Standing {
    Standing { status, since, because: Some(because), review_by: None }
}
