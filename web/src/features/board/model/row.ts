import { graphql, type BoardMark, type BoardStatus, type DeadlineKind, type RiskLevel } from '../../../graphql';
import type { WallRowFragment as Row } from '../../../graphql/generated/graphql';

/** All that a wall screen may see of a participant. */
export const WallRow = graphql(`
  fragment WallRow on BoardRow {
    participantId
    alias
    shown
    status
    marks
    riskLevel
    nextDeadline {
      deadline
      on
      passed
      daysLeft
    }
    lastMetDays
    lastMetOverdue
    responsible
    incomplete
    today {
      plannedContactId
      start
      end
      initials
      unassigned
    }
  }
`);

export type BoardRowData = Row;
export type VisitData = Row['today'][number];
export type { BoardMark, BoardStatus, DeadlineKind, RiskLevel };
