//! What can be on a participant's agenda, and how it is entered when its day comes.

use chrono::{DateTime, NaiveDate, Utc};
use tavle_domain::{arrears::ArrearsKind, tenancy::TenancyKind};

use super::{
    day::Day,
    home::Lease,
    office::{Author, Office},
    person::Person,
    staff::MONEY_DESK,
};

/// One thing that happens on a day.
#[derive(Clone, Debug)]
pub enum Step {
    /// The first plan is agreed.
    AgreePlan,
    /// On the board for a short time, with a review date.
    PlaceShort(NaiveDate),
    /// On the board for a long time.
    PlaceLong,
    /// Off the board.
    TakeOff,
    /// Less frequent contact, every so many days.
    LessContact(u32),
    /// The step-down is over.
    Resume,
    /// A crisis at this minute of the day.
    Crisis(u32),
    /// The crisis is over.
    CrisisOver,
    /// The follow-up ends.
    EndFollowUp(&'static str),
    /// Admitted: path and legal basis.
    Admit(&'static str, &'static str),
    /// Discharged.
    Discharge,
    /// To prison.
    Imprison,
    /// Released.
    Release,
    /// A wish for a home.
    Wish,
    /// An application for a home.
    Apply,
    /// The municipality decides.
    Grant,
    /// A dwelling is offered, to be answered by a date.
    Offer(NaiveDate),
    /// The dwelling is seen.
    View,
    /// Yes or no.
    Answer(bool),
    /// A lease begins.
    Lease(Lease),
    /// The keys.
    Keys,
    /// The lease ends.
    EndLease(&'static str),
    /// Another rent.
    RentChange,
    /// Income and benefit.
    Income,
    /// A temporary stay begins or ends, or work on another home begins.
    Stay(TenancyKind),
    /// A month's rent is paid: `YYYY-MM`.
    PayRent(String),
    /// A month's rent is recorded as missed.
    MissRent(NaiveDate),
    /// Everything unpaid is paid.
    PayUp,
    /// A letter: which, the date on it, the last day to pay.
    Letter(ArrearsKind, NaiveDate, Option<NaiveDate>),
    /// A step of the chain that says nothing but that it took place.
    Chain(ArrearsKind),
    /// The petition was served.
    Served,
    /// The eviction is dated.
    Schedule(DateTime<Utc>),
    /// The eviction is averted.
    Averted(&'static str),
    /// The landlord brought the case.
    CaseBrought,
    /// A repayment agreement.
    Agree,
    /// An instalment.
    Instalment,
    /// A conduct warning is taken back.
    WarningWithdrawn,
    /// An entry of the past that comes late, with its reason.
    LateWish,
}

impl Office {
    /// Enters a step, unless what it rests on is no longer so.
    pub fn perform(&mut self, p: &mut Person, step: &Step, day: Day) {
        if !p.enrolled {
            return;
        }
        let leader = self.staff.author(0);
        let lead = self.staff.author(p.lead);
        let money = self.staff.author(MONEY_DESK);
        let morning = 515 + self.rng.below(35);
        let later = 600 + self.rng.below(290);
        match step {
            Step::AgreePlan => self.agree_plan(p, lead, day, later),
            Step::PlaceShort(review) => self.place(p, leader, day, morning, Some(*review)),
            Step::PlaceLong => self.place(p, leader, day, morning, None),
            Step::TakeOff => self.take_off(p, leader, day, morning),
            Step::LessContact(days) => self.step_down(p, lead, day, later, *days),
            Step::Resume => self.resume(p, leader, day, morning),
            Step::Crisis(minute) => self.report_crisis(p, lead, day, *minute),
            Step::CrisisOver => self.resolve_crisis(p, leader, day, morning),
            Step::EndFollowUp(why) => self.end_follow_up(p, leader, day, later, why),
            Step::Admit(path, basis) => self.admit(p, lead, day, later, (path, basis)),
            Step::Discharge => self.discharge(p, lead, day, later),
            Step::Imprison => self.imprison(p, lead, day, later),
            Step::Release => self.release(p, lead, day, later),
            Step::Wish => self.wish(p, lead, day, later, None),
            Step::LateWish => {
                self.wish(p, lead, day, later, Some("Sto i papirmappa fra før teamet fikk tavla."))
            }
            Step::Apply => self.apply_for_home(p, lead, day, later),
            Step::Grant => self.grant_home(p, money, day, later),
            Step::Offer(respond_by) => self.offer(p, money, day, later, *respond_by),
            Step::View => self.view(p, lead, day, later),
            Step::Answer(yes) => self.answer_offer(p, lead, day, later, *yes),
            Step::Lease(lease) => self.start_lease(p, money, day, later, *lease),
            Step::Keys => self.hand_over_keys(p, money, day, later),
            Step::EndLease(why) => self.end_lease(p, money, day, later, why),
            Step::RentChange => self.change_rent(p, money, day, later),
            Step::Income => self.record_income(p, money, day, later),
            Step::Stay(kind) => self.stay(p, lead, day, later, *kind),
            _ => self.perform_money(p, step, day, (money, later)),
        }
    }

    fn perform_money(&mut self, p: &mut Person, step: &Step, day: Day, (money, later): (Author, u32)) {
        match step {
            Step::PayRent(period) => self.pay_rent(p, money, day, later, period),
            Step::MissRent(first) => self.miss_rent(p, money, day, later, *first),
            Step::PayUp => self.pay_up(p, money, day, later),
            Step::Letter(kind, sent, pay_by) => self.letter(p, money, day, later, (*kind, *sent, *pay_by)),
            Step::Chain(kind) => self.chain(p, money, day, later, *kind),
            Step::Served => self.served(p, money, day, later),
            Step::Schedule(at) => self.schedule(p, money, day, later, *at),
            Step::Averted(how) => self.averted(p, money, day, later, how),
            Step::CaseBrought => self.case_brought(p, money, day, later),
            Step::Agree => self.agree_repayment(p, money, day, later),
            Step::Instalment => self.instalment(p, money, day, later),
            Step::WarningWithdrawn => self.withdraw_warning(p, money, day, later),
            _ => {}
        }
    }
}
