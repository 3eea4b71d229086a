//! The last weeks of those who are on the wall at the end: what brings each of them there.

use chrono::{Months, NaiveDate};
use tavle_domain::{arrears::ArrearsKind, tenancy::TenancyKind};

use super::{
    cast::{Part, Plot},
    day::{Day, first_of_month, plus, working_from, working_until},
    person::Person,
    step::Step,
};

/// How many days before the end a part begins to take shape.
pub const fn lead_time(part: Part) -> i64 {
    match (part.plot, part.variant) {
        (Plot::Long, 1) => 170,
        (Plot::AtRisk, _) | (Plot::Homeless, 0) => 135,
        (Plot::Homeless, _) | (Plot::Short, 6) => 95,
        _ => 70,
    }
}

/// The last day on which the person was met face to face before the end: a working day near the one that the
/// part names.
pub fn last_seen(part: Part, end: NaiveDate) -> NaiveDate {
    let date = plus(end, -i64::from(part.seen));
    let after = working_from(date);
    match part.seen {
        0 => end,
        2 if after < end => after,
        _ => working_until(date),
    }
}

/// Writes a participant's agenda backwards from the end.
pub struct Script<'a> {
    /// Whose.
    pub p: &'a mut Person,
    /// The last day.
    pub end: NaiveDate,
}

impl Script<'_> {
    /// So many days before the end, or the next working day, but always before the last day: that one may be
    /// over before it begins.
    fn ago(&self, days: i64) -> NaiveDate {
        let date = working_from(plus(self.end, -days));
        if date < self.end { date } else { working_until(plus(self.end, -1)) }
    }

    fn step(&mut self, days_ago: i64, step: Step) {
        let date = self.ago(days_ago);
        self.p.plan(date, step);
    }

    /// Things that do not wait for a working day.
    fn any_day(&mut self, days_ago: i64, step: Step) {
        let date = plus(self.end, -days_ago);
        self.p.plan(date, step);
    }

    /// A letter sent so many days ago comes two days later; it is to be paid so many days after it was sent.
    fn letter(&mut self, kind: ArrearsKind, sent_ago: i64, days_to_pay: Option<i64>) {
        let sent = self.ago(sent_ago);
        let pay_by = days_to_pay.map(|days| plus(sent, days));
        self.step(sent_ago - 2, Step::Letter(kind, sent, pay_by));
    }

    /// The rents of months that begin between so many days ago are not paid.
    fn unpaid(&mut self, from: i64, until: i64) {
        self.p.no_rent.push((plus(self.end, -from), plus(self.end, -until)));
    }

    /// One month's rent is not paid: the last that fell due at least so many days ago. A notice follows.
    fn one_month_unpaid(&mut self, days_ago: i64, notice_ago: i64) {
        let first = first_of_month(plus(self.end, -days_ago));
        self.p.no_rent.push((first, first));
        self.letter(ArrearsKind::DebtCollectionNoticeReceived, notice_ago, Some(14));
    }

    fn warning(&mut self, sent_ago: i64) {
        self.letter(ArrearsKind::EvictionWarningReceived, sent_ago, None);
    }

    /// Two months or three unpaid, a notice, a demand, the warning: the letters in the order of the law.
    fn long_chain(&mut self, notice_ago: i64) {
        self.unpaid(130, 62);
        self.letter(ArrearsKind::DebtCollectionNoticeReceived, notice_ago, Some(14));
        self.letter(ArrearsKind::PaymentDemandReceived, notice_ago - 17, Some(14));
        self.warning(notice_ago - 34);
        self.letter(ArrearsKind::SocialServiceNotified, notice_ago - 35, None);
    }

    /// Puts the part on the agenda.
    pub fn write(mut self) {
        let variant = self.p.part.variant;
        match self.p.part.plot {
            Plot::Crisis => self.crisis(variant),
            Plot::Admitted => self.admitted(variant),
            Plot::PostDischarge => self.discharged(variant),
            Plot::AtRisk => self.at_risk(variant),
            Plot::Homeless => self.homeless(variant),
            Plot::HardToReach => self.hard_to_reach(variant),
            Plot::Short => self.short(variant),
            Plot::Long | Plot::Imported => self.long(variant),
            Plot::StepDown => {
                self.step(62, Step::TakeOff);
                self.step(50, Step::LessContact(14 + 7 * u32::from(variant % 2)));
            }
            Plot::Base => self.step(65, Step::TakeOff),
            Plot::New => {}
        }
        if self.p.part.plot == Plot::Base && variant == 0 {
            self.step(9, Step::LateWish);
        }
    }

    fn crisis(&mut self, variant: u8) {
        self.step(40, Step::PlaceLong);
        if variant == 0 {
            self.one_month_unpaid(36, 30);
            self.warning(12);
            self.any_day(1, Step::Crisis(14 * 60 + 20));
        } else {
            self.one_month_unpaid(20, 9);
            self.any_day(2, Step::Crisis(19 * 60 + 5));
        }
    }

    fn admitted(&mut self, variant: u8) {
        match variant {
            0 => self.step(19, Step::Admit("PLANNED", "VOLUNTARY_2_1")),
            1 => {
                self.one_month_unpaid(36, 20);
                self.letter(ArrearsKind::WrittenWarningReceived, 15, None);
                self.any_day(6, Step::Admit("EMERGENCY", "OBSERVATION_3_2"));
            }
            2 => self.any_day(2, Step::Admit("USER_CONTROLLED", "VOLUNTARY_2_1")),
            _ => {
                self.one_month_unpaid(36, 26);
                self.any_day(11, Step::Admit("EMERGENCY", "DETOX"));
            }
        }
    }

    fn discharged(&mut self, variant: u8) {
        let (from, until) = match variant {
            0 => (24, 9),
            1 => (20, 4),
            _ => (33, 16),
        };
        self.any_day(from, Step::Admit("EMERGENCY", "VOLUNTARY_2_1"));
        self.step(until, Step::Discharge);
        match variant {
            0 => {
                self.one_month_unpaid(36, 30);
                self.warning(14);
            }
            2 => self.one_month_unpaid(36, 25),
            _ => {}
        }
    }

    fn at_risk(&mut self, variant: u8) {
        use ArrearsKind as K;
        match variant {
            0 => {
                self.long_chain(84);
                self.step(30, Step::Chain(K::EvictionPetitionFiled));
                self.step(12, Step::Served);
            }
            1 => {
                self.unpaid(100, 36);
                self.letter(K::DebtCollectionNoticeReceived, 60, Some(14));
                self.letter(K::PaymentDemandReceived, 43, Some(14));
                // To be protested within a month of receipt, which ends in three days.
                let received = sub_month(plus(self.end, 3));
                let received_ago = (self.end - received).num_days();
                self.letter(K::TerminationReceived, received_ago + 2, None);
            }
            2 => {
                self.one_month_unpaid(36, 30);
                self.letter(K::PaymentDemandReceived, 13, Some(14));
                self.warning(3);
            }
            3 => {
                self.one_month_unpaid(36, 30);
                self.warning(10);
            }
            _ => {
                self.long_chain(90);
                self.step(40, Step::Chain(K::EvictionPetitionFiled));
                self.step(26, Step::Served);
                let date = working_from(plus(self.end, 5));
                self.step(8, Step::Schedule(Day::new(date).at(10 * 60)));
            }
        }
    }

    fn homeless(&mut self, variant: u8) {
        use TenancyKind as T;
        match variant {
            0 => {
                self.unpaid(130, 70);
                self.letter(ArrearsKind::DebtCollectionNoticeReceived, 112, Some(14));
                self.letter(ArrearsKind::PaymentDemandReceived, 95, Some(14));
                self.warning(78);
                self.step(60, Step::Chain(ArrearsKind::EvictionPetitionFiled));
                self.step(55, Step::Served);
                self.step(46, Step::Schedule(Day::new(self.ago(36)).at(10 * 60)));
                self.step(36, Step::Chain(ArrearsKind::EvictionExecuted));
                self.step(36, Step::EndLease("EVICTED"));
                self.step(35, Step::Stay(T::TemporaryHousingStarted));
                self.search(33, 16, Some((4, 3)));
            }
            1 => {
                self.step(60, Step::EndLease("VOLUNTARY"));
                self.search(58, 30, Some((6, 2)));
                self.step(3, Step::View);
            }
            2 => {
                self.step(25, Step::EndLease("ABANDONED"));
                self.search(20, 6, None);
            }
            _ => {
                self.step(88, Step::Imprison);
                self.step(80, Step::EndLease("TERMINATED"));
                self.step(45, Step::Release);
                self.search(44, 20, Some((10, 4)));
                self.step(3, Step::Answer(true));
            }
        }
    }

    /// Work on another home: application, decision, and an offer to answer by a date.
    fn search(&mut self, from: i64, decided: i64, offer: Option<(i64, i64)>) {
        self.step(from, Step::Stay(TenancyKind::RehousingStarted));
        self.step(from, Step::Wish);
        self.step(from - 3, Step::Apply);
        self.step(decided, Step::Grant);
        if let Some((made, respond_in)) = offer {
            self.step(made, Step::Offer(plus(self.end, respond_in)));
        }
    }

    fn hard_to_reach(&mut self, variant: u8) {
        match variant {
            0 => self.one_month_unpaid(36, 20),
            2 => {
                self.one_month_unpaid(36, 24);
                self.letter(ArrearsKind::WrittenWarningReceived, 18, None);
            }
            _ => {}
        }
    }

    fn short(&mut self, variant: u8) {
        let placed = [5, 9, 12, 3, 20, 16, 19, 2];
        let review = [9, 5, -2, 11, 1, 4, 9, 12];
        let n = usize::from(variant) % placed.len();
        self.step(placed[n], Step::PlaceShort(plus(self.end, review[n])));
        match variant {
            1 => {
                self.one_month_unpaid(36, 27);
                self.letter(ArrearsKind::NuisanceComplaintReceived, 13, None);
            }
            4 => {
                self.one_month_unpaid(36, 27);
                self.letter(ArrearsKind::WrittenWarningReceived, 21, None);
            }
            6 => {
                self.one_month_unpaid(66, 58);
                self.warning(44);
                self.step(28, Step::Chain(ArrearsKind::EvictionPetitionFiled));
                self.step(20, Step::PayUp);
                self.step(20, Step::Averted("PAID"));
            }
            _ => {}
        }
    }

    fn long(&mut self, variant: u8) {
        if self.p.part.plot == Plot::Imported {
            return;
        }
        match variant {
            0 => self.step(60, Step::Chain(ArrearsKind::VoluntaryDeductionStarted)),
            1 => {
                self.unpaid(165, 134);
                self.step(125, Step::Agree);
                for days_ago in [95, 64, 33, 3] {
                    self.step(days_ago, Step::Instalment);
                }
            }
            _ => {}
        }
    }
}

/// A month earlier.
fn sub_month(date: NaiveDate) -> NaiveDate {
    date.checked_sub_months(Months::new(1)).unwrap_or(date)
}
