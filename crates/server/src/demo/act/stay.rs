//! Hospital, prison, temporary stays.

use tavle_domain::{
    admission::{
        AdmissionKind, DISCHARGED_TO, IMPRISONMENT, LEGAL_BASIS, PATH, TEAM_INVOLVED, TEAM_PART, WARD,
    },
    entry::{Entry, EntryBuilder},
    kind::Kind,
    stream::StreamKind,
    tenancy::TenancyKind,
};

use crate::demo::{
    day::Day,
    home::tenancy,
    office::{Author, Office},
    person::Person,
    words::note,
};

impl Office {
    fn in_admissions(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, entry: EntryBuilder) {
        self.enter(p, author, day.at(minute), StreamKind::Admissions, entry);
    }

    /// To hospital.
    pub fn admit(
        &mut self,
        p: &mut Person,
        author: Author,
        day: Day,
        minute: u32,
        way: (&'static str, &'static str),
    ) {
        if p.admitted {
            return;
        }
        let (path, basis) = way;
        let ward = if path == "USER_CONTROLLED" { note::WARDS[4] } else { self.rng.pick(&note::WARDS) };
        let entry = admission(AdmissionKind::ParticipantAdmitted)
            .with(&PATH, path)
            .with(&LEGAL_BASIS, basis)
            .with(&WARD, ward)
            .with(&TEAM_INVOLVED, path != "EMERGENCY" || self.rng.percent(50));
        self.in_admissions(p, author, day, minute, entry);
        p.admitted = true;
    }

    /// From hospital.
    pub fn discharge(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        if p.admitted {
            let to = match (p.home.is_some(), p.temporary) {
                (true, _) => "HOME",
                (false, true) => "TEMPORARY",
                (false, false) => "NO_HOME",
            };
            let part = if self.rng.percent(80) { "TOOK_PART" } else { "TOLD_BEFORE" };
            let entry = admission(AdmissionKind::ParticipantDischargedFromWard)
                .with(&DISCHARGED_TO, to)
                .with(&TEAM_PART, part);
            self.in_admissions(p, author, day, minute, entry);
            p.admitted = false;
        }
    }

    /// To prison.
    pub fn imprison(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        if !p.imprisoned {
            let kind = self.rng.pick(&["REMAND", "SENTENCE"]);
            let entry = admission(AdmissionKind::ImprisonmentStarted).with(&IMPRISONMENT, kind);
            self.in_admissions(p, author, day, minute, entry);
            p.imprisoned = true;
        }
    }

    /// From prison.
    pub fn release(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        if p.imprisoned {
            self.in_admissions(p, author, day, minute, admission(AdmissionKind::ImprisonmentEnded));
            p.imprisoned = false;
        }
    }

    /// A temporary stay begins or ends, or work on another home begins.
    pub fn stay(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, kind: TenancyKind) {
        let begins = kind == TenancyKind::TemporaryHousingStarted;
        let ends = kind == TenancyKind::TemporaryHousingEnded;
        if (begins && p.temporary) || (ends && !p.temporary) {
            return;
        }
        self.enter(p, author, day.at(minute), StreamKind::Tenancies, tenancy(kind));
        p.temporary = begins || (p.temporary && !ends);
    }
}

fn admission(kind: AdmissionKind) -> EntryBuilder {
    Entry::build(Kind::Admission(kind))
}
