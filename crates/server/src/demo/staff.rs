//! Who works in a team, and who belongs to all of them.

use chrono::NaiveDate;
use tavle_domain::{
    access::Role,
    entry::{Entry, EntryBuilder},
    id::StaffId,
    kind::Kind,
    stream::Stream,
    team::{
        DISCIPLINE, FTE_PERCENT, INITIALS, ROLE, STAFF_MEMBER, STAFF_NAME, TEAM_MODEL, TEAM_NAME, TeamKind,
    },
};
use uuid::Uuid;

use super::{
    cast::Model,
    day::Day,
    office::{Author, Office, Place},
    rng::{Rng, mix},
    words::{StaffName, first_staff, later_staff, place},
};

/// The professions of a team, in the order of its desks. The first one leads.
const DISCIPLINES: [&str; 12] = [
    "NURSE",
    "SOCIAL_EDUCATOR",
    "SOCIAL_WORKER",
    "NURSE",
    "PSYCHIATRIST",
    "PEER_WORKER",
    "OCCUPATIONAL_THERAPIST",
    "PSYCHOLOGIST",
    "SOCIAL_WORKER",
    "EMPLOYMENT_SPECIALIST",
    "HEALTH_WORKER",
    "NURSE",
];

/// The desk that enters rents and letters: a social worker's.
pub const MONEY_DESK: usize = 2;

/// Somebody at one of the team's desks.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub id: StaffId,
    /// Name and initials.
    pub name: StaffName,
    /// Role.
    pub role: Role,
    discipline: Option<&'static str>,
    fte: u32,
}

/// The team's people: a desk each, with whoever sits there now, and those who belong to every team.
#[derive(Clone, Debug)]
pub struct Staff {
    /// The desks; the first is the leader's.
    pub desks: Vec<Member>,
    /// Supervisor, auditor, administrator, wall screen.
    pub others: Vec<Member>,
    replaced: usize,
}

impl Staff {
    /// The staff of a team.
    pub fn new(seed: u64, team: usize, model: Model) -> Self {
        let size = 8 + (team * 3 + model as usize * 2 + 4) % 5;
        let desks = (0..size).map(|desk| {
            let role = if desk == 0 { Role::TeamLeader } else { Role::TeamMember };
            member(seed, team, desk, first_staff(team * 12 + desk), role, DISCIPLINES.get(desk).copied())
        });
        let mut staff = Self { desks: desks.collect(), others: common(seed), replaced: 0 };
        let name =
            StaffName { initials: format!("VS{}", team + 1), name: format!("Veggskjerm {}", place(team)) };
        staff.others.push(member(seed, team, 99, name, Role::Kiosk, None));
        staff
    }

    /// Whoever sits at a desk, as an author.
    pub fn author(&self, desk: usize) -> Author {
        let member = &self.desks[desk % self.desks.len()];
        Author { staff: member.id, role: member.role }
    }

    /// The id of whoever sits at a desk.
    pub fn id(&self, desk: usize) -> StaffId {
        self.author(desk).staff
    }

    /// The administrator, as an author.
    fn administrator(&self) -> Author {
        let found = self.others.iter().find(|other| other.role == Role::Administrator);
        found.map_or_else(|| self.author(0), |member| Author { staff: member.id, role: member.role })
    }
}

/// Those who belong to every team. Their ids do not depend on the team.
pub fn common(seed: u64) -> Vec<Member> {
    let all = [
        ("FV", "F. Vidsyn", Role::Supervisor),
        ("PN", "P. Nøyelys", Role::Auditor),
        ("DN", "D. Nøkkelmo", Role::Administrator),
    ];
    let named = all.into_iter().enumerate();
    named
        .map(|(n, (initials, name, role))| {
            let name = StaffName { initials: initials.to_owned(), name: name.to_owned() };
            member(seed, 10_000, n, name, role, None)
        })
        .collect()
}

fn member(
    seed: u64,
    team: usize,
    desk: usize,
    name: StaffName,
    role: Role,
    discipline: Option<&'static str>,
) -> Member {
    let mut rng = Rng::new(seed, mix(team as u64 * 1_000 + desk as u64) ^ 0x5747);
    let id = StaffId(random_id(&mut rng));
    let fte = if desk % 4 == 3 { 80 } else { 100 };
    Member { id, name, role, discipline, fte }
}

/// An id that follows from the seed: UUID v8.
pub fn random_id(rng: &mut Rng) -> Uuid {
    let bytes = (u128::from(rng.next()) << 64 | u128::from(rng.next())).to_be_bytes();
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

impl Office {
    /// The team with its staff, before anybody is enrolled.
    pub fn found(&mut self, model: Model, day: Day) {
        let administrator = self.staff.administrator();
        let name = format!("{} {}", model.title(), place(self.team));
        let created = entry(TeamKind::TeamCreated).with(&TEAM_NAME, name).with(&TEAM_MODEL, model.name());
        self.in_team(administrator, day, 420, created);
        let everyone: Vec<_> = self.staff.others.iter().chain(&self.staff.desks).cloned().collect();
        for (member, minute) in everyone.iter().zip(422..) {
            self.join(administrator, day, minute, member);
        }
    }

    fn in_team(&mut self, author: Author, day: Day, minute: u32, entry: EntryBuilder) {
        let mut request = self.request(author, day.at(minute));
        let place = Place { stream: Stream::Team(self.id), subject: None };
        self.write(&mut request, place, entry);
    }

    fn join(&mut self, author: Author, day: Day, minute: u32, member: &Member) {
        let id = member.id.to_string();
        let joined = entry(TeamKind::StaffJoined)
            .with(&STAFF_MEMBER, id.clone())
            .with(&STAFF_NAME, member.name.name.clone())
            .with(&INITIALS, member.name.initials.clone())
            .maybe(&DISCIPLINE, member.discipline)
            .maybe(&FTE_PERCENT, member.discipline.map(|_| member.fte));
        let granted =
            entry(TeamKind::AuthorisationGranted).with(&STAFF_MEMBER, id).with(&ROLE, member.role.name());
        let mut request = self.request(author, day.at(minute));
        let place = Place { stream: Stream::Team(self.id), subject: None };
        self.write(&mut request, place, joined);
        self.write(&mut request, place, granted);
    }

    /// Now and then somebody leaves and somebody else takes the desk. Tells which desk it was.
    pub fn replace_somebody(&mut self, seed: u64, day: Day, until: NaiveDate) -> Option<usize> {
        let later = (until - day.date).num_days() > 60;
        if !later || self.staff.replaced >= 36 || !self.rng.of_ten_thousand(50) {
            return None;
        }
        let desk = 1 + self.rng.below(u32::try_from(self.staff.desks.len() - 1).unwrap_or(1)) as usize;
        let administrator = self.staff.administrator();
        let leaver = self.staff.desks[desk].clone();
        let id = leaver.id.to_string();
        let revoked = entry(TeamKind::AuthorisationRevoked)
            .with(&STAFF_MEMBER, id.clone())
            .with(&ROLE, leaver.role.name());
        self.in_team(administrator, day, 425, revoked);
        self.in_team(administrator, day, 426, entry(TeamKind::StaffLeft).with(&STAFF_MEMBER, id));
        let name = later_staff(self.team, self.staff.replaced);
        self.staff.replaced += 1;
        let comer =
            member(seed, self.team, 100 + self.staff.replaced, name, Role::TeamMember, leaver.discipline);
        self.join(administrator, day, 428, &comer);
        self.staff.desks[desk] = comer;
        Some(desk)
    }
}

fn entry(kind: TeamKind) -> EntryBuilder {
    Entry::build(Kind::Team(kind))
}
