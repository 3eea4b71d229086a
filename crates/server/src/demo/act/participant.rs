//! Enrolment, plan, board, crisis, wishes for a home, the end of the follow-up.

use chrono::NaiveDate;
use tavle_domain::{
    contact::NOTE,
    entry::{BACKDATING_REASON, Entry, EntryBuilder},
    housing::{APPEAL_BY, DECISION, HousingKind, PREFERENCE},
    id::ParticipantId,
    kind::Kind,
    participant::{
        BoardDecisionKind, CRISIS, CrisisKind, DECIDER, FOLLOW_UP_END, GOALS, INTENSITY, INTERVAL_DAYS,
        KEEPS_HOME, NAME, PRIMARY_CONTACT, ParticipantKind, PlanKind, REASON, RESOURCES, REVIEW_BY,
    },
    stream::{Stream, StreamKind},
    team::{ALIAS, ALIAS_OF, TeamKind},
};

use crate::demo::{
    day::{Day, plus},
    home::housing,
    office::{Author, Office, Place},
    person::Person,
    words::{ALIASES, note},
};

const PARTICIPANT: StreamKind = StreamKind::Participant;

impl Office {
    /// Alias and enrolment, as one command.
    pub fn enrol(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let Some(alias) = ALIASES.get(self.next_alias(p)) else { return };
        let mut request = self.request(author, day.at(minute));
        p.wrote_at(request.at);
        p.id = ParticipantId(Self::new_id(&request));
        let assigned = Entry::build(Kind::Team(TeamKind::AliasAssigned))
            .with(&ALIAS_OF, p.id.to_string())
            .with(&ALIAS, *alias);
        let place = Place { stream: Stream::Team(self.id), subject: Some(p.id) };
        self.write(&mut request, place, assigned);
        let enrolled = participant(ParticipantKind::ParticipantEnrolled)
            .with(&ALIAS, *alias)
            .with(&NAME, format!("{alias} Eksempel"))
            .with(&PRIMARY_CONTACT, self.staff.id(p.lead).to_string());
        self.write(&mut request, p.place(PARTICIPANT), enrolled);
        p.enrolled = true;
        p.failed = 0;
    }

    fn next_alias(&mut self, p: &Person) -> usize {
        let first = if p.ends.is_some() { self.aliases } else { p.slot };
        self.aliases += usize::from(p.ends.is_some());
        first
    }

    fn in_participant(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, entry: EntryBuilder) {
        self.enter(p, author, day.at(minute), PARTICIPANT, entry);
    }

    /// The first plan.
    pub fn agree_plan(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let entry = Entry::build(Kind::Plan(PlanKind::LivingPlanCreated))
            .with(&GOALS, self.rng.pick(&note::GOALS))
            .with(&RESOURCES, self.rng.pick(&note::RESOURCES))
            .with(&KEEPS_HOME, self.rng.pick(&note::KEEPS_HOME));
        self.in_participant(p, author, day, minute, entry);
    }

    /// On the board.
    pub fn place(
        &mut self,
        p: &mut Person,
        author: Author,
        day: Day,
        minute: u32,
        review: Option<NaiveDate>,
    ) {
        let entry = Entry::build(Kind::BoardDecision(BoardDecisionKind::PlacedOnBoard))
            .with(&INTENSITY, if review.is_some() { "SHORT" } else { "LONG" })
            .with(&REASON, self.rng.pick(&note::PLACED))
            .with(&DECIDER, author.staff.to_string())
            .maybe(&REVIEW_BY, review.map(|date| date.to_string()));
        self.in_participant(p, author, day, minute, entry);
    }

    /// Off the board.
    pub fn take_off(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let entry = Entry::build(Kind::BoardDecision(BoardDecisionKind::RemovedFromBoard))
            .with(&REASON, self.rng.pick(&note::TAKEN_OFF))
            .with(&DECIDER, author.staff.to_string());
        self.in_participant(p, author, day, minute, entry);
    }

    /// Less frequent contact.
    pub fn step_down(&mut self, p: &mut Person, author: Author, day: Day, minute: u32, days: u32) {
        let entry = participant(ParticipantKind::StepDownAgreed).with(&INTERVAL_DAYS, days);
        self.in_participant(p, author, day, minute, entry);
        p.stepped_down = true;
    }

    /// The usual contact again.
    pub fn resume(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        if p.stepped_down {
            self.in_participant(p, author, day, minute, participant(ParticipantKind::ServiceResumed));
            p.stepped_down = false;
        }
    }

    /// A crisis.
    pub fn report_crisis(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        if p.crisis.is_none() {
            let note = self.rng.pick(&note::CRISIS);
            let entry = Entry::build(Kind::Crisis(CrisisKind::CrisisReported)).with(&NOTE, note);
            p.crisis = Some(self.enter(p, author, day.at(minute), PARTICIPANT, entry));
        }
    }

    /// The meeting settles that it is over.
    pub fn resolve_crisis(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let Some(crisis) = p.crisis.take() else { return };
        let entry = Entry::build(Kind::Crisis(CrisisKind::CrisisResolved))
            .with(&DECIDER, author.staff.to_string())
            .with(&CRISIS, crisis.to_string());
        self.in_participant(p, author, day, minute, entry);
    }

    /// Somebody else is responsible from now on, because a desk changed hands.
    pub fn change_primary_contact(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let entry = participant(ParticipantKind::PrimaryContactChanged)
            .with(&PRIMARY_CONTACT, self.staff.id(p.lead).to_string());
        self.in_participant(p, author, day, minute, entry);
    }

    /// The follow-up ends, unless something stands open.
    pub fn end_follow_up(
        &mut self,
        p: &mut Person,
        author: Author,
        day: Day,
        minute: u32,
        why: &'static str,
    ) {
        if p.has_open_matters() {
            return;
        }
        let entry = participant(ParticipantKind::FollowUpEnded)
            .with(&FOLLOW_UP_END, why)
            .with(&DECIDER, author.staff.to_string());
        self.in_participant(p, author, day, minute, entry);
        p.enrolled = false;
        p.planned.clear();
    }

    /// A wish for a home; one that lay in a drawer needs the reason why it comes late.
    pub fn wish(
        &mut self,
        p: &mut Person,
        author: Author,
        day: Day,
        minute: u32,
        late: Option<&'static str>,
    ) {
        let entry = housing(HousingKind::HousingPreferenceRecorded)
            .with(&PREFERENCE, self.rng.pick(&note::WISH))
            .maybe(&BACKDATING_REASON, late);
        let mut request = self.request(author, p.not_before(day.at(minute)));
        p.wrote_at(request.at);
        let occurred = if late.is_some() { Day::new(plus(day.date, -120)).at(720) } else { request.at };
        self.write_of(&mut request, p.place(PARTICIPANT), occurred, entry);
    }

    /// An application for a home.
    pub fn apply_for_home(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        self.in_participant(p, author, day, minute, housing(HousingKind::HousingApplicationSubmitted));
    }

    /// The municipality says yes.
    pub fn grant_home(&mut self, p: &mut Person, author: Author, day: Day, minute: u32) {
        let entry = housing(HousingKind::HousingDecisionMade)
            .with(&DECISION, "GRANTED")
            .with(&APPEAL_BY, plus(day.date, 21).to_string());
        self.in_participant(p, author, day, minute, entry);
    }
}

fn participant(kind: ParticipantKind) -> EntryBuilder {
    Entry::build(Kind::Participant(kind))
}
