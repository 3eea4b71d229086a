import { graphql } from '../../graphql';

export const riskQuery = graphql(`
  query TenancyRisks($teamId: ID!) {
    tenancyRisk(teamId: $teamId) {
      participantId
      ...RiskRow
      ...RiskDetail
    }
  }
`);

export const riskRowFragment = graphql(`
  fragment RiskRow on TenancyRisk {
    participantId
    tenancyId
    alias
    level
    points
    arrearsOre
    nextDeadline {
      deadline
      on
      daysLeft
      passed
      flags
    }
  }
`);

export const riskDetailFragment = graphql(`
  fragment RiskDetail on TenancyRisk {
    participantId
    tenancyId
    alias
    level
    points
    forcedRed
    arrearsOre
    monthlyRentOre
    suspendedBy
    rulesVersion
    nextDeadline {
      deadline
      on
      because
    }
    deadlines {
      deadline
      on
      passed
      daysLeft
      because
      flags
    }
    signals {
      signal
      points
      source
      flags
      because {
        entryId
        kind
        occurredAt
        initials
      }
    }
  }
`);
