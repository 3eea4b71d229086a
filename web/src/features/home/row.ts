import { graphql } from '../../graphql';
import type { HomeRowFragment } from '../../graphql/generated/graphql';

export const HomeRow = graphql(`
  fragment HomeRow on BoardRow {
    participantId
    alias
    status
    riskLevel
    lastMetDays
    lastMetOverdue
    responsible
    nextDeadline {
      deadline
      on
      passed
      daysLeft
    }
    today {
      plannedContactId
      start
      end
      staffIds
      unassigned
      place
    }
  }
`);

export interface MyVisit {
  readonly row: HomeRowFragment;
  readonly visit: HomeRowFragment['today'][number];
}
