//! What a team permits.

use super::{
    ALIAS, ALIAS_OF, STAFF_MEMBER, TeamKind, TeamRejection, TeamState, VALID_UNTIL,
    state::{folded, grant},
};
use crate::{
    decider::{Aggregate, Answer, Rejection, Step},
    entry::Entry,
    kind::Kind,
};

/// An alias has at most so many letters: it must be read from across a room.
const ALIAS_LETTERS: usize = 8;

impl Aggregate for TeamState {
    fn permits(&self, step: &Step<'_>) -> Result<Answer, Rejection> {
        match step.entry.kind() {
            Kind::Team(kind) => Ok(self.allows(kind, step.entry)?),
            _ => Err(Rejection::WRONG_STREAM),
        }
    }

    fn evolve(&mut self, step: &Step<'_>) {
        self.apply(step);
    }
}

impl TeamState {
    fn allows(&self, kind: TeamKind, entry: &Entry) -> Result<Answer, TeamRejection> {
        if kind == TeamKind::TeamCreated {
            return self
                .created
                .map_or(Ok(Answer::Write), |current| Err(TeamRejection::TeamAlreadyCreated(current)));
        }
        if !self.is_created() {
            return Err(TeamRejection::TeamUnknown);
        }
        let is_member =
            entry.get(&STAFF_MEMBER).and_then(|id| self.staff.get(&id)).is_some_and(|member| member.active);
        match kind {
            TeamKind::TeamCreated => Ok(Answer::Write),
            TeamKind::StaffJoined => Ok(already(is_member)),
            TeamKind::StaffLeft if is_member => Ok(Answer::Write),
            TeamKind::StaffLeft => Err(TeamRejection::NotAMember),
            TeamKind::AuthorisationGranted => Ok(already(self.is_granted(entry))),
            TeamKind::AuthorisationRevoked => Ok(already(!self.holds(entry))),
            TeamKind::AliasAssigned => self.allows_alias(entry),
        }
    }

    fn holds(&self, entry: &Entry) -> bool {
        grant(entry).is_some_and(|grant| self.grants.contains_key(&grant))
    }

    /// The same role with the same last day.
    fn is_granted(&self, entry: &Entry) -> bool {
        grant(entry).and_then(|grant| self.grants.get(&grant)) == Some(&entry.get(&VALID_UNTIL))
    }

    fn allows_alias(&self, entry: &Entry) -> Result<Answer, TeamRejection> {
        // An erased alias can no longer be judged; it was when it was written.
        let (Some(participant), Some(alias)) = (entry.get(&ALIAS_OF), entry.get(&ALIAS)) else {
            return Ok(Answer::Write);
        };
        if !is_word(&alias) {
            return Err(TeamRejection::AliasNotAWord);
        }
        match self.words.get(&folded(&alias)) {
            Some((owner, current)) if *owner != participant => Err(TeamRejection::AliasTaken(*current)),
            _ => Ok(already(self.alias_of(participant).is_some_and(|now| folded(now) == folded(&alias)))),
        }
    }
}

const fn already(so: bool) -> Answer {
    if so { Answer::AlreadySo } else { Answer::Write }
}

/// One to eight letters of the Latin script, æ, ø, å and Sami letters among them.
fn is_word(alias: &str) -> bool {
    let is_latin_letter = |c: char| c.is_alphabetic() && c <= '\u{24f}';
    (1..=ALIAS_LETTERS).contains(&alias.chars().count()) && alias.chars().all(is_latin_letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        entry::EntryBuilder,
        id::{ParticipantId, TeamId},
        stream::Stream,
        team::{INITIALS, ROLE, TEAM_NAME, TeamModel},
        testing::{Given, given, person, sample, staff, written},
    };

    fn step(kind: TeamKind) -> EntryBuilder {
        sample(Kind::Team(kind))
    }

    fn of(kind: TeamKind, n: u128) -> EntryBuilder {
        step(kind).with(&STAFF_MEMBER, staff(n).to_string())
    }

    fn alias(participant: ParticipantId, word: &str) -> EntryBuilder {
        step(TeamKind::AliasAssigned).with(&ALIAS_OF, participant.to_string()).with(&ALIAS, word)
    }

    fn created() -> Given<TeamState> {
        let stream = Stream::Team(TeamId(uuid::Uuid::from_u128(1)));
        given(stream).event(
            step(TeamKind::TeamCreated).with(&TEAM_NAME, "Nordlia").with(&super::super::TEAM_MODEL, "FACT"),
        )
    }

    #[test]
    fn a_team_is_made_once_and_first() {
        let none = given::<TeamState>(Stream::Team(TeamId(uuid::Uuid::from_u128(1))));
        let _ = none.when(of(TeamKind::StaffJoined, 1)).then_rejected("TEAM_UNKNOWN");
        let team =
            created().when(step(TeamKind::TeamCreated)).then_rejected("TEAM_ALREADY_CREATED").by(written(1));
        assert_eq!((team.state().name(), team.state().model()), (Some("Nordlia"), Some(TeamModel::Fact)));
    }

    #[test]
    fn staff_join_leave_and_come_back() {
        let joined = created().event(of(TeamKind::StaffJoined, 1).with(&INITIALS, "AB"));
        let joined = joined.when(of(TeamKind::StaffJoined, 1)).then_nothing();
        let left = joined.when(of(TeamKind::StaffLeft, 2)).then_rejected("NOT_A_MEMBER").given;
        let left = left.event(of(TeamKind::StaffLeft, 1));
        assert!(left.state().staff().all(|member| !member.active));
        let left = left.when(of(TeamKind::StaffLeft, 1)).then_rejected("NOT_A_MEMBER").given;
        assert!(left.event(of(TeamKind::StaffJoined, 1)).state().staff().all(|member| member.active));
    }

    #[test]
    fn anybody_may_be_authorised_and_the_same_twice_is_already_so() {
        let grant = |until: Option<&str>| {
            of(TeamKind::AuthorisationGranted, 7).with(&ROLE, "AUDITOR").maybe(&VALID_UNTIL, until)
        };
        let granted = created().event(grant(None)).when(grant(None)).then_nothing();
        let granted = granted.event(grant(Some("2027-01-31"))).when(grant(Some("2027-01-31"))).then_nothing();
        assert_eq!(granted.state().grants().count(), 1);
        let revoke = || of(TeamKind::AuthorisationRevoked, 7).with(&ROLE, "AUDITOR");
        let revoked = granted.event(revoke()).when(revoke()).then_nothing();
        assert_eq!(revoked.state().grants().count(), 0);
    }

    #[test]
    fn an_alias_is_never_used_for_another_person() {
        let named = created().event(alias(person(1), "Bjørk")).event(alias(person(1), "Rogn"));
        let named = named.when(alias(person(2), "bjørk")).then_rejected("ALIAS_TAKEN").by(written(2));
        let named = named.when(alias(person(2), "ROGN")).then_rejected("ALIAS_TAKEN").by(written(3));
        let state = named.state();
        assert_eq!(state.alias_of(person(1)), Some("Rogn"));
        assert_eq!(state.participant_with_alias("rogn"), Some(person(1)));
        assert_eq!(state.participant_with_alias("Bjørk"), None);
    }

    #[test]
    fn a_participant_may_take_an_earlier_alias_of_its_own_again() {
        let named = created().event(alias(person(1), "Bjørk")).when(alias(person(1), "bjørk")).then_nothing();
        let named = named.event(alias(person(1), "Rogn")).event(alias(person(1), "Bjørk"));
        assert_eq!(named.state().aliases().collect::<Vec<_>>(), [(person(1), "Bjørk")]);
    }

    #[test]
    fn an_alias_is_one_word_of_letters() {
        for word in ["Ål", "Måse", "Áhkká", "Løvetann"] {
            let _ = created().event(alias(person(1), word));
        }
        for word in ["Ole 2", "A-B", "R2D2", "м", "🦊"] {
            let _ = created().when(alias(person(1), word)).then_rejected("ALIAS_NOT_A_WORD");
        }
    }
}
