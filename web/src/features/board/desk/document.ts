import { graphql } from '../../../graphql';

/** What the desk adds: why, since when, and what has happened. */
export const DeskRow = graphql(`
  fragment DeskRow on BoardRow {
    participantId
    ...WallRow
    detail {
      standings {
        status
        decided
        since
        becauseKind
        reviewBy
      }
      lastMetStaffIds
      lastDay {
        entryId
        kind
        mark
        at
      }
      week {
        plannedContactId
        start
        initials
        unassigned
      }
      housing
      housingSince
      landlord
      openOffers {
        offerId
        respondBy
        overdue
      }
      admittedSince
      admissionPath
      imprisoned
      hasLivingPlan
      riskPoints
      arrearsOre
    }
  }
`);

export const DeskBoard = graphql(`
  query DeskBoard($teamId: ID!, $asOf: AsOfInput) {
    board(teamId: $teamId, asOf: $asOf) {
      teamId
      teamName
      model
      boardVersion
      serverTime
      lastDaySince
      rows {
        ...DeskRow
      }
    }
    team(teamId: $teamId) {
      staff {
        staffId
        initials
      }
    }
  }
`);
