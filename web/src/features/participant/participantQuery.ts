import { graphql } from '../../graphql';

export const participantQuery = graphql(`
  query ParticipantPage($participantId: ID!, $asOf: AsOfInput) {
    participant(participantId: $participantId, asOf: $asOf) {
      participantId
      teamId
      alias
      name
      enrolled
      primaryContactId
      serverTime
      row {
        status
        riskLevel
      }
      ...ParticipantState
      ...ParticipantNext
    }
  }
`);

export const teamStaffQuery = graphql(`
  query ParticipantTeam($teamId: ID!) {
    team(teamId: $teamId) {
      teamId
      name
      staff {
        staffId
        name
        initials
      }
    }
  }
`);
