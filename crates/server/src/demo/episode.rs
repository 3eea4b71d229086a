//! What happens in the years before: each episode is a handful of dated steps that ends as it began.

use chrono::NaiveDate;
use tavle_domain::{arrears::ArrearsKind, tenancy::TenancyKind};

use super::{
    cast::Plot,
    day::{Day, first_of_month, plus, working_from},
    home::Lease,
    office::Office,
    person::Person,
    rng::Rng,
    step::Step,
};

/// In ten thousand, on a working day: about three episodes a year.
const EVERY_DAY: u32 = 120;

impl Person {
    /// Puts a step on the agenda so many days from a date, on a working day. Tells the date.
    fn later(&mut self, from: NaiveDate, days: u32, step: Step) -> NaiveDate {
        let date = working_from(plus(from, i64::from(days)));
        self.plan(date, step);
        date
    }

    /// What follows an enrolment: a home, a plan, a place on the board.
    pub fn settle(&mut self, rng: &mut Rng, date: NaiveDate, end: NaiveDate) {
        let is_last = self.ends.is_none();
        let housed = rng.percent(75) || (is_last && matches!(self.part.plot, Plot::Imported | Plot::New));
        let home_by = if housed { self.move_in_already(rng, date, end) } else { self.find_home(rng, date) };
        if is_last && self.part.plot == Plot::New {
            return;
        }
        self.later(date, rng.between(12, 22), Step::AgreePlan);
        let placed = rng.between(8, 14);
        self.later(date, placed, Step::PlaceShort(plus(date, i64::from(placed) + 28)));
        self.later(date, placed + 27, Step::PlaceLong);
        self.busy_until = home_by.max(plus(date, 45));
    }

    fn move_in_already(&mut self, rng: &mut Rng, date: NaiveDate, end: NaiveDate) -> NaiveDate {
        let from = plus(date, -i64::from(rng.between(60, 1_500)));
        let ends_soon = self.ends.is_none() && (self.part.plot, self.part.variant) == (Plot::Long, 3);
        let until = ends_soon.then(|| plus(end, 45));
        self.later(date, 0, Step::Lease(Lease { from, until, existing: true }));
        self.later(date, 0, Step::Keys);
        self.later(date, 0, Step::Income)
    }

    /// Wish, application, decision, an offer or two, keys. Tells when.
    fn find_home(&mut self, rng: &mut Rng, date: NaiveDate) -> NaiveDate {
        self.later(date, 4, Step::Wish);
        self.later(date, 8, Step::Apply);
        self.later(date, rng.between(25, 32), Step::Grant);
        let mut offered = rng.between(36, 50);
        if rng.percent(35) {
            self.later(date, offered, Step::Offer(plus(date, i64::from(offered) + 10)));
            self.later(date, offered + 3, Step::View);
            self.later(date, offered + 6, Step::Answer(false));
            offered += 18;
        }
        self.later(date, offered, Step::Offer(plus(date, i64::from(offered) + 10)));
        self.later(date, offered + 2, Step::View);
        self.later(date, offered + 5, Step::Answer(true));
        let from = working_from(plus(date, i64::from(offered) + 12));
        self.plan(from, Step::Lease(Lease { from, until: None, existing: false }));
        self.later(from, 3, Step::Keys);
        self.later(from, 6, Step::Stay(TenancyKind::TemporaryHousingEnded));
        self.later(from, 8, Step::Income)
    }
}

impl Office {
    /// Perhaps something begins today. Nothing begins that would not be over when the last weeks begin.
    pub fn perhaps_begin(&mut self, p: &mut Person, day: Day) {
        if day.date < p.busy_until || day.date >= p.scene || !self.rng.of_ten_thousand(EVERY_DAY) {
            return;
        }
        let agenda = p.agenda.clone();
        let no_rent = p.no_rent.len();
        let over = match self.rng.below(100) {
            0..50 => self.a_crisis(p, day.date),
            50..64 => self.a_stay(p, day.date),
            64..80 => self.arrears(p, day.date),
            80..85 => self.a_termination(p, day.date),
            85..89 => self.a_complaint(p, day.date),
            89..94 => self.closer_follow_up(p, day.date),
            94..97 => self.a_step_down(p, day.date),
            _ => self.prison(p, day.date),
        };
        match over {
            Some(over) if over < p.scene => p.busy_until = plus(over, 10),
            _ => {
                p.agenda = agenda;
                p.no_rent.truncate(no_rent);
            }
        }
    }

    fn a_crisis(&mut self, p: &mut Person, date: NaiveDate) -> Option<NaiveDate> {
        let hour = self.rng.between(9, 21);
        p.later(date, 0, Step::Crisis(hour * 60 + self.rng.below(60)));
        let lasts = self.rng.between(3, 12);
        if self.rng.percent(35) {
            p.later(date, 1, Step::Admit("EMERGENCY", "OBSERVATION_3_2"));
            p.later(date, lasts + 9, Step::Discharge);
        }
        p.later(date, lasts, Step::CrisisOver);
        Some(self.close_for_a_while(p, plus(date, i64::from(lasts) + 10)))
    }

    /// On the board for some weeks, then as before.
    fn close_for_a_while(&mut self, p: &mut Person, from: NaiveDate) -> NaiveDate {
        let weeks = self.rng.between(2, 4) * 7;
        p.later(from, 0, Step::PlaceShort(plus(from, i64::from(weeks))));
        p.later(from, weeks, Step::PlaceLong)
    }

    fn a_stay(&mut self, p: &mut Person, date: NaiveDate) -> Option<NaiveDate> {
        let way = [
            ("PLANNED", "VOLUNTARY_2_1"),
            ("USER_CONTROLLED", "VOLUNTARY_2_1"),
            ("USER_CONTROLLED", "VOLUNTARY_2_1"),
            ("EMERGENCY", "DETOX"),
            ("EMERGENCY", "OBSERVATION_3_2"),
            ("PLANNED", "SUBSTANCE_USE_10_2_TO_10_4"),
        ];
        let (path, basis) = self.rng.pick(&way);
        let days = if path == "USER_CONTROLLED" { self.rng.between(2, 5) } else { self.rng.between(7, 42) };
        p.later(date, 0, Step::Admit(path, basis));
        p.later(date, days, Step::Discharge);
        Some(self.close_for_a_while(p, plus(date, i64::from(days) + 1)))
    }

    /// Rent unpaid, from a notice to the ways out of it.
    fn arrears(&mut self, p: &mut Person, date: NaiveDate) -> Option<NaiveDate> {
        use ArrearsKind as K;
        p.home.as_ref().filter(|home| home.keys && p.part.plot != Plot::Imported)?;
        let first = first_of_month(plus(first_of_month(date), 40));
        let months = self.rng.between(1, 2);
        p.no_rent.push((first, plus(first, i64::from(months) * 31 - 20)));
        let letter = |p: &mut Person, kind, days: u32| {
            let sent = working_from(plus(first, i64::from(days)));
            p.later(sent, 2, Step::Letter(kind, sent, Some(plus(sent, 14))))
        };
        letter(p, K::DebtCollectionNoticeReceived, 15);
        let settled = 32 * months + 6;
        match self.rng.below(10) {
            0..5 => Some(p.later(first, settled, Step::PayUp)),
            5..8 => {
                letter(p, K::PaymentDemandReceived, 32);
                letter(p, K::EvictionWarningReceived, 40);
                letter(p, K::SocialServiceNotified, 41);
                Some(self.repay(p, plus(first, i64::from(settled.max(56)))))
            }
            _ => {
                letter(p, K::PaymentDemandReceived, 32);
                letter(p, K::EvictionWarningReceived, 49);
                Some(self.petition(p, plus(first, 66)))
            }
        }
    }

    /// An agreement, and six instalments that keep it; now and then it is broken first.
    fn repay(&mut self, p: &mut Person, from: NaiveDate) -> NaiveDate {
        let mut from = p.later(from, 0, Step::Agree);
        if self.rng.percent(25) {
            p.later(from, 34, Step::Chain(ArrearsKind::RepaymentBroken));
            from = p.later(from, 41, Step::Agree);
        }
        p.later(from, 5, Step::Averted("AGREEMENT"));
        for month in 1..3 {
            p.later(from, 30 * month, Step::Instalment);
        }
        p.later(from, 92, Step::PayUp)
    }

    /// A petition, which is averted or ends the lease.
    fn petition(&mut self, p: &mut Person, from: NaiveDate) -> NaiveDate {
        p.later(from, 0, Step::Chain(ArrearsKind::EvictionPetitionFiled));
        p.later(from, 12, Step::Served);
        let at = working_from(plus(from, 46));
        p.later(from, 31, Step::Schedule(Day::new(at).at(600)));
        if self.rng.percent(70) {
            p.later(from, 38, Step::PayUp);
            return p.later(from, 39, Step::Averted("PAID"));
        }
        p.plan(at, Step::Chain(ArrearsKind::EvictionExecuted));
        p.plan(at, Step::EndLease("EVICTED"));
        p.later(at, 1, Step::Stay(TenancyKind::TemporaryHousingStarted));
        p.later(at, 3, Step::Stay(TenancyKind::RehousingStarted));
        p.find_home(&mut self.rng, plus(at, 4))
    }

    fn a_termination(&mut self, p: &mut Person, date: NaiveDate) -> Option<NaiveDate> {
        use ArrearsKind as K;
        p.home.as_ref().filter(|home| home.keys && p.part.plot != Plot::Imported)?;
        p.later(date, 3, Step::Letter(K::TerminationReceived, working_from(date), None));
        p.later(date, 16, Step::Chain(K::TerminationProtested));
        if self.rng.percent(50) {
            p.later(date, 70, Step::CaseBrought);
            return Some(p.later(date, 110, Step::Chain(K::TerminationWithdrawn)));
        }
        Some(p.later(date, 150, Step::Chain(K::TerminationLapsed)))
    }

    fn a_complaint(&mut self, p: &mut Person, date: NaiveDate) -> Option<NaiveDate> {
        use ArrearsKind as K;
        p.home.as_ref().filter(|home| home.keys)?;
        p.later(date, 0, Step::Letter(K::NuisanceComplaintReceived, date, None));
        p.later(date, 9, Step::Letter(K::WrittenWarningReceived, working_from(plus(date, 7)), None));
        p.later(date, 30, Step::Chain(K::ComplaintClosed));
        Some(p.later(date, 45, Step::WarningWithdrawn))
    }

    fn closer_follow_up(&mut self, p: &mut Person, date: NaiveDate) -> Option<NaiveDate> {
        Some(self.close_for_a_while(p, date))
    }

    fn a_step_down(&mut self, p: &mut Person, date: NaiveDate) -> Option<NaiveDate> {
        p.later(date, 0, Step::TakeOff);
        p.later(date, 5, Step::LessContact(14));
        let back = self.rng.between(60, 140);
        p.later(date, back, Step::Resume);
        Some(p.later(date, back, Step::PlaceLong))
    }

    fn prison(&mut self, p: &mut Person, date: NaiveDate) -> Option<NaiveDate> {
        let days = self.rng.between(14, 60);
        p.later(date, 0, Step::Imprison);
        Some(p.later(date, days, Step::Release))
    }
}
