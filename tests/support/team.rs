//! A small team that is there before the service opens, and another one beside it.

use chrono::{DateTime, TimeDelta, Utc};
use tavle_domain::{
    access::Role,
    entry::{Entry, EntryBuilder},
    housing::{self, HousingKind},
    id::{CommandId, DwellingId, EntryId, ParticipantId, StaffId, TeamId, entry_id},
    kind::Kind,
    participant::{PRIMARY_CONTACT, ParticipantKind},
    recorded::{Body, By, NewEvent, Occurred},
    stream::Stream,
    team::{
        ALIAS, ALIAS_OF, INITIALS, ROLE, STAFF_MEMBER, STAFF_NAME, TEAM_MODEL, TEAM_NAME, TeamKind,
        VALID_UNTIL,
    },
    tenancy::{self, TenancyKind},
};
use tavle_event_store::{BulkEvent, NewEnvelope};
use uuid::Uuid;

use super::clock::time;

/// The team that most tests are about, and another one.
pub const NORDLIA: TeamId = TeamId(Uuid::from_u128(0x0a01));
pub const SORVIK: TeamId = TeamId(Uuid::from_u128(0x0a02));

const fn staff(n: u128) -> StaffId {
    StaffId(Uuid::from_u128(0x5000 + n))
}

pub const LEADER: StaffId = staff(1);
pub const MINA: StaffId = staff(2);
pub const ESPEN: StaffId = staff(3);
pub const SUPERVISOR: StaffId = staff(4);
pub const AUDITOR: StaffId = staff(5);
pub const ADMINISTRATOR: StaffId = staff(6);
pub const KIOSK: StaffId = staff(7);
pub const LEADER_SORVIK: StaffId = staff(8);
pub const TORE: StaffId = staff(9);

const fn participant(n: u128) -> ParticipantId {
    ParticipantId(Uuid::from_u128(0xb000 + n))
}

/// Participants of Nordlia, and the one of Sørvik.
pub const ROGN: ParticipantId = participant(1);
pub const LYNG: ParticipantId = participant(2);
pub const TINDVED: ParticipantId = participant(3);
pub const PORS: ParticipantId = participant(4);
pub const SELJE: ParticipantId = participant(9);

const fn dwelling(n: u128) -> DwellingId {
    DwellingId(Uuid::from_u128(0xd000 + n))
}

/// Free dwellings of Nordlia, and the one of Sørvik.
pub const GATE_1: DwellingId = dwelling(1);
pub const GATE_2: DwellingId = dwelling(2);
pub const GATE_9: DwellingId = dwelling(9);

/// When the seeds begin.
const FIRST: &str = "2026-11-02T07:00:00Z";

/// What stands in the log before a service opens it.
pub struct Seed {
    pub events: Vec<BulkEvent>,
    commands: u64,
    at: DateTime<Utc>,
}

impl Seed {
    /// Nothing.
    pub fn empty() -> Self {
        Self { events: Vec::new(), commands: 0, at: time(FIRST) }
    }

    /// Both teams with their staff, participants and free dwellings.
    pub fn teams() -> Self {
        let mut seed = Self::empty();
        seed.team(NORDLIA, "ACT-team Nordlia", "ACT");
        let nordlia = [
            (LEADER, "Kari Lund", "KL", Role::TeamLeader),
            (MINA, "Mina Haug", "MH", Role::TeamMember),
            (ESPEN, "Espen Sand", "ES", Role::TeamMember),
            (SUPERVISOR, "Frida Lie", "FL", Role::Supervisor),
            (AUDITOR, "Rolf Eide", "RE", Role::Auditor),
            (ADMINISTRATOR, "Anne Dahl", "AD", Role::Administrator),
            (KIOSK, "Veggen", "VN", Role::Kiosk),
        ];
        for (who, name, initials, role) in nordlia {
            seed.member(NORDLIA, who, name, initials).grant(NORDLIA, who, role, None);
        }
        seed.team(SORVIK, "FACT-team Sørvik", "FACT");
        for (who, name, initials, role) in
            [(LEADER_SORVIK, "Siri Moe", "SM", Role::TeamLeader), (TORE, "Tore Vik", "TV", Role::TeamMember)]
        {
            seed.member(SORVIK, who, name, initials).grant(SORVIK, who, role, None);
        }
        for (who, alias) in [(ROGN, "Rogn"), (LYNG, "Lyng"), (TINDVED, "Tindved"), (PORS, "Pors")] {
            seed.participant(NORDLIA, who, alias, MINA);
        }
        seed.participant(SORVIK, SELJE, "Selje", TORE);
        seed.free_dwelling(NORDLIA, GATE_1, "Gate 1").free_dwelling(NORDLIA, GATE_2, "Gate 2");
        seed.free_dwelling(SORVIK, GATE_9, "Gate 9");
        seed
    }

    pub fn team(&mut self, id: TeamId, name: &str, model: &str) -> &mut Self {
        let created = Entry::build(Kind::Team(TeamKind::TeamCreated));
        self.by_administrator(id, created.with(&TEAM_NAME, name).with(&TEAM_MODEL, model))
    }

    pub fn member(&mut self, team: TeamId, who: StaffId, name: &str, initials: &str) -> &mut Self {
        let joined = Entry::build(Kind::Team(TeamKind::StaffJoined)).with(&STAFF_MEMBER, who.to_string());
        self.by_administrator(team, joined.with(&STAFF_NAME, name).with(&INITIALS, initials))
    }

    pub fn grant(&mut self, team: TeamId, who: StaffId, role: Role, until: Option<&str>) -> &mut Self {
        let granted = Entry::build(Kind::Team(TeamKind::AuthorisationGranted));
        let granted = granted.with(&STAFF_MEMBER, who.to_string()).with(&ROLE, role.name());
        self.by_administrator(team, granted.maybe(&VALID_UNTIL, until))
    }

    pub fn participant(
        &mut self,
        team: TeamId,
        who: ParticipantId,
        alias: &str,
        contact: StaffId,
    ) -> &mut Self {
        let command = self.next_command();
        let assigned = Entry::build(Kind::Team(TeamKind::AliasAssigned));
        let assigned = assigned.with(&ALIAS_OF, who.to_string()).with(&ALIAS, alias);
        let enrolled = Entry::build(Kind::Participant(ParticipantKind::ParticipantEnrolled));
        let enrolled = enrolled.with(&ALIAS, alias).with(&PRIMARY_CONTACT, contact.to_string());
        self.push(team, Stream::Team(team), Some(who), contact, (command, 0), assigned);
        self.push(team, Stream::Participant(who), Some(who), contact, (command, 1), enrolled);
        self
    }

    pub fn free_dwelling(&mut self, team: TeamId, id: DwellingId, address: &str) -> &mut Self {
        let registered = Entry::build(Kind::Housing(HousingKind::DwellingRegistered));
        let registered = registered.with(&housing::ADDRESS, address).with(&housing::HOUSING_TYPE, "ORDINARY");
        self.dwelling_step(team, id, None, registered)
    }

    fn dwelling_step(
        &mut self,
        team: TeamId,
        id: DwellingId,
        subject: Option<ParticipantId>,
        entry: EntryBuilder,
    ) -> &mut Self {
        let command = self.next_command();
        self.push(team, Stream::Dwelling(id), subject, MINA, (command, 0), entry);
        self
    }

    /// A lease with keys, of a dwelling that is there. Gives the tenancy.
    pub fn tenancy(&mut self, team: TeamId, who: ParticipantId, home: DwellingId, contract: &str) -> EntryId {
        let (command, by) = (self.next_command(), MINA);
        let tenancy = entry_id(by, command, 1);
        let reserved = Entry::build(Kind::Housing(HousingKind::DwellingReserved));
        let reserved = reserved.with(&housing::TENANCY_ENTRY, tenancy.to_string());
        let started = Entry::build(Kind::Tenancy(TenancyKind::TenancyStarted))
            .with(&tenancy::DWELLING, home.to_string())
            .with(&tenancy::LANDLORD, "MUNICIPAL")
            .with(&tenancy::VALID_FROM, "2026-09-01")
            .with(&housing::RENT, 920_000)
            .with(&tenancy::CONTRACT_NUMBER, contract);
        let keys = Entry::build(Kind::Tenancy(TenancyKind::KeysHandedOver));
        let keys = keys.with(&tenancy::TENANCY, tenancy.to_string());
        self.push(team, Stream::Dwelling(home), Some(who), by, (command, 0), reserved);
        self.push(team, Stream::Tenancies(who), Some(who), by, (command, 1), started);
        let command = self.next_command();
        self.push(team, Stream::Tenancies(who), Some(who), by, (command, 0), keys);
        tenancy
    }

    /// The same, but over by now: for a service that has the machine's clock.
    pub fn until(mut self, now: DateTime<Utc>) -> Vec<BulkEvent> {
        let later = now - TimeDelta::hours(1) - self.at;
        for BulkEvent { recorded_at, event, .. } in &mut self.events {
            *recorded_at += later;
            event.event.occurred = Occurred::at(event.event.occurred.at + later);
        }
        self.events
    }

    fn by_administrator(&mut self, team: TeamId, entry: EntryBuilder) -> &mut Self {
        let command = self.next_command();
        self.push(team, Stream::Team(team), None, ADMINISTRATOR, (command, 0), entry);
        self
    }

    fn next_command(&mut self) -> CommandId {
        self.commands += 1;
        CommandId(Uuid::from_u128((0x019a_u128 << 112) | (0x7 << 76) | u128::from(self.commands)))
    }

    fn push(
        &mut self,
        team: TeamId,
        stream: Stream,
        subject: Option<ParticipantId>,
        by: StaffId,
        (command, ordinal): (CommandId, u32),
        entry: EntryBuilder,
    ) {
        self.at += TimeDelta::seconds(1);
        let role = if by == ADMINISTRATOR { Role::Administrator } else { Role::TeamMember };
        let event = NewEvent {
            id: entry_id(by, command, ordinal),
            subject,
            occurred: Occurred::at(self.at),
            body: Body::Entry(entry.finish().unwrap()),
        };
        let event = NewEnvelope {
            event,
            by: By { staff: by, role, organisation: super::ORGANISATION.to_owned() },
            team,
            command,
            ordinal,
            correlation: command.into(),
            causation: None,
            request_mac: Vec::new(),
        };
        self.events.push(BulkEvent { stream, recorded_at: self.at, event });
    }
}
