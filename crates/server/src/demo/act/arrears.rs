//! Rent: due, paid, missed; repayment.

use chrono::NaiveDate;
use tavle_domain::{
    arrears::{AMOUNT, ArrearsKind, DUE_ON, INSTALMENT, PERIOD},
    entry::{Entry, EntryBuilder},
    kind::Kind,
    stream::StreamKind,
    tenancy::TENANCY,
};

use crate::demo::{
    day::{Day, first_of_month},
    office::{Author, Office},
    person::Person,
};

impl Office {
    /// An entry about the participant's lease, if there is one.
    pub(super) fn in_lease(
        &mut self,
        p: &mut Person,
        author: Author,
        day: Day,
        minute: u32,
        entry: EntryBuilder,
    ) {
        let Some(tenancy) = p.home.as_ref().map(|home| home.tenancy) else { return };
        let entry = entry.with(&TENANCY, tenancy.to_string());
        self.enter(p, author, day.at(minute), StreamKind::Tenancies, entry);
    }

    /// The month's rent falls due.
    pub fn rent_falls_due(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let Some(rent) = p.home.as_ref().map(|home| home.rent) else { return };
        let first = first_of_month(day.date);
        let entry = arrears(ArrearsKind::RentFellDue)
            .with(&PERIOD, month(first))
            .with(&AMOUNT, rent)
            .with(&DUE_ON, first.to_string());
        self.in_lease(p, author, day, minute, entry);
    }

    /// A month's rent is paid.
    pub fn pay_rent(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, period: &str) {
        let Some(rent) = p.home.as_ref().map(|home| home.rent) else { return };
        self.pay(p, author, day, minute, (period, rent));
    }

    fn pay(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, rent: (&str, i64)) {
        let entry = arrears(ArrearsKind::RentPaid).with(&PERIOD, rent.0).with(&AMOUNT, rent.1);
        self.in_lease(p, author, day, minute, entry);
    }

    /// A month's rent was not paid.
    pub fn miss_rent(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, first: NaiveDate) {
        let Some(home) = p.home.as_mut() else { return };
        let rent = home.rent;
        home.unpaid.push((month(first), rent));
        let entry = arrears(ArrearsKind::RentMissed)
            .with(&PERIOD, month(first))
            .with(&AMOUNT, rent)
            .with(&DUE_ON, first.to_string());
        self.in_lease(p, author, day, minute, entry);
    }

    /// Everything unpaid is paid.
    pub fn pay_up(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let unpaid = p.home.as_mut().map(|home| std::mem::take(&mut home.unpaid)).unwrap_or_default();
        for (period, amount) in unpaid {
            self.pay(p, author, day, minute, (&period, amount));
        }
    }

    /// A repayment agreement over six months.
    pub fn agree_repayment(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let owed: i64 = p.home.iter().flat_map(|home| &home.unpaid).map(|(_, amount)| amount).sum();
        if owed > 0 {
            let entry = arrears(ArrearsKind::RepaymentAgreed).with(&INSTALMENT, (owed / 6).max(10_000));
            self.in_lease(p, author, day, minute, entry);
            p.agreement = true;
        }
    }

    /// An instalment. It is taken off the oldest rent.
    pub fn instalment(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let owed: i64 = p.home.iter().flat_map(|home| &home.unpaid).map(|(_, amount)| amount).sum();
        if !p.agreement || owed == 0 {
            return;
        }
        let paid = (p.home.as_ref().map_or(0, |home| home.rent) / 6).max(10_000).min(owed);
        let entry = arrears(ArrearsKind::InstalmentPaid).with(&AMOUNT, paid);
        self.in_lease(p, author, day, minute, entry);
        take_off(p, paid);
    }
}

/// Takes a payment off what is owed, the oldest first.
fn take_off(p: &mut Person, mut paid: i64) {
    let Some(home) = p.home.as_mut() else { return };
    for (_, owed) in &mut home.unpaid {
        let part = paid.min(*owed);
        *owed -= part;
        paid -= part;
    }
    home.unpaid.retain(|(_, owed)| *owed > 0);
}

/// A month as `YYYY-MM`.
pub fn month(first: NaiveDate) -> String {
    first.format("%Y-%m").to_string()
}

/// An entry of the arrears family.
pub(super) fn arrears(kind: ArrearsKind) -> EntryBuilder {
    Entry::build(Kind::Arrears(kind))
}
