//! Letters and the steps towards eviction.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use tavle_domain::{
    arrears::{
        AMOUNT, AVERTED_BY, ArrearsKind, CASE_BODY, EVICTION_AT, PAY_BY, RECEIVED_ON, SENT_ON, SERVED_ON,
        WARNING,
    },
    contact::NOTE,
};

use super::arrears::arrears;
use crate::demo::{
    day::{Day, plus},
    office::{Author, Office},
    person::Person,
};

impl Office {
    /// A letter came: it was received at the latest today.
    pub fn letter(
        &mut self,
        p: &mut Person,
        author: Author,
        day: Day,
        minute: u32,
        letter: (ArrearsKind, NaiveDate, Option<NaiveDate>),
    ) {
        use ArrearsKind as K;
        let (kind, sent, pay_by) = letter;
        let owed: i64 = p.home.iter().flat_map(|home| &home.unpaid).map(|(_, amount)| amount).sum();
        let received = plus(day.date, -i64::from(self.rng.below(2))).max(sent);
        let entry = arrears(kind).with(&RECEIVED_ON, received.to_string());
        let entry = match kind {
            K::TerminationReceived | K::RescissionReceived | K::WrittenWarningReceived => {
                entry.with(&SENT_ON, sent.to_string())
            }
            K::NuisanceComplaintReceived => entry.with(&NOTE, "Nabo har klaget på høy musikk etter midnatt."),
            _ => entry.with(&SENT_ON, sent.to_string()).maybe(&AMOUNT, (owed > 0).then_some(owed)),
        };
        let asks_for_money = matches!(kind, K::DebtCollectionNoticeReceived | K::PaymentDemandReceived);
        let pay_by = pay_by.filter(|_| asks_for_money).map(|date| date.to_string());
        self.in_lease(p, author, day, minute, entry.maybe(&PAY_BY, pay_by));
    }

    /// A step that says nothing but that it took place.
    pub fn chain(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, kind: ArrearsKind) {
        if matches!(kind, ArrearsKind::RepaymentBroken) && !std::mem::take(&mut p.agreement) {
            return;
        }
        self.in_lease(p, author, day, minute, arrears(kind));
    }

    /// The petition was served today.
    pub fn served(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let entry = arrears(ArrearsKind::PetitionServed).with(&SERVED_ON, day.date.to_string());
        self.in_lease(p, author, day, minute, entry);
    }

    /// Day and hour of the eviction are set.
    pub fn schedule(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, at: DateTime<Utc>) {
        let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let entry = arrears(ArrearsKind::EvictionScheduled).with(&EVICTION_AT, at);
        self.in_lease(p, author, day, minute, entry);
    }

    /// The eviction will not take place.
    pub fn averted(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, how: &'static str) {
        let entry = arrears(ArrearsKind::EvictionAverted).with(&AVERTED_BY, how);
        self.in_lease(p, author, day, minute, entry);
    }

    /// The landlord brought the case after a protest.
    pub fn case_brought(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let entry = arrears(ArrearsKind::CaseBroughtByLandlord).with(&CASE_BODY, "HUSLEIETVISTUTVALGET");
        self.in_lease(p, author, day, minute, entry);
    }

    /// A conduct warning is taken back.
    pub fn withdraw_warning(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let entry = arrears(ArrearsKind::WarningWithdrawn).with(&WARNING, "CONDUCT_WARNING");
        self.in_lease(p, author, day, minute, entry);
    }
}
