import { addDays, type DateText } from '../../../i18n';
import type { BoardRowData, BoardStatus, DeadlineKind } from './row';

export interface Numbers {
  readonly statuses: ReadonlyMap<BoardStatus, number>;
  readonly overdue: number;
  readonly decide: number;
  readonly visits: number;
  readonly unassigned: number;
  /** Rows of whom something recorded cannot be read. */
  readonly incomplete: number;
}

/** The numbers of the day, counted from the rows that are shown. */
export function numbers(rows: readonly BoardRowData[]): Numbers {
  const statuses = new Map<BoardStatus, number>();
  let overdue = 0;
  let decide = 0;
  let visits = 0;
  let unassigned = 0;
  let incomplete = 0;
  for (const row of rows) {
    if (row.status) statuses.set(row.status, (statuses.get(row.status) ?? 0) + 1);
    if (row.lastMetOverdue) overdue += 1;
    if (row.incomplete) incomplete += 1;
    if (needsDecision(row)) decide += 1;
    visits += row.today.length;
    unassigned += row.today.filter((visit) => visit.unassigned).length;
  }
  return { statuses, overdue, decide, visits, unassigned, incomplete };
}

export function needsDecision(row: BoardRowData): boolean {
  return row.marks.includes('NEEDS_DECISION') || row.marks.includes('REVIEW_OVERDUE');
}

export interface DueItem {
  readonly participantId: string;
  readonly alias: string;
  readonly kind: DeadlineKind;
  readonly on: DateText;
  readonly today: boolean;
  readonly passed: boolean;
}

/** How far ahead the meeting looks. */
const DAYS_AHEAD = 7;

/** Deadlines of the next seven days, soonest first; a passed one that is still open comes before them. */
export function dueSoon(rows: readonly BoardRowData[], today: DateText): DueItem[] {
  const last = addDays(today, DAYS_AHEAD);
  return rows
    .flatMap((row) => {
      const due = row.nextDeadline;
      if (!due || due.on > last) return [];
      const item: DueItem = {
        participantId: row.participantId,
        alias: row.alias,
        kind: due.deadline,
        on: due.on,
        today: due.on === today,
        passed: due.passed,
      };
      return [item];
    })
    .toSorted((a, b) => a.on.localeCompare(b.on) || a.alias.localeCompare(b.alias, 'nb'));
}
