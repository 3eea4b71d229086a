//! The dwellings that a team knows of, and the leases of the participants who live in them.

use chrono::Datelike;
use chrono::NaiveDate;
use tavle_domain::{
    contact::NOTE,
    entry::{Entry, EntryBuilder},
    housing::{
        ADDRESS, HOUSING_TYPE, HousingKind, OFFER, OFFER_DECLINE_REASON, RENT, RESPOND_BY, ROOMS,
        TENANCY_ENTRY,
    },
    id::DwellingId,
    kind::Kind,
    stream::{Stream, StreamKind},
    tenancy::{
        CONTRACT_NUMBER, DEPOSIT, DWELLING, EVICTION_CLAUSE, FIXED_UNTIL, GUARANTEE, HOUSING_BENEFIT, INCOME,
        LANDLORD, TENANCY, TENANCY_END, TenancyKind, VALID_FROM,
    },
};

use super::{
    cast::Plot,
    day::{Day, plus},
    office::{Author, Office, Place},
    person::{Home, Offer, Person},
    words::address,
};

/// A unit.
#[derive(Clone, Debug)]
pub struct Unit {
    id: DwellingId,
    rent: i64,
    /// From when it can be offered; `None` while somebody has it.
    free_from: Option<NaiveDate>,
}

/// The units of a team.
#[derive(Clone, Debug, Default)]
pub struct Units {
    all: Vec<Unit>,
    contracts: usize,
}

/// How a lease begins.
#[derive(Clone, Copy, Debug)]
pub struct Lease {
    /// The first day.
    pub from: NaiveDate,
    /// The last day of a fixed term.
    pub until: Option<NaiveDate>,
    /// Whether it was there before the team was: with a private landlord, in a unit of its own.
    pub existing: bool,
}

impl Office {
    /// A unit that is free, or a new one.
    fn free_unit(&mut self, author: Author, day: Day, minute: u32) -> usize {
        let is_free = |unit: &Unit| unit.free_from.is_some_and(|from| from <= day.date);
        match self.units.all.iter().position(is_free) {
            Some(unit) => unit,
            None => self.register_unit(author, day, minute),
        }
    }

    /// Registers a dwelling.
    pub fn register_unit(&mut self, author: Author, day: Day, minute: u32) -> usize {
        let n = self.units.all.len();
        let rent = i64::from(self.rng.between(78, 118)) * 10_000;
        let rooms = self.rng.between(1, 3);
        let mut request = self.request(author, day.at(minute));
        let id = DwellingId(Self::new_id(&request));
        let kind = if self.rng.percent(85) { "ORDINARY" } else { "SHARED" };
        let entry = housing(HousingKind::DwellingRegistered)
            .with(&ADDRESS, address(self.team, n))
            .with(&HOUSING_TYPE, kind)
            .with(&RENT, rent)
            .with(&ROOMS, rooms);
        self.write(&mut request, Place { stream: Stream::Dwelling(id), subject: None }, entry);
        self.units.all.push(Unit { id, rent, free_from: Some(plus(day.date, 1)) });
        n
    }

    /// Offers a dwelling.
    pub fn offer(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, respond_by: NaiveDate) {
        if p.offer.is_some() || p.home.is_some() {
            return;
        }
        let unit = self.free_unit(author, day, minute);
        let mut request = self.request(author, p.not_before(day.at(minute + 2)));
        p.wrote_at(request.at);
        let Unit { id, rent, .. } = self.units.all[unit];
        let entry = housing(HousingKind::HousingOffered)
            .with(&RENT, rent)
            .with(&HOUSING_TYPE, "ORDINARY")
            .with(&RESPOND_BY, respond_by.to_string());
        let place = Place { stream: Stream::Dwelling(id), subject: Some(p.id) };
        let id = self.write(&mut request, place, entry);
        self.units.all[unit].free_from = None;
        p.offer = Some(Offer { id, unit, accepted: false });
    }

    /// The participant sees the dwelling that was offered.
    pub fn view(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let note = "Likte kjøkkenet. Vil vite mer om naboene.";
        self.offer_step(p, author, day, minute, housing(HousingKind::DwellingViewed).with(&NOTE, note));
    }

    /// Yes or no to the offer.
    pub fn answer_offer(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, yes: bool) {
        let Some(offer) = p.offer.filter(|offer| !offer.accepted) else { return };
        let id = offer.id.to_string();
        if yes {
            let accepted = housing(HousingKind::HousingOfferAccepted).with(&OFFER, id);
            self.offer_step(p, author, day, minute, accepted);
            p.offer = Some(Offer { accepted: true, ..offer });
        } else {
            let reason = self.rng.pick(&["AREA", "SIZE", "RENT", "SURROUNDINGS"]);
            let declined = housing(HousingKind::HousingOfferDeclined)
                .with(&OFFER, id)
                .with(&OFFER_DECLINE_REASON, reason);
            self.offer_step(p, author, day, minute, declined);
            self.free(offer.unit, day);
            p.offer = None;
        }
    }

    fn offer_step(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, entry: EntryBuilder) {
        let Some(offer) = p.offer else { return };
        let mut request = self.request(author, p.not_before(day.at(minute)));
        p.wrote_at(request.at);
        let stream = Stream::Dwelling(self.units.all[offer.unit].id);
        self.write(&mut request, Place { stream, subject: Some(p.id) }, entry);
    }

    /// Starts a lease: of the dwelling that was accepted, or of one that was there before the team.
    pub fn start_lease(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, lease: Lease) {
        if p.home.is_some() || (!lease.existing && !p.offer.is_some_and(|offer| offer.accepted)) {
            return;
        }
        let unit = match p.offer.take() {
            Some(offer) => offer.unit,
            None => self.register_unit(author, day, minute),
        };
        let Unit { id, rent, .. } = self.units.all[unit];
        let rent = imported_rent(p).unwrap_or(rent);
        self.units.all[unit].free_from = None;
        let mut request = self.request(author, p.not_before(day.at(minute + 2)));
        p.wrote_at(request.at);
        let reserved =
            housing(HousingKind::DwellingReserved).with(&TENANCY_ENTRY, request.id_ahead(1).to_string());
        self.write(&mut request, Place { stream: Stream::Dwelling(id), subject: Some(p.id) }, reserved);
        let entry = self.lease_entry(p, lease, id, rent);
        let tenancy = self.write(&mut request, p.place(StreamKind::Tenancies), entry);
        p.home = Some(Home { tenancy, unit, rent, keys: false, unpaid: Vec::new() });
    }

    fn lease_entry(&mut self, p: &Person, lease: Lease, unit: DwellingId, rent: i64) -> EntryBuilder {
        let landlord = if lease.existing {
            self.rng.pick(&["PRIVATE", "FOUNDATION", "MUNICIPAL"])
        } else {
            self.rng.pick(&["MUNICIPAL", "MUNICIPAL_SUBLET", "MUNICIPAL", "FOUNDATION"])
        };
        tenancy(TenancyKind::TenancyStarted)
            .with(&DWELLING, unit.to_string())
            .with(&LANDLORD, landlord)
            .with(&VALID_FROM, lease.from.to_string())
            .with(&RENT, rent)
            .with(&CONTRACT_NUMBER, self.contract(p, lease))
            .with(&DEPOSIT, rent * 3)
            .with(&GUARANTEE, true)
            .with(&EVICTION_CLAUSE, true)
            .maybe(&FIXED_UNTIL, lease.until.map(|date| date.to_string()))
    }

    /// Contract numbers are the landlord's. Those of the leases that the sample file pays for never change:
    /// `NK-2026-00101` and on, by the participant's place in the first team's list.
    fn contract(&mut self, p: &Person, lease: Lease) -> String {
        if p.part.plot == Plot::Imported {
            return format!("NK-2026-{:05}", 101 + self.team * 20 + p.part.variant as usize);
        }
        self.units.contracts += 1;
        format!("NK-{}-{:05}", lease.from.year(), (self.team + 1) * 1_000 + self.units.contracts)
    }

    /// The participant gets the keys.
    pub fn hand_over_keys(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let Some(id) = p.home.as_ref().filter(|home| !home.keys).map(|home| home.tenancy.to_string()) else {
            return;
        };
        let entry = tenancy(TenancyKind::KeysHandedOver).with(&TENANCY, id);
        self.enter(p, author, day.at(minute), StreamKind::Tenancies, entry);
        if let Some(home) = p.home.as_mut() {
            home.keys = true;
        }
    }

    /// The lease ends, and the unit is free for somebody else from the next day on.
    pub fn end_lease(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, why: &'static str) {
        let Some(home) = p.home.take() else { return };
        let id = home.tenancy.to_string();
        let mut request = self.request(author, p.not_before(day.at(minute)));
        p.wrote_at(request.at);
        let ended = tenancy(TenancyKind::TenancyEnded).with(&TENANCY_END, why).with(&TENANCY, id.clone());
        self.write(&mut request, p.place(StreamKind::Tenancies), ended);
        let released = housing(HousingKind::DwellingReleased).with(&TENANCY_ENTRY, id);
        let stream = Stream::Dwelling(self.units.all[home.unit].id);
        self.write(&mut request, Place { stream, subject: Some(p.id) }, released);
        self.free(home.unit, day);
        p.agreement = false;
    }

    fn free(&mut self, unit: usize, day: Day) {
        self.units.all[unit].free_from = Some(plus(day.date, 1));
    }

    /// Another rent, as once a year.
    pub fn change_rent(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let Some(home) = p.home.as_mut() else { return };
        home.rent += home.rent / 40 / 1_000 * 1_000;
        let entry = tenancy(TenancyKind::RentChanged)
            .with(&RENT, home.rent)
            .with(
                &VALID_FROM,
                tavle_domain::calendar::add_months(super::day::first_of_month(day.date), 1).to_string(),
            )
            .with(&TENANCY, home.tenancy.to_string());
        self.enter(p, author, day.at(minute), StreamKind::Tenancies, entry);
    }

    /// Income and housing benefit. Most pay less than 30 % of it in rent, some more.
    pub fn record_income(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let rent = p.home.as_ref().map_or(900_000, |home| home.rent);
        let share = i64::from(match (p.part.plot, p.part.variant) {
            (Plot::Short, 2 | 5) => self.rng.between(31, 38),
            (Plot::New | Plot::Long | Plot::Base, 2) => self.rng.between(41, 44),
            _ => self.rng.between(22, 29),
        });
        let benefit = rent / 4 / 1_000 * 1_000;
        let income = (rent - benefit) * 100 / share;
        let entry =
            tenancy(TenancyKind::IncomeRecorded).with(&INCOME, income).with(&HOUSING_BENEFIT, benefit);
        self.enter(p, author, day.at(minute), StreamKind::Tenancies, entry);
    }
}

/// The rent of a lease that the sample file pays for: the file has it too.
fn imported_rent(p: &Person) -> Option<i64> {
    let rents = [920_000, 875_000, 1_010_000, 790_000];
    rents.get(usize::from(p.part.variant)).copied().filter(|_| p.part.plot == Plot::Imported)
}

/// An entry of the tenancy family.
pub fn tenancy(kind: TenancyKind) -> EntryBuilder {
    Entry::build(Kind::Tenancy(kind))
}

/// An entry of the housing family.
pub fn housing(kind: HousingKind) -> EntryBuilder {
    Entry::build(Kind::Housing(kind))
}
