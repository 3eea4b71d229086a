//! The chain towards eviction of one tenancy: which steps are open, and what closes them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Deadline, Signal,
    ledger::Ledger,
    step::{Running, Step},
};
use crate::{
    arrears::{
        AMOUNT, ArrearsKind, EVICTION_AT, PAY_BY, POSTPONED_TO, RECEIVED_ON, SENT_ON, SERVED_ON, WARNING,
        Warning,
    },
    calendar,
    effective::Effective,
    entry::Entry,
    id::EntryId,
};

/// A repayment agreement that is not broken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Repayment {
    pub because: EntryId,
    pub on: NaiveDate,
    /// Instalments paid since.
    pub instalments: Vec<(NaiveDate, EntryId)>,
}

/// Rent, steps and agreements of one tenancy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Chain {
    pub ledger: Ledger,
    /// Every step, also those that are closed: a petition is judged by the warnings before it.
    pub steps: Vec<Step>,
    pub repayment: Option<Repayment>,
    /// Written protests against a termination.
    pub protests: Vec<(NaiveDate, EntryId)>,
    /// Cases that the landlord brought.
    pub cases: Vec<NaiveDate>,
}

impl Chain {
    /// Heeds a step of the arrears family: first what its row in the table says, then what the row cannot say.
    pub fn evolve(&mut self, kind: ArrearsKind, entry: &Effective<'_>) {
        let row = entry.entry.row();
        let at = entry.occurred.at;
        self.close(row.settles, at);
        self.end(row.ends);
        let cleared = self.ledger.evolve(kind, entry).is_some();
        match kind {
            ArrearsKind::EvictionPostponed => self.postpone(entry),
            ArrearsKind::TerminationProtested => self.protests.push((entry.occurred.date(), entry.id())),
            ArrearsKind::CaseBroughtByLandlord => self.cases.push(entry.occurred.date()),
            ArrearsKind::WarningWithdrawn => self.withdraw(entry),
            ArrearsKind::RepaymentAgreed | ArrearsKind::RepaymentBroken => self.repay(kind, entry),
            ArrearsKind::InstalmentPaid => self.instalment(entry),
            _ => {}
        }
        if let Some(signal) = row.raises.filter(|signal| is_step(*signal)) {
            self.raise(signal, entry);
        }
        self.close_if_paid(kind, cleared, entry);
    }

    /// Closes the open steps behind these signals; their deadlines end with them.
    pub fn close(&mut self, signals: &[Signal], at: DateTime<Utc>) {
        let settled = |step: &&mut Step| signals.contains(&step.signal);
        self.steps.iter_mut().filter(settled).for_each(|step| step.close(at));
    }

    /// Ends deadlines whose step stays open. Those of a termination follow from protests and cases: a second
    /// termination has its own.
    fn end(&mut self, deadlines: &[Deadline]) {
        let of_termination = [Deadline::Protest, Deadline::BringCase];
        let ended = |deadline| deadlines.contains(&deadline) && !of_termination.contains(&deadline);
        for step in self.steps.iter_mut().filter(|step| step.running.is_some_and(|r| ended(r.deadline))) {
            step.running = None;
        }
    }

    /// The open steps.
    pub fn open(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.is_open())
    }

    /// The open steps behind one signal.
    pub fn open_of(&self, signal: Signal) -> impl Iterator<Item = &Step> {
        self.open().filter(move |step| step.signal == signal)
    }

    fn is_petitioned(&self) -> bool {
        let executable = [Signal::PetitionFiled, Signal::PetitionServed, Signal::EvictionDated];
        self.open().any(|step| executable.contains(&step.signal))
    }

    fn raise(&mut self, signal: Signal, entry: &Effective<'_>) {
        let mut step = step(signal, entry);
        match signal {
            Signal::PetitionFiled => self.petition(&mut step),
            Signal::PetitionServed => step.petitioned = Some(self.petitioned_at(&step)),
            // The eviction has one date at a time: the last one set.
            Signal::EvictionDated => self.end(&[Deadline::Eviction]),
            _ if self.was_paid_before(&step) => step.close(step.at),
            _ => {}
        }
        self.steps.push(step);
    }

    /// A petition filed and served on one date is served, in whichever order the two were recorded.
    fn petition(&mut self, filed: &mut Step) {
        filed.petitioned = Some(filed.at);
        let same_day = |step: &&mut Step| step.signal == Signal::PetitionServed && step.on == filed.on;
        for served in self.steps.iter_mut().filter(|step| step.is_open()).filter(same_day) {
            served.petitioned = Some(filed.at);
            filed.closed = Some(filed.at);
        }
    }

    /// When the petition now served was filed: the last one that this service settled, else not later than now.
    fn petitioned_at(&self, served: &Step) -> DateTime<Utc> {
        let mut filed = self.steps.iter().rev().filter(|step| step.signal == Signal::PetitionFiled);
        filed.find(|step| step.closed == Some(served.at)).map_or(served.at, |step| step.at)
    }

    /// A letter that crossed the payment: sent by the day on which everything was paid.
    fn was_paid_before(&self, letter: &Step) -> bool {
        let crossed = match (letter.sent_on, self.ledger.cleared_on) {
            (Some(sent_on), Some(cleared_on)) => sent_on <= cleared_on,
            _ => false,
        };
        let of_arrears = Signal::OF_ARREARS.contains(&letter.signal);
        of_arrears && crossed && self.ledger.arrears(letter.on) == 0 && !self.is_petitioned()
    }

    /// A new date for the eviction; without one, the date is not set. An erased new date is not known either.
    fn postpone(&mut self, entry: &Effective<'_>) {
        let date = entry.entry.get(&POSTPONED_TO).map(calendar::date);
        let dated = |step: &&mut Step| step.is_open() && step.signal == Signal::EvictionDated;
        match self.steps.iter_mut().rev().find(dated) {
            Some(step) => {
                let former = step.running.and_then(|running| running.date);
                step.running = Some(Running {
                    deadline: Deadline::Eviction,
                    date: date.or(former),
                    because: entry.id(),
                    undated: date.is_none(),
                });
            }
            // Postponed from a date that was never recorded to one that is.
            None if date.is_some() => self.raise(Signal::EvictionDated, entry),
            None => {}
        }
    }

    /// Which warning was withdrawn; one that was erased withdraws none, so that nothing disappears unseen.
    fn withdraw(&mut self, entry: &Effective<'_>) {
        let signal = match entry.entry.get(&WARNING) {
            Some(Warning::EvictionWarning) => Signal::EvictionWarning,
            Some(Warning::ConductWarning) => Signal::ConductWarning,
            None => return,
        };
        self.close(&[signal], entry.occurred.at);
    }

    /// A new agreement takes the place of the one before; a broken one is gone.
    fn repay(&mut self, kind: ArrearsKind, entry: &Effective<'_>) {
        let agreement = Repayment { because: entry.id(), on: entry.occurred.date(), instalments: Vec::new() };
        self.repayment = (kind == ArrearsKind::RepaymentAgreed).then_some(agreement);
    }

    /// An instalment is paid; an erased amount was paid all the same.
    fn instalment(&mut self, entry: &Effective<'_>) {
        if let Some(repayment) = &mut self.repayment {
            repayment.instalments.push((entry.occurred.date(), entry.id()));
        }
    }

    /// Full payment before a petition closes what rests on the arrears; so does the end of a petition when
    /// nothing is left to pay.
    fn close_if_paid(&mut self, kind: ArrearsKind, cleared: bool, entry: &Effective<'_>) {
        let on = entry.occurred.date();
        let paid = match kind {
            ArrearsKind::RentPaid | ArrearsKind::InstalmentPaid => cleared || self.letters_are_paid(),
            ArrearsKind::EvictionAverted => !self.ledger.is_empty() && self.ledger.arrears(on) == 0,
            _ => false,
        };
        if paid && !self.is_petitioned() {
            self.close(&Signal::OF_ARREARS, entry.occurred.at);
        }
    }

    /// Without a rent on record the letters say what is owed: paid when as much came in since the first.
    fn letters_are_paid(&self) -> bool {
        let letters = || self.open().filter(|step| step.amount.is_some());
        let claimed = letters().filter_map(|step| step.amount).max();
        match (claimed, letters().map(|step| step.on).min()) {
            (Some(claimed), Some(first)) if self.ledger.is_empty() => {
                self.ledger.paid_since(first) >= claimed.0
            }
            _ => false,
        }
    }

    /// What the landlord claims on a day: the arrears, else the largest amount in a collection letter.
    pub fn claimed(&self, today: NaiveDate) -> i64 {
        let letters = self.open_of(Signal::DebtCollectionNotice).filter_map(|step| step.amount);
        match self.ledger.arrears(today) {
            0 => letters.max().unwrap_or_default().0,
            arrears => arrears,
        }
    }
}

/// Signals that are open from one step to another. The others follow from sums and days.
const fn is_step(signal: Signal) -> bool {
    !matches!(signal, Signal::RentMissed | Signal::DeductionRunning)
}

fn step(signal: Signal, entry: &Effective<'_>) -> Step {
    let says = &entry.entry;
    let running = (says.row().starts.first()).map(|deadline| Running {
        deadline: *deadline,
        date: deadline_date(*deadline, says),
        because: entry.id(),
        undated: false,
    });
    Step {
        signal,
        because: entry.id(),
        at: entry.occurred.at,
        on: entry.occurred.date(),
        sent_on: says.get(&SENT_ON),
        amount: says.get(&AMOUNT),
        running,
        petitioned: None,
        closed: None,
    }
}

/// The date in an entry that a deadline runs from, or is.
fn deadline_date(deadline: Deadline, says: &Entry) -> Option<NaiveDate> {
    match deadline {
        Deadline::PayBy => says.get(&PAY_BY),
        Deadline::EarliestPetition | Deadline::SocialServiceWait => says.get(&SENT_ON),
        Deadline::Protest | Deadline::BringCase => says.get(&RECEIVED_ON),
        Deadline::AnswerPetition => says.get(&SERVED_ON),
        Deadline::Eviction => says.get(&EVICTION_AT).or_else(|| says.get(&POSTPONED_TO)).map(calendar::date),
        Deadline::FixedTermEnd | Deadline::OfferAnswer | Deadline::Appeal => None,
    }
}
