//! Which legal deadlines run, and on which date each ends.
//!
//! There are two kinds. Those of husleieloven's own acts (protest, bringing the case: § 1-6) and of the courts
//! (answer to a petition: domstolloven § 149) move from a day off to the next working day. Waiting periods on
//! a landlord and the days of inkassoloven do not move.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    Deadline, Flag, RiskFacts, RiskRules, Signal,
    chain::Chain,
    facts::Lease,
    step::{Running, Step},
};
use crate::{
    calendar::{add_days, add_months, date, next_working_day},
    id::EntryId,
};

/// A deadline with its date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeadlineAt {
    /// Which deadline.
    pub deadline: Deadline,
    /// The last day of it; of a waiting period the first day after it.
    pub on: NaiveDate,
    /// Whether the date lies before today.
    pub passed: bool,
    /// The entry that set it.
    pub because: EntryId,
    /// What is particular about it.
    pub flags: Vec<Flag>,
}

/// A date and its flags, before it is compared with today.
struct Ends {
    deadline: Deadline,
    on: NaiveDate,
    because: EntryId,
    flags: Vec<Flag>,
}

/// All deadlines that run for a tenancy and its tenant, earliest first.
pub(crate) fn deadlines(
    facts: &RiskFacts,
    lease: &Lease,
    tenancy: EntryId,
    rules: &RiskRules,
    today: NaiveDate,
) -> Vec<DeadlineAt> {
    let chain = &lease.chain;
    let of_chain = chain.open().filter_map(|step| match step.signal {
        Signal::Termination => of_termination(chain, step, rules),
        _ => of_step(chain, step, rules),
    });
    let fixed_term = (lease.fixed_until.filter(|until| !is_open_ended(chain, *until, rules, today)))
        .map(|on| Ends { deadline: Deadline::FixedTermEnd, on, because: tenancy, flags: Vec::new() });
    let offers = facts.offers.open().iter().filter_map(|offer| {
        Some(Ends {
            deadline: Deadline::OfferAnswer,
            on: offer.respond_by?,
            because: offer.id,
            flags: Vec::new(),
        })
    });
    // Nothing ends an appeal but its date.
    let appeal = (facts.appeal.filter(|(on, _)| *on >= today)).map(|(on, because)| Ends {
        deadline: Deadline::Appeal,
        on,
        because,
        flags: Vec::new(),
    });
    let all = of_chain.chain(fixed_term).chain(offers).chain(appeal);
    let mut all: Vec<_> = all.map(|ends| ends.at(today)).collect();
    all.sort_by_key(|at| (at.on, at.deadline, at.because));
    all
}

/// The earliest date that has not passed. A postponed eviction without a new date has none to come.
pub(crate) fn next(deadlines: &[DeadlineAt]) -> Option<&DeadlineAt> {
    deadlines.iter().find(|at| !at.passed && !at.flags.contains(&Flag::PostponedWithoutDate))
}

/// Whether a fixed term has become open-ended: three months after it ran out, the landlord silent
/// (husleieloven § 9-2).
pub(crate) fn is_open_ended(chain: &Chain, until: NaiveDate, rules: &RiskRules, today: NaiveDate) -> bool {
    let spoken = [Signal::Termination, Signal::Rescission, Signal::PetitionFiled, Signal::PetitionServed];
    today > add_months(until, rules.open_ended_months)
        && !chain.open().any(|step| spoken.contains(&step.signal))
}

/// Whether a petition came without a § 4-18 warning sent at least two weeks before; that day itself will do.
///
/// A warning withdrawn or paid before the petition supports nothing. One whose date was erased may have been in
/// time: nobody can say that the petition is invalid.
pub(crate) fn is_probably_invalid(chain: &Chain, petition: &Step, rules: &RiskRules) -> bool {
    let Some(petitioned) = petition.petitioned else { return false };
    let in_time = |sent_on| add_days(sent_on, rules.warning_days) <= date(petitioned);
    let supports = |step: &Step| {
        step.signal == Signal::EvictionWarning
            && step.closed.is_none_or(|closed| closed > petitioned)
            && step.sent_on.is_none_or(in_time)
    };
    !chain.steps.iter().any(supports)
}

/// A termination against which nobody protested, or that waits for the landlord's case.
pub(crate) struct Protested {
    /// The last day to bring the case.
    pub bring_case_by: NaiveDate,
    /// The protest.
    pub because: EntryId,
    /// Whether the protest came by its deadline.
    pub in_time: bool,
    /// Whether a case was brought after it.
    pub case_brought: bool,
}

/// The protest against a termination, where there is one and the date of receipt is known.
///
/// The landlord's months run from the end of the month to protest as the calendar has it; only their own end
/// moves to a working day.
pub(crate) fn protested(chain: &Chain, termination: &Step, rules: &RiskRules) -> Option<Protested> {
    let received = termination.running?.date?;
    let (on, because) = chain.protests.iter().find(|(on, _)| *on >= received)?;
    let month_ends = add_months(received, rules.protest_months);
    Some(Protested {
        bring_case_by: next_working_day(add_months(month_ends, rules.bring_case_months)),
        because: *because,
        in_time: *on <= next_working_day(month_ends),
        case_brought: chain.cases.iter().any(|case| case >= on),
    })
}

/// Whether a termination fell away by date: protested in time, and no case was brought. A case that came late
/// still needs an answer, so it keeps the termination standing.
pub(crate) fn has_lapsed(chain: &Chain, step: &Step, rules: &RiskRules, today: NaiveDate) -> bool {
    protested(chain, step, rules)
        .is_some_and(|protest| protest.in_time && !protest.case_brought && today > protest.bring_case_by)
}

fn of_termination(chain: &Chain, step: &Step, rules: &RiskRules) -> Option<Ends> {
    let running = step.running?;
    match protested(chain, step, rules) {
        Some(protest) if protest.case_brought => None,
        Some(protest) => Some(Ends {
            deadline: Deadline::BringCase,
            on: protest.bring_case_by,
            because: protest.because,
            flags: if protest.in_time { Vec::new() } else { vec![Flag::LateProtest] },
        }),
        None => Some(Ends {
            deadline: Deadline::Protest,
            on: next_working_day(add_months(running.date?, rules.protest_months)),
            because: running.because,
            flags: Vec::new(),
        }),
    }
}

fn of_step(chain: &Chain, step: &Step, rules: &RiskRules) -> Option<Ends> {
    let Running { deadline, date, because, undated } = step.running?;
    let date = date?;
    let on = match deadline {
        Deadline::EarliestPetition => add_days(date, rules.warning_days),
        Deadline::SocialServiceWait => add_days(date, rules.social_service_days),
        Deadline::AnswerPetition => next_working_day(add_days(date, rules.answer_days)),
        _ => date,
    };
    let mut flags = flags(chain, step, rules);
    flags.extend(undated.then_some(Flag::PostponedWithoutDate));
    Some(Ends { deadline, on, because, flags })
}

/// What is particular about a step, whether or not its deadline still runs.
pub(crate) fn flags(chain: &Chain, step: &Step, rules: &RiskRules) -> Vec<Flag> {
    let flag = match step.signal {
        Signal::DebtCollectionNotice if is_short(step, rules) => Flag::ShortNotice,
        Signal::EvictionWarning if step.sent_on.is_some_and(|on| chain.ledger.sent_too_early(on)) => {
            Flag::SentTooEarly
        }
        Signal::PetitionFiled | Signal::PetitionServed if is_probably_invalid(chain, step, rules) => {
            Flag::ProbablyInvalid
        }
        _ => return Vec::new(),
    };
    vec![flag]
}

/// Fewer days to pay than inkassoloven gives, from sending to the pay-by date as the letter has it.
fn is_short(step: &Step, rules: &RiskRules) -> bool {
    let pay_by = step.running.and_then(|running| running.date);
    match (step.sent_on, pay_by) {
        (Some(sent_on), Some(pay_by)) => pay_by < add_days(sent_on, rules.collection_days),
        _ => false,
    }
}

impl Ends {
    fn at(self, today: NaiveDate) -> DeadlineAt {
        let Self { deadline, on, because, flags } = self;
        DeadlineAt { deadline, on, passed: on < today, because, flags }
    }
}
