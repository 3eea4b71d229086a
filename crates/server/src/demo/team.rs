//! One team, day by day.

use chrono::{Datelike, NaiveDate};
use tavle_domain::id::TeamId;
use tavle_event_store::BulkEvent;

use super::{
    act::month,
    cast::{Model, Part, Plot, cast},
    contact::End,
    day::{Day, first_of_month, plus, working_from, working_until},
    home::Units,
    office::Office,
    person::Person,
    plot::{Script, lead_time},
    rng::Rng,
    staff::{MONEY_DESK, Staff, random_id},
    step::Step,
};

/// A place in the team's list: who has it now, and when the next ones come.
struct Slot {
    part: Part,
    /// First day and last day of those who have had or will have the place; the last one stays.
    tenures: Vec<(NaiveDate, Option<NaiveDate>)>,
}

/// A team of the demo.
pub struct TeamDays {
    seed: u64,
    office: Office,
    model: Model,
    slots: Vec<Slot>,
    people: Vec<Person>,
    start: NaiveDate,
    end: NaiveDate,
}

impl TeamDays {
    /// A team whose log begins on one date and ends on another.
    pub fn new(seed: u64, team: usize, start: NaiveDate, end: NaiveDate) -> Self {
        let model = Model::of(team);
        let mut rng = Rng::new(seed, 1 + team as u64);
        let id = TeamId(random_id(&mut rng));
        let parts = cast(model);
        let staff = Staff::new(seed, team, model);
        let slots: Vec<_> = (parts.iter().enumerate())
            .map(|(n, part)| Slot { part: *part, tenures: tenures(&mut rng, n, *part, start, end) })
            .collect();
        let people =
            slots.iter().enumerate().map(|(n, slot)| Person::new(n, slot.part, staff.desks.len(), start));
        let people = people.collect();
        let aliases = slots.len();
        let units = Units::default();
        let (written, flaws) = (Vec::new(), Vec::new());
        let office = Office { team, id, rng, staff, units, aliases, written, flaws };
        Self { seed, office, model, slots, people, start, end }
    }

    /// Everything that the team writes on a day goes to `out`.
    pub fn live(&mut self, day: Day, out: &mut Vec<BulkEvent>) {
        if day.date == self.start {
            self.office.found(self.model, day);
            for n in 0..6 {
                let author = self.office.staff.author(MONEY_DESK);
                self.office.register_unit(author, day, 450 + n);
            }
        }
        self.come_and_go(day);
        if day.works {
            self.change_desks(day);
            for p in self.people.iter_mut().filter(|p| p.enrolled) {
                self.office.perhaps_begin(p, day);
            }
        }
        if day.is_rent_day() {
            self.rents(day);
        }
        for p in &mut self.people {
            for step in p.agenda.remove(&day.date).unwrap_or_default() {
                self.office.perform(p, &step, day);
            }
        }
        self.office.contacts(&mut self.people, day, End(self.end));
        out.append(&mut self.office.written);
    }

    /// Fields that a table did not accept; there are none.
    #[cfg(test)]
    pub fn flaws(&self) -> &[&'static str] {
        &self.office.flaws
    }

    /// Ends follow-ups whose time has come, and enrols those who come next.
    fn come_and_go(&mut self, day: Day) {
        for (p, slot) in self.people.iter_mut().zip(&mut self.slots) {
            if day.works && p.enrolled && p.ends.is_some_and(|ends| ends <= day.date) {
                let why = self.office.rng.pick(&["GOALS_REACHED", "MOVED", "TRANSFERRED", "GOALS_REACHED"]);
                self.office.perform(p, &Step::EndFollowUp(why), day);
            }
            let Some((from, ends)) = slot.tenures.first().copied() else { continue };
            if !p.enrolled && day.works && from <= day.date {
                slot.tenures.remove(0);
                *p = Person::new(p.slot, slot.part, self.office.staff.desks.len(), self.start);
                p.ends = ends;
                self.office.welcome(p, day, self.end);
            }
        }
    }

    /// Now and then a desk changes hands, and with it the main responsibility for its participants.
    fn change_desks(&mut self, day: Day) {
        let Some(desk) = self.office.replace_somebody(self.seed, day, self.end) else { return };
        let leader = self.office.staff.author(0);
        for p in self.people.iter_mut().filter(|p| p.enrolled && p.lead == desk) {
            self.office.change_primary_contact(p, leader, day, 540);
        }
    }

    /// The first working day of the month: what falls due, and what will become of it.
    fn rents(&mut self, day: Day) {
        let author = self.office.staff.author(MONEY_DESK);
        let first = first_of_month(day.date);
        let has_rent = |p: &&mut Person| {
            p.enrolled && p.part.plot != Plot::Imported && p.home.as_ref().is_some_and(|home| home.keys)
        };
        for p in self.people.iter_mut().filter(has_rent) {
            let minute = 545 + self.office.rng.below(30);
            self.office.rent_falls_due(p, author, day, minute);
            if p.misses(first) {
                let noticed = working_from(plus(day.date, i64::from(2 + self.office.rng.below(2))));
                p.plan(noticed, Step::MissRent(first));
            } else {
                // Whoever is behind is also late: a payment covers the oldest rent first.
                let is_behind = p.home.as_ref().is_some_and(|home| !home.unpaid.is_empty());
                let on_time = !is_behind && self.office.rng.percent(85);
                p.plan(if on_time { day.date } else { day.ahead(2) }, Step::PayRent(month(first)));
            }
            let is_yearly =
                first.month0() as usize == p.slot % 12 && (day.date - self.start).num_days() > 120;
            if is_yearly {
                p.plan(day.ahead(3), Step::RentChange);
                p.plan(day.ahead(5), Step::Income);
            }
        }
    }
}

impl Office {
    /// Enrols somebody, with everything that follows from it.
    fn welcome(&mut self, p: &mut Person, day: Day, end: NaiveDate) {
        let leader = self.staff.author(0);
        let minute = 600 + self.rng.below(300);
        self.enrol(p, leader, day, minute);
        let mut rng = Rng::new(self.rng.next(), 0);
        p.settle(&mut rng, day.date, end);
        match p.ends {
            Some(ends) => p.scene = plus(ends, -10),
            None => {
                p.scene = plus(end, -lead_time(p.part));
                Script { p, end }.write();
            }
        }
    }
}

/// Who has a place in the list, one after the other. The last one is on the wall at the end.
fn tenures(
    rng: &mut Rng,
    slot: usize,
    part: Part,
    start: NaiveDate,
    end: NaiveDate,
) -> Vec<(NaiveDate, Option<NaiveDate>)> {
    let first = plus(start, i64::try_from(slot).unwrap_or(0) * 20 / 60);
    let mut tenures = Vec::new();
    let mut from = first;
    let last_change = plus(end, -230);
    loop {
        let until = plus(from, i64::from(rng.between(150, 5_500)));
        if part.plot == Plot::Imported || until > last_change {
            break;
        }
        tenures.push((from, Some(until)));
        from = plus(until, i64::from(rng.between(4, 20)));
    }
    if part.plot == Plot::New {
        let comes = working_until(plus(end, -[12, 9, 5][usize::from(part.variant) % 3]));
        tenures.push((from, Some(plus(comes, -40))));
        from = comes;
    }
    tenures.push((from, None));
    tenures
}
